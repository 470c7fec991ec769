"""A time as people say it becomes a day only where it names one."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.spoken_due import parse_due

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
    ],
)
def test_a_span_counts_from_the_day_of_the_call_and_keeps_its_words(typed: str, day: str) -> None:
    due = parse_due(typed, SAID_ON)
    assert due.when.text == day
    assert due.words == typed
    assert "counted from 1 March 2026" in due.says(SAID_ON)


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
    with pytest.raises(ValueError, match="Ask them for the date"):
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
