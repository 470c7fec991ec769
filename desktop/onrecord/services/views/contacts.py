"""Contacts in a list, and one in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.domain.contact import Amendment, Contact, ContactLine, Offer, Promise
from onrecord.domain.ground import Ground, ground_of_contact
from onrecord.domain.when import When
from onrecord.services.views.timeline import contact_words, reference_note

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class ContactListRow:
    """A line of the list; ``reference_note`` says "ref ..." or why there is none."""

    id: str
    kind: str
    direction: str
    dated: str
    date_words: str
    company: str
    words: str
    reference: str
    reference_note: str
    reference_state: str


@dataclass(frozen=True)
class ContactDetail:
    """A contact with all that belongs to it. ``evidence`` and ``disputes`` are (id, title)."""

    contact: Contact
    company: str
    lines: tuple[ContactLine, ...]
    promises: tuple[Promise, ...]
    offers: tuple[Offer, ...]
    evidence: tuple[tuple[str, str], ...]
    disputes: tuple[tuple[str, str], ...]
    amendments: tuple[Amendment, ...]
    ground: Ground


def contacts(
    vault: Vault, dispute_id: str | None = None, limit: int = -1, offset: int = 0
) -> list[ContactListRow]:
    """The newest first; None means of the whole vault."""
    where, args = "c.trashed_at = ''", list[Any]()
    if dispute_id is not None:
        where += " AND c.id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)"
        args.append(dispute_id)
    rows = vault.query(
        "SELECT c.*, coalesce(p.name, c.company) AS company_name FROM contact c"
        " LEFT JOIN counterparty p ON p.id = c.counterparty_id"
        f" WHERE {where} ORDER BY c.dated DESC, c.rowid DESC LIMIT ? OFFSET ?",
        [*args, limit, offset],
    )
    made: list[ContactListRow] = []
    for row in rows:
        contact = Contact.from_row(row)
        note, _ = reference_note(contact)
        made.append(
            ContactListRow(
                id=contact.id,
                kind=contact.kind,
                direction=contact.direction,
                dated=contact.dated,
                date_words=When(contact.dated).short(),
                company=row["company_name"],
                words=contact_words(contact),
                reference=contact.reference,
                reference_note=note,
                reference_state=contact.reference_state,
            )
        )
    return made


def contact_detail(vault: Vault, id: str) -> ContactDetail:
    """One contact with all that belongs to it. Raises NotFound."""
    contact = vault.get(Contact, id)
    of_it, args = "contact_id = ?", [id]
    company = vault.query("SELECT name FROM counterparty WHERE id = ?", [contact.counterparty_id])
    evidence = vault.query(
        "SELECT e.id, e.title, e.file_name FROM contact_evidence l"
        " JOIN evidence e ON e.id = l.evidence_id"
        " WHERE l.contact_id = ? AND e.trashed_at = '' ORDER BY l.rowid",
        args,
    )
    disputes = vault.query(
        "SELECT d.id, d.title FROM dispute_contact l JOIN dispute d ON d.id = l.dispute_id"
        " WHERE l.contact_id = ? AND d.trashed_at = '' ORDER BY l.rowid",
        args,
    )
    return ContactDetail(
        contact=contact,
        company=company[0]["name"] if company else contact.company,
        lines=tuple(vault.find(ContactLine, of_it, args, order="position, rowid")),
        promises=tuple(vault.find(Promise, of_it, args, order="rowid")),
        offers=tuple(vault.find(Offer, of_it, args, order="rowid")),
        evidence=tuple((row["id"], row["title"] or row["file_name"]) for row in evidence),
        disputes=tuple((row["id"], row["title"]) for row in disputes),
        amendments=tuple(vault.find(Amendment, of_it, args, order="rowid")),
        ground=ground_of_contact(contact),
    )
