"""What was understood of one document: plain data, checked when it arrives from a worker.

A worker may be under a document's control, so that nothing here trusts a length, a type or a
number it was sent. Points are 1/72 inch, from the top left of the page as it is displayed
(after its rotation and crop); page numbers start at 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from onrecord.errors import Unreadable
from onrecord.intake.statement import Statement, statement_from

MAX_READ_PAGES = 5_000  # pages whose text is read, and the most a reading may hold
MAX_PAGE_TEXT = 500_000  # characters: at most 2 MB a page
MAX_TEXT = 20_000_000  # characters of one document
MAX_WORDS = 300_000  # words kept with their boxes; later pages keep their text only
MAX_TILE = 4096  # pixels a side
MAX_THUMBNAIL = 512

EMPTY = "This file is empty. Perhaps it was not copied completely."
_UNUSABLE = "What came out of this document does not fit together, so it was not used."
_BYTES = {"RGB": 3, "RGBA": 4}


class Word(NamedTuple):
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class PageText:
    """The text of one page, in reading order as far as the file gives it; ``over_picture`` where
    it is but a few words over a picture of the rest."""

    number: int
    text: str
    width: float
    height: float
    words: Sequence[Word] = ()
    over_picture: bool = False


@dataclass(frozen=True)
class RawPixels:
    """A picture as bytes, row by row from the top; ``stride`` bytes a row."""

    width: int
    height: int
    stride: int
    data: bytes
    format: str = "RGB"


@dataclass(frozen=True)
class Reading:
    """All that one document told. Suggestions are taken from the document, never guessed.

    ``problem`` is one sentence, or empty. ``suggested_when`` is a When text ("2026-03-01T14:21"),
    of the wall clock where it was written; ``facts`` holds small things by name, such as
    ``zone_offset`` ("+01:00"), ``camera``, ``attachments`` or, for developers, ``report``.
    ``statement`` holds the rows of a bank statement.
    """

    media_type: str
    type_name: str
    page_count: int = 0
    pages: list[PageText] = field(default_factory=list[PageText])
    thumbnail: RawPixels | None = None
    needs_password: bool = False
    problem: str = ""
    suggested_title: str = ""
    suggested_kind: str = "other"
    suggested_when: str = ""
    suggested_source: str = ""
    has_location: bool = False
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    statement: Statement | None = None


KINDS = frozenset(
    [
        "bill",
        "statement",
        "letter",
        "email",
        "screenshot",
        "photo",
        "form",
        "contract",
        "receipt",
        "text",
        "other",
    ]
)


def pixels_from(head: Mapping[str, Any], data: bytes, most: int = MAX_TILE) -> RawPixels:
    """Pixels whose sizes fit together; ``Unreadable`` if they do not."""
    width, height = _whole(head.get("width"), most), _whole(head.get("height"), most)
    stride, form = _whole(head.get("stride"), most * 8), head.get("format")
    if (
        not isinstance(form, str)
        or form not in _BYTES
        or width < 1
        or height < 1
        or stride < width * _BYTES[form]
        or len(data) != stride * height
    ):
        raise Unreadable(_UNUSABLE)
    return RawPixels(width, height, stride, data, form)


def page_from(value: object) -> PageText:
    """A page from the JSON a worker sent; ``Unreadable`` if it is none."""
    page = _mapping(value)
    return PageText(
        number=_whole(page.get("number"), 10_000_000),
        text=_text(page.get("text"), MAX_PAGE_TEXT),
        width=_length(page.get("width")),
        height=_length(page.get("height")),
        words=words_from(page.get("words")),
        over_picture=page.get("over_picture") is True,
    )


def words_from(value: object) -> list[Word]:
    words: list[Word] = []
    for item in _list(value, MAX_WORDS):
        if not isinstance(item, list) or len(cast("list[object]", item)) != 5:
            raise Unreadable(_UNUSABLE)
        text, *box = cast("list[object]", item)
        words.append(Word(_text(text, 1000), *(_length(side) for side in box)))
    return words


def sizes_from(value: object, most: int) -> list[tuple[float, float]]:
    """Widths and heights of pages."""
    pairs = [_list(pair, 2) for pair in _list(value, most)]
    if any(len(pair) != 2 for pair in pairs):
        raise Unreadable(_UNUSABLE)
    return [(_length(width), _length(height)) for width, height in pairs]


def count_from(value: object) -> int:
    return _whole(value, 10_000_000)


def reading_from(value: Mapping[str, Any], pages: Sequence[object], thumbnail: bytes) -> Reading:
    """The reading a worker sent: its JSON, its pages' JSON, its thumbnail's bytes."""
    if len(pages) > MAX_READ_PAGES:
        raise Unreadable(_UNUSABLE)
    head = value.get("thumbnail")
    kind = _text(value.get("suggested_kind"), 20)
    return Reading(
        media_type=_text(value.get("media_type"), 100),
        type_name=_text(value.get("type_name"), 100),
        page_count=count_from(value.get("page_count")),
        pages=[page_from(page) for page in pages],
        thumbnail=None if head is None else pixels_from(_mapping(head), thumbnail, MAX_THUMBNAIL),
        needs_password=value.get("needs_password") is True,
        problem=_text(value.get("problem"), 500),
        suggested_title=_text(value.get("suggested_title"), 300),
        suggested_kind=kind if kind in KINDS else "other",
        suggested_when=_when(value.get("suggested_when")),
        suggested_source=_text(value.get("suggested_source"), 300),
        has_location=value.get("has_location") is True,
        facts=_mapping(value.get("facts", {})),
        statement=None
        if value.get("statement") is None
        else statement_from(value.get("statement")),
    )


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise Unreadable(_UNUSABLE)
    return value[:most]


def _when(value: object) -> str:
    text = _text(value, 16)
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text) else ""


def _whole(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Unreadable(_UNUSABLE)
    return value


def _length(value: object) -> float:
    if not isinstance(value, (int, float)) or not math.isfinite(value) or abs(value) > 1e7:
        raise Unreadable(_UNUSABLE)
    return float(value)


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(_UNUSABLE)
    return cast("dict[str, Any]", value)


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(cast("list[object]", value)) > most:
        raise Unreadable(_UNUSABLE)
    return cast("list[object]", value)
