"""PDF pages through pdfium: their sizes, words and pictures, as they are displayed."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, cast

import pypdfium2
import pypdfium2.raw as pdfium

from onrecord.domain.over_picture import FEW, is_over_picture
from onrecord.errors import NeedsPassword, Unreadable
from onrecord.intake.pdfnotes import Box, notes_on
from onrecord.intake.reading import MAX_PAGE_TEXT, RawPixels, Word
from onrecord.intake.text import tidy

ASK_PASSWORD = "This PDF is locked with a password of its own. Enter it to read the document."
WRONG_PASSWORD = "That password does not open this PDF. Try another."
DAMAGED = "This PDF is damaged and cannot be read. It is kept safely."

_FINE = 64  # pdfium gives positions in whole pixels: ask for them on a page drawn this large
_FAR = 1000
_MOST_POINTS = 200_000.0  # of a page's side: 14,400 is the most a viewer must take (PDF 32000-1)
_DEEP = 3  # forms within forms that are looked into for pictures
_HYPHEN = "\ufffe"  # pdfium's mark for a hyphen that only breaks a line


class PdfDocument:
    """An open PDF. ``NeedsPassword`` or ``Unreadable`` if it does not open."""

    def __init__(self, data: bytes, password: str = "") -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(data, password=password or None)
        except pypdfium2.PdfiumError as error:
            code: object = getattr(error, "err_code", None)
            if code == pdfium.FPDF_ERR_PASSWORD:
                raise NeedsPassword(WRONG_PASSWORD if password else ASK_PASSWORD) from None
            raise Unreadable(DAMAGED) from None
        if self.has_form:  # without it, pdfium draws no field
            self._pdf.init_forms()  # pyright: ignore[reportUnknownMemberType]
        self.page_count = len(self._pdf)
        if self.page_count == 0:
            raise Unreadable(DAMAGED)
        self._page: Any = None
        self._page_number = 0

    def _noted(self, name: str) -> str:
        value = self._pdf.get_metadata_value(name)  # pyright: ignore[reportUnknownMemberType]
        return " ".join(tidy(value).split())[:300]

    @property
    def title(self) -> str:
        """The title its maker gave it, unless that is but a file's name."""
        title = self._noted("Title")
        junk = re.search(
            r"(?i)^untitled|^microsoft word -|\.(docx?|pdf|xlsx?|indd|rtf|html?)$", title
        )
        return "" if junk or len(title) < 4 else title

    @property
    def has_form(self) -> bool:
        return cast("Any", pdfium).FPDF_GetFormType(self._pdf) != pdfium.FORMTYPE_NONE

    def beside_pages(self) -> tuple[bool, int]:
        """Whether its form is drawn by a program only (XFA); how many files it carries."""
        raw = cast("Any", pdfium)
        drawn = raw.FPDF_GetFormType(self._pdf) == raw.FORMTYPE_XFA_FULL
        return drawn, max(0, raw.FPDFDoc_GetAttachmentCount(self._pdf))

    def facts(self) -> dict[str, str]:
        """What its maker noted: program and dates, as they stand in the file."""
        names = ("Creator", "Producer", "CreationDate", "ModDate")
        values = {name: self._noted(name) for name in names}
        return {name: value for name, value in values.items() if value}

    def size(self, number: int) -> tuple[float, float]:
        size = pdfium.FS_SIZEF()
        if not pdfium.FPDF_GetPageSizeByIndexF(self._pdf, number - 1, ctypes.byref(size)):
            raise Unreadable(f"Page {number} of this PDF is damaged and cannot be read.")
        return _within(size.width, 0, _MOST_POINTS), _within(size.height, 0, _MOST_POINTS)

    def pages_there(self) -> int:
        """How many of the pages it counts are pages; it counts whatever its tree of pages holds."""
        size = pdfium.FS_SIZEF()
        asked = pdfium.FPDF_GetPageSizeByIndexF
        return sum(bool(asked(self._pdf, n, ctypes.byref(size))) for n in range(self.page_count))

    def text(self, number: int) -> str:
        return self.read(number)[0]

    def words(self, number: int) -> list[Word]:
        return self.read(number)[1]

    def read(self, number: int, boxes: bool = True) -> tuple[str, list[Word]]:
        """The page's text and, if wanted, its words with their boxes (words of a form field or
        note have the box of the whole of it)."""
        page = self._load(number)
        textpage = pdfium.FPDFText_LoadPage(page)
        if not textpage:
            return "", []
        try:
            raw, spans = _characters(textpage)
            notes = list(notes_on(page, self._pdf.formenv))
            words: list[Word] = []
            if boxes:
                place = self._placing(page, number)
                boxes_of = _Boxes(textpage)
                for start, end, word in spans:
                    box = boxes_of.around(start, end - start)
                    if box is not None:
                        words.append(Word(word, *place(box)))
                for note, box in notes:
                    placed = place(box)
                    words += [Word(word[:1000], *placed) for word in note.split()]
            texts = [raw, *(note for note, _ in notes)]
            return "\n".join(text for text in texts if text), words
        finally:
            pdfium.FPDFText_ClosePage(textpage)

    def over_picture(self, number: int, text: str) -> bool:
        """Whether ``text``, all that the page has, is but a few words over a picture of the
        rest."""
        if not 0 < len(text.strip()) <= FEW:
            return False
        page = self._load(number)
        try:
            images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
            return is_over_picture(page.get_bbox(), (image.get_bounds() for image in images))
        except pypdfium2.PdfiumError:
            return False

    def tile(
        self, number: int, scale: float, box: tuple[int, int, int, int], rotate: int
    ) -> RawPixels:
        page = self._load(number)
        x, y, width, height = box
        full = [max(1, round(side * scale)) for side in self.size(number)]
        if rotate in (90, 270):
            full.reverse()
        stride = (width * 3 + 3) // 4 * 4
        buffer = (ctypes.c_ubyte * (stride * height))()
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, buffer, stride)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
            turn = rotate // 90 % 4
            where = (-x, -y, full[0], full[1], turn, flags)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, *where)
            if self._pdf.formenv is not None:
                pdfium.FPDF_FFLDraw(self._pdf.formenv, bitmap, page, *where)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return RawPixels(width, height, stride, bytes(buffer))

    def _load(self, number: int) -> Any:
        """One page is held at a time: the next tile is mostly of the same."""
        if self._page_number != number:
            if self._page is not None:
                self._page.close()
                self._page, self._page_number = None, 0
            try:
                self._page = self._pdf[number - 1]
            except (pypdfium2.PdfiumError, IndexError):
                raise Unreadable(
                    f"Page {number} of this PDF is damaged and cannot be read."
                ) from None
            self._page_number = number
        return self._page

    def _placing(self, page: Any, number: int) -> Callable[[Box], Box]:
        """From a box on the PDF's own page to one as displayed: asked of the renderer itself, so
        that rotation, crop and user unit are what the pixels show."""
        width, height = self.size(number)
        size = max(1, round(width * _FINE)), max(1, round(height * _FINE))

        def asked(x: float, y: float) -> tuple[float, float]:
            to_x, to_y = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(
                page, 0, 0, *size, 0, x, y, ctypes.byref(to_x), ctypes.byref(to_y)
            )
            return to_x.value / _FINE, to_y.value / _FINE

        (x0, y0), (xa, ya), (xb, yb) = asked(0, 0), asked(_FAR, 0), asked(0, _FAR)
        ax, ay, bx, by = ((v / _FAR) for v in (xa - x0, ya - y0, xb - x0, yb - y0))

        def place(box: Box) -> Box:
            left, top, right, bottom = box
            xs = (left * ax + top * bx + x0, right * ax + bottom * bx + x0)
            ys = (left * ay + top * by + y0, right * ay + bottom * by + y0)
            sides = (min(xs), min(ys), max(xs), max(ys))
            a, b, c, d = (_within(side, -_MOST_POINTS, _MOST_POINTS) for side in sides)
            return round(a, 1), round(b, 1), round(c, 1), round(d, 1)

        return place


