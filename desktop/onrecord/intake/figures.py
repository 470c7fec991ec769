"""Amounts of a column: which sign is the decimal mark, told by all of them together.

Runs only in a worker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKS = (".", ",")
_SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "NZ$": "NZD", "A$": "AUD", "C$": "CAD", "£": "GBP", "€": "EUR",
    "$": "", "¥": "", "kr": "", "zł": "PLN", "Fr.": "CHF", "R$": "BRL", "₹": "INR",
}  # fmt: skip
_BODY = re.compile(r"\d[\d.,'’ \u00a0\u202f]*|[.,]\d+")
_GAPS = re.compile(r"['’ \u00a0\u202f]")


@dataclass(frozen=True)
class Figure:
    """``by_mark`` is the unsigned amount by each decimal mark that it can be read with; ``flow``
    in or out where a CR or DR stands beside it; ``currency`` where it is written beside it."""

    by_mark: dict[str, str]
    sign: str = "+"
    flow: str = ""
    currency: str = ""

    @property
    def is_nothing(self) -> bool:
        return not any(one.strip("0.") for one in self.by_mark.values())


def figure(cell: str) -> Figure | None:
    """An amount as it is written; None where the cell is none."""
    text = cell.strip().replace("\u2212", "-").replace("\u2013", "-")
    sign, flow, currency = "+", "", ""
    if text.startswith("(") and text.endswith(")"):
        sign, text = "-", text[1:-1].strip()
    if found := re.search(r"\s*(?<![A-Za-z])(CR|DR)\.?$", text, re.IGNORECASE):
        flow = "in" if found[1].upper() == "CR" else "out"
        text = text[: found.start()]
    if found := re.search(r"\b[A-Z]{3}\b", text):
        currency = found[0]
        text = (text[: found.start()] + text[found.end() :]).strip()
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            currency = currency or code
            text = text.replace(symbol, "", 1).strip()
            break
    if text[:1] in "+-" or text[-1:] in "+-":
        if "-" in (text[:1], text[-1:]):
            sign = "-" if sign == "+" else "+"
        text = text.strip("+-").strip()
    if len(text) > 40 or not _BODY.fullmatch(text):
        return None
    body = _GAPS.sub("", text)
    by_mark = {mark: value for mark in MARKS if (value := _value(body, mark))}
    return Figure(by_mark, sign, flow, currency) if by_mark else None


def marks_of(column: Sequence[Figure], decimals: int | None = None) -> tuple[str, ...]:
    """The decimal marks that read every amount; of two that read all alike, one. ``decimals`` is
    how many digits the currency has behind the mark, where it is known."""
    fitting = [
        mark
        for mark in MARKS
        if all(
            mark in one.by_mark
            and (decimals is None or len(one.by_mark[mark].partition(".")[2]) <= decimals)
            for one in column
        )
    ]
    if len(fitting) == 2 and all(one.by_mark["."] == one.by_mark[","] for one in column):
        return (".",)
    return tuple(fitting)


def _value(body: str, mark: str) -> str:
    """The amount with a point before its decimals; empty where this mark cannot be its mark."""
    group = "," if mark == "." else "."
    whole, point, rest = body.partition(mark)
    if (point and not re.fullmatch(r"\d{1,6}", rest)) or mark in rest:
        return ""
    if group in whole and not re.fullmatch(
        rf"\d{{1,3}}(?:\{group}\d{{2,3}})*\{group}\d{{3}}", whole
    ):
        return ""
    digits = whole.replace(group, "")
    if len(digits) > 15 or not re.fullmatch(r"\d*", digits, re.ASCII) or not rest.isascii():
        return ""
    return (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")
