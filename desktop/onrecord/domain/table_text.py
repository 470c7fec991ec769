"""A table written as text (CSV, TSV): its cells, and where in the text each of them stands."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_SEPARATORS = ",;\t|"
_LOOKED_AT = 200  # lines that tell what stands between the cells
_FIGURE = re.compile(
    r"[-+−(]?\s?(?:[A-Z]{3}|[£$€¥₹])?\s?[-+−]?\d[\d.,'’  ]*\)?(?:\s?(?:[A-Z]{2,3}|[£$€¥₹%-]))?\Z"
)
_NUMBER_NAME = re.compile(r"0\d+|\d{6,}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")

MOVEMENTS = "Date\tDescription\tAmount"
"""The headings of a table that is made of a bank's own file, which is none."""


def tabbed(cells: Sequence[str]) -> str:
    """A row of a table, without its line end."""
    line = io.StringIO()
    csv.writer(line, delimiter="\t", lineterminator="").writerow(cells)
    return line.getvalue()


def separator_of(lines: list[str]) -> str:
    """The sign that gives most lines the same number of cells, more than one."""
    declared = lines[0].strip() if lines else ""
    if declared.lower().startswith("sep=") and len(declared) == 5:
        return declared[4]
    best, chosen = (0, 0), ","
    looked = [line for line in lines[:_LOOKED_AT] if line.strip()]
    for sign in _SEPARATORS:
        try:
            counts = Counter(len(cells) for cells in csv.reader(looked, delimiter=sign))
        except csv.Error:
            continue
        width, many = max(
            ((w, n) for w, n in counts.items() if w > 1), key=lambda x: (x[1], x[0]), default=(0, 0)
        )
        if (many, width) > best:
            best, chosen = (many, width), sign
    return chosen


@dataclass(frozen=True)
class Cell:
    """``text`` as it is shown; ``raw`` all that is written for it, to the next cell."""

    text: str
    raw: str


@dataclass(frozen=True)
class Row:
    """``first`` and ``last`` are the lines of the text it stands on, from 0."""

    cells: tuple[Cell, ...]
    first: int
    last: int

    @property
    def raw(self) -> str:
        return "".join(cell.raw for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """``rows`` are all that is written; those with ``columns`` cells are rows of the table, the
    others stand before, behind or between. ``head`` is the number of the row with the headings,
    -1 for none; ``figures`` are the columns of amounts and other figures."""

    rows: tuple[Row, ...]
    columns: int
    head: int
    figures: frozenset[int]


def table_of(text: str) -> Table | None:
    """None where most lines do not have the same number of cells, and for two columns of words."""
    lines = text.split("\n")
    rows = _rows(lines, separator_of(lines))
    written = [row for row in rows if row.raw.strip()]
    counts = Counter(len(row.cells) for row in written if len(row.cells) > 1)
    columns, many = max(counts.items(), key=lambda x: (x[1], x[0]), default=(0, 0))
    if many < 2 or 2 * many < len(written):
        return None
    head = next(n for n, row in enumerate(rows) if len(row.cells) == columns)
    first = [cell.text for cell in rows[head].cells]
    if any(_FIGURE.match(one) for one in first) or sum(map(bool, first)) < 2:
        head = -1
    body = [r.cells for n, r in enumerate(rows) if len(r.cells) == columns and n != head]
    figures = {n for n in range(columns) if _are_figures([cells[n].text for cells in body])}
    if columns < 3 and not figures:  # running text has a comma here and there
        return None
    return Table(tuple(rows), columns, head, frozenset(figures))


def _are_figures(cells: Sequence[str]) -> bool:
    """Amounts and quantities; numbers that name something, and dates, are read as words."""
    said = [cell for cell in cells if cell]
    figures = sum(bool(_FIGURE.match(one)) and not _NUMBER_NAME.fullmatch(one) for one in said)
    return bool(said) and 5 * figures >= 4 * len(said)


def _rows(lines: Sequence[str], separator: str) -> list[Row]:
    made: list[Row] = []
    at = 0
    while at < len(lines):
        raw, first = lines[at], at
        while not _is_closed(raw, separator) and at + 1 < len(lines) and at - first < 50:
            at += 1
            raw += "\n" + lines[at]
        if not _is_closed(raw, separator):  # a stray quotation mark, and no cell over many lines
            raw, at = lines[first], first
        made.append(Row(_cells(raw, separator), first, at))
        at += 1
    return made


def _is_closed(raw: str, separator: str) -> bool:
    return _split(raw, separator)[1]


def _cells(raw: str, separator: str) -> tuple[Cell, ...]:
    return tuple(Cell(_shown(one, separator), one) for one in _split(raw, separator)[0])


def _shown(raw: str, separator: str) -> str:
    text = raw.removesuffix(separator).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"')
    return " ".join(text.split())


def _split(raw: str, separator: str) -> tuple[list[str], bool]:
    """What is written for each cell, with the sign behind it; whether every quotation ends."""
    cells: list[str] = []
    start, quoted, begun, ended = 0, False, False, -2
    for at, sign in enumerate(raw):
        if sign == '"' and (quoted or not begun or ended == at - 1):  # "" is a sign in the words
            ended = at if quoted else -2
            quoted = not quoted
            begun = True
        elif sign == separator and not quoted:
            cells.append(raw[start : at + 1])
            start, begun = at + 1, False
        elif not sign.isspace():
            begun = True
    if quoted or raw[start:] or not cells or raw.endswith(separator):
        cells.append(raw[start:])
    return cells, not quoted
