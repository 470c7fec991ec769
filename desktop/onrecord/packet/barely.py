"""Which pages have hardly a word of their own over a picture; see ``domain.over_picture``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdfium2
import pypdfium2.raw as _raw

from onrecord.domain.over_picture import FEW, is_over_picture

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
    if not 0 < count <= FEW:
        return False
    images = page.get_objects(filter=[_raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
    return is_over_picture(page.get_bbox(), (image.get_bounds() for image in images))
