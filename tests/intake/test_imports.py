"""Files that are imported: any table, message or calendar ends in rows or in one sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import KnownError, Unreadable, WorkerFailed
from onrecord.intake.calendar_file import calendar_file
from onrecord.intake.contact_table import contact_table
from onrecord.intake.import_rows import ImportReading, import_from
from onrecord.intake.import_tasks import read_import
from onrecord.intake.importer import Importer
from onrecord.intake.lengths import clock_in, instant_in, seconds_in
from onrecord.intake.message_file import DANGEROUS, message_file

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).filter(lambda text: text.strip() == text and text)


def nowhere(first: int, last: int) -> tuple[int, str]:
    return 0, ""


def table(*rows: list[str], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def importer() -> Iterator[Importer]:
    made = Importer()
    yield made
    made.close()


# ---------------------------------------------------------------- tables


@given(
    st.lists(st.tuples(DAYS, st.times(), WORDS), min_size=1, max_size=20),
    st.sampled_from(",;\t|"),
    st.sampled_from(["%d %B %Y", "%Y-%m-%d", "%d-%b-%Y"]),
)
@settings(deadline=None)
def test_what_was_written_into_a_table_is_read_out_of_it(
    rows: list[tuple[date, datetime, str]], separator: str, form: str
) -> None:
    text = table(
        ["Date", "Time", "Who", "Notes"],
        *([d.strftime(form), t.strftime("%H:%M"), "Priya", w] for d, t, w in rows),
        separator=separator,
    )
    found = contact_table(text, nowhere)
    assert found.kind == "contacts" and not found.problems
    assert [(r.days[0], r.clock, r.notes) for r in found.rows] == [
        (d.isoformat(), t.strftime("%H:%M"), w) for d, t, w in rows
    ]


def test_a_start_is_a_day_or_a_clock_as_the_column_says() -> None:
    bill = [["Start time", "Call date", "Number dialled", "Duration"],
            ["16:38", "31/01/2026", "020 7946 0101", "00:24:10"]]  # fmt: skip
    (row,) = contact_table(table(*bill, separator=";"), nowhere).rows
    assert (row.days[0], row.clock, row.duration_s) == ("2026-01-31", "16:38", 1450)
    whole = [["Start time", "Number dialled"], ["2026-01-31 16:38", "020 7946 0101"]]
    (row,) = contact_table(table(*whole), nowhere).rows
    assert (row.days[0], row.clock) == ("2026-01-31", "16:38")


def test_with_whom_is_the_person() -> None:
    log = [["Date", "With", "What was said"], ["2026-01-05", "Zoë", "It will come"]]
    (row,) = contact_table(table(*log), nowhere).rows
    assert (row.who, row.said) == ("Zoë", "It will come")


@given(st.lists(DAYS, min_size=1, max_size=30))
@settings(deadline=None)
def test_a_date_is_never_another_day_than_one_it_can_be_read_as(days: list[date]) -> None:
    text = table(["Date", "Who"], *([f"{d.day:02}/{d.month:02}/{d.year}", "x"] for d in days))
    found = contact_table(text, nowhere)
    assert len(found.rows) == len(days)
    assert "dmy" in found.orders
    at = found.orders.index("dmy")
    assert [row.days[at] for row in found.rows] == [d.isoformat() for d in days]
    both = all(d.day <= 12 for d in days) and any(d.day != d.month for d in days)
    assert (len(found.orders) > 1) == both


def test_dates_in_two_orders_are_taken_only_where_they_can_be_one_day() -> None:
    text = table(["Date", "Who"], ["16/03/2026", "a"], ["03/16/2026", "b"], ["03/04/2026", "c"])
    found = contact_table(text, nowhere)
    assert [row.days for row in found.rows] == [("2026-03-16",), ("2026-03-16",)]
    assert [p.line for p in found.problems] == [4]
    assert "can be two days" in found.problems[0].sentence


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_text_is_rows_or_a_sentence(text: str) -> None:
    try:
        found = contact_table(text, nowhere)
    except KnownError as error:
        assert str(error).endswith(".")
    else:
        same(found)


@given(st.binary(max_size=400), st.sampled_from(["", "contacts", "calls", "messages", "calendar"]))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_rows_or_a_sentence(data: bytes, kind: str) -> None:
    try:
        same(read_import(data, kind))
    except KnownError as error:
        assert str(error).endswith(".")


def same(found: ImportReading) -> None:
    """What a worker sends arrives as it was."""
    plain = json.loads(json.dumps(asdict(found)))
    rows = plain.pop("rows")
    assert import_from(plain, rows) == found


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Date,Time,Number called,Duration", "calls"),
        ("Call date;Call time;Destination;Minutes", "calls"),
        ("Datum;Uhrzeit;Rufnummer;Dauer", "calls"),
        ("Date,Company,Notes", "contacts"),
        ("When,Spoke to,Ref no,Outcome", "contacts"),
        ("Date,Type,Direction,Number,Duration,Name,Comments", "contacts"),
    ],
)
def test_the_kind_of_a_table_is_told_by_its_columns(heading: str, kind: str) -> None:
    separator = ";" if ";" in heading else ","
    row = ["2026-03-16"] + ["x"] * heading.count(separator)
    text = f"{heading}\n{separator.join(row)}\n".replace("x", "14:21", 1)
    assert contact_table(text, nowhere).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount\n2026-03-01,Refund,84.20\n",
        "Data;Descrizione;Importo\n01/03/2026;Rimborso;84,20\n",
        "Date,Type,Details,Paid out,Paid in,Balance\n2026-03-01,BP,x,,84.20,100.00\n",
    ],
)
def test_a_bank_statement_is_no_log_of_calls(text: str) -> None:
    with pytest.raises(Unreadable, match="Money"):
        contact_table(text, nowhere)


def test_a_phone_bill_with_its_prices_is_one() -> None:
    text = "Date,Time,Number,Duration (s),Amount\n2026-03-01,14:21,020 7946 0123,60,0.12\n"
    assert contact_table(text, nowhere).kind == "calls"


def test_lines_above_the_headings_are_passed_over() -> None:
    text = (
        "My phone company\nAccount;123\n\nDate;Time;Number;Duration\n16.03.2026;14:21;0123;01:05\n"
    )
    found = contact_table(text, nowhere)
    assert found.rows[0].days == ("2026-03-16",)
    assert found.rows[0].duration_s == 65
    assert found.rows[0].line == 5


@pytest.mark.parametrize(
    ("cell", "heading", "seconds"),
    [
        ("24:11", "Duration", 1451),
        ("1:05", "Duration (hh:mm)", 3900),
        ("0:24:11", "", 1451),
        ("1 h 5 min", "", 3900),
        ("90 sec", "", 90),
        ("1451", "Duration (seconds)", 1451),
        ("24", "Minutes", 1440),
        ("1,5", "Length min", 90),
        ("1451", "Duration", None),
        ("24:99", "Duration", None),
        ("a while", "Duration", None),
        ("", "Minutes", None),
    ],
)
def test_a_length_is_read_only_where_its_unit_is_known(
    cell: str, heading: str, seconds: int | None
) -> None:
    assert seconds_in(cell, heading) == seconds


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("14:21", "14:21"),
        ("2:21 PM", "14:21"),
        ("12:05am", "00:05"),
        ("9.05", "09:05"),
        ("16/03/2026 14:21:05", "14:21"),
        ("16.03.2026", ""),
        ("2026-03-16T14:21", "14:21"),
        ("25:00", ""),
        ("13:21 PM", ""),
        ("noon", ""),
    ],
)
def test_a_clock_is_read_as_it_is_written(cell: str, clock: str) -> None:
    assert clock_in(cell) == clock


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_keeps_its_zone(at: datetime, offset: int) -> None:
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    there = at.replace(microsecond=0)
    utc = there - timedelta(minutes=offset)
    assert instant_in(f"{there.isoformat()}{zone}") == utc.strftime("%Y-%m-%dT%H:%M:%SZ")


# ---------------------------------------------------------------- messages


def backup(*told: tuple[datetime, str, str]) -> bytes:
    lines = [
        f"<sms address={quoteattr(number)} date='{int(at.replace(tzinfo=UTC).timestamp() * 1000)}'"
        f" type='1' body={quoteattr(words)} />"
        for at, number, words in told
    ]
    return ("<?xml version='1.0' ?><smses>" + "\n".join(lines) + "</smses>").encode()


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2001, 9, 10), datetime(2090, 1, 1)), WORDS), max_size=20
    )
)
@settings(deadline=None)
def test_every_message_comes_with_its_moment_and_its_words(
    told: list[tuple[datetime, str]],
) -> None:
    found = message_file(backup(*((at, "0123", words) for at, words in told)))
    assert [(row.utc, row.said) for row in found.rows] == [
        (at.strftime("%Y-%m-%dT%H:%M:%SZ"), words) for at, words in told if words != "null"
    ]


@settings(deadline=None)
@given(st.characters(min_codepoint=0x10000))
def test_signs_written_as_two_halves_are_joined(sign: str) -> None:
    high, low = divmod(ord(sign) - 0x10000, 0x400)
    written = f"&#{0xD800 + high};&#{0xDC00 + low};"
    body = f'<smses><sms address="1" date="1772375000000" type="1" body="a {written} b"/></smses>'
    assert message_file(body.encode()).rows[0].said == f"a {sign} b"


def test_half_a_sign_and_signs_that_are_none_do_not_stop_the_rest() -> None:
    body = b'<smses><sms address="1" date="1772375000000" type="1" body="a &#55357; b &#0; c"/></smses>'
    assert message_file(body).rows[0].said == "a  b  c"


def test_a_cut_off_file_gives_what_came_before() -> None:
    whole = backup(*((datetime(2026, 3, 1, 14, n), "0123", f"words {n}") for n in range(5)))
    found = message_file(whole[:-60])
    assert len(found.rows) == 4
    assert "damaged" in found.problems[-1].sentence


def test_drafts_and_what_was_never_sent_stay_out() -> None:
    body = b'<smses><sms address="1" date="1772375000000" type="3" body="x"/></smses>'
    found = message_file(body)
    assert not found.rows
    assert found.problems[0].sentence == "Message 1 was left out: it was a draft."


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    b'<smses><sms address="1" date="1772375000000" type="1" body="&d;"/></smses>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    b'<smses><sms address="1" date="1772375000000" type="1" body="x">&f;</sms></smses>'
)


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE])
def test_a_file_that_defines_parts_of_its_own_is_not_read(
    importer: Importer, hostile: bytes
) -> None:
    with pytest.raises(Unreadable) as refused:
        importer.read(hostile, size=len(hostile))
    assert str(refused.value) == DANGEROUS


# ---------------------------------------------------------------- calendars


@given(DAYS, st.times(), WORDS)
@settings(deadline=None)
def test_an_event_keeps_its_day_its_hour_and_its_words(day: date, at: datetime, words: str) -> None:
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("PRODID", "-//x//EN")
    made.add("VERSION", "2.0")
    event = Event()
    event.add("SUMMARY", words)
    event.add("DTSTART", datetime(day.year, day.month, day.day, at.hour, at.minute))
    made.add_component(event)
    (row,) = calendar_file(made.to_ical().decode()).rows
    assert (row.days, row.clock) == ((day.isoformat(),), at.strftime("%H:%M"))
    assert row.said == " ".join(words.split())[:1000]


@given(st.lists(st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "DTSTART:20260301", "DTSTART:99999999T999999Z", "SUMMARY:x",
     "RRULE:FREQ=SECONDLY", "DTSTART;TZID=No/Where:20260301T142100", "BEGIN:VTODO", "END:VTODO",
     "DTEND:x", "DURATION:-P9999D", "X" * 200, "BEGIN:VCALENDAR", "END:VCALENDAR", ":::", ""]
), max_size=20))  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_any_lines_of_a_calendar_are_rows_or_a_sentence(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])
    try:
        same(calendar_file(text))
    except KnownError as error:
        assert str(error).endswith(".")


# ---------------------------------------------------------------- in the worker


def test_zones_are_known_behind_the_lock(importer: Importer) -> None:
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\n"
        b"DTSTART;TZID=Pacific/Auckland:20260701T090000\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )
    (row,) = importer.read(data, size=len(data)).rows
    assert (row.utc, row.zone) == ("2026-06-30T21:00:00Z", "Pacific/Auckland")


def test_a_huge_file_ends_in_rows_or_a_sentence_and_the_next_is_read(importer: Importer) -> None:
    row = b"2026-03-16 14:21,020 7946 0123,60\n"
    data = b"Date,Number,Duration (s)\n" + row * 60_000
    found = importer.read(data, size=len(data))
    assert found.is_cut and len(found.rows) == 50_000
    deep = b"<smses>" + b"<a>" * 200_000
    try:
        importer.read(deep, size=len(deep))
    except (Unreadable, WorkerFailed) as error:
        assert str(error)
    small = b"Date,Number,Duration (s)\n" + row
    assert len(importer.read(small, size=len(small)).rows) == 1


@pytest.mark.parametrize("value", [
    {"kind": "other"}, {"kind": "calls"}, {"kind": "calls", "orders": ["xyz"]},
    {"kind": "calls", "orders": ["dmy"], "mapping": {"colour": 1}},
    {"kind": "calls", "orders": ["dmy"], "mapping": {}, "problems": [{"line": "x"}]},
])  # fmt: skip
def test_what_does_not_fit_together_is_not_used(value: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        import_from(value, [])


@pytest.mark.parametrize("row", [
    {}, {"line": -1}, {"line": 1, "kind": "shout"}, {"line": 1, "kind": "call", "days": ["16/3"]},
    None, [],
])  # fmt: skip
def test_a_row_that_is_none_is_not_used(row: object) -> None:
    head = {"kind": "calls", "orders": ["dmy"], "mapping": {}, "problems": [], "columns": []}
    with pytest.raises(Unreadable):
        import_from(head, [row])
