"""Exhibit labels: A1, A2 ... in the order of the packet, but for those the user wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,11}\Z")
_PREFIX = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9 .\-]{0,8})?\Z")  # leaves room for the number


def exhibit_labels(given: Sequence[str], prefix: str = "A", sent: Sequence[str] = ()) -> list[str]:
    """A label for each exhibit: the given one, or the next free number after ``prefix``. None is
    one of those ``sent`` before, and numbers go on after the last of them.

    Raises ValueError with one sentence where two are alike or one cannot be printed as a label.
    """
    if not _PREFIX.match(prefix):
        raise ValueError(f"“{prefix}” cannot begin a label; use letters and digits, like A.")
    taken: set[str] = set()
    before = {label.casefold() for label in sent}
    for label in filter(None, given):
        if not _FORM.match(label):
            raise ValueError(
                f"“{label}” cannot be a label; use up to 12 letters and digits, like A1."
            )
        if label.casefold() in taken:
            raise ValueError(f"Two documents have the label {label}; each needs its own.")
        if label.casefold() in before:
            raise ValueError(f"{label} is a document that was sent already; use another label.")
        taken.add(label.casefold())
    made: list[str] = []
    number = last_number(sent, prefix)
    for label in given:
        if not label:
            number += 1
            while f"{prefix}{number}".casefold() in taken:
                number += 1
            label = f"{prefix}{number}"
        made.append(label)
    return made


def last_number(labels: Sequence[str], prefix: str) -> int:
    """The highest number that stands behind ``prefix`` in these labels; 0 where none does."""
    begun = prefix.casefold()
    behind = (one[len(prefix) :] for one in labels if one.casefold().startswith(begun))
    return max((int(words) for words in behind if words.isdecimal()), default=0)


def contact_prefix(exhibits: Sequence[str]) -> str:
    """What the labels of calls and messages begin with: C, unless a document is called C1."""
    begun = {label.rstrip("0123456789").casefold() for label in exhibits}
    prefix = "C"
    while prefix.casefold() in begun:
        prefix += "C"
    return prefix
