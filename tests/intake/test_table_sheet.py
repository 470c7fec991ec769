"""A statement as a table on sheets: what stands in a column is aligned, and a row can be cited."""

from __future__ import annotations

import pytest

from onrecord.domain.rect import read_rect
from onrecord.intake import types
from onrecord.intake.documents import open_document
from onrecord.intake.reading import Word
from onrecord.intake.sheets import SheetDocument
from onrecord.intake.table_sheet import TableSheets, sheets_of

ROWS = "".join(f"2026-04-{n % 28 + 1:02},Refund no. {n},{n * 13.5:.2f}\n" for n in range(90))
STATEMENT = f'Account 12 345 678\nDate,What,Amount\n2026-03-02,"Tea, milk",-1029.00\n{ROWS}'
WIDE = "Day;Who;What for;Number;Amount\n" + "".join(
    f"{n % 30 + 1:02}.03.2026;Northline Telecom (sample);{'Monthly fee and calls ' * 8};DE{n:020};-{n},00\n"
    for n in range(1, 60)
)


def word(document: SheetDocument, page: int, start: str) -> Word:
    return next(one for one in document.words(page) if one.text.startswith(start))


def test_columns_begin_below_each_other_and_amounts_end_there() -> None:
    sheet = sheets_of(STATEMENT, table=True)
    assert isinstance(sheet, TableSheets) and sheet.size(1)[0] < sheet.size(1)[1]
    heading, tea, refund = (word(sheet, 1, one) for one in ("What", '"Tea', "Refund"))
    assert heading.x0 == tea.x0 == refund.x0
    amounts = [word(sheet, 1, one) for one in ("Amount", "-1029.00", "13.50")]
    assert len({one.x1 for one in amounts}) == 1


@pytest.mark.parametrize("text", [STATEMENT, WIDE])
def test_nothing_is_lost_and_the_words_stand_in_the_order_of_the_text(text: str) -> None:
    sheet = sheets_of(text, table=True)
    pages = range(1, sheet.page_count + 1)
    assert sheet.page_count > 1
    assert "\n".join(sheet.text(n) for n in pages) == text.rstrip()
    for n in pages:
        words = "".join(one.text for one in sheet.words(n))
        assert words == "".join(sheet.text(n).split())
        wide, high = sheet.size(n)
        assert all(0 < w.x0 < w.x1 < wide and 0 < w.y0 < w.y1 < high for w in sheet.words(n))


def test_a_wide_one_lies_on_its_side_and_long_words_go_on_below() -> None:
    sheet = sheets_of(WIDE, table=True)
    assert sheet.size(1)[0] > sheet.size(1)[1]
    page, rect = sheet.place(1, 1)
    box = read_rect(rect)
    assert page == 1 and box is not None
    inside = [w.text for w in sheet.words(1) if box.y0 <= w.y0 and w.y1 <= box.y1 + 0.1]
    assert "".join(inside) == "".join(WIDE.split("\n")[1].split())


def test_a_row_is_cited_by_the_box_around_it() -> None:
    sheet = sheets_of(STATEMENT, table=True)
    page, rect = sheet.place(70, 70)
    box = read_rect(rect)
    assert page == 2 and box is not None
    inside = [w.text for w in sheet.words(2) if box.y0 <= w.y0 and w.y1 <= box.y1]
    assert "".join(inside) == "".join(STATEMENT.split("\n")[70].split())


def test_what_is_no_table_stays_lines() -> None:
    assert type(sheets_of("Hello,\nyou owe me, and more.\n", table=True)) is SheetDocument
    assert type(sheets_of(STATEMENT, table=False)) is SheetDocument
    endless = "a,b\n" + "x" * 900 + ",1\n" + "y,2\n"
    assert type(sheets_of(endless, table=True)) is SheetDocument


@pytest.mark.parametrize(
    "row", [f"2026-03-02,Ben,{'It would come soon. ' * 600}", f"see{'-' * 900}there"]
)
def test_a_row_that_is_more_than_a_sheet_is_seen_whole(row: str) -> None:
    sheet = sheets_of(
        f"Day,Who,What\n2026-03-01,Ann,Hello\n{row}\n2026-03-05,Ann,Bye\n", table=True
    )
    words = "".join(w.text for n in range(1, sheet.page_count + 1) for w in sheet.words(n))
    assert "".join(row.split()) in words
    for n in range(1, sheet.page_count + 1):
        wide, high = sheet.size(n)
        assert all(w.x1 < wide and w.y1 < high for w in sheet.words(n))


def test_the_viewer_opens_it_as_the_table_that_was_read() -> None:
    for name in ("text/csv", "text/tab-separated-values"):
        kind = types.named(name)
        assert kind is not None
        opened = open_document(STATEMENT.encode(), kind)
        assert isinstance(opened, TableSheets)
    assert not isinstance(open_document(STATEMENT.encode(), types.TEXT), TableSheets)


OFX = "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>GBP\n<BANKTRANLIST>{}</BANKTRANLIST></STMTRS></OFX>"


def test_a_bank_s_own_file_opens_as_the_table_of_its_movements() -> None:
    rows = "<STMTTRN><DTPOSTED>20260316<TRNAMT>-84.20<NAME>TEA &amp; MILK</STMTTRN>"
    kind = types.named("application/x-ofx")
    assert kind is not None
    for many in (1, 90):
        opened = open_document(OFX.format(rows * many).encode(), kind)
        assert isinstance(opened, TableSheets)
        assert opened.text(1).split("\n")[2] == "2026-03-16\tTEA & MILK\t-84.20"
        assert word(opened, 1, "Amount").x1 == word(opened, 1, "-84.20").x1
    broken = open_document(OFX.format("<STMTTRN><TRNAMT>").encode(), kind)
    assert not isinstance(broken, TableSheets) and "<STMTRS>" in broken.text(1)


def test_it_is_drawn_where_its_words_are() -> None:
    sheet = sheets_of(WIDE, table=True)
    one = word(sheet, 1, "Northline")
    x, y, width, height = int(one.x0), int(one.y0), int(one.x1 - one.x0), int(one.y1 - one.y0)
    drawn = sheet.tile(1, 1.0, (x, y, width, height), 0)
    assert min(drawn.data) < 100
    empty = sheet.tile(1, 1.0, (0, 0, 50, 50), 0)
    assert min(empty.data) == 255
