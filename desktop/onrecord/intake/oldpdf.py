"""The text of a PDF that pdfium refuses, through pypdf, which mends more."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pypdf
from pypdf.errors import FileNotDecryptedError, PyPdfError

from onrecord.errors import NeedsPassword, Unreadable
from onrecord.intake.pdf import ASK_PASSWORD, DAMAGED, WRONG_PASSWORD
from onrecord.intake.reading import MAX_PAGE_TEXT, PageText
from onrecord.intake.text import tidy

TEXT_ONLY = "This PDF is damaged: its text could be read, but its pages cannot be shown."


class MendedPdf:
    """An open PDF without pictures of its pages. Raises as ``PdfDocument`` does."""

    def __init__(self, data: bytes, password: str = "") -> None:
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        try:
            self._reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            if self._reader.is_encrypted and not self._reader.decrypt(password):
                raise NeedsPassword(WRONG_PASSWORD if password else ASK_PASSWORD)
            self.page_count = len(self._reader.pages)
        except (NeedsPassword, MemoryError):
            raise
        except FileNotDecryptedError:
            raise NeedsPassword(ASK_PASSWORD) from None
        except Exception:  # it raises all kinds of errors on what it cannot mend
            raise Unreadable(DAMAGED) from None
        if self.page_count == 0:
            raise Unreadable(DAMAGED)

    def pages(self) -> Iterator[PageText]:
        for index in range(self.page_count):
            try:
                page = self._reader.pages[index]
                text = tidy(page.extract_text())[:MAX_PAGE_TEXT]
                width, height = float(page.cropbox.width), float(page.cropbox.height)
                if page.rotation % 180:
                    width, height = height, width
            except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError,
                    RecursionError, OverflowError, ArithmeticError):  # fmt: skip
                text, width, height = "", 0.0, 0.0
            yield PageText(index + 1, text, width, height)
