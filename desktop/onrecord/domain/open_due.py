"""Times that were promised in words from which no day can be counted: "on your next bill"."""

from __future__ import annotations

import re

_OPEN = re.compile(
    r"\b(?:billing\s+(?:cycle|period)s?|bills?|statements?|invoices?|pay\s*days?"
    r"|asap|as\s+soon\s+as|soon|shortly|right\s+away|immediately|when(?:ever)?|once"
    r"|(?:working|business|banking)\s+(?:day|week)s?)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d{4}|\d[/.]\d")
"""Of a date somebody meant to write."""


def names_no_day(typed: str) -> bool:
    """Whether it is a time in words that cannot be a day, and no slip of the keys in a date: what
    hangs on a bill, on what they do first, or on working days."""
    return bool(_OPEN.search(typed)) and not _FIGURES.search(typed)
