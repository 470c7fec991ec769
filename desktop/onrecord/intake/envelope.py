"""PDFs whose pages do not show what they hold."""

import io
from contextlib import suppress

import pikepdf

_FORM = "This PDF is a form that only Adobe Reader draws. Print it there to a new PDF and add that."
_FILES = (
    "This PDF is an envelope for {0} other {1}, not on its pages. Save what is in it and add it."
)


def not_on_its_pages(data: bytes, password: str, *, drawn: bool, files: int) -> str:
    """A sentence on a form that is ``drawn`` by a program, or an envelope of files; else empty."""
    if not files:
        return _FORM if drawn else ""
    with (
        suppress(pikepdf.PdfError, ValueError, TypeError, RuntimeError),
        pikepdf.open(io.BytesIO(data), password=password) as pdf,
    ):
        if "/Collection" in pdf.Root:
            return _FILES.format(files, "file" if files == 1 else "files")
    return _FORM if drawn else ""
