"""A table of text (CSV, TSV) as a table on pages. Runs in a worker only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onrecord.domain.table_text import MOVEMENTS, Cell, Row, Table, table_of
from onrecord.packet.ink import ink
from onrecord.packet.press import clean
from onrecord.packet.said import t

TABLES = ("text/csv", "text/tab-separated-values", "application/x-ofx")
_MOST_ROWS, _MOST_COLUMNS = 3000, 20
"""Beyond which a table is printed line by line, as it is written."""
_SIZES = ((70, False, 10.0), (85, False, 8.5), (130, True, 8.5), (160, True, 7.5))
_LAST_SIZE = (True, 7.0)
_COUNTED = 45
"""Letters of a cell that count for how wide a table is; longer ones go on in the next line."""

Code = tuple[int, int, bool]


def table_data(text: str, codes: Sequence[Code], *, bank: bool = False) -> dict[str, Any] | None:
    """As the template reads it; None where the text is no table, or too large a one. The headings
    and the line of the account that we gave to a ``bank``'s own file are in the language spoken.

    ``codes`` mark places in the text (``textpages._codes``): here the cells that hold them.
    """
    found = table_of(text)
    if found is None or len(found.rows) > _MOST_ROWS or found.columns > _MOST_COLUMNS:
        return None
    flipped, size = _look(found)
    lead: list[Any] = []
    rows: list[Any] = []
    head: list[Any] = []
    passed = 0
    begin = next(n for n, row in enumerate(found.rows) if len(row.cells) == found.columns)
    for number, row in enumerate(found.rows):
        cells, passed = _row(row, found.columns, passed, codes)
        if not row.raw.strip():
            continue
        heading = row.raw.strip() == MOVEMENTS
        if bank and (heading or len(row.cells) != found.columns):  # a movement has the bank's words
            for cell in cells:
                cell["words"] = _said(cell["words"], heading=heading)
        if number == found.head:
            head = cells
        else:
            (lead if number < begin else rows).append(cells)
    return {
        "flipped": flipped,
        "size": size,
        "columns": found.columns,
        "figures": sorted(found.figures),
        "lead": lead,
        "head": head,
        "rows": rows,
    }


def _said(words: str, *, heading: bool) -> str:
    if heading:
        return {
            "Date": t("Date"), "Description": t("Description"), "Amount": t("Amount")
        }.get(words, words)  # fmt: skip
    forms = {
        "Account {0}": t("Account {0}"),
        "balance {0} on {1}": t("balance {0} on {1}"),
        "available {0} on {1}": t("available {0} on {1}"),
        "balance {0}": t("balance {0}"),
        "available {0}": t("available {0}"),
        "{0} to {1}": t("{0} to {1}"),
    }
    return ", ".join(_part_said(part, forms) for part in words.split(", "))


def _part_said(part: str, forms: dict[str, str]) -> str:
    for form, said in forms.items():
        pattern = re.escape(form).replace(r"\{0\}", "(.+)").replace(r"\{1\}", "(.+)")
        if found := re.fullmatch(pattern, part):
            return said.format(*found.groups())
    return part


def _look(table: Table) -> tuple[bool, float]:
    """Whether the sheets lie on their side, and the size of the letters in points."""
    rows = [row.cells for row in table.rows if len(row.cells) == table.columns]
    wide = sum(
        max(min(len(cells[n].text), _COUNTED) for cells in rows) + 2 for n in range(table.columns)
    )
    return next(((side, size) for most, side, size in _SIZES if wide <= most), _LAST_SIZE)


def _row(
    row: Row, columns: int, passed: int, codes: Sequence[Code]
) -> tuple[list[dict[str, Any]], int]:
    """Its cells; what is no row of the table is one cell over all of it."""
    cells = row.cells
    if len(cells) != columns:
        cells = (Cell(" ".join(row.raw.split()), row.raw),)
    made: list[dict[str, Any]] = []
    for cell in cells:
        begins, passed = passed, passed + ink(cell.raw)
        here = [code for after, code, behind in codes if not behind and begins <= after < passed]
        done = [code for after, code, behind in codes if behind and begins < after <= passed]
        made.append({"words": clean(cell.text, 24), "begin": here, "end": done})
    return made, passed
