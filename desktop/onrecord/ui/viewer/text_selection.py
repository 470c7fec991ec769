"""Selecting words across pages with a pointer, and putting them back together as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.domain.rect import Rect, around
from onrecord.domain.same_words import squashed

Words = Sequence[Any]
"""The words of a page in reading order: ``(text, x0, y0, x1, y1)``, points as displayed."""


class Spot(NamedTuple):
    """A word: its page (from 1) and its place among the page's words (from 0)."""

    page: int
    word: int


def nearest(words: Words, x: float, y: float) -> int:
    """The word at a point, or the closest one: a line's distance counts more than a column's."""
    best, found = float("inf"), -1
    for number, (_, x0, y0, x1, y1) in enumerate(words):
        across = max(x0 - x, 0.0, x - x1)
        down = max(y0 - y, 0.0, y - y1)
        distance = across + 4 * down
        if distance < best:
            best, found = distance, number
            if distance == 0:
                break
    return found


def is_on_word(words: Words, x: float, y: float) -> bool:
    return any(x0 <= x <= x1 and y0 <= y <= y1 for _, x0, y0, x1, y1 in words)


class Selection:
    """From the word where it began to the word where it stands now, both included."""

    def __init__(self, anchor: Spot, end: Spot) -> None:
        self.anchor = anchor
        self.end = end

    @property
    def first(self) -> Spot:
        return min(self.anchor, self.end)

    @property
    def last(self) -> Spot:
        return max(self.anchor, self.end)

    def pages(self) -> range:
        return range(self.first.page, self.last.page + 1)

    def on_page(self, page: int, words: Words) -> range:
        """The selected words of a page."""
        if page not in self.pages():
            return range(0)
        start = self.first.word if page == self.first.page else 0
        stop = self.last.word + 1 if page == self.last.page else len(words)
        return range(start, min(stop, len(words)))

    def text(self, words: Mapping[int, Words]) -> str:
        """What is selected, in lines as they stand; pages are parted by an empty line."""
        parts = [
            as_text([known[n] for n in self.on_page(page, known)])
            for page in self.pages()
            if (known := words.get(page))
        ]
        return "\n\n".join(part for part in parts if part)


def box_of(words: Words, typed: str) -> Rect | None:
    """Around the first place where what was searched for stands, in one line: the whole of it, or
    else the first of its words, from the beginning of a word on."""
    plain = [squashed(str(word[0])) for word in words]
    for wanted in map(squashed, (typed, *typed.split())):
        for start in range(len(plain) if wanted else 0):
            run = ""
            for end in range(start, len(plain)):
                run += plain[end]
                if plain[start] and run.startswith(wanted):
                    found = [w for w in words[start : end + 1] if same_line(words[start], w)]
                    return around([word[1:5] for word in found])
                if not wanted.startswith(run):
                    break
    return None


def as_text(words: Words) -> str:
    lines: list[list[str]] = []
    before: Any = None
    for word in words:
        if before is None or not same_line(before, word):
            lines.append([])
        lines[-1].append(word[0])
        before = word
    return "\n".join(" ".join(line) for line in lines)


def same_line(before: Any, word: Any) -> bool:
    """Whether a word goes on in the line of the one before it."""
    middle = (word[2] + word[4]) / 2
    return before[2] <= middle <= before[4] and word[1] >= before[1]


def turned(
    box: tuple[float, float, float, float], size: tuple[float, float], rotate: int
) -> tuple[float, float, float, float]:
    """A box of a page of ``size``, on that page turned clockwise."""
    x0, y0, x1, y1 = box
    width, height = size
    if rotate == 90:
        return height - y1, x0, height - y0, x1
    if rotate == 180:
        return width - x1, height - y1, width - x0, height - y0
    if rotate == 270:
        return y0, width - x1, y1, width - x0
    return box


def turned_back(
    point: tuple[float, float], size: tuple[float, float], rotate: int
) -> tuple[float, float]:
    """The point of the page that stands at ``point`` of the turned page."""
    x, y = point
    width, height = size
    if rotate == 90:
        return y, height - x
    if rotate == 180:
        return width - x, height - y
    if rotate == 270:
        return width - y, x
    return point
