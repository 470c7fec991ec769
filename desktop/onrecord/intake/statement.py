"""Rows of a bank or card statement, as a file states them: plain data, checked on arrival.

What the file leaves open stays open: a date that may be read in two ways has two readings, an
amount without a sign has no direction. The user is asked, nothing here decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from onrecord.errors import Unreadable
from onrecord.intake.plain_values import UNUSABLE, matching, text, whole

MAX_ROWS = 20_000
_ORDERS = ("dmy", "mdy", "ymd")
_MARKS = (".", ",")


@dataclass(frozen=True)
class StatementRow:
    """One movement. ``days`` has one ISO date for each of the statement's ``orders``, ``amounts``
    one unsigned decimal ("1697.72") for each of its ``marks``; ``sign`` is + or - as written.

    ``flow`` is in (came to me), out (went from me), or empty where the file does not say.
    ``currency`` is empty where it says none; ``original`` is the amount in the currency of the
    purchase, where it is stated. ``page`` and ``rect`` are where the row stands in the document
    as shown (points from the top left), 0 and empty where that is not known.
    """

    number: int
    days: tuple[str, ...]
    amounts: tuple[str, ...]
    sign: str = "+"
    flow: str = ""
    words: str = ""
    reference: str = ""
    currency: str = ""
    original: str = ""
    original_currency: str = ""
    page: int = 0
    rect: str = ""


@dataclass(frozen=True)
class Statement:
    """The rows of one file. ``orders`` are the orders of day, month and year that fit every date
    of the column (dmy, mdy, ymd), ``marks`` the decimal marks that fit every amount: one each,
    unless both readings are possible. ``both_signs``: its amounts carry plus and minus, and the
    file does not say which of them came in. ``left_out`` counts rows that are no movement."""

    form: str
    rows: tuple[StatementRow, ...]
    orders: tuple[str, ...] = ("ymd",)
    marks: tuple[str, ...] = (".",)
    both_signs: bool = False
    left_out: int = 0
    is_cut: bool = False


def statement_from(value: object) -> Statement:
    """A statement from the JSON a worker sent; ``Unreadable`` if it is none."""
    head = _mapping(value)
    orders = _some(head.get("orders"), _ORDERS)
    marks = _some(head.get("marks"), _MARKS)
    rows = head.get("rows")
    if not isinstance(rows, list) or len(cast("list[object]", rows)) > MAX_ROWS:
        raise Unreadable(UNUSABLE)
    return Statement(
        form="ofx" if head.get("form") == "ofx" else "csv",
        rows=tuple(_row(one, len(orders), len(marks)) for one in cast("list[object]", rows)),
        orders=orders,
        marks=marks,
        both_signs=head.get("both_signs") is True,
        left_out=whole(head.get("left_out")),
        is_cut=head.get("is_cut") is True,
    )


def _row(value: object, orders: int, marks: int) -> StatementRow:
    row = _mapping(value)
    return StatementRow(
        number=whole(row.get("number")),
        days=_all(row.get("days"), orders, r"\d{4}-\d\d-\d\d"),
        amounts=_all(row.get("amounts"), marks, r"\d{1,15}(\.\d{1,6})?"),
        sign="-" if row.get("sign") == "-" else "+",
        flow=matching(row.get("flow"), r"(in|out)?"),
        words=text(row.get("words"), 500),
        reference=text(row.get("reference"), 100),
        currency=matching(row.get("currency"), r"([A-Z]{3})?"),
        original=matching(row.get("original"), r"(\d{1,15}(\.\d{1,6})?)?"),
        original_currency=matching(row.get("original_currency"), r"([A-Z]{3})?"),
        page=whole(row.get("page")),
        rect=matching(row.get("rect"), r"(\d+(\.\d+)?( \d+(\.\d+)?){3})?"),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(UNUSABLE)
    return cast("Mapping[str, Any]", value)


def _some(value: object, known: tuple[str, ...]) -> tuple[str, ...]:
    found = cast("list[object]", value) if isinstance(value, list) else []
    if not found or any(one not in known for one in found) or len(set(found)) != len(found):
        raise Unreadable(UNUSABLE)
    return tuple(str(one) for one in found)


def _all(value: object, count: int, form: str) -> tuple[str, ...]:
    found = cast("list[object]", value) if isinstance(value, list) else []
    if len(found) != count:
        raise Unreadable(UNUSABLE)
    return tuple(matching(one, form) for one in found)
