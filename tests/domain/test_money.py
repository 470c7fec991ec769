"""Sums are exact and never cross currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.money import Money, parse_money, totals

currencies = st.sampled_from(["GBP", "USD", "JPY", "KWD", "NZD"])


@given(st.integers(-(10**12), 10**12), currencies)
def test_what_is_printed_is_read_back_exactly(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_money(money.plain(), currency) == money


def test_the_sum_of_a_claim_is_exact() -> None:
    assert totals([Money(48185, "NZD"), Money(10000, "NZD")]) == [Money(58185, "NZD")]


def test_two_currencies_are_kept_apart() -> None:
    assert totals([Money(26894, "USD"), Money(48185, "NZD"), Money(6, "USD")]) == [
        Money(26900, "USD"),
        Money(48185, "NZD"),
    ]
    with pytest.raises(ValueError):
        Money(1, "USD") + Money(1, "NZD")


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [("84.2", "GBP", 8420), ("£84.20", "GBP", 8420), ("1,697.72", "NZD", 169772), ("$5", "USD", 500),
     ("US$268.94", "USD", 26894), ("1200", "JPY", 1200), ("1,234.567", "KWD", 1234567),
     ("-3.10", "EUR", -310)],
)  # fmt: skip
def test_amounts_as_people_write_them(typed: str, currency: str, minor: int) -> None:
    assert parse_money(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("12.345", "GBP"),
        ("€5", "GBP"),
        ("1.5", "JPY"),
        ("about 5", "GBP"),
        ("", "GBP"),
        ("1,2,3", "GBP"),
    ],
)
def test_a_doubtful_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(ValueError):
        parse_money(typed, currency)


@pytest.mark.parametrize(
    ("typed", "currency", "said"),
    [
        ("12.50", "JPY", "Write an amount like 8420: JPY has no decimals."),
        ("1.2345", "KWD", "Write an amount like 84.205, with a point: KWD has three decimals."),
        ("12,345", "KWD", "Write an amount like 84.205, with a point: KWD has three decimals."),
        ("a lot", "GBP", "Write an amount like 84.20."),
    ],
)
def test_a_refusal_shows_how_that_currency_is_written(typed: str, currency: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_money(typed, currency)


def test_amounts_are_said_with_their_symbol() -> None:
    assert [Money(8420, "GBP").words(), Money(120000, "JPY").words(), Money(-5, "USD").words()] == [
        "£84.20",
        "JPY 120,000",
        "-US$0.05",
    ]
