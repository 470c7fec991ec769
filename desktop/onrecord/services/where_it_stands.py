"""Where words that a packet prints were written: the row and its field, to be led to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, ContactLine, Offer, Promise
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.letter_body import Body
from onrecord.domain.packet import Packet
from onrecord.domain.person import Person
from onrecord.domain.record import Record
from onrecord.domain.same_words import span_of
from onrecord.services.edit_people import complainant
from onrecord.services.packet_letter import letter_of
from onrecord.services.rows import batches, in_list
from onrecord.services.track_complaint import companies_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_FIELDS: dict[type[Record], tuple[str, ...]] = {
    Person: ("name", "name_on_bill", "service_address", "postal_address", "print_contact"),
    Counterparty: ("name", "legal_name", "address", "dispute_address", "email"),
    Fact: ("words", "quoted"),
    Issue: ("title", "mine", "theirs"),
    ClaimLine: ("words",),
    Promise: ("words",),
    Offer: ("words",),
    Contact: ("outcome", "notes", "agent_name", "agent_team", "company"),
    ContactLine: ("words",),
}


@dataclass(frozen=True)
class Spot:
    """``table`` and ``id`` of the row, the field, and the words as they were looked for. A line
    of a call is named by its call."""

    table: str
    id: str
    field: str
    words: str


def where_it_stands(vault: Vault, packet_id: str, words: Sequence[str]) -> Spot | None:
    """The first place that holds one of ``words``: the letter, then what its own words and the
    other parts are made of. None where it is in the packet itself, or nowhere."""
    packet = vault.get(Packet, packet_id)

    def held(text: str) -> str:
        return next((one for one in words if span_of(text, one)), "")

    letter = letter_of(vault, packet)
    if letter is not None:
        runs = [run for block in Body.from_json(letter.body).blocks for run in block.runs]
        typed = "".join(run.text for run in runs if not run.field)
        if found := held("\n".join((letter.subject, letter.to_name, letter.to_address, typed))):
            return Spot("letter", letter.id, "body", found)
    for record in _rows(vault, packet.dispute_id):
        for name in _FIELDS[type(record)]:
            if found := held(str(getattr(record, name))):
                at = record.contact_id if isinstance(record, ContactLine) else record.id
                table = "contact" if isinstance(record, ContactLine) else record.TABLE
                return Spot(table, at, name, found)
    return None


def _rows(vault: Vault, dispute_id: str) -> Iterator[Record]:
    here, args = "dispute_id = ?", [dispute_id]
    me = complainant(vault, dispute_id)
    yield from [me] if me is not None else []
    yield from (vault.get(Counterparty, id) for id, _ in companies_of(vault, dispute_id))
    yield from vault.find(Fact, here, args, order="dated, rowid")
    yield from vault.find(Issue, here, args, order="position, rowid")
    yield from vault.find(Promise, here, args, order="rowid")
    yield from vault.find(Offer, here, args, order="rowid")
    contacts = vault.find(
        Contact,
        "trashed_at = '' AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)",
        args,
        order="dated, rowid",
    )
    yield from contacts
    for batch in batches(one.id for one in contacts):
        where, ids = in_list("contact_id", batch)
        yield from vault.find(ContactLine, where, ids, order="contact_id, position, rowid")
    yield from vault.find(ClaimLine, here, args, order="position, rowid")
