"""The form of a dispute as a JSON file, by ``schemas/dispute.schema.json``.

Every table is a list under its own name, rows in the order they were written. It follows from the
records themselves: a new table or column comes along without a word here. What a vault keeps for
itself stays out: revisions, object ids, what a reader makes again, and "contact me only by".
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any, cast

from onrecord.domain.agency_override import AgencyOverride
from onrecord.domain.contact import Contact, ContactEvidence, DisputeContact
from onrecord.domain.counterparty import Counterparty, PartyLink
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink, ObjectRecord
from onrecord.domain.fact import Citation, Issue
from onrecord.domain.housekeeping import Draft, Exit, PendingExport, Setting, Tombstone
from onrecord.domain.letter import Letter, LetterTemplate
from onrecord.domain.matter_answer import MatterAnswer
from onrecord.domain.packet import (
    Bundle,
    FormWords,
    LeftOut,
    Packet,
    PacketExhibit,
    PacketProfile,
    PacketReason,
)
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.packet_options import ExhibitOptions, PacketOptions
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.record import Record
from onrecord.domain.sending import Sending
from onrecord.domain.tables import RECORDS
from onrecord.domain.track import StageEvent, Track

FORMAT = "onrecord-dispute"
VERSION = 1

_OF_THE_VAULT: frozenset[type[Record]] = frozenset(
    {ObjectRecord, Setting, Draft, PendingExport, Tombstone, AgencyOverride, Exit, PacketProfile}
)
TABLES: tuple[type[Record], ...] = (
    Dispute,
    *(cls for cls in RECORDS if cls is not Dispute and cls not in _OF_THE_VAULT),
)

ROOTS: frozenset[type[Record]] = frozenset({Person, Counterparty, Evidence, Contact})
"""What belongs to the vault and comes along because a row of the dispute names it."""

WITH_FILE: tuple[type[Record], ...] = (Evidence, Bundle)
_KEPT_BACK = frozenset({"revision", "changed_at"})
_OF_TABLE: dict[type[Record], frozenset[str]] = {
    Person: frozenset({"private_contact"}),
    Evidence: frozenset({"object_id", "read_state"}),
    Bundle: frozenset({"object_id"}),
}

ENDS: dict[type[Record], type[Record]] = {PartyLink: Counterparty, EvidenceLink: Evidence}
"""What ``from_id`` and ``to_id`` name; such a link is in the file when both its ends are."""

LISTS: dict[tuple[type[Record], str], tuple[type[Record], ...]] = {
    (Letter, "enclosures"): (Evidence,),
    (StageEvent, "unaddressed"): (Issue, DesiredOutcome, ClaimLine),
}
"""Columns that hold several ids, and the tables these may be of."""

LINKS: dict[type[Record], str] = {
    DisputeParty: "counterparty_id", DisputePerson: "person_id", DisputeEvidence: "evidence_id",
    DisputeContact: "contact_id", ContactEvidence: "evidence_id", PacketExhibit: "evidence_id",
    ExhibitOptions: "evidence_id", LeftOut: "evidence_id",
}  # fmt: skip
"""Rows that mean nothing without what this column names."""

NO_ROW = frozenset({"agency_id", "agent_id", "rule_id", "thread_id", "object_id", "of_id"})
"""Columns that end in ``_id`` and name no row of one table."""

LATER: dict[type[Record], frozenset[str]] = {
    Counterparty: frozenset({"place"}),
    Packet: frozenset({"agency_id", "letter_id", "version_of_id", "counterparty_id"}),
    MatterAnswer: frozenset({"counterparty_id"}),
}
"""Columns that files of earlier versions do not have; there they mean what is the default."""

LATER_TABLES: frozenset[type[Record]] = frozenset(
    {
        PacketReason,
        PacketOptions,
        ExhibitOptions,
        PacketMark,
        Sending,
        MatterAnswer,
        FormWords,
        LeftOut,
    }
)
"""Tables that files of earlier versions do not have."""

_OF_THE_SAME = frozenset({"answers_id", "counters_id"})


@cache
def reference(cls: type[Record], column: str) -> type[Record] | None:
    """The table a column names a row of: ``authority_evidence_id`` one of ``evidence``,
    ``version_of_id`` one of the same table."""
    if not column.endswith("_id") or column in NO_ROW:
        return None
    if column in ("from_id", "to_id"):
        return ENDS[cls]
    if column in _OF_THE_SAME or column.endswith("_of_id"):
        return cls
    stem = f"_{column.removesuffix('_id')}"
    found = [one for one in TABLES if stem.endswith(f"_{one.TABLE}")]
    return max(found, key=lambda one: len(one.TABLE), default=None)


@cache
def references(cls: type[Record]) -> dict[str, type[Record]]:
    """Column -> the table it names a row of."""
    found = {name: reference(cls, name) for name in columns(cls)}
    return {name: target for name, target in found.items() if target is not None}


@cache
def owner(cls: type[Record]) -> str:
    """The column by which a row belongs to the dispute, or to a row that does; else empty."""
    if cls is Dispute or cls in ROOTS or cls is LetterTemplate:
        return ""
    if cls is Citation:
        return "of_id"
    named = references(cls)
    return "dispute_id" if "dispute_id" in named else next(iter(named))


@cache
def is_shared(cls: type[Record]) -> bool:
    """Whether another dispute of the vault may hold the row already, under the same id."""
    return cls is not Dispute and not {Dispute, Track, Packet} & set(references(cls).values())


def columns(cls: type[Record]) -> list[str]:
    """The fields of a table that the file holds, ``id`` first."""
    hidden = _KEPT_BACK | _OF_TABLE.get(cls, frozenset())
    return [one.name for one in fields(cls) if one.name not in hidden]


def is_when(column: str) -> bool:
    """Whether a column holds a date with its precision."""
    return column in ("due", "expires", "started", "ended") or column.endswith(
        ("dated", "_when", "_expires")
    )


def to_plain(record: Record) -> dict[str, Any]:
    """The record as the file holds it."""
    made: dict[str, Any] = {}
    for name in columns(type(record)):
        value: Any = getattr(record, name)
        made[name] = [*cast("tuple[str, ...]", value)] if isinstance(value, tuple) else value
    return made


def fill_later(data: dict[str, Any]) -> None:
    """Gives a file of an earlier version what was added since; it follows the schema already."""
    for cls in LATER_TABLES:
        data.setdefault(cls.TABLE, [])
    for cls, names in LATER.items():
        new = {one.name: one.default for one in fields(cls) if one.name in names}
        for row in data[cls.TABLE]:
            for name, value in new.items():
                row.setdefault(name, [] if isinstance(value, tuple) else value)


def from_plain(cls: type[Record], plain: dict[str, Any], **more: Any) -> Record:
    """The record a row of the file means; ``more`` fills what the file does not hold."""
    made: dict[str, Any] = dict(more)
    for one in fields(cls):
        if one.name in plain and one.name not in made:
            value = plain[one.name]
            is_tuple = one.default is not MISSING and isinstance(one.default, tuple)
            made[one.name] = tuple(cast("list[str]", value)) if is_tuple else value
    return cls(**made)
