"""The same words wherever they stand: however they are spaced, hyphenated or broken over lines.

What counts is letters and figures alone, ligatures taken apart. A long number is found within a
longer run of figures too; a short word only where it stands by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LONG = 7
"""Letters and figures: what is as long and has a figure in it means the same anywhere."""


def squashed(text: str) -> str:
    """Letters and figures of a text only, in lower case."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


class Plain:
    """A text to look for words in, more than once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._at: list[int] = []
        if text.isascii():
            self._at = [n for n, c in enumerate(text) if c.isalnum()]
            self.squashed = squashed(text)
            return
        letters: list[str] = []
        for n, c in enumerate(text):
            for one in unicodedata.normalize("NFKC", c).casefold():
                if one.isalnum():
                    letters.append(one)
                    self._at.append(n)
        self.squashed = "".join(letters)

    def find(self, words: str) -> list[tuple[int, int]]:
        """Where ``words`` stand: from the first character to behind the last."""
        wanted = squashed(words)
        found: list[tuple[int, int]] = []
        if not wanted:
            return found
        anywhere = is_telling(words)
        start = self.squashed.find(wanted)
        while start >= 0:
            first, last = self._at[start], self._at[start + len(wanted) - 1]
            if anywhere or (
                not self._joined(first - 1, first) and not self._joined(last, last + 1)
            ):
                found.append((first, last + 1))
            start = self.squashed.find(wanted, start + 1)
        return found

    def nearly(self, words: str) -> bool:
        """Whether what a machine may have misread of ``words`` stands here: the same but for a
        letter or figure, from ten of them on for two; what is the same does not count."""
        wanted = squashed(words)
        most = min(2, len(wanted) // 5)
        if not most:
            return False
        size = len(wanted) // (most + 1)
        left = self.squashed.replace(wanted, " ")
        for part in range(most + 1):  # one of so many parts has to be right
            first = part * size
            piece = wanted[first : first + size] if part < most else wanted[first:]
            at = left.find(piece)
            while at >= 0:
                begin = max(0, at - first - most)
                end = at - first + len(wanted) + most
                if _changes(wanted, left[begin:end]) <= most:
                    return True
                at = left.find(piece, at + 1)
        return False

    def _joined(self, one: int, other: int) -> bool:
        """Whether two neighbours are parts of one word."""
        inside = one >= 0 and other < len(self.text)
        return inside and self.text[one].isalnum() and self.text[other].isalnum()


def _changes(wanted: str, text: str) -> int:
    """How many letters to change, leave out or add until ``wanted`` stands within ``text``."""
    costs = list(range(len(wanted) + 1))
    least = costs[-1]
    for letter in text:
        before, costs[0] = costs[0], 0
        for n, own in enumerate(wanted, 1):
            before, costs[n] = (
                costs[n],
                min(before + (own != letter), costs[n] + 1, costs[n - 1] + 1),
            )
        least = min(least, costs[-1])
    return least


def is_telling(words: str) -> bool:
    """Whether these words mean the same even as a part of longer ones: a number of some length,
    an address of mail."""
    plain = squashed(words)
    return len(plain) >= _LONG and (any(c.isdigit() for c in plain) or "@" in words)


def span_of(text: str, words: str) -> tuple[int, int] | None:
    """Where ``words`` first stand: as they are written, else the same words otherwise spaced."""
    at = text.find(words) if words else -1
    return (at, at + len(words)) if at >= 0 else next(iter(Plain(text).find(words)), None)


def holds(text: str, words: str) -> bool:
    """Whether ``words`` stand in it, however they are spaced or broken into lines."""
    return bool(Plain(text).find(words))


def spans_of(text: str, hidden: Iterable[str]) -> list[tuple[int, int]]:
    """Where the ``hidden`` words stand, in order; what meets or overlaps is one."""
    plain = Plain(text)
    return _joined([span for words in hidden for span in plain.find(words)])


def without(text: str, hidden: Iterable[str], sign: str) -> str:
    """``text`` with ``sign`` wherever one of the ``hidden`` words stood."""
    spans = spans_of(text, hidden)
    if not spans:
        return text
    made, at = list[str](), 0
    for start, end in spans:
        made += [text[at:start], sign]
        at = end
    return "".join([*made, text[at:]])


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
