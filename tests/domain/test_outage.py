"""What an outage may be worth, with the formula that says how."""

from __future__ import annotations

from datetime import timedelta

from onrecord.domain.money import Money
from onrecord.domain.outage import estimate, lasted, length_words


def test_to_the_minute_where_both_ends_are_known_so() -> None:
    length = lasted("2026-03-01T08:00", "2026-03-04T12:00", "Europe/London")
    assert length == timedelta(days=3, hours=4)
    made = estimate(Money(4200, "GBP"), length)
    assert (
        made.formula
        == "£42.00 a month × 3 days 4 h ÷ 30 days = £4.43 (rounded from 4.4333…, half up)"
    )
    assert made.amount == Money(443, "GBP")


def test_whole_days_count_the_first_and_the_last() -> None:
    assert lasted("2026-03-01", "2026-03-03") == timedelta(days=3)
    assert lasted("2026-03-01T08:00", "2026-03-01") == timedelta(days=1)


def test_a_change_of_the_clocks_is_no_hour_of_outage() -> None:
    length = lasted("2026-03-29T00:00", "2026-03-29T03:00", "Europe/London")
    assert length == timedelta(hours=2)


def test_what_is_not_known_is_not_estimated() -> None:
    assert lasted("2026-03-01T08:00", "") is None
    assert lasted("2026-03", "2026-03-04") is None
    assert lasted("2026-03-04T08:00", "2026-03-01T08:00") is None


def test_lengths_as_people_say_them() -> None:
    assert length_words(timedelta(minutes=45)) == "45 min"
    assert length_words(timedelta(days=1)) == "1 day"
    assert length_words(timedelta()) == "0 min"
