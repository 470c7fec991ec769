"""One document understood: its pages' text, a small picture, and what it says of itself.

Runs only in a worker. Pages are handed on one by one, so that a document of any length is read
up to the limits, and the reading says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from onrecord.domain.cut_picture import CUT_OFF
from onrecord.errors import NeedsPassword, Unreadable
from onrecord.intake import images, kinds, types
from onrecord.intake.csv_statement import csv_statement
from onrecord.intake.documents import MAX_SHEET_TEXT, NOT_SHOWN, text_sheets
from onrecord.intake.envelope import not_on_its_pages
from onrecord.intake.images import ImageDocument
from onrecord.intake.mail import Mail, parse_mail
from onrecord.intake.mending import open_pdf
from onrecord.intake.ofx import ofx_statement
from onrecord.intake.pdf import PdfDocument
from onrecord.intake.reading import (
    EMPTY,
    MAX_PAGE_TEXT,
    MAX_READ_PAGES,
    MAX_TEXT,
    MAX_WORDS,
    PageText,
    RawPixels,
    Reading,
)
from onrecord.intake.sheets import SheetDocument
from onrecord.intake.statement import Statement
from onrecord.intake.table_layout import Layouts
from onrecord.intake.text import decode, from_html, is_cut
from onrecord.intake.types import FileType
from onrecord.intake.word import from_word
from onrecord.worker.limits import PATIENCE

CUT = "Only the first part of this long text is shown here. The whole of it is kept."

_THUMBNAIL = 320  # pixels, the longest side
_CPU_S, _WALL_S = (
    40.0,
    60.0 * PATIENCE,
)  # for the pages; what is left of a call is for the thumbnail
_KIND_PAGES = 3  # pages that say what a document is

Emit = Callable[[PageText], None]


def understand(
    data: bytes,
    emit: Emit,
    *,
    file_name: str = "",
    password: str = "",
    layouts: Layouts | None = None,
    whole: bool = False,
) -> Reading:
    """Reads a document; its pages go to ``emit`` and not into the reading. A very long picture is
    several pages, unless it is wanted ``whole``."""
    kind = types.detect(data, file_name)
    try:
        if not data:
            raise Unreadable(EMPTY)
        if kind == types.PDF:
            return _pdf(data, password, emit)
        if kind in types.IMAGES:
            return _picture(ImageDocument(data, kind, whole=whole), kind, file_name, emit)
        if kind == types.EMAIL:
            return _mail(parse_mail(data), emit)
        if kind == types.HTML:
            markup = decode(data[:MAX_TEXT])
            short = len(data) > MAX_TEXT or is_cut(markup)
            return _text(from_html(markup), kind, emit, short=short)
        if kind == types.WORD:
            text, is_first = from_word(data)
            return _text(text, kind, emit, short=is_first)
        if types.is_text(kind):
            return _text(decode(data[: 4 * MAX_SHEET_TEXT]), kind, emit, layouts=layouts)
        raise Unreadable(NOT_SHOWN)
    except Unreadable as error:
        locked = isinstance(error, NeedsPassword)
        return Reading(kind.media_type, kind.name, needs_password=locked, problem=str(error))


def _pdf(data: bytes, password: str, emit: Emit) -> Reading:
    pdf, mended = open_pdf(data, password)
    taken = _Taken(pdf.page_count, emit)
    taken.take(_pdf_pages(pdf, taken))
    drawn, files = pdf.beside_pages()
    elsewhere = not_on_its_pages(data, password, drawn=drawn, files=files)
    problem = mended or taken.problem() or elsewhere
    picture = None
    try:
        width, height = pdf.size(1)
        scale = _THUMBNAIL / max(width, height, 1)
        box = (0, 0, max(1, round(width * scale)), max(1, round(height * scale)))
        picture = pdf.tile(1, scale, box, 0)
    except Unreadable as error:
        problem = problem or str(error)
    kind = kinds.kind_of_text(taken.head, otherwise="other", has_form=pdf.has_form)
    facts = pdf.facts() | taken.facts() | ({"password": "needed"} if password else {})
    return _reading(
        types.PDF, pdf.page_count, problem, kind, picture, facts, suggested_title=pdf.title
    )


def _pdf_pages(pdf: PdfDocument, taken: _Taken) -> Iterator[PageText]:
    for number in range(1, pdf.page_count + 1):
        try:
            text, words = pdf.read(number, boxes=taken.wants_boxes)
            width, height = pdf.size(number)
            over = pdf.over_picture(number, text)
        except Unreadable as error:
            taken.trouble = taken.trouble or str(error)
            text, words, width, height, over = "", [], 0.0, 0.0, False
        yield PageText(number, text, width, height, words, over)


def _picture(picture: ImageDocument, kind: FileType, file_name: str, emit: Emit) -> Reading:
    notes = picture.notes()
    seen = kinds.kind_of_picture(
        kind.media_type,
        *picture.pixels,
        has_camera=bool(notes.camera) or notes.has_location,  # no screen writes down a place
        file_name=file_name,
    )
    taken = _Taken(picture.page_count, emit)
    taken.take(_frames(picture))
    facts = {"camera": notes.camera, "zone_offset": notes.zone_offset, **taken.facts()}
    small = picture.thumbnail(_THUMBNAIL)
    return _reading(
        kind,
        picture.page_count,
        _frames_told(picture) or taken.problem(),
        seen,
        small,
        {name: value for name, value in facts.items() if value},
        suggested_when=notes.taken,
        has_location=notes.has_location,
    )


def _frames_told(picture: ImageDocument) -> str:
    if picture.page_count >= images.MAX_FRAMES:
        return images.MANY
    if picture.is_cut_off:
        return CUT_OFF
    return images.FIRST_ONLY if picture.first_only else ""


def _frames(picture: ImageDocument) -> Iterator[PageText]:
    for number in range(1, picture.page_count + 1):
        try:
            width, height = picture.size(number)
        except Unreadable:
            width, height = 0.0, 0.0
        yield PageText(number, "", width, height)


def _mail(mail: Mail, emit: Emit) -> Reading:
    facts = {"zone_offset": mail.zone_offset, "attachments": mail.attachments}
    return _text(
        mail.text,
        types.EMAIL,
        emit,
        short=mail.is_cut,
        suggested_kind="email",
        suggested_title=mail.subject[:300],
        suggested_when=mail.when,
        suggested_source=mail.sender[:300],
        facts={name: value for name, value in facts.items() if value},
    )


def _text(
    text: str,
    kind: FileType,
    emit: Emit,
    facts: dict[str, Any] | None = None,
    *,
    short: bool = False,
    layouts: Layouts | None = None,
    **suggested: str,
) -> Reading:
    """``short`` says that ``text`` is the first part only."""
    sheets = text_sheets(text[:MAX_SHEET_TEXT], kind)
    taken = _Taken(sheets.page_count, emit)
    taken.take(
        PageText(number, sheets.text(number), *sheets.size(number), sheets.words(number))
        for number in range(1, sheets.page_count + 1)
    )
    width, height = sheets.size(1)
    scale = _THUMBNAIL / height
    picture = sheets.tile(1, scale, (0, 0, round(width * scale), _THUMBNAIL), 0)
    statement = _statement(text[:MAX_SHEET_TEXT], kind, sheets, layouts)
    short = short or len(text) > MAX_SHEET_TEXT or sheets.is_cut
    short = short or (kind == types.OFX and statement is not None and statement.is_cut)
    problem = CUT if short else taken.problem()
    seen = suggested.pop("suggested_kind", "") or (
        "statement" if statement else kinds.kind_of_text(text, otherwise="text")
    )
    facts = (facts or {}) | taken.facts()
    return _reading(
        kind, sheets.page_count, problem, seen, picture, facts, statement=statement, **suggested
    )


def _statement(
    text: str, kind: FileType, sheets: SheetDocument, layouts: Layouts | None
) -> Statement | None:
    if kind == types.OFX:
        return ofx_statement(text, sheets.place)
    return csv_statement(text, sheets.place, layouts) if types.is_table(kind) else None


def _reading(
    kind: FileType,
    page_count: int,
    problem: str,
    seen: str,
    thumbnail: RawPixels | None,
    facts: dict[str, Any],
    **more: Any,
) -> Reading:
    return Reading(
        kind.media_type,
        kind.name,
        page_count=page_count,
        problem=problem,
        suggested_kind=seen,
        thumbnail=thumbnail,
        facts=facts,
        **more,
    )


class _Taken:
    """Takes pages until there are no more, or enough."""

    def __init__(self, page_count: int, emit: Emit) -> None:
        self.trouble = ""
        self.head = ""
        self._page_count, self._emit = page_count, emit
        self._pages = self._characters = self._words = 0
        self._boxed = 0
        self._cpu_end = time.process_time() + _CPU_S
        self._wall_end = time.monotonic() + _WALL_S

    @property
    def wants_boxes(self) -> bool:
        return self._words < MAX_WORDS

    def take(self, pages: Iterable[PageText]) -> None:
        for page in pages:
            words = list(page.words)[: MAX_WORDS - self._words]
            text = page.text[: min(MAX_PAGE_TEXT, MAX_TEXT - self._characters)]
            self._emit(replace(page, text=text, words=words))
            self._pages += 1
            self._characters += len(text)
            self._words += len(words)
            if len(words) == len(page.words) and (words or not text):
                self._boxed = self._pages
            if page.number <= _KIND_PAGES:
                self.head += text[:10_000] + "\n"
            if self._is_enough():
                return

    def problem(self) -> str:
        if self._pages < self._page_count:
            return (
                f"Only the first {self._pages:,} of {self._page_count:,} pages were read for "
                "search and suggestions; all of them are kept."
            )
        return self.trouble

    def facts(self) -> dict[str, Any]:
        """Where the words' places end, if not with the pages."""
        return {} if self._boxed >= self._pages else {"words_to_page": self._boxed}

    def _is_enough(self) -> bool:
        return (
            self._pages >= MAX_READ_PAGES
            or self._characters >= MAX_TEXT
            or time.process_time() >= self._cpu_end
            or time.monotonic() >= self._wall_end
        )
