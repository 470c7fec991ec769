"""Statements of banks and cards: read as they state it, and what they leave open stays open."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import Unreadable
from onrecord.intake.csv_statement import csv_statement
from onrecord.intake.day_order import orders_of, readings
from onrecord.intake.figures import figure, marks_of
from onrecord.intake.ofx import ofx_statement, ofx_table
from onrecord.intake.reader import Reader
from onrecord.intake.statement import Statement, StatementRow, statement_from

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MINOR = st.integers(1, 10**11)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30)


def nowhere(first: int, last: int) -> tuple[int, str]:
    return 0, ""


def read_csv(text: str) -> Statement:
    found = csv_statement(text, nowhere)
    assert found is not None
    return found


def brief(row: StatementRow) -> tuple[str, str, str]:
    assert len(row.days) == len(row.amounts) == 1
    return row.days[0], row.amounts[0], row.flow or row.sign


def test_a_german_account_with_lines_before_its_heading() -> None:
    found = read_csv(
        '"Umsätze Girokonto";"Sample";\n\n"Buchungstag";"Verwendungszweck";"Betrag (EUR)";"Saldo"\n'
        '"16.03.2026";"NORTHLINE (sample) GUTSCHRIFT";"1.084,20";"2.000,00"\n'
        '"02.03.2026";"MIETE";"-500,00";"915,80"\n;;;\n"";"Endsaldo";"";"915,80"\n'
    )
    assert [brief(row) for row in found.rows] == [
        ("2026-03-16", "1084.20", "+"),
        ("2026-03-02", "500.00", "-"),
    ]
    assert found.rows[0].currency == "EUR"
    assert found.both_signs
    assert found.left_out == 1


def test_money_in_and_money_out_in_columns_of_their_own() -> None:
    found = read_csv(
        "Date,Description,Paid out (GBP),Paid in (GBP),Balance\n"
        "16 Mar 2026,NORTHLINE,84.20,,10.00\n17 Mar 2026,REFUND,0.00,84.20,94.20\n"
    )
    assert [brief(row) for row in found.rows] == [
        ("2026-03-16", "84.20", "out"),
        ("2026-03-17", "84.20", "in"),
    ]
    assert found.rows[1].currency == "GBP"
    assert not found.both_signs


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_whatever_stands_between_the_cells(separator: str) -> None:
    rows = [["Date", "Details", "Amount"], ["2026-03-16", f'a{separator}b "c"\nd', "-84.20"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    (row,) = read_csv(out.getvalue()).rows
    assert row.words == f'a{separator}b "c" d'.replace("\t", " ")
    assert brief(row) == ("2026-03-16", "84.20", "-")


def test_a_day_that_may_be_two_has_both_readings_until_another_settles_it() -> None:
    heading = "Date,Details,Amount\n"
    open_ = read_csv(heading + "03/04/2026,A,1.20\n05/06/2026,B,1.30\n")
    assert open_.orders == ("dmy", "mdy")
    assert open_.rows[0].days == ("2026-04-03", "2026-03-04")
    settled = read_csv(heading + "03/04/2026,A,1.20\n05/16/2026,B,1.30\n")
    assert settled.orders == ("mdy",)
    assert read_csv(heading + "04/04/2026,A,1.20\n").orders == ("dmy",), "one day either way"


def test_an_amount_that_may_be_two_has_both_readings_until_another_settles_it() -> None:
    heading = "Date;Details;Amount\n"
    open_ = read_csv(heading + "2026-03-16;A;1.234\n")
    assert open_.rows[0].amounts == ("1.234", "1234")
    settled = read_csv(heading + "2026-03-16;A;1.234\n2026-03-17;B;5,50\n")
    assert settled.marks == (",",)
    assert [row.amounts for row in settled.rows] == [("1234",), ("5.50",)]


def test_a_table_without_heading_is_read_only_where_nothing_is_left_to_guess() -> None:
    assert csv_statement("2026-03-16,-84.20,NORTHLINE\n", nowhere) is not None
    assert csv_statement("2026-03-16,-84.20,100.00,NORTHLINE\n", nowhere) is None, "or a balance"


def test_headings_nobody_knows_are_read_where_the_columns_speak_for_themselves() -> None:
    found = csv_statement("Päivä,Summa,Saaja\n2026-03-16,-84.20,NORTHLINE\n", nowhere)
    assert found is not None
    assert [(row.days[0], row.words) for row in found.rows] == [("2026-03-16", "NORTHLINE")]
    two = "Päivä,Summa,Saldo,Saaja\n2026-03-16,-84.20,100.00,NORTHLINE\n"
    assert csv_statement(two, nowhere) is None, "which of the two is the amount is not said"


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", "Date,Amount\n", '"', "sep=", "Date,Amount\nx,y\n"])  # fmt: skip
def test_a_table_that_is_no_statement_is_none(text: str) -> None:
    assert csv_statement(text, nowhere) is None


@pytest.mark.parametrize(
    ("cell", "sign", "flow", "currency", "value"),
    [
        ("(84.20)", "-", "", "", "84.20"),
        ("84.20-", "-", "", "", "84.20"),
        ("\u221284.20", "-", "", "", "84.20"),
        ("84.20 CR", "+", "in", "", "84.20"),
        ("£84.20DR", "+", "out", "GBP", "84.20"),
        ("USD 1,268.94", "+", "", "USD", "1268.94"),
        ("1'268.94", "+", "", "", "1268.94"),
        ("12,34,567.00", "+", "", "", "1234567.00"),
        (".50", "+", "", "", "0.50"),
    ],
)
def test_amounts_as_banks_write_them(
    cell: str, sign: str, flow: str, currency: str, value: str
) -> None:
    found = figure(cell)
    assert found is not None
    assert (found.sign, found.flow, found.currency) == (sign, flow, currency)
    assert found.by_mark["."] == value


@pytest.mark.parametrize("cell", ["", "-", "n/a", "1.2.3,4,5", "84.20.16", "1,23,4", "٣", "1 2 a"])
def test_what_is_no_amount_is_none(cell: str) -> None:
    assert figure(cell) is None


@given(st.lists(st.tuples(DAYS, MINOR, st.booleans()), min_size=1, max_size=20), st.booleans())
def test_what_was_written_is_among_what_is_read_and_alone_where_it_is_sure(
    rows: list[tuple[date, int, bool]], german: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if german else ",")
    writer.writerow(["Date", "Details", "Amount"])
    for day, minor, out_of in rows:
        typed = f"{minor // 100:,}.{minor % 100:02}"
        if german:
            typed = typed.translate(str.maketrans(",.", ".,"))
        form = "%d.%m.%Y" if german else "%m/%d/%Y"
        writer.writerow([day.strftime(form), "x", ("-" if out_of else "") + typed])
    found = read_csv(out.getvalue())
    order = found.orders.index("dmy" if german else "mdy") if len(found.orders) > 1 else 0
    assert [row.days[order] for row in found.rows] == [day.isoformat() for day, _, _ in rows]
    assert [Decimal(row.amounts[0]) * 100 for row in found.rows] == [minor for _, minor, _ in rows]
    assert [row.sign == "-" for row in found.rows] == [out_of for _, _, out_of in rows]


@given(st.lists(st.tuples(DAYS, st.sampled_from(["%d/%m/%y", "%d/%m/%Y"])), min_size=1))
def test_every_order_that_is_kept_reads_every_day(days: list[tuple[date, str]]) -> None:
    column = [readings(day.strftime(form)) for day, form in days]
    orders = orders_of(column)
    assert orders
    assert all(order in one for order in orders for one in column)
    assert "dmy" in orders or all(len(set(one.values())) == 1 for one in column)


@given(st.text(max_size=400))
def test_any_text_is_a_statement_or_none_and_never_a_fault(text: str) -> None:
    for found in (csv_statement(text, nowhere), ofx_statement(text, nowhere)):
        if found is not None:
            assert statement_from(as_sent(found)) == found


@given(st.lists(st.lists(st.one_of(WORDS, st.sampled_from(["Date", "Amount", "1,2", "03/04/26"])), max_size=5)))  # fmt: skip
def test_any_table_is_a_statement_or_none_and_never_a_fault(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Date", "Debit", "Credit"], ["2026-03-16", "", "1"], *rows])
    found = csv_statement(out.getvalue(), nowhere)
    if found is not None:
        assert statement_from(as_sent(found)) == found


@given(st.text(max_size=20))
def test_any_cell_is_an_amount_or_none(cell: str) -> None:
    found = figure(cell)
    if found is not None:
        assert marks_of([found])


SGML = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>"
    "<CURDEF>GBP\n<BANKTRANLIST><DTSTART>20260301\n{0}</BANKTRANLIST></STMTRS></STMTTRNRS></OFX>"
)


def sgml(day: date, minor: int, name: str) -> str:
    sign = "-" if minor < 0 else ""
    amount = f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"
    return (
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day:%Y%m%d}120000.000[-5:EST]\n<TRNAMT>{amount}\n"
        f"<FITID>1\n<NAME>{name}\n</STMTTRN>\n"
    )


@given(st.lists(st.tuples(DAYS, MINOR.filter(bool), st.booleans()), min_size=1, max_size=20))
def test_ofx_says_day_amount_and_which_way_it_went(rows: list[tuple[date, int, bool]]) -> None:
    body = "".join(sgml(day, -minor if out else minor, "N &amp; CO") for day, minor, out in rows)
    found = ofx_statement(SGML.format(body), nowhere)
    assert found is not None
    assert [(row.days[0], Decimal(row.amounts[0]) * 100, row.flow) for row in found.rows] == [
        (day.isoformat(), minor, "out" if out else "in") for day, minor, out in rows
    ]
    assert {(row.words, row.currency) for row in found.rows} == {("N & CO", "GBP")}


def test_ofx_2_keeps_the_currency_of_the_purchase_apart() -> None:
    found = ofx_statement(
        '<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?><OFX><CURDEF>NZD</CURDEF>'
        "<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20250425</DTPOSTED><TRNAMT>-268,94</TRNAMT>"
        "<NAME>HOTEL</NAME><CURRENCY><CURRATE>1.79</CURRATE><CURSYM>USD</CURSYM></CURRENCY></STMTTRN>"
        "<STMTTRN><DTPOSTED>20250425</DTPOSTED><TRNAMT>-481.85</TRNAMT><NAME>HOTEL</NAME>"
        "<ORIGCURRENCY><CURRATE>1.79</CURRATE><CURSYM>USD</CURSYM></ORIGCURRENCY></STMTTRN></OFX>",
        nowhere,
    )
    assert found is not None
    assert [(row.amounts, row.currency, row.original) for row in found.rows] == [
        (("268.94",), "USD", ""),
        (("481.85",), "NZD", ""),
    ], "a rate gives the other amount only about, so it is not worked out"


def test_ofx_is_a_table_of_all_that_stands_in_it_and_a_row_knows_its_line() -> None:
    account = "<CCACCTFROM><ACCTID>XXXX4321</CCACCTFROM>"
    other = (
        f"<CCSTMTRS><CURDEF>EUR{account}<BANKTRANLIST><STMTTRN><DTPOSTED>20260401<TRNAMT>-7,50\n"
        "<NAME>TEA <MEMO>TEA</STMTTRN></BANKTRANLIST></CCSTMTRS></OFX>"
    )
    text = SGML.format(
        '<DTEND>20260331<STMTTRN><DTPOSTED>20261345<TRNAMT>x<NAME>"unread, by us\n'
        "<BANKACCTTO><ACCTID>99</BANKACCTTO></STMTTRN>" + sgml(date(2026, 3, 16), 8420, "N")
    ).replace("<BANKTRANLIST>", "<BANKACCTFROM><ACCTID>****5678\n</BANKACCTFROM><BANKTRANLIST>", 1)
    balance = "<LEDGERBAL><BALAMT>1204.00<DTASOF>20260331</LEDGERBAL></STMTRS>"
    text = text.replace("</STMTRS>", balance).replace("</OFX>", other)
    assert ofx_table(text).split("\n") == [
        "Account ****5678, GBP, 2026-03-01 to 2026-03-31, balance 1204.00 on 2026-03-31",
        "Date\tDescription\tAmount",
        '20261345\t"""unread, by us"\tx',
        "2026-03-16\tN\t84.20",
        "Account XXXX4321, EUR",
        "2026-04-01\tTEA\t-7,50",
    ]
    found = ofx_statement(text, lambda first, last: (1, f"{first} 0 0 {last}"))
    assert found is not None
    assert [row.rect for row in found.rows] == ["3 0 0 3", "5 0 0 5"]
    assert ofx_table(SGML.format("<STMTTRN><TRNAMT>5")) == ofx_table("") == ""


