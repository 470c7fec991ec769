"""PDFs that pdfium refuses or miscounts, written anew in memory by libraries that forgive more.

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
        return _counted(PdfDocument(data, password), data, password)
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


def _counted(found: PdfDocument, data: bytes, password: str) -> tuple[PdfDocument, str]:
    """Written anew where pdfium counts what is no page, for which it leaves out the last ones:
    qpdf, by which a bundle is made, passes over it, and page n must be the same to both."""
    there = found.pages_there()
    if there == found.page_count:
        return found, ""
    try:
        anew = PdfDocument(by_qpdf(data, password))
    except MemoryError:
        raise
    except Exception:  # as above: then it stays as it is
        return found, ""
    return (anew, MENDED) if anew.pages_there() == anew.page_count >= there else (found, "")


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
