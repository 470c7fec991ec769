"""Dates of a column: in which order day, month and year stand, told by all of them together.

03/04/2026 alone may be two days; 16/03/2026 in the same column settles it. Where nothing settles
it, both readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

ORDERS = ("dmy", "mdy", "ymd")
_NUMBERS = re.compile(r"(\d{1,4})([./\- ])(\d{1,2})\2(\d{1,4})(?!\d)")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ \-/]+([^\W\d_]{3,10})\.?,?"
    r"|([^\W\d_]{3,10})\.?[ \-/]+(\d{1,2})(?:st|nd|rd|th)?,?)[ \-/]+(\d{4}|\d{2})(?!\d)"
)
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\D|\Z)")
# The first letters of the months in the languages statements often come in.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen",
            "feb fév fev",
            "mar mär mrz maa mrt",
            "apr avr abr",
            "may mai mag mei maj",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec déc dez dic des",
        ),
        1,
    )
    for name in names.split()
}


def readings(cell: str) -> dict[str, str]:
    """The ISO day by each order that gives one; empty where the cell is no date. A time behind it
    is left aside."""
    text = cell.strip()
    if found := _NUMBERS.match(text):
        return _numbers(found[1], found[3], found[4])
    if found := _NAMED.match(text):
        month = _month(found[2] or found[3])
        day = _iso(found[5], month, found[1] or found[4]) if month else ""
        return dict.fromkeys(ORDERS, day) if day else {}
    if found := _PACKED.match(text):
        day = _iso(found[1], int(found[2]), found[3])
        return dict.fromkeys(ORDERS, day) if day else {}
    return {}


def orders_of(column: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """The orders that read every date of the column; of several that read all alike, one."""
    fitting = [order for order in ORDERS if all(order in one for one in column)]
    kept: list[str] = []
    for order in fitting:
        days = [one[order] for one in column]
        if not any(days == [one[other] for one in column] for other in kept):
            kept.append(order)
    return tuple(kept)


def _numbers(first: str, second: str, third: str) -> dict[str, str]:
    if len(first) in (3, 4):
        day = _iso(first, int(second), third) if len(third) <= 2 else ""
        return dict.fromkeys(ORDERS, day) if day else {}
    found = {
        "dmy": _iso(third, int(second), first),
        "mdy": _iso(third, int(first), second),
        "ymd": _iso(first, int(second), third) if len(first) == len(third) == 2 else "",
    }
    return {order: day for order, day in found.items() if day}


def _iso(year: str, month: int, day: str) -> str:
    if len(year) not in (2, 4):
        return ""
    try:
        # Two digits are of this century: statements of a dispute are not older.
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day)).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    small = name.casefold()
    return _MONTHS.get(small[:4], 0) or _MONTHS.get(small[:3], 0)