def test_rows_that_are_no_movement_are_counted_not_guessed() -> None:
    found = ofx_statement(
        SGML.format(
            "<STMTTRN><DTPOSTED>20261345<TRNAMT>5\n</STMTTRN><STMTTRN><DTPOSTED>20260316<TRNAMT>x\n"
            "</STMTTRN>" + sgml(date(2026, 3, 16), 8420, "N")
        ),
        nowhere,
    )
    assert found is not None
    assert (len(found.rows), found.left_out) == (1, 2)


def as_sent(found: Statement) -> dict[str, object]:
    import json
    from dataclasses import asdict

    return json.loads(json.dumps(asdict(found)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"orders": []},
        {"orders": ["dmy", "dmy"]},
        {"orders": ["ydm"]},
        {"marks": "."},
        {"rows": {}},
        {"rows": [{}]},
        {"rows": [{"days": ["2026-03-16"], "amounts": ["-5"], "number": 1}]},
        {"left_out": True},
    ],
)
def test_what_a_worker_under_a_document_s_control_sends_is_checked(
    wrong: dict[str, object],
) -> None:
    sound = as_sent(read_csv("Date,Details,Amount\n2026-03-16,A,1.20\n"))
    assert statement_from(sound)
    with pytest.raises(Unreadable):
        statement_from({**sound, **wrong})