def _characters(textpage: Any) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, and each word with where its characters begin and end."""
    characters = _read_characters(textpage)
    # A hyphen that breaks a line stands before the line's end: without both, the word is whole.
    raw = re.sub(_HYPHEN + r"[\r\n]*", "", "".join(characters))
    spans: list[tuple[int, int, str]] = []
    start = None
    for index, character in enumerate([*characters, " "]):
        if character.isspace():
            if start is not None:
                word = tidy("".join(characters[start:index]).replace(_HYPHEN, ""))
                if word:
                    spans.append((start, index, word[:1000]))
            start = None
        elif start is None:
            start = index
    return tidy(raw), spans


def _read_characters(textpage: Any) -> Sequence[str]:
    """One string for each of pdfium's characters, by which it is asked for their boxes."""
    count = max(0, min(pdfium.FPDFText_CountChars(textpage), MAX_PAGE_TEXT))
    place = pdfium.FPDFText_GetTextIndexFromCharIndex
    if count and place(textpage, 0) == 0 and place(textpage, count - 1) == count - 1:
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        units = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1  # and a closing zero
        text = bytes(buffer)[: 2 * max(units, 0)].decode("utf-16-le", "replace")
        if len(text) == count == units:
            return text
    # Some characters are beyond the first 65,536 or are left out of the text, and pdfium may then
    # write more than it is asked for (its issue 2079): one by one, which takes three times as long.
    return [_character(pdfium.FPDFText_GetUnicode(textpage, index)) for index in range(count)]


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF else " "


def _within(value: float, least: float, most: float) -> float:
    """A number that can be used, whatever the file says; to a hundredth."""
    return round(min(max(value, least), most), 2) if math.isfinite(value) else least


class _Boxes:
    """Boxes of characters on the PDF's own page; one set of C numbers for all, being asked for
    every word of every page."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(side) for side in self._sides]

    def around(self, start: int, count: int) -> Box | None:
        """Left, top, right, bottom around all the rectangles of these characters."""
        found: Box | None = None
        for index in range(pdfium.FPDFText_CountRects(self._textpage, start, count)):
            if not pdfium.FPDFText_GetRect(self._textpage, index, *self._refs):
                continue
            left, top, right, bottom = [side.value for side in self._sides]
            if found is not None:
                left, top = min(found[0], left), max(found[1], top)
                right, bottom = max(found[2], right), min(found[3], bottom)
            found = left, top, right, bottom
        return found
