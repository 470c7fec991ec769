"""What is said of a document of which pages were left out: the hash of the copy, not of the file.

Whoever knows a bill but for one page could try what it may have said until the original's hash
fits (DESIGN: a hash of what was removed can be guessed). So the pages that go in are put together
as a PDF of their own, not stamped yet, and its hash is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Name, Pdf, Stream

from onrecord.packet.pagecopy import CopiedPage


def hash_alone(pool: Pdf, pages: Sequence[CopiedPage]) -> tuple[int, str]:
    """Length in bytes and SHA-256 of ``pages``, which are in ``pool``, as a PDF of their own.

    They depend on nothing but the pages and the library versions, so that the same copy can be
    made again and compared.
    """
    sink = _Hash()
    with pikepdf.new() as pdf:
        for copied in pages:
            if "/Type" in copied.page:
                del copied.page["/Type"]  # qpdf does not follow what says that it is a page
        batch = pool.make_indirect(Array([copied.page for copied in pages]))
        for copied, page in zip(pages, list(pdf.copy_foreign(batch)), strict=True):
            page["/Type"] = Name.Page
            if copied.first:  # draws notes and fields, in the default graphics state
                before, after = Stream(pdf, b"q\n"), Stream(pdf, b"\nQ\n" + copied.first)
                page["/Contents"] = Array([before, *page["/Contents"], after])
            pdf.pages.append(pikepdf.Page(page))
        pdf.save(sink, deterministic_id=True)  # type: ignore[arg-type]  # needs no more than write
    return sink.length, sink.sha256.hexdigest()


class _Hash:
    """As much of a binary file as saving needs; keeps nothing."""

    def __init__(self) -> None:
        self.length, self.sha256 = 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.length += len(data)
        self.sha256.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("written from start to end")

    def tell(self) -> int:
        return self.length
