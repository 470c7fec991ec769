"""Put a call or message on record, or correct one that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from onrecord.domain.change import Change
from onrecord.domain.contact import (
    Contact,
    ContactEvidence,
    ContactLine,
    DisputeContact,
    Offer,
    Promise,
)
from onrecord.domain.contact_entry import Cited, ContactEntry, Offered, Promised, Said
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.record import Record
from onrecord.domain.times import now_text
from onrecord.services.amend import amendments, part_amendments
from onrecord.services.clock import local_zone
from onrecord.services.companies import company_named
from onrecord.services.derive import derived

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

P = TypeVar("P", bound=Record)

_OWN = frozenset({"lines", "promises", "offers", "citations", "evidence_ids", "dispute_ids"})
_SAID = {
    "call": "Call", "voicemail": "Voicemail", "email": "Email", "chat": "Chat",
    "message": "Message", "letter": "Letter", "post": "Post", "visit": "Visit",
}  # fmt: skip


def log_contact(vault: Vault, entry: ContactEntry, contact_id: str = "") -> Change:
    """Writes the whole form in one transaction; ``Change.result`` is the contact's id.

    The time of the first save is kept as ``written_at`` and never changes; a later save keeps
    what it changes as amendments. Raises Refused naming the field, NotFound.
    """
    entry = entry.checked()
    for dispute_id in entry.dispute_ids:
        vault.get(Dispute, dispute_id)
    for evidence_id in {*entry.evidence_ids, *(c.evidence_id for c in entry.citations)}:
        vault.get(Evidence, evidence_id)
    before = vault.get(Contact, contact_id) if contact_id else None
    after = new_contact(vault, entry) if before is None else _corrected(vault, entry, before)
    name = _SAID[entry.kind]
    with vault.change(f"{name} corrected" if before else f"{name} on record") as tx:
        if before is None:
            tx.insert(after)
            for first in _passed_on_from(vault, entry):
                tx.patch(Contact, first.id, thread_id=first.id)
        else:
            if after != before:
                tx.update(after)
            for amendment in amendments(before, after):
                tx.insert(amendment)
        old_lines, old_promises, old_offers = _parts_of(vault, after.id if before else "")
        lines, promises, offers = _parts(entry, after.id, old_lines, old_promises, old_offers)
        for label, cls, old, new in (
            ("line", ContactLine, old_lines, lines),
            ("promise", Promise, old_promises, promises),
            ("offer", Offer, old_offers, offers),
        ):
            _store(tx, cls, old, new)
            if before is not None:
                for amendment in part_amendments(after.id, label, old, new):
                    tx.insert(amendment)
        of_it = "contact_id = ?"
        _links(
            tx,
            DisputeContact,
            vault.find(DisputeContact, of_it, [after.id]),
            [DisputeContact(dispute_id=i, contact_id=after.id) for i in entry.dispute_ids],
            "dispute_id",
        )
        _links(
            tx,
            ContactEvidence,
            vault.find(ContactEvidence, of_it, [after.id]),
            [ContactEvidence(contact_id=after.id, evidence_id=i) for i in entry.evidence_ids],
            "evidence_id",
        )
        _links(
            tx,
            Citation,
            vault.find(Citation, "of_table = 'contact' AND of_id = ?", [after.id]),
            [
                Citation(of_table="contact", of_id=after.id, evidence_id=c.evidence_id, page=c.page)
                for c in entry.citations
            ],
            "evidence_id",
            "page",
        )
    return replace(tx.change, result=after.id)


def entry_of(vault: Vault, contact_id: str) -> ContactEntry:
    """The form of a contact that is on record, to be corrected."""
    contact = vault.get(Contact, contact_id)
    lines, promises, offers = _parts_of(vault, contact_id)
    names = {f.name for f in fields(ContactEntry)} - _OWN
    of_it = "contact_id = ?"
    return ContactEntry(
        **{name: getattr(contact, name) for name in names},
        lines=tuple(Said(x.words, x.side, x.form, x.said_at, x.id, x.event) for x in lines),
        promises=tuple(
            Promised(x.words, x.due, x.amount_minor, x.currency, x.id) for x in promises
        ),
        offers=tuple(
            Offered(x.words, x.side, x.amount_minor, x.currency, x.expires, x.id) for x in offers
        ),
        citations=tuple(
            Cited(x.evidence_id, x.page)
            for x in vault.find(
                Citation, "of_table = 'contact' AND of_id = ?", [contact_id], order="rowid"
            )
        ),
        evidence_ids=tuple(
            x.evidence_id for x in vault.find(ContactEvidence, of_it, [contact_id], order="rowid")
        ),
        dispute_ids=tuple(
            x.dispute_id for x in vault.find(DisputeContact, of_it, [contact_id], order="rowid")
        ),
    )


def contact_records(entry: ContactEntry, contact: Contact) -> list[Record]:
    """The rows of an entry that is new, the contact first."""
    lines, promises, offers = _parts(entry, contact.id, [], [], [])
    return [
        contact,
        *lines,
        *promises,
        *offers,
        *(DisputeContact(dispute_id=i, contact_id=contact.id) for i in entry.dispute_ids),
        *(ContactEvidence(contact_id=contact.id, evidence_id=i) for i in entry.evidence_ids),
        *(
            Citation(of_table="contact", of_id=contact.id, evidence_id=c.evidence_id, page=c.page)
            for c in entry.citations
        ),
    ]


def new_contact(vault: Vault, entry: ContactEntry) -> Contact:
    """The row of an entry that is new, written now; not stored yet."""
    return derived(Contact(**_values(vault, entry, local_zone()), written_at=now_text()))


def _passed_on_from(vault: Vault, entry: ContactEntry) -> list[Contact]:
    """The call on record that a thread begins with, where it was in none: it gives its own id."""
    if not entry.thread_id:
        return []
    return vault.find(Contact, "id = ? AND thread_id = ''", [entry.thread_id])


def _corrected(vault: Vault, entry: ContactEntry, before: Contact) -> Contact:
    return derived(replace(before, **_values(vault, entry, before.zone or local_zone())))


def _values(vault: Vault, entry: ContactEntry, zone: str) -> dict[str, Any]:
    names = {f.name for f in fields(ContactEntry)} - _OWN
    values: dict[str, Any] = {name: getattr(entry, name) for name in names}
    if entry.dated and not entry.zone:
        values["zone"] = zone
    if not entry.counterparty_id:
        known = company_named(vault, entry.company)
        if known is not None:
            values["counterparty_id"] = known.id
        elif not entry.company and entry.dispute_ids:
            values["counterparty_id"] = vault.get(Dispute, entry.dispute_ids[0]).counterparty_id
    return values


def _parts_of(
    vault: Vault, contact_id: str
) -> tuple[list[ContactLine], list[Promise], list[Offer]]:
    if not contact_id:
        return [], [], []
    of_it = "contact_id = ?"
    return (
        vault.find(ContactLine, of_it, [contact_id], order="position, id"),
        vault.find(Promise, of_it, [contact_id], order="rowid"),
        vault.find(Offer, of_it, [contact_id], order="rowid"),
    )


def _parts(
    entry: ContactEntry,
    contact_id: str,
    old_lines: Iterable[ContactLine],
    old_promises: Iterable[Promise],
    old_offers: Iterable[Offer],
) -> tuple[list[ContactLine], list[Promise], list[Offer]]:
    """The rows the form means; what it does not show (a promise's state) stays as it was."""
    first = entry.dispute_ids[0] if entry.dispute_ids else ""
    lines = {x.id: x for x in old_lines}
    promises = {x.id: x for x in old_promises}
    offers = {x.id: x for x in old_offers}
    return (
        [
            replace(
                lines.get(x.id) or ContactLine(contact_id=contact_id),
                position=n,
                side=x.side,
                form=x.form,
                words=x.words.strip(),
                said_at=x.said_at,
                event=x.event,
            )
            for n, x in enumerate(entry.lines, 1)
        ],
        [
            replace(
                p,
                dispute_id=p.dispute_id if p.dispute_id in entry.dispute_ids else first,
                words=x.words.strip(),
                due=x.due,
                amount_minor=x.amount_minor,
                currency=x.currency,
            )
            for x in entry.promises
            for p in [promises.get(x.id) or Promise(contact_id=contact_id)]
        ],
        [
            replace(
                o,
                dispute_id=o.dispute_id if o.dispute_id in entry.dispute_ids else first,
                side=x.side,
                words=x.words.strip(),
                amount_minor=x.amount_minor,
                currency=x.currency,
                expires=x.expires,
            )
            for x in entry.offers
            for o in [offers.get(x.id) or Offer(contact_id=contact_id)]
        ],
    )


def _store(tx: Any, cls: type[Record], old: Iterable[Record], new: Iterable[Record]) -> None:
    was = {part.id: part for part in old}
    for part in new:
        known = was.pop(part.id, None)
        if known is None:
            tx.insert(part)
        elif known != part:
            tx.update(part)
    for gone in was:
        tx.remove(cls, gone)


def _links(tx: Any, cls: type[P], old: Iterable[P], new: Iterable[P], *keys: str) -> None:
    def key(link: Record) -> tuple[object, ...]:
        return tuple(cast("object", getattr(link, name)) for name in keys)

    was = {key(link): link for link in old}
    for link in new:
        if was.pop(key(link), None) is None:
            tx.insert(link)
    for gone in was.values():
        tx.remove(cls, gone.id)
