"""What a machine read on a page that has a few words of its own, without those same words: they
are drawn, too, so that it reads them once more."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.domain.same_words import squashed
from onrecord.intake.reading import Word

_MOST = 0.6  # of a word that was read, under words of the page's own
_LARGEST = 4.0  # times its area: a note's words have the box of the whole note


def without_own(lines: Sequence[Sequence[Word]], own: Sequence[Word]) -> list[list[Word]]:
    """The lines without what stands where the page's own words stand."""
    kept = [[word for word in line if not _is_own(word, own)] for line in lines]
    return [line for line in kept if line]


def _is_own(word: Word, own: Sequence[Word]) -> bool:
    area = max(0.01, (word.x1 - word.x0) * (word.y1 - word.y0))
    under = 0.0
    for one in own:
        across = min(word.x1, one.x1) - max(word.x0, one.x0)
        down = min(word.y1, one.y1) - max(word.y0, one.y0)
        if across <= 0 or down <= 0:
            continue
        if squashed(one.text) == squashed(word.text):
            return True
        if (one.x1 - one.x0) * (one.y1 - one.y0) <= _LARGEST * area:
            # pdfium's boxes end with the ink, those that are read a little outside of it
            under += across / (word.x1 - word.x0 or 0.01) * min(1.0, down / (one.y1 - one.y0))
    return under >= _MOST
