"""Where each page stands in a long column, and how large: plain figures, no window."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Fit = Literal["width", "page", ""]
PER_POINT = 96 / 72
"""Pixels a point at 100 %."""
LEAST, MOST = 0.1, 8.0
MOST_FIT = 2.5
"""A small picture is not blown up further than this to fit a window."""
GAP = 16
MARGIN = 16


@dataclass(frozen=True)
class Zoom:
    """``fit`` goes before ``factor``; 1.0 is 100 %."""

    fit: Fit = "width"
    factor: float = 1.0


class PageLayout:
    """``sizes`` in points as they are shown (turned already); the window's room in pixels.

    Fitting is done page by page, so that one poster does not make every letter small.
    """

    def __init__(
        self, sizes: Sequence[tuple[float, float]], zoom: Zoom, room: tuple[int, int]
    ) -> None:
        wide, high = max(1, room[0] - 2 * MARGIN), max(1, room[1] - 2 * MARGIN)
        self.scales = [self._scale(size, zoom, wide, high) for size in sizes]
        self.sizes = [
            (max(1, round(w * s)), max(1, round(h * s)))
            for (w, h), s in zip(sizes, self.scales, strict=True)
        ]
        self.tops = list(accumulate((h + GAP for _, h in self.sizes), initial=MARGIN))[:-1]
        self.width = max((w for w, _ in self.sizes), default=0) + 2 * MARGIN
        last = self.tops[-1] + self.sizes[-1][1] if self.sizes else 0
        self.height = last + MARGIN

    @staticmethod
    def _scale(size: tuple[float, float], zoom: Zoom, wide: int, high: int) -> float:
        width, height = max(size[0], 1.0), max(size[1], 1.0)
        if not zoom.fit:
            return zoom.factor * PER_POINT
        scale = wide / width
        if zoom.fit == "page":
            scale = min(scale, high / height)
        return min(max(scale, LEAST * PER_POINT), MOST_FIT * PER_POINT)

    def at(self, y: float) -> int:
        """The page (from 1) that stands at this height, or the one above the gap there."""
        return max(1, bisect_right(self.tops, y)) if self.tops else 0

    def between(self, top: float, bottom: float) -> range:
        """The pages of which something stands between two heights."""
        if not self.tops:
            return range(0)
        first = self.at(top)
        if self.tops[first - 1] + self.sizes[first - 1][1] <= top:
            first += 1
        return range(first, max(first, bisect_right(self.tops, bottom) + 1))

    def left(self, page: int, room: int) -> int:
        """Where a page begins from the left: in the middle of the room, or of the widest page."""
        return (max(self.width, room) - self.sizes[page - 1][0]) // 2


def next_factor(now: float, steps: int) -> float:
    """The zoom a few steps of a quarter further, on round figures."""
    stops = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0]
    if steps > 0:
        above = [s for s in stops if s > now * 1.01]
        return above[min(steps, len(above)) - 1] if above else MOST
    below = [s for s in reversed(stops) if s < now * 0.99]
    return below[min(-steps, len(below)) - 1] if below else LEAST
