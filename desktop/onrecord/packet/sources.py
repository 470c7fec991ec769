"""The documents of a bundle, opened: which pages each has, and each way of getting at them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import pikepdf
import pypdfium2
from pikepdf import AccessMode, Object, Pdf

from onrecord.errors import NeedsPassword, Unreadable
from onrecord.packet.annotations import lacks_pictures
from onrecord.packet.forms import flattened, imported, without_help_lines
from onrecord.packet.mend import pages_found
from onrecord.packet.outcome import Method, Verdict
from onrecord.packet.pagecopy import Source
from onrecord.packet.pagewords import PageWords, beside, page_words
from onrecord.packet.raster import counts_pages_only, flatten_page, open_pdfium
from onrecord.packet.signatures import signed

if TYPE_CHECKING:
    from onrecord.packet.redact import Picture
    from onrecord.packet.reduce import Reduced

_NO_PASSWORD = "This document opens only with its own password."
_NOT_OPENED = "This document could not be opened. It may be damaged."


class Lent(Protocol):
    """A document that another keeps, for as long as it is asked for no other."""

    def opened(self) -> BinaryIO: ...

    def taken(self) -> bytes: ...


class Document:
    """One PDF in memory. Readers are opened when first needed and kept until ``close``."""

    def __init__(self, data: bytes | Lent, password: str = "") -> None:
        """Raises NeedsPassword, or Unreadable where no reader opens it."""
        self._given, self._password = data, password
        self._counted = False
        self._sources: dict[Method, Source | None] = {}
        self._pdfium: Any = None
        self._signed: bool | None = None
        self.verdict: Verdict | None = None  # found out here, where none was given
        # Of pages made here: where pages of the text begin, and what is not as it was.
        self.places: dict[int, int] = {}
        self.boxes: dict[tuple[int, str], tuple[int, str]] = {}
        self.told: tuple[str, ...] = ()
        self._words: dict[int, PageWords] = {}
        self._both: dict[int, PageWords] = {}
        self.seen: Mapping[int, PageWords] = {}
        """Words that were read in the pictures of pages; see ``seenwords``."""
        self._drawn_in: Any = None
        self.reduced: dict[tuple[str, int, int, str], Reduced | None] = {}
        """Its pictures made smaller; see ``reduce``."""
        self.pictures: dict[int, tuple[object, Picture]] = {}
        """Pages after removal, each with all that it depends on."""
        self.carried: dict[tuple[object, int], bool] = {}
        """Whether a copied page carries, unseen, what is hidden; see ``carrying``."""
        self.alone: tuple[object, tuple[int, str]] | None = None
        """Length and hash of a copy by itself (see ``alone``), with all that it depends on."""
        first = self.source("copy")
        if first is None and (anew := self._found_anew()) is not None:
            self._given, self._password = anew, ""
            self._sources.clear()
            first = self.source("copy")
        self.page_count = len(first.pages) if first is not None else 0
        if not self.page_count:  # pdfium mends some files in which qpdf finds no page
            if first is not None:
                first.pdf.close()
            self._sources["copy"] = None
            self.page_count = len(self.pdfium())
        if not self.page_count:
            raise Unreadable("This document has no pages.")

    @property
    def _data(self) -> bytes:
        """All of it, for readers that want it whole; as qpdf writes it where pdfium would mean
        other pages by the same numbers. Read it before the password, which may go with that."""
        if not isinstance(self._given, bytes):
            self._given = self._given.taken()
        if not self._counted:
            self._counted = True
            with suppress(Unreadable):
                if not counts_pages_only(self._given, self._password):
                    self._count_anew(self._given)
        return self._given

    def _count_anew(self, data: bytes) -> None:
        broken = (Unreadable, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError)
        with suppress(*broken), open_pikepdf(data, self._password) as pdf:
            out = BytesIO()
            pdf.save(out)
            if counts_pages_only(out.getvalue(), ""):
                self._given, self._password = out.getvalue(), ""

    def _found_anew(self) -> bytes | None:
        """The document with its pages where readers look for them, where qpdf cannot tell them."""
        try:
            given = pikepdf.open(
                BytesIO(self._data), password=self._password, inherit_page_attributes=False
            )
            with given as pdf:
                return pages_found(pdf)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
            return None

    def source(self, method: Method) -> Source | None:
        """The document to copy from by ``method``; None where that way is closed."""
        if method not in self._sources:
            self._sources[method] = self._opened(method)
        return self._sources[method]

    @property
    def signed(self) -> bool:
        """Whether it bears an electronic signature, as far as that can be read."""
        if self._signed is None:
            source = self.source("copy")
            try:
                self._signed = source is not None and signed(source.pdf)
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
                self._signed = False
        return self._signed

    def unit(self, number: int) -> float:
        """Points in one unit of the page's user space."""
        source = self.source("copy")
        return source.unit(number) if source is not None else 1.0

    def page(self, number: int) -> Object | None:
        """Page ``number`` as it stands in the file; None where qpdf does not find it."""
        source = self.source("copy")
        there = source is not None and 1 <= number <= len(source.pages)
        return source.pages[number - 1] if source is not None and there else None

    def pdfium(self) -> Any:
        """The document in pdfium, for pictures and text. Raises Unreadable."""
        if self._pdfium is None:
            self._pdfium = open_pdfium(self._data, self._password)
        return self._pdfium

    def was_read(self, number: int) -> bool:
        """Whether the words of the page are known already."""
        return number in self._words

    def words(self, number: int) -> PageWords:
        """The characters of page ``number`` with their boxes, those of its notes and fields too;
        and those seen in its picture. Raises Unreadable."""
        if number not in self._words:
            self._words[number] = self._read_words(number)
        own = self._words[number]
        seen = self.seen.get(number)
        if seen is None:
            return own
        if number not in self._both:
            self._both[number] = beside(own, seen) if own.text.strip() else seen
        return self._both[number]

    def _read_words(self, number: int) -> PageWords:
        given = self.page(number)
        noted = given is None or "/Annots" in given
        if noted and self._drawn_in is None:
            self._drawn_in = open_pdfium(self._data, self._password)
        shown = self._drawn_in if noted else self.pdfium()
        try:
            page = shown[number - 1]
            if noted:
                flatten_page(page)
                page.close()
                page = shown[number - 1]
            try:
                return page_words(page)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("A page of this document could not be read.") from error

    def as_printed(self) -> Any:
        """The document in pdfium without what pdfium adds for who fills in a form; the caller
        closes it. Raises Unreadable."""
        data, password = self._data, self._password
        if b"/Btn" in data or b"/ObjStm" in data:
            try:
                with open_pikepdf(data, password) as pdf:
                    if without_help_lines(pdf):
                        out = BytesIO()
                        pdf.save(out)
                        data, password = out.getvalue(), ""
            except (Unreadable, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
                data, password = self._data, self._password
        return open_pdfium(data, password)

    def close(self) -> None:
        for source in self._sources.values():
            if source is not None:
                source.pdf.close()  # closing twice is harmless
        self._sources.clear()
        for shown in (self._pdfium, self._drawn_in):
            if shown is not None:
                shown.close()
        self._pdfium = self._drawn_in = None

    def _opened(self, method: Method) -> Source | None:
        try:
            if method == "keep":
                given = self.source("copy")
                if given is None or not any(map(lacks_pictures, given.pages)):
                    return given
                return Source(open_pikepdf(flattened(self._data, self._password, flat=False)))
            if method == "copy":
                return Source(open_pikepdf(self._given, self._password))
            rewrite = flattened if method == "flatten" else imported
            return Source(open_pikepdf(rewrite(self._data, self._password)))
        except NeedsPassword:
            raise
        except (Unreadable, pikepdf.PdfError, ValueError, TypeError, RuntimeError):
            return None


def open_pikepdf(data: bytes | Lent, password: str = "") -> Pdf:
    """The document in pikepdf. Raises NeedsPassword or Unreadable."""
    try:
        if isinstance(data, bytes):
            return pikepdf.open(BytesIO(data), password=password)
        try:
            with data.opened() as file:  # qpdf reads it where it lies; ``file`` says where
                # Only so: by the file itself it would read on when that is closed, and find nothing.
                return pikepdf.open(file, password=password, access_mode=AccessMode.mmap_only)
        except (OSError, ValueError):  # no room to map it, too many files, or nothing in it
            return pikepdf.open(BytesIO(data.taken()), password=password)
    except pikepdf.PasswordError as error:
        raise NeedsPassword(_NO_PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Unreadable(_NOT_OPENED) from error
