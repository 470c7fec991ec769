"""An amount is found as papers print it, and never within another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.amount_in_text import amount_pattern
from onrecord.domain.money import Money


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(8420, "GBP"), "Total £84.20 due"),
        (Money(150000, "CAD"), "Interac e-Transfer $1,500.00"),
        (Money(150000, "EUR"), "Betrag: 1.500,00 €"),
        (Money(150000, "EUR"), "1 500,00 EUR"),
        (Money(150000, "CHF"), "Fr. 1'500.00"),
        (Money(179900, "GBP"), "paid £1,799 by card"),
        (Money(30000, "EUR"), "300 €"),
        (Money(1200, "JPY"), "JPY 1,200"),
    ],
)
def test_an_amount_is_found_as_it_is_printed(money: Money, text: str) -> None:
    assert amount_pattern(money).search(text)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(8420, "GBP"), "£184.20"),
        (Money(8420, "GBP"), "84.205 km"),
        (Money(8420, "GBP"), "12.84.20"),
        (Money(179900, "GBP"), "ref 1799"),
        (Money(30000, "EUR"), "€300.50"),
        (Money(30000, "EUR"), "1.300 €"),
        (Money(1200, "JPY"), "room 1200"),
    ],
)
def test_another_number_is_not_taken_for_it(money: Money, text: str) -> None:
    assert not amount_pattern(money).search(text)


@given(st.integers(1, 10**10), st.sampled_from(["GBP", "USD", "JPY", "KWD"]))
def test_what_we_write_ourselves_is_found(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert amount_pattern(money).search(f"Pay {money.words()} now")
