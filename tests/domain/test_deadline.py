from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.agency import Basis, OtherLength, Source, TimeLimit, Wait
from onrecord.domain.deadline import (
    Start,
    count,
    counted,
    limit_deadline,
    wait_deadline,
    wait_for,
)
from onrecord.domain.when import When

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
LENGTHS = st.integers(1, 800)
UNITS = st.sampled_from(["days", "business_days", "weeks", "months", "years"])
SURE = Basis((Source("a statute"),), "high", "2024")
UNSURE = Basis((Source("general knowledge"),), "low")


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def on(event: str, when: str, assumed: str = "") -> dict[str, tuple[Start, ...]]:
    return {event: (Start(event, When(when), assumed=assumed),)}


def limit(amount: int, unit: str, *events: str, basis: Basis = SURE, **more: object) -> TimeLimit:
    return TimeLimit("company_must_reply", amount, unit, events, basis, **more)  # pyright: ignore[reportArgumentType]


def test_the_company_has_thirty_days_from_the_day_it_was_served() -> None:
    found = limit_deadline(
        limit(30, "days", "complaint_served"), on("complaint_served", "2016-10-24")
    )
    assert found is not None
    assert found.day == date(2016, 11, 23)
    assert found.rule == "30 days from 24 October 2016, when the complaint was served"
    assert "The day itself is not counted." in found.notes
    assert (found.source, found.as_of, found.confidence) == ("a statute", "2024", "high")
    assert found.firm
    assert found.days_left(date(2016, 10, 28)) == 26


def test_a_refund_may_be_asked_for_within_ninety_days_of_the_ticket() -> None:
    ticket = Start("purchase", When("2022-11-11"))
    found = count("Ask for the refund", "me", ticket, 90, "days", basis=SURE)
    assert found.day == date(2023, 2, 9)
    assert (date(2022, 11, 17) - date(2022, 11, 11)).days == 6
    assert found.days_left(date(2022, 11, 17)) == 90 - 6


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2028-01-31", 1, "months", "2028-02-29"),
        ("2026-08-31", 6, "months", "2027-02-28"),
        ("2028-02-29", 1, "years", "2029-02-28"),
        ("2026-11-30", 3, "months", "2027-02-28"),
        ("2026-04-10", 6, "weeks", "2026-05-22"),
        ("2026-12-24", 1, "business_days", "2026-12-25"),
        ("2026-12-25", 1, "business_days", "2026-12-28"),
        ("2026-12-26", 10, "business_days", "2027-01-08"),
        ("2026-03-14", -14, "days", "2026-02-28"),
        ("2026-03-16", -1, "business_days", "2026-03-13"),
    ],
)
def test_how_we_count(start: str, amount: int, unit: str, end: str) -> None:
    found = counted(date.fromisoformat(start), amount, unit, weekdays)
    assert found == date.fromisoformat(end)


def test_a_month_that_is_too_short_is_said() -> None:
    found = count("Bring it", "me", Start("event", When("2026-08-31")), 6, "months")
    assert found.day == date(2027, 2, 28)
    assert "A month without such a day ends on its last day." in found.notes


def test_a_holiday_is_no_working_day() -> None:
    christmas = date(2026, 12, 25)
    found = counted(
        date(2026, 12, 24), 1, "business_days", lambda day: weekdays(day) and day != christmas
    )
    assert found == date(2026, 12, 28)


def test_an_approximate_start_gives_a_range_and_never_a_day() -> None:
    found = limit_deadline(limit(30, "days", "event"), on("event", "2011-05"))
    assert found is not None
    assert found.day is None
    assert (found.earliest, found.latest) == (date(2011, 5, 31), date(2011, 6, 30))
    assert found.says() == "between 31 May 2011 and 30 June 2011"
    assert not found.firm
    assert found.state(date(2011, 6, 10)) == "perhaps_passed"


@pytest.mark.parametrize(
    "starts", [{}, on("event", "")], ids=["no event", "an event without a day"]
)
def test_an_unknown_start_gives_no_day(starts: dict[str, tuple[Start, ...]]) -> None:
    found = limit_deadline(limit(30, "days", "event"), starts)
    assert found is not None
    assert (found.day, found.earliest, found.latest) == (None, None, None)
    assert found.says() == "not known"
    assert found.rule == "30 days from the day it happened, which is not on record"
    assert found.state(date(2026, 1, 1)) == "unknown"
    assert not found.firm


def test_working_days_of_an_unknown_country_are_not_guessed() -> None:
    found = limit_deadline(limit(10, "business_days", "event"), on("event", "2026-03-02"))
    assert found is not None
    assert found.day is None
    assert any("country" in doubt for doubt in found.doubts)


def test_a_start_beyond_the_calendar_is_not_known() -> None:
    found = count("Bring it", "me", Start("event", When("9999-12-31")), 1, "years")
    assert found.day is None


@pytest.mark.parametrize(
    "rule",
    [
        limit(30, "days", "event", basis=UNSURE),
        limit(30, "days", "event", only_if="if the bank asks for it"),
        limit(30, "days", "event", sooner="two billing cycles"),
        limit(30, "days", "event", later="three years from when you knew"),
        limit(30, "days", "event", "knowledge"),
    ],
    ids=["unverified", "on a condition", "sooner", "later", "two events"],
)
def test_what_is_in_doubt_is_not_firm(rule: TimeLimit) -> None:
    found = limit_deadline(rule, on("event", "2026-03-02"))
    assert found is not None
    assert found.day == date(2026, 4, 1)
    assert found.doubts
    assert not found.firm


