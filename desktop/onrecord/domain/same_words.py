"""The same words wherever they stand: however they are spaced, hyphenated or broken over lines.

What counts is letters and figures alone, ligatures taken apart. A long number is found within a
longer run of figures too; a short word only where it stands by itself, and where a script sets no
spaces between words anywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LONG = 7
"""Letters and figures: what is as long and has a figure in it means the same anywhere."""
_NAME = 5
"""Letters of a word that is looked for within longer ones, too."""
_PLURAL = ("s", "es")
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # Han, Kana, Hangul of old standards
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),  # half as wide
    (0x20000, 0x3FFFF),
)


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

    def nearby(self, words: str) -> list[str]:
        """The longer words that these are a part of, as they are written: "the Quillfeathers".
        Short ones only with the ending of a plural, and begun as they are: "Bills", not "bills"."""
        wanted = squashed(words)
        found: dict[str, None] = {}
        if not any(c.isalpha() for c in wanted) or is_telling(words):
            return []
        start = self.squashed.find(wanted)
        while start >= 0:
            first, last = self._at[start], self._at[start + len(wanted) - 1]
            begin, end = first, last
            while self._joined(begin - 1, begin):
                begin -= 1
            while self._joined(end, end + 1):
                end += 1
            if (begin, end) != (first, last):
                longer = self.text[begin : end + 1]
                plural = begin == first and squashed(self.text[last + 1 : end + 1]) in _PLURAL
                same = self.text[first].isupper() == words.lstrip()[:1].isupper()
                if len(wanted) >= _NAME or (plural and same):
                    found[" ".join(longer.split())] = None
            start = self.squashed.find(wanted, start + 1)
        return [*found]

    def _joined(self, one: int, other: int) -> bool:
        """Whether two neighbours are parts of one word, as far as a script tells."""
        if one < 0 or other >= len(self.text):
            return False
        pair = self.text[one], self.text[other]
        return all(c.isalnum() for c in pair) and not any(_is_unspaced(c) for c in pair)


def _is_unspaced(sign: str) -> bool:
    """Whether it is of a script that sets no spaces between words, or joins endings to a name."""
    code = ord(sign)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED)


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
