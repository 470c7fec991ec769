"""Documents rewritten by pdfium, for the pages that plain copying would change.

``flattened`` draws form values and annotations into the pages, also those that bring no picture
of themselves; ``imported`` rebuilds a file whose structure qpdf cannot follow. Both are copied
from afterwards like any other document, so that nothing hidden comes along.
"""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2

from onrecord.errors import Unreadable
from onrecord.packet.raster import flatten_page, open_pdfium, saved

_THUMB = 24  # pixels


def flattened(data: bytes, password: str = "") -> bytes:
    """The document with every visible field and annotation as part of its pages."""
    document = open_pdfium(data, password)
    try:
        for index in range(len(document)):
            page = document[index]
            # Drawing makes pdfium invent the pictures that annotations lack; flattening does not.
            page.render(scale=_THUMB / max(1.0, *page.get_size()))
            ok = flatten_page(page)
            page.close()
            if not ok:
                raise Unreadable("The form fields of this document could not be kept.")
        return saved(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("The form fields of this document could not be kept.") from error
    finally:
        document.close()


def imported(data: bytes, password: str = "", pages: Sequence[int] | None = None) -> bytes:
    """A new document with the pages (from 1; None: all) of this one, rewritten by pdfium."""
    document = open_pdfium(data, password, forms=False)
    fresh = pypdfium2.PdfDocument.new()
    try:
        fresh.import_pages(document, None if pages is None else [n - 1 for n in pages])
        return saved(fresh)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("The pages of this document could not be copied.") from error
    finally:
        fresh.close()
        document.close()
