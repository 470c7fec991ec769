"""Documents as a long table: the order as a list of ids, and rows fetched a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.services.rows import in_list
from onrecord.services.views.documents import DocumentRow, document_row, matching

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_COLUMNS = {
    "title": "CASE e.title WHEN '' THEN e.file_name ELSE e.title END COLLATE NOCASE",
    "kind": "e.kind",
    "date": "e.dated",
    "pages": "CASE WHEN e.media_type = 'application/pdf' OR e.media_type LIKE 'image/%'"
    " THEN e.page_count ELSE 0 END",
    "source": "e.source COLLATE NOCASE",
    "added": "e.rowid",
}


def document_ids(
    vault: Vault, dispute_id: str, search: str = "", column: str = "date", descending: bool = True
) -> list[str]:
    """Ids of the documents of a dispute in order; what has no date stands last either way."""
    condition, more = matching(vault, search)
    way = "DESC" if descending else "ASC"
    unknown = "e.dated = '', " if column == "date" else ""
    rows = vault.lines(
        "SELECT e.id FROM dispute_evidence l CROSS JOIN evidence e ON e.id = l.evidence_id"
        f" WHERE l.dispute_id = ? AND e.trashed_at = '' AND {condition}"
        f" ORDER BY {unknown}{_COLUMNS[column]} {way}, e.rowid {way}",
        [dispute_id, *more],
    )
    return [id for (id,) in rows]


def document_page(vault: Vault, dispute_id: str, ids: Sequence[str]) -> dict[str, DocumentRow]:
    """The rows of these ids, as they stand in the dispute; what is gone is left out."""
    where, args = in_list("e.id", ids)
    rows: list[dict[str, Any]] = vault.query(
        "SELECT e.id, e.title, e.kind, e.dated, e.source, e.file_name, e.type_name, e.page_count, e.media_type,"
        " e.read_state, e.problem, e.created_at AS added, e.tags, coalesce(l.theirs, 0) AS theirs,"
        " coalesce(o.length, 0) AS size, 0 AS cited"
        " FROM evidence e LEFT JOIN object o ON o.id = e.object_id"
        " LEFT JOIN dispute_evidence l ON l.evidence_id = e.id AND l.dispute_id = ?"
        f" WHERE {where}",
        [dispute_id, *args],
    )
    return {row["id"]: document_row(row) for row in rows}
