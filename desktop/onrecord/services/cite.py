"""Tie a statement to the very place that shows it: a page of a document, a box on it, a line of a
call. What is cited may be made in the same step, so that one undo takes back both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, ContactLine, Offer, Promise
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.record import Record
from onrecord.domain.rect import read_rect
from onrecord.errors import BugError, Refused
from onrecord.services.derive import derived, typed

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

CITED: dict[str, type[Record]] = {
    cls.TABLE: cls for cls in (Fact, ClaimLine, Promise, Offer, Issue, Contact)
}
"""What can be cited for, by table."""


@dataclass(frozen=True)
class Spot:
    """Where something stands: a page (from 1) of a document with a box on it (``Rect.text``), or a
    call or message, or one line of it. No page means the document as a whole."""

    evidence_id: str = ""
    page: int | None = None
    rect: str = ""
    contact_id: str = ""
    contact_line_id: str = ""


def cite(vault: Vault, table: str, id: str, spots: Sequence[Spot], side: str = "") -> Change:
    """Adds the places to what stands on record; a place it has already is not added twice.

    ``side`` is mine or theirs, for an issue. Raises NotFound, or Refused for a place that is none.
    """
    if table not in CITED:
        raise BugError(f"{table} is not cited for")
    vault.get(CITED[table], id)
    made = _citations(vault, table, id, spots, side)
    known = {_place(one) for one in vault.find(Citation, "of_table = ? AND of_id = ?", [table, id])}
    fresh = [one for one in made if _place(one) not in known]
    with vault.change(_words(made)) as tx:
        for one in fresh:
            tx.insert(one)
        for link in _filed(vault, made, vault.get(CITED[table], id)):
            tx.insert(link)
    return replace(tx.change, result=id)


def add_cited(
    vault: Vault, record: Record, spots: Sequence[Spot], words: str, side: str = ""
) -> Change:
    """Puts a new fact, amount, promise, offer or issue on record with the places that show it.

    Dates may be given as typed. Raises Refused naming the field.
    """
    if record.TABLE not in CITED:
        raise BugError(f"{record.TABLE} is not cited for")
    dates = {n: getattr(record, n) for n in ("dated", "due") if hasattr(record, n)}
    made = derived(replace(record, **typed(dates)))
    cited = _citations(vault, record.TABLE, record.id, spots, side)
    with vault.change(words) as tx:
        tx.insert(made)
        for one in cited:
            tx.insert(one)
        for link in _filed(vault, cited, made):
            tx.insert(link)
    return replace(tx.change, result=made.id)


def uncite(vault: Vault, citation_id: str) -> Change:
    """Takes one place off what cites it."""
    one = vault.get(Citation, citation_id)
    with vault.change("Took a citation off") as tx:
        tx.remove(Citation, citation_id)
    return replace(tx.change, result=one.of_id)


def _citations(
    vault: Vault, table: str, id: str, spots: Sequence[Spot], side: str
) -> list[Citation]:
    if side not in ("", "mine", "theirs"):
        raise Refused("Say whose position it bears out: mine or theirs.", "side")
    return [
        Citation(
            of_table=table,
            of_id=id,
            evidence_id=spot.evidence_id,
            page=spot.page,
            rect=spot.rect,
            contact_id=spot.contact_id,
            contact_line_id=spot.contact_line_id,
            side=side,
        )
        for spot in (_checked(vault, spot) for spot in spots)
    ]


def _checked(vault: Vault, spot: Spot) -> Spot:
    if spot.contact_line_id:
        line = vault.get(ContactLine, spot.contact_line_id)
        return Spot(contact_id=line.contact_id, contact_line_id=line.id)
    if spot.contact_id:
        vault.get(Contact, spot.contact_id)
        return Spot(contact_id=spot.contact_id)
    evidence = vault.get(Evidence, spot.evidence_id)
    page = spot.page
    if page is not None and (page < 1 or (evidence.page_count and page > evidence.page_count)):
        raise Refused(f"This document has no page {page}; it has {evidence.page_count}.", "page")
    try:
        rect = read_rect(spot.rect)
    except ValueError as error:
        raise Refused(str(error), "rect") from None
    if rect is not None and page is None:
        raise Refused("Say on which page the box is.", "page")
    return Spot(evidence.id, page, rect.text() if rect else "")


def _filed(vault: Vault, cited: Sequence[Citation], record: Record) -> list[DisputeEvidence]:
    """Links that put what is cited into the dispute, where it is not in it yet."""
    dispute_id = str(getattr(record, "dispute_id", ""))
    if not dispute_id:
        return []
    links = vault.find(DisputeEvidence, "dispute_id = ?", [dispute_id])
    here = {link.evidence_id for link in links}
    last = max((link.position for link in links), default=0)
    missing = [i for i in dict.fromkeys(c.evidence_id for c in cited) if i and i not in here]
    return [
        DisputeEvidence(dispute_id=dispute_id, evidence_id=id, position=last + n)
        for n, id in enumerate(missing, 1)
    ]


def _place(one: Citation) -> tuple[object, ...]:
    return (
        one.evidence_id, one.page, one.rect, one.contact_id, one.contact_line_id, one.side,
    )  # fmt: skip


def _words(made: Sequence[Citation]) -> str:
    one = made[0] if made else None
    if one is None or not one.evidence_id:
        return "Cited a call or message"
    return f"Cited page {one.page} of a document" if one.page else "Cited a document"
