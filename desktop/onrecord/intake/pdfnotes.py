"""Words that stand upon a PDF page and not in it: values of form fields, typed notes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from onrecord.intake.text import tidy

Box = tuple[float, float, float, float]

_MOST_NOTES = 2_000  # a page
_MOST_BYTES = 40_000  # a note
_HIDDEN = 0x02 | 0x20  # PDF 32000-1, table 165: hidden, or not to be seen on a screen
_TYPED = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)


def notes_on(page: Any, forms: Any) -> Iterator[tuple[str, Box]]:
    """Each note's text, with its left, top, right and bottom on the PDF's own page. ``forms``
    is the document's form environment, or None."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            text = "" if pdfium.FPDFAnnot_GetFlags(note) & _HIDDEN else _text(note, forms)
            rect = pdfium.FS_RECTF()
            if text.strip() and pdfium.FPDFAnnot_GetRect(note, ctypes.byref(rect)):
                yield text, (rect.left, rect.top, rect.right, rect.bottom)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _text(note: Any, forms: Any) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(lambda *to: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", *to))
    if kind != pdfium.FPDF_ANNOT_WIDGET or forms is None:
        return ""
    if pdfium.FPDFAnnot_GetFormFieldType(forms, note) not in _TYPED:
        return ""
    return _string(lambda *to: pdfium.FPDFAnnot_GetFormFieldValue(forms, note, *to))


def _string(ask: Callable[..., int]) -> str:
    """pdfium's way to give a string: first its bytes, the closing zero with them."""
    size = ask(None, 0)
    if not 2 < size <= _MOST_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(buffer, size)
    return tidy(bytes(buffer)[: size - 2].decode("utf-16-le", "replace"))
