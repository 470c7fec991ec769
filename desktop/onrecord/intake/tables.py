"""A table of text (CSV, TSV) as rows of cells, whoever wrote it and with whatever between them.

Runs only in a worker.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATORS = ",;\t|"
_LOOKED_AT = 200  # lines that tell what stands between the cells
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
