"""Which pages show letters that stand for no sign: their font does not say which, so that what is
read there is anything but what is seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdfium2
import pypdfium2.raw as _raw

_RUN = 4  # letters in a row; single ones are bullets and the like
_DIFFERENT = 3  # of them; a row of one sign is a line or a rating


def unmapped(document: Any, numbers: Iterable[int]) -> tuple[int, ...]:
    """Which of these pages (from 1) of a pdfium document are such."""
    found: list[int] = []
    for number in numbers:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue
        try:
            if _holds_such(page):
                found.append(number)
        except pypdfium2.PdfiumError:
            continue
        finally:
            page.close()
    return tuple(found)


def _holds_such(page: Any) -> bool:
    reader = page.get_textpage()
    try:
        raw: Any = _raw
        run: list[int] = []
        for index in range(reader.count_chars()):
            sign = raw.FPDFText_GetUnicode(reader, index)
            if raw.FPDFText_HasUnicodeMapError(reader, index) == 1:
                run.append(sign)
            elif not chr(sign).isspace():  # those that pdfium puts between letters do not count
                run.clear()
            if len(run) >= _RUN and len(set(run)) >= _DIFFERENT:
                return True
        return False
    finally:
        reader.close()
