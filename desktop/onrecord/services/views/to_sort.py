"""To sort: what arrived and belongs to no dispute yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.services.views.timeline import contact_words, icon_of, pages_note, reference_note

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class SortRow:
    """A document or a contact to be filed; ``arrived`` is UTC; ``sealed`` when it was noted or
    dropped while the vault was locked, so that its sender is not proven."""

    kind: str
    id: str
    icon: str
    words: str
    when: str
    note: str
    arrived: str
    sealed: bool = False


_DOCUMENTS = (
    "SELECT id, title, file_name, kind, dated, page_count, read_state, created_at, arrived"
    " FROM evidence WHERE trashed_at = ''"
    " AND NOT EXISTS (SELECT 1 FROM dispute_evidence l WHERE l.evidence_id = evidence.id)"
)
_CONTACTS = (
    "SELECT * FROM contact WHERE trashed_at = ''"
    " AND NOT EXISTS (SELECT 1 FROM dispute_contact l WHERE l.contact_id = contact.id)"
)


def to_sort(vault: Vault, limit: int = -1, offset: int = 0) -> list[SortRow]:
    """The newest first."""
    rows = [
        SortRow(
            "evidence",
            row["id"],
            row["kind"],
            row["title"] or row["file_name"],
            row["dated"],
            pages_note(row["page_count"], row["read_state"]),
            row["created_at"],
            row["arrived"] == "inbox",
        )
        for row in vault.query(f"{_DOCUMENTS} ORDER BY rowid DESC")
    ]
    for row in vault.query(f"{_CONTACTS} ORDER BY rowid DESC"):
        contact = Contact.from_row(row)
        note, _ = reference_note(contact)
        words = contact_words(contact)
        if contact.company:
            words = f"{contact.company}: {words}"
        rows.append(
            SortRow(
                "contact", contact.id, icon_of(contact), words, contact.dated, note,
                contact.created_at,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: row.arrived, reverse=True)
    return rows[offset:] if limit < 0 else rows[offset : offset + limit]


def to_sort_count(vault: Vault) -> int:
    """How many things wait to be filed."""
    rows = vault.query(
        f"SELECT (SELECT count(*) FROM ({_DOCUMENTS})) + (SELECT count(*) FROM ({_CONTACTS})) AS n"
    )
    return rows[0]["n"]
