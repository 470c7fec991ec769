"""Pages that barely have text of their own, such as a fax's header or a received stamp, over a
picture of nearly all that is to be read. What is looked for as words is not found in the picture,
and nothing tells such a page from one that was read."""

from __future__ import annotations

from collections.abc import Iterable

FEW = 300
"""Characters; a scan whose words were read has more."""
_MOST = 0.5  # of the page, covered by pictures

Box = tuple[float, float, float, float]  # left, bottom, right, top


def is_over_picture(page: Box, pictures: Iterable[Box]) -> bool:
    """Whether pictures cover most of a page, as far as they lie on it."""
    x0, y0, x1, y1 = page
    covered = 0.0
    for left, bottom, right, top in pictures:
        across, down = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        covered += max(0.0, across) * max(0.0, down)
    return covered >= _MOST * (x1 - x0) * (y1 - y0)
