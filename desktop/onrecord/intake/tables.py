"""A table of text (CSV, TSV) as rows of cells, whoever wrote it and with whatever between them.

Runs only in a worker.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.domain.table_text import separator_of

_MOST_CELLS = 200
_MOST_CELL = 5_000  # characters


@dataclass(frozen=True)
class TableRow:
    """``first`` and ``last`` are the lines of the text it stands on, from 0."""

    cells: tuple[str, ...]
    first: int
    last: int


def table_rows(text: str) -> Iterator[TableRow]:
    """The rows that have anything in them; cells without spaces around them.

    What stands between cells is found by counting, since a guess from a few lines goes wrong on
    the lines of address and account that banks put first. A row that cannot be read ends it.
    """
    csv.field_size_limit(1 << 20)
    lines = text.split("\n")
    separator = separator_of(lines)
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
    first = 0
    if lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) <= 5:
        next(reader, None)
        first = 1
    try:
        for cells in reader:
            last = reader.line_num - 1
            made = tuple(cell.strip()[:_MOST_CELL] for cell in cells[:_MOST_CELLS])
            if any(made):
                yield TableRow(made, first, last)
            first = reader.line_num
    except csv.Error:
        return
