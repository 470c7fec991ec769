"""A time as people say it becomes a day only where it names one."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.spoken_due import find_due, parse_due, refuse_earlier

SAID_ON = date(2026, 3, 1)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("within four months", "2026-07-01"),
        ("in 10 days", "2026-03-11"),
        ("within 48 hours", "2026-03-03"),
        ("3 weeks", "2026-03-22"),
        ("by Friday", "2026-03-06"),
        ("Sunday", "2026-03-08"),
        ("tomorrow", "2026-03-02"),
        ("by the end of the month", "2026-03-31"),
        ("within a fortnight", "2026-03-15"),
        ("in a couple of weeks", "2026-03-15"),
        ("within 5 to 7 days", "2026-03-08"),
        ("4-6 weeks", "2026-04-12"),
        ("by end of day", "2026-03-01"),
        ("by close of business on Friday", "2026-03-06"),
        ("by noon tomorrow", "2026-03-02"),
        ("by the end of next week", "2026-03-08"),
        ("by the end of next month", "2026-04-30"),
        ("by the 14th", "2026-03-14"),
        ("the 31st", "2026-03-31"),
    ],
)
def test_a_span_counts_from_the_day_of_the_call_and_keeps_its_words(typed: str, day: str) -> None:
    due = parse_due(typed, SAID_ON)
    assert due.when.text == day
    assert due.words == typed
    assert "counted from 1 March 2026" in due.says(SAID_ON)


@pytest.mark.parametrize(
    ("typed", "day", "start"),
    [
        ("90 days from 3 March", "2026-06-01", "3 March 2026"),
        ("within 10 working days of the 3rd", "2026-03-17", "3 March 2026"),
        ("two weeks after 20 February", "2026-03-06", "20 February 2026"),
        ("30 days from 14 March 2026", "2026-04-13", "14 March 2026"),
        ("a week on Friday", "2026-03-13", "6 March 2026"),
        ("six weeks from tomorrow", "2026-04-13", "2 March 2026"),
    ],
)
def test_a_time_counts_from_the_day_they_named(typed: str, day: str, start: str) -> None:
    due = parse_due(typed, SAID_ON, lambda day: day.weekday() < 5)
    assert due.when.text == day
    assert due.says(SAID_ON) == f"“{typed}”, counted from {start}."
    inside = find_due(f"Refund {typed}", SAID_ON, lambda day: day.weekday() < 5)
    assert inside is None or inside.when.text == day


@pytest.mark.parametrize(
    "typed", ["30 days of receipt", "14 days from the date of the letter", "a week from the 15th"]
)
def test_what_a_time_counts_from_is_asked_for_where_it_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError, match="counts from"):
        parse_due(typed, SAID_ON)
    assert find_due(f"They pay within {typed}", SAID_ON) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("next week", "2026-03-08"),
        ("5 days from now", "2026-03-06"),
        ("two weeks from today", "2026-03-15"),
        ("within a week of this call", "2026-03-08"),
        ("by next month", "2026-04-30"),
        ("by the end of the year", "2026-12-31"),
        ("in two weeks' time", "2026-03-15"),
        ("by 5 pm on Friday", "2026-03-06"),
        ("bis zum 15.03.2026", "2026-03-15"),
        ("bis 15. März", "2026-03-15"),
        ("avant le 23 mars 2026", "2026-03-23"),
        ("hasta el 15 de abril", "2026-04-15"),
        ("uiterlijk 3 juli 2026", "2026-07-03"),
        ("no later than the 14th", "2026-03-14"),
    ],
)
def test_a_day_is_read_as_people_say_it(typed: str, day: str) -> None:
    assert parse_due(typed, SAID_ON).when.text == day


@pytest.mark.parametrize("typed", ["14 March 2026", "2026-03-14", "by 14 March 2026"])
def test_a_date_is_a_date(typed: str) -> None:
    due = parse_due(typed, None)
    assert (due.when.text, due.words) == ("2026-03-14", "")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("14 March", "2026-03-14"),
        ("by 14 Mar", "2026-03-14"),
        ("March 14th", "2026-03-14"),
        ("the 3rd of February", "2027-02-03"),
        ("1 March", "2026-03-01"),
        ("29 February", "2028-02-29"),
    ],
)
def test_a_day_said_without_its_year_is_the_first_to_come(typed: str, day: str) -> None:
    due = parse_due(typed, SAID_ON)
    assert (due.when.text, due.words) == (day, typed)
    assert "the first after 1 March 2026" in due.says(SAID_ON)


@pytest.mark.parametrize("typed", ["31 April", "0 March", "14 Ma"])
def test_a_day_that_is_none_is_asked_for(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[Ww]rite"):
        parse_due(typed, SAID_ON)


def test_a_month_stays_a_month() -> None:
    assert parse_due("March 2026", SAID_ON).when.text == "2026-03"


def test_working_days_need_a_place_whose_holidays_are_known() -> None:
    with pytest.raises(ValueError, match="depend on the country"):
        parse_due("5 working days", SAID_ON)
    due = parse_due("within 5 working days", SAID_ON, lambda day: day.weekday() < 5)
    assert due.when.text == "2026-03-06"


@pytest.mark.parametrize("typed", ["next Friday", "soon", "when it is done"])
def test_what_names_no_single_day_is_asked_for(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[Ww]rite"):
        parse_due(typed, SAID_ON)


def test_nothing_is_counted_from_a_day_nobody_knows() -> None:
    with pytest.raises(ValueError, match="not known"):
        parse_due("in ten days", None)


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [
        ("84.20 back by 30 November", "2026-11-30", "30 November"),
        ("84.20 back by the 30th of November 2026.", "2026-11-30", "the 30th of November 2026"),
        ("credit before March 20, 2026, on the bill", "2026-03-20", "March 20, 2026"),
        ("a call within ten days", "2026-03-11", "within ten days"),
        ("Money back by Friday", "2026-03-06", "Friday"),
    ],
)
def test_a_time_inside_of_what_was_promised_is_found(words: str, day: str, said: str) -> None:
    due = find_due(words, SAID_ON)
    assert due is not None and (due.when.text, due.words) == (day, said)


@pytest.mark.parametrize(
    "words", ["84.20 back", "a refund in full", "charged on 14 January 2026", "by the 30 may"]
)
def test_what_names_no_day_to_come_fills_nothing(words: str) -> None:
    found = find_due(words, SAID_ON)
    assert found is None or found.when.text == "2026-05-30"


def test_no_promise_is_due_before_it_was_made() -> None:
    refuse_earlier(parse_due("March 2026", SAID_ON).when, SAID_ON)
    refuse_earlier(parse_due("1 March", SAID_ON).when, SAID_ON)
    with pytest.raises(ValueError, match="before 1 March 2026"):
        refuse_earlier(parse_due("28 February 2026", SAID_ON).when, SAID_ON)


@pytest.mark.parametrize(
    ("typed", "day"), [("by the end of May", "2026-05-31"), ("end of February", "2027-02-28")]
)
def test_the_end_of_a_month_is_its_last_day_and_of_the_month_to_come(typed: str, day: str) -> None:
    said_on = date(2026, 3, 5)
    due = parse_due(typed, said_on)
    assert due.when.text == day
    assert due.says(said_on).endswith("the first after 5 March 2026.")
    assert parse_due("by the end of May 2026", None).when.text == "2026-05-31"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("by 31 July", ""), ("July 31st", ""), ("within ten days", "“within ten days”")],
)
def test_words_that_name_the_day_are_not_said_twice(typed: str, kept: str) -> None:
    assert parse_due(typed, SAID_ON).quoted == kept
