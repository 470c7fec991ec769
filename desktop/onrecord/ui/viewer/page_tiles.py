"""In which pictures a page is asked for, and the small ones that stand in until they come."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from onrecord.ui.viewer.page_loader import Tile

WHOLE = 2400
"""A page of at most so many pixels a side is one tile."""
SIDE = 1024
_THUMB = 420
_THUMBS = 40


@dataclass(frozen=True)
class Cutting:
    """``ratio`` is the screen's pixels for one of the view's; ``whole_only`` where a loader gives
    no parts of pages."""

    ratio: float
    rotate: int
    edition: int
    whole_only: bool = False

    def tiles(
        self, page: int, scale: float, points: tuple[float, float], seen: QRect | None
    ) -> list[Tile]:
        """The tiles of a page of this size (points, turned as the view is), at ``scale`` pixels of
        the view a point; only those in ``seen``, the part in sight, where it is given."""
        scale = round(scale * self.ratio, 4)
        full = max(1, round(points[0] * scale)), max(1, round(points[1] * scale))
        if self.whole_only or max(full) <= WHOLE:
            if self.whole_only and max(full) > WHOLE * 2:
                scale = round(scale * WHOLE * 2 / max(full), 4)
            return [Tile(page, scale, 0, 0, *full, self.rotate, True, self.edition)]
        x_to, y_to = full
        x_from = y_from = 0
        if seen is not None:
            if seen.isEmpty():
                return []
            x_from = int(seen.left() * self.ratio) // SIDE * SIDE
            y_from = int(seen.top() * self.ratio) // SIDE * SIDE
            x_to = min(full[0], int((seen.right() + 1) * self.ratio) + 1)
            y_to = min(full[1], int((seen.bottom() + 1) * self.ratio) + 1)
        return [
            Tile(
                page, scale, x, y, min(SIDE, full[0] - x), min(SIDE, full[1] - y), self.rotate,
                False, self.edition,
            )
            for y in range(y_from, y_to, SIDE)
            for x in range(x_from, x_to, SIDE)
        ]  # fmt: skip


class Thumbs:
    """Small pictures of the pages seen last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, QImage] = OrderedDict()

    def keep(self, page: int, image: QImage) -> None:
        if image.width() > _THUMB:
            image = image.scaledToWidth(_THUMB, Qt.TransformationMode.FastTransformation)
        self._kept[page] = image
        self._kept.move_to_end(page)
        while len(self._kept) > _THUMBS:
            self._kept.popitem(last=False)

    def get(self, page: int) -> QImage | None:
        return self._kept.get(page)

    def clear(self) -> None:
        self._kept.clear()
