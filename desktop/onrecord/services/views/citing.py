"""What can be cited for in a dispute, and what something is cited to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from onrecord.domain.contact import Contact, ContactLine
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.when import When
from onrecord.services.rows import in_list
from onrecord.services.views.timeline import contact_words

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

R = TypeVar("R", Evidence, Contact, ContactLine)

_CITABLE = {
    "fact": "SELECT id, words FROM fact WHERE dispute_id = ? ORDER BY rowid DESC",
    "claim_line": "SELECT id, words FROM claim_line WHERE dispute_id = ? ORDER BY position, rowid",
    "promise": "SELECT id, words FROM promise WHERE dispute_id = ? ORDER BY rowid DESC",
    "offer": "SELECT id, words FROM offer WHERE dispute_id = ? ORDER BY rowid DESC",
    "issue": "SELECT id, title AS words FROM issue WHERE dispute_id = ? ORDER BY position, rowid",
}


@dataclass(frozen=True)
class CitedPlace:
    """One place as it is named and opened. ``gone`` where it is in the trash."""

    id: str
    words: str
    evidence_id: str = ""
    page: int | None = None
    rect: str = ""
    contact_id: str = ""
    side: str = ""
    gone: bool = False


def citable(vault: Vault, dispute_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Per table, what is on record there: (id, words)."""
    return {
        table: tuple((row["id"], row["words"]) for row in vault.query(sql, [dispute_id]))
        for table, sql in _CITABLE.items()
    }


def dispute_of(vault: Vault, evidence_id: str, in_view: str = "") -> str:
    """The dispute a citation of the document is for: the one in view, or else the only one it is
    in; empty where neither is."""
    if in_view:
        return in_view
    rows = vault.query(
        "SELECT d.id FROM dispute d JOIN dispute_evidence l ON l.dispute_id = d.id"
        " WHERE l.evidence_id = ? AND d.trashed_at = ''",
        [evidence_id],
    )
    return rows[0]["id"] if len(rows) == 1 else ""


def places(vault: Vault, of_ids: Iterable[str]) -> dict[str, tuple[CitedPlace, ...]]:
    """What each is cited to, in the order in which it was cited."""
    where, args = in_list("of_id", of_ids)
    cited = vault.find(Citation, where, args, order="rowid")
    documents = _by_id(vault, Evidence, (c.evidence_id for c in cited))
    lines = _by_id(vault, ContactLine, (c.contact_line_id for c in cited))
    contacts = _by_id(vault, Contact, (c.contact_id for c in cited))
    found: dict[str, list[CitedPlace]] = {}
    for one in cited:
        place = None
        if document := documents.get(one.evidence_id):
            title = document.title or document.file_name
            page = f", page {one.page}" if one.page else ""
            place = CitedPlace(
                one.id, f"{title}{page}", document.id, one.page, one.rect, side=one.side,
                gone=bool(document.trashed_at),
            )  # fmt: skip
        elif contact := contacts.get(one.contact_id):
            words = f"{contact_words(contact)}, {When(contact.dated).short()}"
            if line := lines.get(one.contact_line_id):
                words += f": “{line.words}”" if line.form == "quote" else f": {line.words}"
            place = CitedPlace(
                one.id, words, contact_id=contact.id, side=one.side, gone=bool(contact.trashed_at)
            )
        if place is not None:
            found.setdefault(one.of_id, []).append(place)
    return {id: tuple(rows) for id, rows in found.items()}


def _by_id(vault: Vault, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    where, args = in_list("id", (id for id in ids if id))
    return {row.id: row for row in vault.find(cls, where, args)}
