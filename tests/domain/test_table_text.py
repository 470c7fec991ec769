"""A table written as text: its cells as they are read, and nothing of what is written lost."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.table_text import table_of

STATEMENT = (
    "Account 12 345 678\n\n"
    "Date,Description,Amount,Balance\n"
    '2026-03-02,"Northline, ""the"" Telecom",-29.00,1200.10\n'
    '2026-03-16,"Two\ncups",-7.20,"1,192.90"\n'
    "2026-04-20,Refund,1000.00,\n"
)


def test_cells_are_read_whatever_stands_between_them() -> None:
    table = table_of(STATEMENT)
    assert table is not None
    body = [[cell.text for cell in row.cells] for row in table.rows if len(row.cells) == 4]
    assert body == [
        ["Date", "Description", "Amount", "Balance"],
        ["2026-03-02", 'Northline, "the" Telecom', "-29.00", "1200.10"],
        ["2026-03-16", "Two cups", "-7.20", "1,192.90"],
        ["2026-04-20", "Refund", "1000.00", ""],
    ]
    assert table.rows[table.head].first == 2
    assert table.figures == {2, 3}  # a date is no figure
    other = table_of(STATEMENT.replace(",", ";").replace("\t", " "))
    assert other is not None and other.columns == 4


def test_running_text_is_no_table() -> None:
    assert table_of("Dear all,\n\nyou owe me money, and you know it.\nYours, truly, me\n") is None
    assert table_of("") is None


@given(st.text(alphabet='a1,;"\n \t|', max_size=80))
def test_whatever_is_written_is_kept(text: str) -> None:
    table = table_of(text)
    if table is not None:
        assert "\n".join(row.raw for row in table.rows) == text


def test_a_quotation_within_a_cell_leaves_the_cell_whole() -> None:
    lines = [f'2026-08-0{n},"Cable ""HDMI"", 5 m",{n}.99' for n in range(1, 6)]
    text = "\n".join(["Date,Text,Amount", *lines, '2026-08-06,"""Adapter"", and\na ""plug""",6.99'])
    table = table_of(text)
    assert table is not None
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    read = [[" ".join(cell.split()) for cell in row] for row in csv.reader(io.StringIO(text))]
    assert cells == read
    assert cells[1] == ["2026-08-01", 'Cable "HDMI", 5 m', "1.99"]
