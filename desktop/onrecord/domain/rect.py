"""A box on a page, as it is kept: four figures from the top left of the page as it is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple


class Rect(NamedTuple):
    """Points (1/72 inch); y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def text(self) -> str:
        """As a column keeps it: ``60 131.5 240.25 144``."""
        return " ".join(f"{round(value, 2):g}" for value in self)


def read_rect(text: str) -> Rect | None:
    """None for an empty text. Raises ValueError for what is no box with an area."""
    if not text.strip():
        return None
    parts = text.split()
    try:
        values = [float(part) for part in parts]
    except ValueError:
        raise ValueError("A box on a page is four numbers.") from None
    if len(values) != 4 or not all(math.isfinite(v) and 0 <= v < 1e6 for v in values):
        raise ValueError("A box on a page is four numbers.")
    rect = Rect(*values)
    if rect.x1 <= rect.x0 or rect.y1 <= rect.y0:
        raise ValueError("A box on a page has a width and a height.")
    return rect


def readable(texts: Iterable[str]) -> list[Rect]:
    """The boxes among these; what is none is left out."""
    found: list[Rect] = []
    for text in texts:
        with suppress(ValueError):
            box = read_rect(text)
            found += [box] if box is not None else []
    return found


def around(boxes: Iterable[tuple[float, float, float, float]]) -> Rect | None:
    """The smallest box that holds all of them; None where there is none."""
    found = list(boxes)
    if not found:
        return None
    x0, y0, x1, y1 = zip(*found, strict=True)
    return Rect(max(0.0, min(x0)), max(0.0, min(y0)), max(x1), max(y1))
