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

_GRIP = 9.0
"""Points: so near a corner is on it, and so near the box is on the box."""

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
        self.is_kept = False
        """A press on the box takes hold of it, and of its corners, instead of beginning another."""
        self._held: tuple[Point, Rect] | None = None
        self._from: Point | None = None

    def show(self, page: int, rect: Rect | None) -> None:
        self.page, self.rect = (page, rect) if rect is not None else (0, None)
        self._from = self._held = None

    @property
    def is_pulled(self) -> bool:
        """The pointer is down and pulls a corner, or the whole box."""
        return self._from is not None or self._held is not None

    def press(self, page: int, point: Point) -> None:
        self._held = None
        rect = self.rect
        if self.is_kept and rect is not None and page == self.page and _near(rect, point):
            across = _far(point[0], rect.x0, rect.x1)
            down = _far(point[1], rect.y0, rect.y1)
            if across is not None and down is not None:
                self._from = across, down
            else:
                self._held = point, rect
            return
        self.page, self.rect, self._from = page, None, point

    def pull(self, point: Point, size: Point) -> None:
        """To the point, and never out of a page of this size."""
        if self._held is not None:
            (x, y), was = self._held
            by = point[0] - x, point[1] - y
            left = min(max(0.0, was.x0 + by[0]), max(0.0, size[0] - (was.x1 - was.x0)))
            top = min(max(0.0, was.y0 + by[1]), max(0.0, size[1] - (was.y1 - was.y0)))
            self.rect = Rect(left, top, left + was.x1 - was.x0, top + was.y1 - was.y0)
        elif self._from is not None:
            (a, b), (c, d) = _inside(self._from, size), _inside(point, size)
            self.rect = Rect(min(a, c), min(b, d), max(a, c), max(b, d))

    def release(self) -> bool:
        """Whether there is a box now."""
        self._from = self._held = None
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


def _near(rect: Rect, point: Point) -> bool:
    across = rect.x0 - _GRIP <= point[0] <= rect.x1 + _GRIP
    return across and rect.y0 - _GRIP <= point[1] <= rect.y1 + _GRIP


def _far(at: float, low: float, high: float) -> float | None:
    """The side across from the one that was taken hold of; None where it was none."""
    near = min(abs(at - low), abs(at - high))
    if near > min(_GRIP, (high - low) / 3):
        return None
    return high if abs(at - low) < abs(at - high) else low
