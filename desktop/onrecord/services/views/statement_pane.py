"""All rows of one statement, each with what it was matched to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.balance import CAME_BACK
from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.movement import Movement
from onrecord.errors import NotFound
from onrecord.services.answer_statement import not_this_id
from onrecord.services.rows import in_list
from onrecord.services.views.matches import statement_rows
from onrecord.services.views.statements import Question, statement_view

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

STATES = ("recorded", "fits", "refused", "")
"""On record; may be what is waited for; was said not to be it; nothing."""


@dataclass(frozen=True)
class PaneRow:
    """``state`` is one of ``STATES``; ``words`` say it, with what it was for and in which
    dispute where that is another one."""

    movement: Movement
    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class StatementPane:
    """``can_name_columns``: it is a table whose columns can be said to be others."""

    title: str
    rows: tuple[PaneRow, ...]
    question: Question | None = None
    left_out: int = 0
    is_cut: bool = False
    can_name_columns: bool = False

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def statement_pane(
    vault: Vault, dispute_id: str, evidence_id: str, usual: str = ""
) -> StatementPane:
    """Of a statement, as the dispute sees it; ``usual`` is a currency to offer where it names
    none. Raises NotFound where the document is none."""
    document = vault.get(Evidence, evidence_id)
    codes = (vault.get(Dispute, dispute_id).currency, usual)
    view = statement_view(vault, document, [code for code in codes if code])
    if view is None:
        raise NotFound("This document holds no rows of a statement.")
    told = _recorded(vault, dispute_id, evidence_id)
    found = statement_rows(vault, dispute_id)
    fits = {
        one.movement.number: "; ".join(target.words for target in one.targets)
        for one in found.matches
        if one.movement.evidence_id == evidence_id
    }
    prefix = not_this_id(dispute_id, evidence_id, 0)[:-1]
    refused = {s.id for s in vault.find(Setting, "id >= ? AND id < ?", [prefix, prefix + "~"])}
    rows: list[PaneRow] = []
    for movement in view.movements:
        number = movement.number
        if number in told:
            rows.append(PaneRow(movement, "recorded", told[number]))
        elif number in fits:
            rows.append(PaneRow(movement, "fits", f"may be: {fits[number]}"))
        elif not_this_id(dispute_id, evidence_id, number) in refused:
            rows.append(PaneRow(movement, "refused", "not this one"))
        else:
            rows.append(PaneRow(movement))
    return StatementPane(
        view.title,
        tuple(rows),
        view.question,
        view.left_out,
        view.is_cut,
        document.media_type in ("text/csv", "text/tab-separated-values"),
    )


def _recorded(vault: Vault, dispute_id: str, evidence_id: str) -> dict[int, str]:
    """By row, what it is on record as; one row may be for several things."""
    entries = vault.find(
        LedgerEntry, "evidence_id = ? AND row IS NOT NULL", [evidence_id], order="rowid"
    )
    names: dict[str, str] = {}
    for cls, ids in (
        (ClaimLine, {e.claim_line_id for e in entries}),
        (Promise, {e.promise_id for e in entries}),
        (Dispute, {e.dispute_id for e in entries}),
    ):
        where, args = in_list("id", sorted(id for id in ids if id))
        for one in vault.find(cls, where, args):
            names[one.id] = one.title if isinstance(one, Dispute) else one.words
    told: dict[int, str] = {}
    for entry in entries:
        was = "came back" if entry.direction in CAME_BACK else "they charged it"
        what = names.get(entry.claim_line_id) or names.get(entry.promise_id) or entry.words
        said = f"{was}: {what}" if what else was
        if entry.dispute_id != dispute_id:
            said += f" (in “{names.get(entry.dispute_id, '')}”)"
        number = entry.row or 0
        told[number] = f"{told[number]}; {said}" if number in told else said
    return told
