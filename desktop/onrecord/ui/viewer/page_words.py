"""The words of the pages that are known by now, and which of them are selected."""

from __future__ import annotations

from onrecord.domain.rect import Rect, around
from onrecord.ui.viewer.text_selection import (
    Selection,
    Spot,
    Words,
    is_on_word,
    nearest,
    same_line,
)

Box = tuple[float, float, float, float]
"""``x0, y0, x1, y1`` in points of the page as displayed."""


class PageWords:
    def __init__(self) -> None:
        self._known: dict[int, Words] = {}
        self.selection: Selection | None = None

    def __contains__(self, page: int) -> bool:
        return page in self._known

    def of(self, page: int) -> Words:
        return self._known.get(page, ())

    def put(self, page: int, words: Words) -> None:
        self._known[page] = words

    def clear(self) -> None:
        self._known.clear()

    def forget_empty(self) -> None:
        """Pages that had no words are asked for theirs again."""
        self._known = {page: words for page, words in self._known.items() if words}

    # ---------------------------------------------------------------- where the pointer is

    def spot(self, page: int, point: tuple[float, float]) -> Spot | None:
        """The word at a point of a page, or the closest one."""
        words = self.of(page)
        return Spot(page, nearest(words, *point)) if words else None

    def is_on_word(self, page: int, point: tuple[float, float]) -> bool:
        return is_on_word(self.of(page), *point)

    # ---------------------------------------------------------------- what is selected

    @property
    def selected_text(self) -> str:
        return self.selection.text(self._known) if self.selection is not None else ""

    def whole_page(self, page: int) -> Selection | None:
        """All words of a page; None where it has none."""
        words = self.of(page)
        return Selection(Spot(page, 0), Spot(page, len(words) - 1)) if words else None

    def selected_lines(self, page: int) -> list[Box]:
        """The boxes of the selected words of a page, joined within a line."""
        words = self.of(page)
        if self.selection is None or not words:
            return []
        chosen = [words[n] for n in self.selection.on_page(page, words)]
        boxes: list[Box] = []
        for before, word in zip([None, *chosen], chosen, strict=False):
            if before is not None and same_line(before, word):
                x0, y0, x1, y1 = boxes[-1]
                boxes[-1] = x0, min(y0, word[2]), max(x1, word[3]), max(y1, word[4])
            else:
                boxes.append((word[1], word[2], word[3], word[4]))
        return boxes

    def selected_boxes(self) -> list[tuple[int, Rect]]:
        """For each page on which words are selected, the box around them."""
        if self.selection is None:
            return []
        found: list[tuple[int, Rect]] = []
        for page in self.selection.pages():
            words = self.of(page)
            rect = around(tuple(words[n][1:5]) for n in self.selection.on_page(page, words))
            if rect is not None:
                found.append((page, rect))
        return found
