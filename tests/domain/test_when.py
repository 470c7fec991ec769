"""A date never claims more than the user knew."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def whens(draw: st.DrawFn) -> When:
    day = draw(days).isoformat()
    return draw(
        st.sampled_from(
            [
                When(day),
                When(day[:7]),
                When(day[:4]),
                When(day + "T09:30"),
                When(f"{day[:4]}/{day[:4]}"),
            ]
        )
    )


@given(whens())
def test_what_is_said_is_read_back_with_the_same_precision(when: When) -> None:
    assert parse_when(when.words()) == when


@given(whens(), whens())
def test_an_earlier_last_day_never_sorts_after_a_later_first_day(a: When, b: When) -> None:
    assert a.last_day is not None and b.first_day is not None
    if a.last_day < b.first_day:
        assert a.sort_key < b.sort_key


def test_a_month_is_never_given_a_day() -> None:
    may = parse_when("May 2011")
    assert (may.text, may.precision, may.words()) == ("2011-05", "month", "May 2011")
    assert (may.first_day, may.last_day) == (date(2011, 5, 1), date(2011, 5, 31))


def test_a_span_of_months_stays_a_span() -> None:
    span = parse_when("May 2011 to Sep 2011")
    assert (span.text, span.words()) == ("2011-05/2011-09", "May 2011 to September 2011")


def test_a_date_that_could_be_two_days_is_asked_about() -> None:
    with pytest.raises(ValueError, match="month as a word"):
        parse_when("03/04/2026")
    assert parse_when("14/03/2026").text == parse_when("03/14/2026").text == "2026-03-14"


def test_the_unknown_date_sorts_last_and_says_so() -> None:
    assert When("").sort_key > When("2199-12-31").sort_key
    assert When("").words() == "date not known"


@pytest.mark.parametrize(
    "wrong", ["2026-13", "2026-02-30", "14 Foo 2026", "yesterday", "2026/2025"]
)
def test_what_is_no_date_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        parse_when(wrong)


def test_local_time_becomes_utc_by_the_zone_it_was_said_in() -> None:
    assert When("2026-07-01T14:21").utc("Europe/London") == "2026-07-01T13:21:00Z"
    assert When("2026-07-01T14:21").utc("+05:30") == "2026-07-01T08:51:00Z"
    assert When("2026-07-01").utc("Europe/London") == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("May to September 2011", "2011-05/2011-09"),
        ("between May and Sept 2011", "2011-05/2011-09"),
        ("12 to 14 March 2026", "2026-03-12/2026-03-14"),
        ("30 January to 2 February 2026", "2026-01-30/2026-02-02"),
        ("1 March 2026 at 14:21", "2026-03-01T14:21"),
        ("1 March 2026, 2:21 pm", "2026-03-01T14:21"),
        ("1 March 2026 12am", "2026-03-01T00:00"),
        ("1 March 2026 12:05 p.m.", "2026-03-01T12:05"),
        ("10.03.2026 14:21", "2026-03-10T14:21"),
        ("10.3.2026", "2026-03-10"),
        ("14/03/2026 9:05", "2026-03-14T09:05"),
        ("3.14.2026", "2026-03-14"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, text: str) -> None:
    assert parse_when(typed).text == text


@pytest.mark.parametrize("typed", ["29 February 2027", "31 June 2026", "2026-02-30"])
def test_a_day_the_calendar_does_not_have_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="There is no such day"):
        parse_when(typed)
