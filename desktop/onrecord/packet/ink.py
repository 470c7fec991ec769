"""Places in a text that do not depend on how it was broken into lines: letters are counted."""

from __future__ import annotations

import re

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def ink(text: str) -> int:
    """How many characters of ``text`` are no space and no control."""
    return len(text) - len(_BLANK.findall(text))


def after_ink(text: str, count: int) -> int:
    """Where in ``text`` the next character after ``count`` such characters stands; its length
    where there are not that many."""
    for at, character in enumerate(text):
        if not _BLANK.match(character):
            if not count:
                return at
            count -= 1
    return len(text)
