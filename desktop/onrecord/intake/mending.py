"""PDFs that pdfium refuses, written anew in memory by libraries that forgive more.

qpdf finds the pages of a file that was cut off; pypdf finds a catalogue nobody names. The
original is never changed.
"""

from __future__ import annotations

import io
import logging

import pikepdf
import pypdf

from onrecord.errors import Unreadable
from onrecord.intake.pdf import PdfDocument

MENDED = "This PDF is damaged. What could be read of it is shown; the file is kept as it came."


def open_pdf(data: bytes, password: str = "") -> tuple[PdfDocument, str]:
    """An open PDF, and a sentence if it had to be mended first. ``NeedsPassword`` or
    ``Unreadable`` if it does not open."""
    try:
        return PdfDocument(data, password), ""
    except Unreadable as refusal:
        if type(refusal) is not Unreadable:
            raise
        for write_anew in (by_qpdf, by_pypdf):
            try:
                return PdfDocument(write_anew(data, password)), MENDED
            except MemoryError:
                raise
            except Exception:  # each raises all kinds of errors on what it cannot mend
                continue
        raise


def by_qpdf(data: bytes, password: str = "") -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), password=password) as found:
        found.save(made)
    return made.getvalue()


def by_pypdf(data: bytes, password: str = "") -> bytes:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False, password=password or None)
    made = io.BytesIO()
    pypdf.PdfWriter(clone_from=reader).write(made)
    return made.getvalue()
