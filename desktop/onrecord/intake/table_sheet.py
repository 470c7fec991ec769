"""A table of text as pages: columns aligned, figures to the right, a row never on two pages.

Each word keeps what is written for it, separators and quotation marks too, so that its letters can
be counted in the text itself, however it is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import ImageDraw

from onrecord.domain.table_text import Cell, Row, Table, table_of
from onrecord.intake import sheets
from onrecord.intake.reading import MAX_READ_PAGES, Word
from onrecord.intake.sheets import HEIGHT, WIDTH, SheetDocument

_MARGIN, _LINE, _ASCENT, _SIZE = 54.0, 14.0, 10.7, 10.0
_BETWEEN = 4.0  # two rows in smaller print
_SMALLEST = 7.0  # points
_GAP = 12.0  # between two columns
_NARROWEST = 60.0  # of a column of words that is broken into lines
_SPACE = 1.4  # times the space of the font, which is lost where letters are drawn small
_RULE = (150, 150, 150)


@dataclass(frozen=True)
class _Placed:
    """A word: where it is drawn from the margin and in which line of its row, in points; ``raw`` is
    what is written for it."""

    left: float
    line: int
    shown: str
    raw: str
    right: float


@dataclass
class _Laid:
    """A row: its words in the order of the text, and how high it is; ``top`` is from the margin."""

    row: Row
    words: list[_Placed]
    high: float
    page: int = 0
    top: float = 0.0


@dataclass
class _Columns:
    size: float
    lefts: list[float] = field(default_factory=list[float])
    widths: list[float] = field(default_factory=list[float])

    @property
    def line(self) -> float:
        return _LINE if self.size == _SIZE else self.size * 1.3

    def high(self, lines: int) -> float:
        return lines * self.line + (0 if self.size == _SIZE else _BETWEEN)


def sheets_of(text: str, *, table: bool) -> SheetDocument:
    """A text as pages; as a table where it is one and its columns and rows fit on a sheet."""
    found = table_of(text.replace("\f", "\n")) if table else None
    if found is not None:
        for wide in (WIDTH, HEIGHT):
            if columns := _fitting(found, wide - 2 * _MARGIN, may_break=wide > WIDTH):
                made = TableSheets(text, found, columns, upright=wide == WIDTH)
                if made.fits:
                    return made
    return SheetDocument(text)


class TableSheets(SheetDocument):
    """Pages of a table, upright or lying on their side; the headings are drawn on each."""

    def __init__(self, text: str, table: Table, columns: _Columns, *, upright: bool) -> None:
        self._table, self._columns = table, columns
        self._size = (WIDTH, HEIGHT) if upright else (HEIGHT, WIDTH)
        room = self._size[1] - 2 * _MARGIN
        laid = [self._lay(n, row) for n, row in enumerate(table.rows)]
        self._head = laid[table.head] if table.head >= 0 else None
        most = room - (self._head.high if self._head is not None else 0.0)
        wide = self._size[0] - 2 * _MARGIN + 0.1
        self.fits = all(
            one.high <= most and all(w.right <= wide for w in one.words) for one in laid
        )
        """Else something would be drawn beyond its sheet."""
        self._pages: list[list[_Laid]] = [[]]
        self._at: dict[int, _Laid] = {}
        top = 0.0
        for one in laid:
            if top + one.high > room and len(self._pages[-1]):
                if len(self._pages) == MAX_READ_PAGES:
                    self.is_cut = True
                    break
                self._pages.append([])
                top = self._head.high if self._head is not None and self._head.page else 0.0
            one.page, one.top = len(self._pages), top
            self._pages[-1].append(one)
            self._at |= dict.fromkeys(range(one.row.first, one.row.last + 1), one)
            top += one.high
        else:
            self.is_cut = False
        self.page_count = len(self._pages)

    def size(self, number: int) -> tuple[float, float]:
        return self._size

    def text(self, number: int) -> str:
        return "\n".join(one.row.raw for one in self._pages[number - 1]).rstrip()

    def words(self, number: int) -> list[Word]:
        found: list[Word] = []
        for one in self._pages[number - 1]:
            for word in one.words:
                top = _MARGIN + one.top + word.line * self._columns.line
                found.append(
                    Word(word.raw, round(_MARGIN + word.left, 1), round(top, 1),
                         round(_MARGIN + word.right, 1), round(top + self._columns.line, 1))
                )  # fmt: skip
        return found

    def place(self, first: int, last: int) -> tuple[int, str]:
        begins, ends = self._at.get(first), self._at.get(last)
        if begins is None or ends is None:
            return 0, ""
        words = [*begins.words, *ends.words]
        if begins.page != ends.page or not words:
            return begins.page, ""
        left, right = min(w.left for w in words), max(w.right for w in words)
        box = (
            _MARGIN + left,
            _MARGIN + begins.top,
            _MARGIN + right,
            _MARGIN + ends.top + ends.high,
        )
        return begins.page, " ".join(f"{side:.1f}" for side in box)

    def _draw(
        self,
        draw: ImageDraw.ImageDraw,
        number: int,
        scale: float,
        left: int,
        top: int,
        across: int,
        down: int,
    ) -> None:
        letters = sheets.font(max(1.0, round(self._columns.size * scale, 2)))
        shown = [(one, one.top) for one in self._pages[number - 1]]
        if self._head is not None and 0 < self._head.page < number:
            shown.insert(0, (self._head, 0.0))
        for one, row in shown:
            for word in one.words:
                at = (_MARGIN + word.left) * scale - left
                down_to = row + (word.line + _ASCENT / _LINE) * self._columns.line
                base = (_MARGIN + down_to) * scale - top
                if -_LINE * scale < base < down + _LINE * scale and at < across:
                    draw.text((at, base), word.shown, fill=sheets.INK, font=letters, anchor="ls")
            if one is self._head:
                y = (_MARGIN + row + one.high - 1) * scale - top
                ends = _MARGIN + self._columns.lefts[-1] + self._columns.widths[-1]
                draw.line(
                    (_MARGIN * scale - left, y, ends * scale - left, y),
                    fill=_RULE, width=max(1, round(scale * 0.7)),
                )  # fmt: skip

    def _lay(self, number: int, row: Row) -> _Laid:
        if len(row.cells) != self._table.columns:
            room = self._size[0] - 2 * _MARGIN
            words, lines = _set(Cell(" ".join(row.raw.split()), row.raw), room, self._columns.size)
            return _Laid(row, words, self._columns.high(lines))
        made: list[_Placed] = []
        most, before = 1, ""  # written before any word that could hold it
        for n, cell in enumerate(row.cells):
            words, lines = _set(cell, self._columns.widths[n], self._columns.size)
            shift = self._columns.lefts[n]
            if n in self._table.figures and words:
                shift += self._columns.widths[n] - max(word.right for word in words)
            if not words:
                ink = "".join(cell.raw.split())
                if made:
                    made[-1] = _with(made[-1], made[-1].raw + ink, 0)
                else:
                    before += ink
            for word in words:
                made.append(_with(word, before + word.raw, shift))
                before = ""
            most = max(most, lines)
        return _Laid(row, made, self._columns.high(most))


def _with(word: _Placed, raw: str, shift: float) -> _Placed:
    return _Placed(word.left + shift, word.line, word.shown, raw, word.right + shift)


def _set(cell: Cell, room: float, size: float) -> tuple[list[_Placed], int]:
    """The words of a cell in lines no wider than its column."""
    shown, written = cell.text.split(), cell.raw.split()
    if len(shown) != len(written):  # a sign that stands apart goes with the last word
        last = max(len(shown) - 1, 0)
        written = [*written[:last], "".join(written[last:])]
        written += [""] * (len(shown) - len(written))
    made: list[_Placed] = []
    at, line, space = 0.0, 0, _SPACE * _wide(" ", size)
    for word, raw in zip(shown, written, strict=False):
        width = _wide(word, size)
        if at and at + width > room + 0.01:
            at, line = 0.0, line + 1
        made.append(_Placed(at, line, word, raw, at + width))
        at += width + space
    return made, line + 1


def _wide(text: str, size: float) -> float:
    return sum(map(sheets.advance, text)) * size / _SIZE


def _whole(text: str) -> float:
    """A text in one line at the usual size."""
    words = text.split()
    gaps = max(len(words) - 1, 0) * _SPACE * _wide(" ", _SIZE)
    return sum(_wide(word, _SIZE) for word in words) + gaps


def _fitting(table: Table, room: float, *, may_break: bool) -> _Columns | None:
    """Columns that go beside each other into the room: as they are, in smaller print, and where
    they may be broken with the widest columns of words in lines."""
    rows = [row.cells for row in table.rows if len(row.cells) == table.columns]
    natural = [max(_whole(cells[n].text) for cells in rows) for n in range(table.columns)]
    gaps = _GAP * (table.columns - 1)
    for size in (_SIZE, 9.0, 8.0, _SMALLEST):
        widths = [width * size / _SIZE for width in natural]
        if sum(widths) + gaps <= room:
            return _beside(widths, size)
    if not may_break:
        return None
    longest = [
        max(_wide(word, _SMALLEST) for cells in rows for word in ["", *cells[n].text.split()])
        for n in range(table.columns)
    ]
    widths = [width * _SMALLEST / _SIZE for width in natural]
    least = [
        width if n in table.figures else min(width, max(longest[n], _NARROWEST))
        for n, width in enumerate(widths)
    ]
    spare = room - gaps - sum(least)
    if spare < 0:
        return None
    more = [width - few for width, few in zip(widths, least, strict=True)]
    made = [few + spare * one / sum(more) for few, one in zip(least, more, strict=True)]
    return _beside(made, _SMALLEST)


def _beside(widths: Sequence[float], size: float) -> _Columns:
    made = _Columns(size)
    left = 0.0
    for width in widths:
        made.lefts.append(left)
        made.widths.append(width)
        left += width + _GAP
    return made
