"""The statements of a dispute as movements, with what has to be asked before they can be read.

A statement that can be read in two ways is not read in one: its rows have no day or no amount
until the user has said which. What was said is kept by statement (``answer_statement``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.domain.money import Money, minor_digits
from onrecord.domain.movement import Movement
from onrecord.domain.when import When
from onrecord.services.rows import batches, in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

Asked = Literal["order", "mark", "currency", "plus"]


@dataclass(frozen=True)
class Question:
    """``about`` is order (of day and month), mark (the decimal one), currency, or plus (what an
    amount with a plus means); ``answers`` are (answer, words) pairs, empty where it is typed."""

    evidence_id: str
    about: Asked
    words: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StatementView:
    """``question`` is the first thing that has to be said, None where all is clear; ``left_out``
    counts rows that are no movement, such as a line of text among them."""

    evidence_id: str
    title: str
    movements: tuple[Movement, ...]
    question: Question | None = None
    left_out: int = 0
    is_cut: bool = False


def setting_id(evidence_id: str) -> str:
    """Where the answers about a statement are kept."""
    return f"statement:{evidence_id}"


def statements(
    vault: Vault, dispute_id: str, currencies: Sequence[str] = ()
) -> list[StatementView]:
    """Those among the documents of a dispute; ``currencies`` are offered where one names none."""
    held = vault.index.statements()
    if not held:
        return []
    found: list[StatementView] = []
    for batch in batches(sorted(held)):
        where, args = in_list("id", batch)
        documents = vault.find(
            Evidence,
            f"{where} AND trashed_at = '' AND id IN "
            "(SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)",
            [*args, dispute_id],
            order="dated, rowid",
        )
        for document in documents:
            view = statement_view(vault, document, currencies)
            if view is not None:
                found.append(view)
    return found


def unread_tables(vault: Vault, dispute_id: str) -> tuple[tuple[str, str], ...]:
    """The dispute's tables, by id and name, in which no column of days and of amounts was found, so
    that no movement is looked for in them; those that calls were taken from are none."""
    rows = vault.query(
        "SELECT id, title, file_name FROM evidence WHERE trashed_at = '' AND read_state = 'read'"
        " AND media_type IN ('text/csv', 'text/tab-separated-values')"
        " AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)"
        " AND id NOT IN (SELECT evidence_id FROM contact_evidence)"
        " AND id NOT IN (SELECT evidence_id FROM citation WHERE of_table = 'contact')"
        " ORDER BY rowid",
        [dispute_id],
    )
    held = set(vault.index.statements()) if rows else set[str]()
    return tuple(
        (row["id"], row["title"] or row["file_name"]) for row in rows if row["id"] not in held
    )


def statement_view(
    vault: Vault, document: Evidence, currencies: Sequence[str] = ()
) -> StatementView | None:
    """One statement; None where the document is none."""
    held = vault.index.statement(document.id)
    if held is None:
        return None
    head, rows = held
    said = answers(vault, document.id)
    order = said.get("order") if said.get("order") in head["orders"] else ""
    if len(head["orders"]) == 1:
        order = head["orders"][0]
    mark = said.get("mark") if said.get("mark") in head["marks"] else ""
    if len(head["marks"]) == 1:
        mark = head["marks"][0]
    plus = said.get("plus", "") if head["both_signs"] else ""
    usual = said.get("currency", "")
    movements = tuple(_movement(document.id, row, head, order, mark, plus, usual) for row in rows)
    question = None
    if not order:
        question = _ask_order(document.id, head, rows)
    elif not mark:
        question = _ask_mark(document.id, head, rows)
    elif not usual and any(not row["currency"] for row in rows):
        question = _ask_currency(document.id, currencies)
    elif head["both_signs"] and not plus:
        question = _ask_plus(document.id, movements, rows)
    return StatementView(
        document.id,
        document.title or document.file_name,
        movements,
        question,
        head["left_out"],
        head["is_cut"],
    )


def answers(vault: Vault, evidence_id: str) -> dict[str, str]:
    """What was said about a statement."""
    kept = vault.find(Setting, "id = ?", [setting_id(evidence_id)], limit=1)
    return json.loads(kept[0].value) if kept else {}


def _movement(
    evidence_id: str,
    row: dict[str, Any],
    head: dict[str, Any],
    order: str | None,
    mark: str | None,
    plus: str,
    usual: str,
) -> Movement:
    code = row["currency"] or usual
    typed = row["amounts"][head["marks"].index(mark)] if mark else ""
    flow = row["flow"]
    if not flow and plus:
        flow = plus if row["sign"] == "+" else {"in": "out", "out": "in"}[plus]
    made = Movement(
        evidence_id,
        row["number"],
        dated=row["days"][head["orders"].index(order)] if order else "",
        amount=_money(typed, code),
        flow=flow,
        words=row["words"],
        reference=row["reference"],
        page=row["page"] or None,
        rect=row["rect"],
    )
    return replace(made, original=_money(row["original"], row["original_currency"]))


def _money(decimal: str, currency: str) -> Money | None:
    """Exact, or None: more digits than the currency has are not rounded away."""
    if not decimal or not currency:
        return None
    whole, _, rest = decimal.partition(".")
    digits = minor_digits(currency)
    if rest[digits:].strip("0"):
        return None
    return Money(int(whole + rest[:digits].ljust(digits, "0")), currency)


def _ask_order(evidence_id: str, head: dict[str, Any], rows: list[dict[str, Any]]) -> Question:
    telling = next(row for row in rows if len(set(row["days"])) > 1)
    names = " ".join(telling["words"].split()[:4]) or f"row {telling['number']}"
    return Question(
        evidence_id,
        "order",
        f"Which day is meant beside “{names}”?",
        tuple(
            (order, When(day).words())
            for order, day in zip(head["orders"], telling["days"], strict=True)
        ),
    )


def _ask_mark(evidence_id: str, head: dict[str, Any], rows: list[dict[str, Any]]) -> Question:
    telling = next(row for row in rows if len(set(row["amounts"])) > 1)
    names = " ".join(telling["words"].split()[:4]) or f"row {telling['number']}"
    return Question(
        evidence_id,
        "mark",
        f"How much is meant beside “{names}”?",
        tuple(zip(head["marks"], telling["amounts"], strict=True)),
    )


def _ask_currency(evidence_id: str, currencies: Sequence[str]) -> Question:
    return Question(
        evidence_id,
        "currency",
        "Which currency is this account in? The file does not say.",
        tuple((code, code) for code in dict.fromkeys(currencies)),
    )


def _ask_plus(
    evidence_id: str, movements: Sequence[Movement], rows: list[dict[str, Any]]
) -> Question:
    row, movement = next(
        (r, m) for r, m in zip(rows, movements, strict=True) if not r["flow"] and r["sign"] == "+"
    )
    amount = movement.amount.words() if movement.amount else row["amounts"][0]
    names = " ".join(row["words"].split()[:4])
    of = f" for “{names}”" if names else ""
    return Question(
        evidence_id,
        "plus",
        f"Amounts here carry plus and minus. Was {amount}{of} paid to you or by you?",
        (("in", "Paid to me"), ("out", "Paid by me")),
    )
