"""Parts of a price and interest: exact to the last step, and the formula says all of it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.money import Money
from onrecord.domain.worked_out import interest, pro_rata, read_rate

MINOR = st.integers(1, 10**10)
FROM = date(2026, 2, 3)


@given(MINOR, st.integers(1, 400), st.integers(0, 400))
def test_a_part_is_off_by_half_a_cent_at_most_and_never_more_than_the_price(
    minor: int, days: int, more: int
) -> None:
    made = pro_rata(Money(minor, "GBP"), days, days + more)
    exact = Fraction(minor * days, days + more)
    assert abs(made.amount.minor - exact) <= Fraction(1, 2)
    assert made.amount.minor <= minor
    assert ("rounded" in made.formula) == (exact != made.amount.minor)


@given(MINOR, st.integers(1, 500), st.integers(1, 5000))
def test_interest_is_off_by_half_a_cent_at_most(minor: int, tenths: int, days: int) -> None:
    percent = f"{tenths // 10}.{tenths % 10}"
    made = interest(Money(minor, "USD"), percent, FROM, FROM + timedelta(days), "contract")
    exact = Fraction(minor * tenths * days, 10 * 100 * 365)
    assert abs(made.amount.minor - exact) <= Fraction(1, 2)


def test_the_formula_says_it_in_words_and_numbers() -> None:
    assert pro_rata(Money(3000, "GBP"), 9, 31).formula == (
        "£30.00 × 9 of 31 days = £8.71 (rounded from 8.7096…, half up)"
    )
    assert pro_rata(Money(3100, "GBP"), 1, 31).formula == "£31.00 × 1 of 31 days = £1.00"
    made = interest(
        Money(84200, "GBP"), "8 %", FROM, date(2026, 3, 16), "County Courts Act 1984 s 69"
    )
    assert made.amount == Money(757, "GBP")
    assert made.formula == (
        "£842.00 × 8 % a year × 41 days (3 February 2026 to 16 March 2026) ÷ 365 days = £7.57"
        " (rounded from 7.5664…, half up); each day about 0.1845. Rate: County Courts Act 1984 s 69"
    )
    assert pro_rata(Money(1000, "JPY"), 1, 3).formula == (
        "JPY 1,000 × 1 of 3 days = JPY 333 (rounded from 333.33…, half up)"
    )


def test_a_rate_a_day_is_not_divided_by_a_year() -> None:
    made = interest(
        Money(84200, "GBP"), "0.02 % a day", date(2028, 2, 27), date(2028, 3, 1), "contract, 7"
    )
    assert made.amount == Money(51, "GBP")
    assert made.formula == (
        "£842.00 × 0.02 % a day × 3 days (27 February 2028 to 1 March 2028) = £0.51"
        " (rounded from 0.5052, half up); each day 0.1684. Rate: contract, 7"
    )


@pytest.mark.parametrize("typed", ["", "0", "x", "-8", "8%%", "1e3", "٨", "1 a month", "0 a day"])
def test_a_rate_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"rate|Write"):
        read_rate(typed)


def test_no_rate_without_where_it_is_from_and_no_day_outside_the_price() -> None:
    with pytest.raises(ValueError, match="where the rate is from"):
        interest(Money(1, "GBP"), "8", FROM, date(2026, 3, 16), " ")
    with pytest.raises(ValueError, match="earlier day"):
        interest(Money(1, "GBP"), "8", FROM, FROM, "contract")
    with pytest.raises(ValueError, match="within"):
        pro_rata(Money(1, "GBP"), 32, 31)
