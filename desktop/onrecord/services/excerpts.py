"""Two long wordings beside each other, each cut to the part in which they differ."""

from __future__ import annotations

MOST = 120
"""Characters of each that are shown."""
_BEFORE = 40
"""Characters that both begin with and that are shown before what differs."""


def beside(before: str, after: str) -> tuple[str, str]:
    """Both as they are where they are short; else from a little before where they part."""
    if max(len(before), len(after)) <= MOST:
        return before, after
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    start = max(0, same - _BEFORE)
    while start and not before[start - 1].isspace():  # from the beginning of a word
        start -= 1
    return _from(before, start), _from(after, start)


def _from(words: str, start: int) -> str:
    shown = words[start:]
    shown = shown if len(shown) <= MOST else f"{shown[: MOST - 1].rstrip()}…"
    return f"…{shown}" if start else shown
