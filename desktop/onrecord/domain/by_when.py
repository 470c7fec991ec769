"""What was promised with the day it is due, which is not said twice: "20 back by Friday, 27
November 2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.domain.spoken_due import parse_due
from onrecord.domain.when import When

_NAMED = re.compile(r"(?i)\b(?:by|before|until) ([^,;]+?)(?=,|$)")


def by_when(words: str, due: When) -> str:
    """``words`` that name the day themselves get its date, unless they have it."""
    said = due.words()
    day = due.last_day
    for found in _NAMED.finditer(words):
        if day is not None and _day(found[1], day - timedelta(days=1)) == day:
            if any(c.isdigit() for c in found[1]):
                return words
            return f"{words[: found.end()]}, {said}{words[found.end() :]}"
    return f"{words} by {said}"


def _day(named: str, said_on: date) -> date | None:
    try:
        return parse_due(named, said_on).when.last_day
    except (ValueError, OverflowError):
        return None
