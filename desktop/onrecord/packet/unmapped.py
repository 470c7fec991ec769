"""Which pages show letters that stand for no sign: their font does not say which, so that what is
read there is anything but what is seen."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as _raw

_RUN = 4  # letters in a row; single ones are bullets and the like
_DIFFERENT = 3  # of them; a row of one sign is a line or a rating


def unmapped(reader: Any, letters: str) -> bool:
    """Whether there are such among these letters of a page."""
    raw: Any = _raw
    failed = raw.FPDFText_HasUnicodeMapError
    run: list[int] = []
    for index, sign in enumerate(letters):
        if failed(reader, index) == 1:
            run.append(raw.FPDFText_GetUnicode(reader, index))
            if len(run) >= _RUN and len(set(run)) >= _DIFFERENT:
                return True
        elif run and not sign.isspace():  # those that pdfium puts between letters do not count
            run.clear()
    return False
