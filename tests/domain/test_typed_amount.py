"""An amount is read as it is typed, in the currency it names or else in the usual one."""

from __future__ import annotations

import pytest

from onrecord.domain.money import Money
from onrecord.domain.typed_amount import amount_at_end, read_amount


@pytest.mark.parametrize(
    ("typed", "usual", "minor", "currency"),
    [
        ("84.20", "GBP", 8420, "GBP"),
        ("£84.20", "EUR", 8420, "GBP"),
        ("84.20 EUR", "GBP", 8420, "EUR"),
        ("usd 1,200", "GBP", 120000, "USD"),
        ("€12", "GBP", 1200, "EUR"),
        ("12 €", "GBP", 1200, "EUR"),
        ("$9.50", "CAD", 950, "CAD"),
        ("$9.50", "GBP", 950, "USD"),
        ("CA$9.50", "GBP", 950, "CAD"),
        ("1 200 JPY", "GBP", 1200, "JPY"),
        ("  84 ", "GBP", 8400, "GBP"),
        ("84,20", "EUR", 8420, "EUR"),
        ("1.234,56 €", "GBP", 123456, "EUR"),
        ("1.284", "EUR", 128400, "EUR"),
        ("2.400 zł", "PLN", 240000, "PLN"),
        ("84,20 HRK", "EUR", 8420, "HRK"),
        ("150,- €", "GBP", 15000, "EUR"),
        ("1'234.50", "CHF", 123450, "CHF"),
        ("kr 1 234,50", "SEK", 123450, "SEK"),
        ("₹1,23,456.70", "INR", 12345670, "INR"),
        ("Rs. 29,400", "INR", 2940000, "INR"),
        ("Rs 590", "INR", 59000, "INR"),
        ("Rs.1,23,456.70/-", "INR", 12345670, "INR"),
        ("590 rupees", "INR", 59000, "INR"),
        ("Rs 590", "LKR", 59000, "LKR"),
        ("₹590", "GBP", 59000, "INR"),
        ("R$ 10,00", "BRL", 1000, "BRL"),
        ("−84.20", "GBP", -8420, "GBP"),
        ("¥1200", "GBP", 1200, "JPY"),
        ("12.345", "KWD", 12345, "KWD"),
        ("84.20 euros", "GBP", 8420, "EUR"),
        ("20 dollars", "CAD", 2000, "CAD"),
    ],
)
def test_an_amount_keeps_the_currency_it_names(
    typed: str, usual: str, minor: int, currency: str
) -> None:
    assert read_amount(typed, usual) == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "12.345",
        "84.20.1",
        "GBP",
        "12 apples",
        "30 min",
        "12 SIM",
        "SIM 12",
        "1,2,3",
        "1.23,456",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_amount(typed, "GBP")


def test_a_part_of_one_is_no_thousand() -> None:
    with pytest.raises(ValueError):
        read_amount("0.500", "EUR")


@pytest.mark.parametrize(
    "words", ["An apology on 3 March 2026", "A contract until 2027", "Closed, case 12345"]
)
def test_a_year_or_the_number_of_a_case_at_the_end_is_no_money(words: str) -> None:
    assert amount_at_end(words, "EUR") is None


@pytest.mark.parametrize(
    ("words", "head"), [("Money back 2000", "Money back"), ("A refund of EUR 2000", "A refund of")]
)
def test_an_amount_at_the_end_is_money(words: str, head: str) -> None:
    assert amount_at_end(words, "EUR") == (head, Money(200000, "EUR"))


@pytest.mark.parametrize("typed", ["Rs. 590", "Rs590", "590 rupees"])
def test_rupees_of_no_known_country_are_asked_about(typed: str) -> None:
    with pytest.raises(ValueError, match="Write the code, as in INR 590: INR, PKR, LKR") as said:
        read_amount(typed, "GBP")
    assert str(said.value).startswith("That may be rupees of several countries.")
    assert amount_at_end(f"Pay back {typed}", "GBP") is None
    assert amount_at_end(f"Pay back {typed}", "INR") == ("Pay back", Money(59000, "INR"))
