"""A very long picture, such as a chat in one screenshot or a till receipt, as pages: on one page
nobody could read it. It is cut between its lines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

_LONG = 3.5
"""Times its width: what is higher would be less than a third of a sheet wide."""
_NATURAL = 1000  # pixels that stand on a sheet at the size they have on a screen
_PART = 2.4
"""Times its width, at most about: the part of a picture that is a page."""
_NARROW = 100  # pixels; what is narrower is no text
_MOST = 100  # pages
_SEARCHED = 0.15  # of a part, to both sides of where it would be cut
_BLOCK = 16  # rows: a JPEG that is cut between its blocks loses nothing
_COARSE = bytes(shade >> 4 for shade in range(256))  # what JPEG does to an even ground is no line

Rows = Callable[[int, int], bytes]


def is_long(width: int, height: int) -> bool:
    return max(_NATURAL, _LONG * width) < height <= _MOST * _PART * width and width >= _NARROW


def parts_of(width: int, height: int, rows: Rows) -> list[tuple[int, int]]:
    """From which row to before which each page of a picture goes, from the top; one page for what
    is not so long. ``rows`` gives grey pixels, a byte each, of the rows from one to before another;
    it is asked for a few only."""
    if not is_long(width, height):
        return [(0, height)]
    count = -int(-height // (_PART * width))
    step = height / count
    cuts = [0]
    for number in range(1, count):
        middle, reach = round(number * step), int(_SEARCHED * step)
        first, last = max(cuts[-1] + 1, middle - reach), min(height, middle + reach + 1)
        cuts.append(_emptiest(rows(first, last), width, first, middle))
    return list(zip(cuts, [*cuts[1:], height], strict=True))


def _emptiest(pixels: bytes, width: int, first: int, middle: int) -> int:
    """The row in the middle of the broadest gap in these rows from ``first`` on, where least changes
    from left to right; of gaps alike that nearest to ``middle``."""
    coarse = pixels.translate(_COARSE)
    changes = [
        sum(1 for _ in groupby(coarse[at : at + width])) for at in range(0, len(coarse), width)
    ]
    least = min(changes)
    best, broadest, at = middle, (0, 0), first
    for value, run in groupby(changes):
        length = len(list(run))
        if value == least:
            row = at + length // 2
            rank = length, -abs(row - middle)
            if broadest == (0, 0) or rank > broadest:
                block = round(row / _BLOCK) * _BLOCK
                best, broadest = (block if at <= block < at + length else row), rank
        at += length
    return best
