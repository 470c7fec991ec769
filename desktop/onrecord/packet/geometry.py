"""Where a page's visible sheet lies, however its boxes, rotation and unit are set.

"Visual space" is the sheet as it is shown: origin at its lower left corner, x to the right, y up,
in points (1/72 inch).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from pikepdf import Array

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

LETTER = (0.0, 0.0, 612.0, 792.0)  # what viewers assume where a page has no usable box


@dataclass(frozen=True)
class Sheet:
    """The visible part of a page. The box is in user space, width and height in visual points."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotate: int  # clockwise, one of 0, 90, 180, 270
    unit: float  # visual points in one unit of user space

    @property
    def width(self) -> float:
        across = self.x1 - self.x0 if self.rotate % 180 == 0 else self.y1 - self.y0
        return across * self.unit

    @property
    def height(self) -> float:
        along = self.y1 - self.y0 if self.rotate % 180 == 0 else self.x1 - self.x0
        return along * self.unit

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """The transformation from visual space to user space, as ``cm`` wants it."""
        k = 1 / self.unit
        return {
            0: (k, 0.0, 0.0, k, self.x0, self.y0),
            90: (0.0, k, -k, 0.0, self.x1, self.y0),
            180: (-k, 0.0, 0.0, -k, self.x1, self.y1),
            270: (0.0, -k, k, 0.0, self.x0, self.y1),
        }[self.rotate]


def number(value: Any, fallback: float = 0.0) -> float:
    """``value`` of a file nobody vouches for, as a finite float."""
    try:
        found = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return fallback
    return found if isfinite(found) else fallback


def rectangle(value: Any) -> Box | None:
    """A PDF rectangle with its corners in order; None where it is none or has no area."""
    if not isinstance(value, Array) or len(value) < 4:
        return None
    corners: Any = value
    try:
        a, b = float(corners[0]), float(corners[1])
        c, d = float(corners[2]), float(corners[3])
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not (isfinite(a) and isfinite(b) and isfinite(c) and isfinite(d)):
        return None
    x0, x1 = (a, c) if a < c else (c, a)
    y0, y1 = (b, d) if b < d else (d, b)
    return (x0, y0, x1, y1) if x1 - x0 > 0 and y1 - y0 > 0 else None


def overlap(one: Box | None, other: Box | None) -> Box | None:
    """What two rectangles have in common; None where that is nothing."""
    if one is None or other is None:
        return None
    inner = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    return inner if inner[2] > inner[0] and inner[3] > inner[1] else None


def rotation(value: Any) -> int:
    """``/Rotate`` as viewers take it: a multiple of 90, anything else is no rotation."""
    turned = number(value)
    return int(turned) % 360 if turned % 90 == 0 else 0


def sheet_of(media: Any, crop: Any, rotate: Any, unit: Any) -> Sheet:
    """The sheet of a page with these attributes, inherited ones already resolved."""
    x0, y0, x1, y1 = rectangle(media) or LETTER
    x0, y0, x1, y1 = overlap((x0, y0, x1, y1), rectangle(crop)) or (x0, y0, x1, y1)
    scale = number(unit, 1.0)
    return Sheet(x0, y0, x1, y1, rotation(rotate), scale if scale > 0 else 1.0)
