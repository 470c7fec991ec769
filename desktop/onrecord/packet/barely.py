"""Which pages have hardly a word of their own over a picture; see ``domain.over_picture``."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as _raw

from onrecord.domain.over_picture import FEW, is_over_picture

_DEEP = 3  # forms within forms that are looked into


def barely_read(page: Any, letters: int) -> bool:
    """Whether this page of pdfium's, with so many letters, is such."""
    if not 0 < letters <= FEW:
        return False
    images = page.get_objects(filter=[_raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
    return is_over_picture(page.get_bbox(), (image.get_bounds() for image in images))
