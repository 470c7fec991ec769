"""Pages that barely have text of their own, such as a fax's header or a received stamp, over a
picture of nearly all that is to be read. What is looked for as words is not found in the picture,
and nothing tells such a page from one that was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdfium2
import pypdfium2.raw as _raw

_FEW = 300  # characters; a scan whose words were read has more
_MOST = 0.5  # of the page, covered by pictures
_DEEP = 3  # forms within forms that are looked into


def barely_read(document: Any, numbers: Iterable[int]) -> tuple[int, ...]:
    """Which of these pages (from 1) of a pdfium document are such."""
    found: list[int] = []
    for number in numbers:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue
        try:
            if _is_barely(page):
                found.append(number)
        except pypdfium2.PdfiumError:
            continue
        finally:
            page.close()
    return tuple(found)


def _is_barely(page: Any) -> bool:
    reader = page.get_textpage()
    try:
        count = reader.count_chars()
    finally:
        reader.close()
    if not 0 < count <= _FEW:
        return False
    x0, y0, x1, y1 = page.get_bbox()
    covered = 0.0
    for image in page.get_objects(filter=[_raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP):
        left, bottom, right, top = image.get_bounds()
        across, down = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        covered += max(0.0, across) * max(0.0, down)
    return covered >= _MOST * (x1 - x0) * (y1 - y0)