def test_an_unverified_rule_says_so_beside_its_date() -> None:
    found = limit_deadline(limit(30, "days", "event", basis=UNSURE), on("event", "2026-03-02"))
    assert found is not None
    assert found.says() == "1 April 2026 (unverified)"


def test_where_the_rule_names_two_events_the_end_is_a_range() -> None:
    starts = on("transaction", "2026-01-10") | on("expected_delivery", "2026-03-10")
    found = limit_deadline(limit(120, "days", "transaction", "expected_delivery"), starts)
    assert found is not None
    assert (found.earliest, found.latest) == (date(2026, 5, 10), date(2026, 7, 8))


def test_a_rule_that_was_not_in_force_gives_no_deadline() -> None:
    later = Basis((Source("a rule"),), "high", valid_from=date(2024, 10, 28))
    rule = limit(7, "days", "refund_due", basis=later)
    assert limit_deadline(rule, on("refund_due", "2024-10-27")) is None
    assert limit_deadline(rule, on("refund_due", "2024-10-28")) is not None


def test_what_has_to_be_received_by_then_says_so() -> None:
    found = limit_deadline(
        limit(60, "days", "statement_sent", must_be="received"), on("statement_sent", "2026-03-02")
    )
    assert found is not None
    assert "It must be received by then." in found.notes


def test_days_before_a_hearing_are_counted_back() -> None:
    found = limit_deadline(limit(14, "days", "hearing", before=True), on("hearing", "2026-03-16"))
    assert found is not None
    assert found.day == date(2026, 3, 2)
    assert found.rule == "14 days before 16 March 2026, when the hearing takes place"


OLD = Wait(8, "weeks", ("deadlock",), Basis((Source("old"),), "high", valid_to=date(2026, 4, 7)))
NEW = Wait(6, "weeks", ("deadlock",), Basis((Source("new"),), "high", valid_from=date(2026, 4, 8)))


@pytest.mark.parametrize(
    ("complained", "until", "firm"),
    [
        ("2026-01-05", date(2026, 3, 2), True),
        ("2026-04-07", date(2026, 6, 2), False),
        ("2026-04-08", date(2026, 5, 20), True),
    ],
)
def test_the_version_in_force_when_the_time_began_counts(
    complained: str, until: date, firm: bool
) -> None:
    for order in ([OLD, NEW], [NEW, OLD]):
        found = wait_for(order, on("first_complaint", complained))
        assert found is not None
        assert (found.day, found.firm) == (until, firm)


def test_a_change_of_the_rule_meanwhile_is_said_with_its_day() -> None:
    found = wait_for([OLD, NEW], on("first_complaint", "2026-04-07"))
    assert found is not None
    assert any("6 weeks on 8 April 2026" in d and "19 May 2026" in d for d in found.doubts)


def test_sources_that_disagree_give_a_range() -> None:
    wait = Wait(
        15, "business_days", (), UNSURE, also_stated=(OtherLength(6, "weeks", "an older page"),)
    )
    found = wait_deadline(wait, on("first_complaint", "2026-03-02"), weekdays)
    assert found is not None
    assert (found.earliest, found.latest) == (date(2026, 3, 23), date(2026, 4, 13))
    assert not found.firm


def test_a_clock_that_perhaps_started_on_a_call_is_not_firm() -> None:
    starts = on("first_complaint", "2026-04-10", assumed="If you complained in that call.")
    found = wait_for([NEW], starts)
    assert found is not None
    assert found.day == date(2026, 5, 22)
    assert not found.firm


@settings(deadline=None)
@given(DAYS, DAYS, LENGTHS, UNITS)
def test_a_later_start_never_ends_earlier(one: date, other: date, amount: int, unit: str) -> None:
    first, second = sorted((one, other))
    assert counted(first, amount, unit, weekdays) <= counted(second, amount, unit, weekdays)


@settings(deadline=None)
@given(DAYS, LENGTHS, LENGTHS, UNITS)
def test_a_longer_time_never_ends_earlier(start: date, one: int, other: int, unit: str) -> None:
    short, long = sorted((one, other))
    assert counted(start, short, unit, weekdays) <= counted(start, long, unit, weekdays)
    assert counted(start, short, unit, weekdays) > start


@settings(deadline=None)
@given(DAYS, LENGTHS)
def test_working_days_are_all_counted_and_end_on_one(start: date, amount: int) -> None:
    end = counted(start, amount, "business_days", weekdays)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(weekdays(day) for day in between) == amount
    assert weekdays(end)


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 400), LENGTHS, UNITS)
def test_a_range_holds_the_end_of_each_of_its_days(
    first: date, width: int, amount: int, unit: str
) -> None:
    last = first + timedelta(days=width)
    start = Start("event", When(f"{first.isoformat()}/{last.isoformat()}"))
    found = count("Act", "me", start, amount, unit, is_working_day=weekdays)
    assert found.earliest is not None
    assert found.latest is not None
    middle = first + timedelta(days=width // 2)
    assert found.earliest <= counted(middle, amount, unit, weekdays) <= found.latest
