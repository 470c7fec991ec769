"""A statement (CSV) is printed as a table, and a cited row is led to."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest

from onrecord.domain.rect import read_rect
from onrecord.errors import Unreadable
from onrecord.packet.content import BundleContent, Exhibit, Mark
from onrecord.packet.ink import ink
from onrecord.packet.made import made_pages
from onrecord.packet.said import speaking
from onrecord.packet.textpages import TextPages, text_pages
from packet.papers import text_of

ROWS = [f"2026-04-{n % 28 + 1:02},Refund no. {n},{n * 13.5:.2f}" for n in range(90)]
STATEMENT = "\n".join(['Account "12"', "Date,What,Amount", '2026-03-02,"Tea, milk",-29.00', *ROWS])


def lines(made: TextPages, number: int) -> list[str]:
    return [" ".join(one.split()) for one in text_of(made.pdf, number).split("\n")]


def test_a_table_is_printed_without_the_signs_between_its_cells() -> None:
    made = text_pages(STATEMENT, title="Statement", table=True)
    words = "\n".join(lines(made, 1))
    assert 'Account "12"' in words and "Tea, milk" in words and "Refund no. 3" in words
    assert "2026-03-02," not in words and '"Tea' not in words
    assert "Amount" in "\n".join(lines(made, 2))  # the headings stand on each page
    assert made.pdf == text_pages(STATEMENT, title="Statement", table=True).pdf
    raw = text_pages(STATEMENT, title="Statement")
    assert '2026-03-02,"Tea, milk",-29.00' in lines(raw, 1)


def test_a_cited_row_is_led_to_on_its_page() -> None:
    at = STATEMENT.index(ROWS[70])
    after = ink(STATEMENT[:at])
    mark = Mark(2, after, after + ink(ROWS[70]), "1 2 3 4")
    made = text_pages(STATEMENT, table=True, marks=(mark, Mark(2, after)))
    page, rect = made.boxes[2, "1 2 3 4"]
    box = read_rect(rect)
    assert page == made.places[2] == 2 and box is not None
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        high = pdf[1].get_height()
        reader: Any = pdf[1].get_textpage()
        words = reader.get_text_bounded(box.x0, high - box.y1, box.x1, high - box.y0)
    assert "Refund no. 70" in words
    assert "Refund no. 68" not in words and "Refund no. 72" not in words


def test_a_wide_table_lies_on_its_side() -> None:
    wide = "\n".join(["Day;Who;What;Number;Amount", *(
        f"{n:02}.03.2026;Northline Telecom (sample);Monthly fee and calls to other networks;{n:022};-{n},00"
        for n in range(1, 9))])  # fmt: skip
    box = pypdf.PdfReader(BytesIO(text_pages(wide, table=True).pdf)).pages[0].mediabox
    assert box.width > box.height


def test_what_is_no_table_is_printed_line_by_line() -> None:
    words = lines(text_pages("Dear all,\nyou owe me.\n", table=True), 1)
    assert "Dear all," in words


def test_a_bank_s_file_with_one_movement_is_a_table() -> None:
    text = "Account XXXX5678, GBP\nDate\tDescription\tAmount\n2026-03-16\tREFUND, late\t84.20"
    exhibit = Exhibit("a", "A1", media_type="application/x-ofx", text=text)
    made = made_pages(exhibit, b"<OFX>", BundleContent(title="x"))
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        reader: Any = pdf[0].get_textpage()
        ends: list[float] = []
        for one in ("Amount", "84.20"):
            at, count = reader.search(one).get_next()
            ends.append(reader.get_charbox(at + count - 1, loose=True)[2])
    assert abs(ends[0] - ends[1]) < 1
    with pytest.raises(Unreadable, match="cannot be shown"):
        made_pages(replace(exhibit, text=None), b"<OFX>", BundleContent(title="x"))


def test_what_we_word_around_a_bank_s_file_is_in_the_language_of_the_bundle() -> None:
    text = (
        "Account XXXX5678, EUR, 2026-03-01 to 2026-03-31, balance 12.50 on 2026-03-31\n"
        "Date\tDescription\tAmount\n2026-03-16\tAccount 5 to Date\t84.20"
    )
    exhibit = Exhibit("a", "A1", media_type="application/x-ofx", text=text)
    with speaking("de"):
        made = made_pages(exhibit, b"<OFX>", BundleContent(title="x", language="de"))
    said = text_of(made.pdf, 1)
    assert "Konto XXXX5678, EUR, 2026-03-01 bis 2026-03-31, Saldo 12.50 am 2026-03-31" in said
    assert "Beschreibung" in said and "Betrag" in said and "Account 5 to Date" in said


def test_the_names_of_a_mail_s_headers_are_in_the_language_of_the_bundle() -> None:
    mail = "From: a@example.com\nSubject: From: me\nAttached: bill.pdf\n\nFrom: here on"
    with speaking("de"):
        said = text_of(text_pages(mail, mail=True, language="de").pdf, 1)
    assert "Von" in said and "Betreff" in said and "Anlage" in said
    assert "From: me" in said and "From: here on" in said
