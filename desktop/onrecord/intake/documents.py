"""A document open in a worker: pages with a size, words, and pictures of parts of them."""

from __future__ import annotations

from typing import Protocol

from onrecord.errors import Refused
from onrecord.intake import types
from onrecord.intake.images import ImageDocument
from onrecord.intake.mail import parse_mail
from onrecord.intake.mending import open_pdf
from onrecord.intake.ofx import ofx_table
from onrecord.intake.reading import MAX_TEXT, MAX_TILE, RawPixels, Word
from onrecord.intake.sheets import SheetDocument
from onrecord.intake.table_sheet import sheets_of
from onrecord.intake.text import decode, from_html
from onrecord.intake.types import FileType
from onrecord.intake.word import from_word

MAX_SHEET_TEXT = 2_000_000  # characters of a text that are laid out as pages
NOT_SHOWN = "This kind of file cannot be shown yet. It is kept safely."


class Document(Protocol):
    """Page numbers start at 1, sizes and boxes are points as displayed, from the top left."""

    page_count: int

    def size(self, number: int) -> tuple[float, float]: ...
    def text(self, number: int) -> str: ...
    def words(self, number: int) -> list[Word]: ...

    def tile(
        self, number: int, scale: float, box: tuple[int, int, int, int], rotate: int
    ) -> RawPixels:
        """The part ``x, y, width, height`` of the page drawn at ``scale`` pixels a point and
        then turned clockwise by ``rotate`` degrees; the box is in pixels of that picture."""
        ...


def open_document(
    data: bytes, kind: FileType, password: str = "", *, whole: bool = False
) -> Document:
    """Opens what can be shown, a very long picture in parts unless ``whole``. ``Unreadable``
    (``NeedsPassword``) or ``Refused`` if not."""
    if kind == types.PDF:
        return open_pdf(data, password)[0]
    if kind in types.IMAGES:
        return ImageDocument(data, kind, whole=whole)
    if kind == types.EMAIL:
        return SheetDocument(parse_mail(data).text[:MAX_SHEET_TEXT])
    if kind == types.HTML:
        return SheetDocument(from_html(decode(data[:MAX_TEXT]))[:MAX_SHEET_TEXT])
    if kind == types.WORD:
        return SheetDocument(from_word(data)[0][:MAX_SHEET_TEXT])
    if types.is_text(kind):
        text = decode(data[: 4 * MAX_SHEET_TEXT])[:MAX_SHEET_TEXT]
        return text_sheets(text, kind)
    raise Refused(NOT_SHOWN)


def text_sheets(text: str, kind: FileType) -> SheetDocument:
    """A text as pages; a bank's own file as the table of its movements, if it has any."""
    made = ofx_table(text) if kind == types.OFX else ""
    return sheets_of(made or text, table=bool(made) or types.is_table(kind))


def check_tile(document: Document, number: int, scale: float, box: tuple[int, ...]) -> None:
    """Refuses a tile that is none: no such page, no such size."""
    _, _, width, height = box
    if not 1 <= number <= document.page_count:
        raise Refused("There is no such page in this document.", "number")
    if not 0.01 <= scale <= 40 or not (1 <= width <= MAX_TILE and 1 <= height <= MAX_TILE):
        raise Refused("A page cannot be drawn at this size.", "scale")
    page_width, page_height = document.size(number)
    if max(page_width, page_height) * scale > 200_000:
        raise Refused("A page cannot be drawn at this size.", "scale")
