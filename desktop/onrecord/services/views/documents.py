"""Documents: of one dispute, of the whole vault, and one in full."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.when import When
from onrecord.services.own_pages import own_pages

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class DocumentRow:
    """A line of a list of documents; ``size`` in bytes, ``cited`` how often something cites it."""

    id: str
    title: str
    kind: str
    dated: str
    date_words: str
    source: str
    file_name: str
    type_name: str
    page_count: int
    size: int
    read_state: str
    problem: str
    theirs: bool = False
    cited: int = 0
    added: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceDetail:
    """A document with where it is used. ``disputes`` are (id, title) pairs; ``packets`` too."""

    evidence: Evidence
    size: int
    sha256: str
    disputes: tuple[tuple[str, str], ...]
    packets: tuple[tuple[str, str], ...]
    contacts: tuple[str, ...]
    citations: int


_ORDERS = {
    "own": "l.position, e.rowid",
    "date": "CASE e.dated WHEN '' THEN '9999' ELSE e.dated END, e.rowid",
    "title": "e.title COLLATE NOCASE, e.rowid",
    "kind": "e.kind, e.title COLLATE NOCASE, e.rowid",
    "added": "e.rowid DESC",
}


def documents(
    vault: Vault,
    dispute_id: str | None = None,
    search: str = "",
    limit: int = -1,
    offset: int = 0,
    order: str = "",
) -> list[DocumentRow]:
    """Documents not in the trash; None means of the whole vault.

    ``search`` looks at titles, sources, file names and the text of the pages; ``order`` is own
    (the user's, within a dispute), date, title, kind or added.
    """
    if dispute_id is None:
        source, where, args = "evidence e", "e.trashed_at = ''", list[Any]()
        theirs = "0"
        order = order if order in _ORDERS and order != "own" else "added"
    else:
        source = "dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        where, args = "l.dispute_id = ? AND e.trashed_at = ''", [dispute_id]
        theirs = "l.theirs"
        order = order if order in _ORDERS else "own"
    condition, more = matching(vault, search)
    rows = vault.query(
        "SELECT e.id, e.title, e.kind, e.dated, e.source, e.file_name, e.type_name, e.page_count, e.media_type,"
        f" e.read_state, e.problem, e.created_at AS added, e.tags, {theirs} AS theirs,"
        " coalesce(o.length, 0) AS size,"
        " (SELECT count(*) FROM citation c WHERE c.evidence_id = e.id) AS cited"
        f" FROM {source} LEFT JOIN object o ON o.id = e.object_id"
        f" WHERE {where} AND {condition} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?",
        [*args, *more, limit, offset],
    )
    return [document_row(row) for row in rows]


def document_count(vault: Vault, dispute_id: str | None = None, search: str = "") -> int:
    """How many ``documents`` would list."""
    condition, more = matching(vault, search)
    if dispute_id is None:
        rows = vault.query(
            f"SELECT count(*) AS n FROM evidence e WHERE e.trashed_at = '' AND {condition}", more
        )
    else:
        rows = vault.query(
            "SELECT count(*) AS n FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
            f" WHERE l.dispute_id = ? AND e.trashed_at = '' AND {condition}",
            [dispute_id, *more],
        )
    return rows[0]["n"]


def evidence_detail(vault: Vault, id: str) -> EvidenceDetail:
    """One document with where it is used. Raises NotFound."""
    evidence = vault.get(Evidence, id)
    stored = vault.get(ObjectRecord, evidence.object_id)
    disputes = vault.query(
        "SELECT d.id, d.title FROM dispute_evidence l JOIN dispute d ON d.id = l.dispute_id"
        " WHERE l.evidence_id = ? AND d.trashed_at = '' ORDER BY d.rowid",
        [id],
    )
    packets = vault.query(
        "SELECT p.id, p.title FROM packet_exhibit x JOIN packet p ON p.id = x.packet_id"
        " WHERE x.evidence_id = ? AND x.included = 1 AND p.trashed_at = '' ORDER BY p.rowid",
        [id],
    )
    contacts = vault.query(
        "SELECT contact_id AS id FROM contact_evidence WHERE evidence_id = ?", [id]
    )
    cited = vault.query("SELECT count(*) AS n FROM citation WHERE evidence_id = ?", [id])
    return EvidenceDetail(
        evidence=evidence,
        size=stored.length,
        sha256=stored.sha256,
        disputes=tuple((row["id"], row["title"]) for row in disputes),
        packets=tuple((row["id"], row["title"]) for row in packets),
        contacts=tuple(row["id"] for row in contacts),
        citations=cited[0]["n"],
    )


def matching(vault: Vault, search: str) -> tuple[str, list[Any]]:
    """A condition on ``e``, a row of evidence, for what was typed."""
    words = search.split()
    if not words:
        return "1", []
    condition, args = "", list[Any]()
    for word in words:
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        condition += (
            " AND (e.title LIKE ? ESCAPE '\\' OR e.source LIKE ? ESCAPE '\\'"
            " OR e.file_name LIKE ? ESCAPE '\\' OR e.tags LIKE ? ESCAPE '\\'"
            " OR e.description LIKE ? ESCAPE '\\')"
        )
        args += [like] * 5
    found = sorted(vault.index.matching(search))
    by_text = "0"
    if found:
        by_text = "e.id IN (SELECT value FROM json_each(?))"
        args.append(json.dumps(found))
    return f"((1{condition}) OR {by_text})", args


def document_row(row: dict[str, Any]) -> DocumentRow:
    """From a row of a query that selects what a list of documents shows."""
    tags: list[str] = json.loads(row["tags"]) if row.get("tags") else []
    return DocumentRow(
        id=row["id"],
        title=row["title"] or row["file_name"],
        kind=row["kind"],
        dated=row["dated"],
        date_words=When(row["dated"]).short() if row["dated"] else "",
        source=row["source"],
        file_name=row["file_name"],
        type_name=row["type_name"],
        page_count=own_pages(row["page_count"], row["media_type"]),
        size=row["size"],
        read_state=row["read_state"],
        problem=row["problem"],
        theirs=bool(row["theirs"]),
        cited=row["cited"],
        added=row["added"],
        tags=tuple(tags),
    )
