"""To sort: what arrived and belongs to no dispute yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.services.own_pages import own_pages
from onrecord.services.rows import batches, in_list
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
    "FROM evidence WHERE trashed_at = ''"
    " AND NOT EXISTS (SELECT 1 FROM dispute_evidence l WHERE l.evidence_id = evidence.id)"
)
_CONTACTS = (
    "FROM contact WHERE trashed_at = ''"
    " AND NOT EXISTS (SELECT 1 FROM dispute_contact l WHERE l.contact_id = contact.id)"
)
Key = tuple[str, str]
"""Kind and id."""


def to_sort(vault: Vault, limit: int = -1, offset: int = 0) -> list[SortRow]:
    """The newest first."""
    keys = to_sort_order(vault, limit, offset)
    rows = to_sort_rows(vault, keys)
    return [rows[key] for key in keys if key in rows]


def to_sort_order(vault: Vault, limit: int = -1, offset: int = 0) -> list[Key]:
    """Which they are, the newest first."""
    rows = vault.lines(
        f"SELECT 'evidence' AS kind, id, created_at AS arrived, 0 AS first, rowid AS n {_DOCUMENTS}"
        f" UNION ALL SELECT 'contact', id, created_at, 1, rowid {_CONTACTS}"
        " ORDER BY arrived DESC, first, n DESC LIMIT ? OFFSET ?",
        [limit, offset],
    )
    return [row[:2] for row in rows]


def to_sort_rows(vault: Vault, keys: Sequence[Key]) -> dict[Key, SortRow]:
    """What these are; what is gone is left out."""
    made: dict[Key, SortRow] = {}
    for batch in batches(id for kind, id in keys if kind == "evidence"):
        where, args = in_list("id", batch)
        for row in vault.query(
            "SELECT id, title, file_name, kind, dated, page_count, media_type, read_state, created_at, arrived"
            f" FROM evidence WHERE {where}",
            args,
        ):
            made["evidence", row["id"]] = SortRow(
                "evidence",
                row["id"],
                row["kind"],
                row["title"] or row["file_name"],
                row["dated"],
                pages_note(own_pages(row["page_count"], row["media_type"]), row["read_state"]),
                row["created_at"],
                row["arrived"] == "inbox",
            )
    for batch in batches(id for kind, id in keys if kind == "contact"):
        where, args = in_list("id", batch)
        for contact in vault.find(Contact, where, args):
            note, _ = reference_note(contact)
            words = contact_words(contact)
            if contact.company:
                words = f"{contact.company}: {words}"
            made["contact", contact.id] = SortRow(
                "contact", contact.id, icon_of(contact), words, contact.dated, note,
                contact.created_at,
            )  # fmt: skip
    return made


def to_sort_count(vault: Vault) -> int:
    """How many things wait to be filed: all less those that are in a dispute, each counted by an
    index, since this is asked after every change."""
    counts = [
        f"(SELECT count(*) FROM {table} WHERE trashed_at = '')"
        f" - (SELECT count(*) FROM (SELECT 1 FROM dispute_{table} GROUP BY {table}_id))"
        f" + (SELECT count(*) FROM {table} x WHERE x.trashed_at > ''"
        f" AND EXISTS (SELECT 1 FROM dispute_{table} l WHERE l.{table}_id = x.id))"
        for table in ("evidence", "contact")
    ]
    return vault.query(f"SELECT {' + '.join(counts)} AS n")[0]["n"]
