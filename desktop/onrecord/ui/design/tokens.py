"""The few sizes everything is made of: spacing, radii, type scale.

All are device-independent pixels at text size 100 %. Spacing grows with the text size only where
it holds text (``Metrics.px``); gaps between things keep their size, so that large text does not
push content off a small screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Space:
    """Gaps, on a 4-pixel grid."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Radius:
    SMALL = 4
    CONTROL = 6
    CARD = 8


class TextStyle(Enum):
    """A step of the type scale: size relative to body text, weight, fixed width or not."""

    DISPLAY = (1.72, 600, False)
    HEADING = (1.36, 600, False)
    TITLE = (1.14, 600, False)
    STRONG = (1.0, 600, False)
    BODY = (1.0, 400, False)
    SMALL = (0.89, 400, False)
    SMALL_STRONG = (0.89, 600, False)
    MONO = (0.95, 400, True)

    @property
    def factor(self) -> float:
        return self.value[0]

    @property
    def weight(self) -> int:
        return self.value[1]

    @property
    def fixed(self) -> bool:
        return self.value[2]


BODY_PIXELS = 14.0
"""Body text at 100 %. The system's own size is used where it is larger."""


@dataclass(frozen=True)
class Metrics:
    """Sizes that follow the text size. ``scale`` is 1.0 at 100 %."""

    body: float = BODY_PIXELS
    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """A length that holds text (row heights, paddings of controls), grown with the text."""
        return round(pixels * self.body * self.scale / BODY_PIXELS)

    def text(self, style: TextStyle) -> int:
        return max(9, round(self.body * self.scale * style.factor))

    @property
    def icon(self) -> int:
        return self.px(18)

    @property
    def control(self) -> int:
        """Height of buttons and fields."""
        return self.px(32)
