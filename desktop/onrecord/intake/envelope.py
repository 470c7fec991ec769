"""PDFs whose pages do not show what they hold."""

import io
from contextlib import suppress

import pikepdf

from onrecord.domain.beside_pages import FORM, folder_of


def not_on_its_pages(data: bytes, password: str, *, drawn: bool, files: int) -> str:
    """A sentence on a form that is ``drawn`` by a program, or a folder of files; else empty."""
    if not files:
        return FORM if drawn else ""
    with (
        suppress(pikepdf.PdfError, ValueError, TypeError, RuntimeError),
        pikepdf.open(io.BytesIO(data), password=password) as pdf,
    ):
        if "/Collection" in pdf.Root:
            return folder_of(files)
    return FORM if drawn else ""