HOSTILE = {
    "one line of 3 MB": b"Date,Amount\n" + b"9" * 3_000_000,
    "an open quote": b'Date,Amount\n"' + b"1,\n" * 500_000,
    "a million cells": b"Date,Amount\n" + b"," * 1_000_000,
    "many short rows": b"Date,Details,Amount\n" + b"2026-03-16,x,1.20\n" * 150_000,
    "a tag in a tag": b"OFXHEADER:100\n<OFX>" + b"<STMTTRN>" * 200_000,
    "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    b"<OFX><STMTTRN><DTPOSTED>20260316<TRNAMT>1.20<NAME>&b;&b;</STMTTRN></OFX>",
    "an amount of a million digits": b"Date,Details,Amount\n2026-03-16,x," + b"9" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_statement_costs_nothing_but_itself(reader: Reader, name: str) -> None:
    data = HOSTILE[name]
    file = "a.ofx" if b"<OFX>" in data else "a.csv"
    reading = reader.read(data, file_name=file, size=len(data))
    assert reading.page_count
    well = reader.read(b"Date,Amount\n16 Mar 2026,1.20\n", file_name="b.csv", size=29)
    assert well.statement is not None
    assert well.statement.rows[0].rect, "it says where the row stands"


def test_a_statement_of_very_many_rows_says_that_it_is_cut(reader: Reader) -> None:
    data = HOSTILE["many short rows"]
    reading = reader.read(data, file_name="a.csv", size=len(data))
    assert reading.statement is not None
    assert reading.statement.is_cut
    assert reading.statement.rows[0].page == 1
    assert reading.statement.rows[60].page == 2


def test_what_calls_cost_is_no_statement() -> None:
    text = (
        "Call date;Start time;Number dialled;Duration;Cost;Amount\n"
        "31/01/2026;16:38;020 7946 0101;00:24:10;0,00;0,00\n"
        "28/03/2026;23:50;020 7946 0101;01:30:00;1,20;1,20\n"
    )
    assert csv_statement(text, lambda _first, _last: (0, "")) is None
