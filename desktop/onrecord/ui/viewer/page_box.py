"""A box on one page: shown because it is cited, or being drawn to be cited.

Plain figures in points of the page as displayed, from its top left; no window.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.rect import Rect

_LEAST = 3.0
"""Points: a smaller box is a slip of the hand."""
_STEP = 9.0
_FIRST = 0.5, 0.08
"""Of the page's sides: the box that a key puts there to begin with."""

Point = tuple[float, float]


@dataclass(frozen=True)
class BoxDrawn:
    """The page (from 1) and the box; None where it was taken away."""

    page: int
    rect: Rect | None


class PageBox:
    def __init__(self) -> None:
        self.page = 0
        self.rect: Rect | None = None
        self.is_drawing = False
        self._from: Point | None = None

    def show(self, page: int, rect: Rect | None) -> None:
        self.page, self.rect = (page, rect) if rect is not None else (0, None)
        self._from = None

    @property
    def is_pulled(self) -> bool:
        """The pointer is down and pulls a corner."""
        return self._from is not None

    def press(self, page: int, point: Point) -> None:
        self.page, self.rect, self._from = page, None, point

    def pull(self, point: Point, size: Point) -> None:
        """To the point, and never out of a page of this size."""
        if self._from is not None:
            (a, b), (c, d) = _inside(self._from, size), _inside(point, size)
            self.rect = Rect(min(a, c), min(b, d), max(a, c), max(b, d))

    def release(self) -> bool:
        """Whether there is a box now."""
        self._from = None
        rect = self.rect
        if rect is None or rect.x1 - rect.x0 < _LEAST or rect.y1 - rect.y0 < _LEAST:
            self.show(0, None)
        return self.rect is not None

    def nudge(self, page: int, across: int, down: int, size: Point, *, resize: bool) -> None:
        """A step by key; where there is no box on the page yet, one in its middle."""
        if self.rect is None or self.page != page:
            wide, high = size[0] * _FIRST[0], size[1] * _FIRST[1]
            left, top = (size[0] - wide) / 2, (size[1] - high) / 2
            self.show(page, Rect(left, top, left + wide, top + high))
            return
        x0, y0, x1, y1 = self.rect
        dx, dy = across * _STEP, down * _STEP
        if resize:
            x1, y1 = max(x0 + _STEP, x1 + dx), max(y0 + _STEP, y1 + dy)
        else:
            dx = min(max(dx, -x0), size[0] - x1)
            dy = min(max(dy, -y0), size[1] - y1)
            x0, y0, x1, y1 = x0 + dx, y0 + dy, x1 + dx, y1 + dy
        self.rect = Rect(x0, y0, min(x1, size[0]), min(y1, size[1]))


def _inside(point: Point, size: Point) -> Point:
    return min(max(point[0], 0.0), size[0]), min(max(point[1], 0.0), size[1])
