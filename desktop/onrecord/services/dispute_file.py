"""The form of a dispute as a JSON file, by ``schemas/dispute.schema.json``.

Every table is a list under its own name, rows in the order they were written. What a vault keeps
for itself stays out: revisions, object ids, what a reader makes again, and "contact me only by".
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, cast

from onrecord.domain.contact import (
    Amendment,
    Contact,
    ContactEvidence,
    ContactLine,
    DisputeContact,
    Offer,
    Promise,
)
from onrecord.domain.counterparty import AccountRef, Counterparty, PartyLink
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.record import Record
from onrecord.domain.track import StageEvent, Track

FORMAT = "onrecord-dispute"
VERSION = 1

TABLES: tuple[type[Record], ...] = (
    Dispute, Counterparty, PartyLink, DisputeParty, Person, DisputePerson, AccountRef, Evidence,
    DisputeEvidence, EvidenceLink, Contact, ContactLine, DisputeContact, ContactEvidence,
    Amendment, Promise, Offer, Fact, Issue, DesiredOutcome, ClaimLine, Citation, Track,
    StageEvent, Packet, PacketExhibit, Bundle,
)  # fmt: skip
SHARED: frozenset[type[Record]] = frozenset(
    {
        Counterparty, PartyLink, Person, Evidence, EvidenceLink, Contact, ContactLine,
        ContactEvidence, Amendment, Citation,
    }
)  # fmt: skip
"""What another dispute of the vault may hold already, under the same id."""

WITH_FILE: tuple[type[Record], ...] = (Evidence, Bundle)
_KEPT_BACK = frozenset({"revision", "changed_at"})
_OF_TABLE: dict[type[Record], frozenset[str]] = {
    Person: frozenset({"private_contact"}),
    Evidence: frozenset({"object_id", "read_state"}),
    Bundle: frozenset({"object_id"}),
}
REFERENCES: dict[str, type[Record]] = {
    "dispute_id": Dispute, "counterparty_id": Counterparty, "person_id": Person,
    "evidence_id": Evidence, "contact_id": Contact, "contact_line_id": ContactLine,
    "authority_evidence_id": Evidence, "track_id": Track, "packet_id": Packet,
}  # fmt: skip
"""Columns that name another row of the file."""

ENDS: dict[type[Record], type[Record]] = {PartyLink: Counterparty, EvidenceLink: Evidence}
"""What ``from_id`` and ``to_id`` name."""


def columns(cls: type[Record]) -> list[str]:
    """The fields of a table that the file holds, ``id`` first."""
    hidden = _KEPT_BACK | _OF_TABLE.get(cls, frozenset())
    return [one.name for one in fields(cls) if one.name not in hidden]


def to_plain(record: Record) -> dict[str, Any]:
    """The record as the file holds it."""
    made: dict[str, Any] = {}
    for name in columns(type(record)):
        value: Any = getattr(record, name)
        made[name] = [*cast("tuple[str, ...]", value)] if isinstance(value, tuple) else value
    return made


def from_plain(cls: type[Record], plain: dict[str, Any], **more: Any) -> Record:
    """The record a row of the file means; ``more`` fills what the file does not hold."""
    made: dict[str, Any] = dict(more)
    for one in fields(cls):
        if one.name in plain and one.name not in made:
            value = plain[one.name]
            is_tuple = one.default is not MISSING and isinstance(one.default, tuple)
            made[one.name] = tuple(cast("list[str]", value)) if is_tuple else value
    return cls(**made)
