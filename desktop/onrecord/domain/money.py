"""Money: whole minor units with an ISO 4217 code. Never a float, never added across currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# ISO 4217 minor-unit exponents that are not 2 (list of the maintenance agency, 2024).
_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
# Signs that are only taken off where they belong to the currency that is meant.
_OTHER_SIGNS = {
    "BRL": "R$", "CHF": "Fr.", "CNY": "¥", "CZK": "Kč", "DKK": "kr", "HUF": "Ft", "ILS": "₪",
    "INR": "₹", "JPY": "¥", "KRW": "₩", "NOK": "kr", "PLN": "zł", "SEK": "kr", "TRY": "₺", "ZAR": "R",
}  # fmt: skip
# The ways numbers are written that can be read in one way only: 1,697.72 and 1 697.72; 1'697.72;
# 1.697,72 and 84,20; 1,23,456.70 (India); 1.697.720. "1.697" alone may be two numbers: refused.
_NUMBERS = (
    re.compile(r"(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d+))?"),
    re.compile(r"(\d{1,3}(?:['’]\d{3})+)(?:[.,](\d{1,2}))?"),
    re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+),(\d{1,2})"),
    re.compile(r"(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d+))?"),
    re.compile(r"(\d{1,3}(?:\.\d{3}){2,})()"),
)
_WITH_COMMA = frozenset(
    {"BGN", "BRL", "CZK", "DKK", "EUR", "HUF", "NOK", "PLN", "RON", "SEK", "TRY"}
)
"""Currencies whose cents stand behind a comma, so that ``1.284`` is more than a thousand."""
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "US$", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$"}


CURRENCIES = frozenset(
    {
        "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
        "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD",
        "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD",
        "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ",
        "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
        "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR",
        "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR",
        "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN",
        "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR",
        "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
        "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS",
        "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW",
        "ZWG",
    }
)  # fmt: skip
"""The codes that money is named by (ISO 4217, list one of 2025, and those just left behind by the
euro and other changes, which older papers show)."""


# ISO 3166 country and the ISO 4217 code of its currency, where the two are one to one.
_OF_COUNTRY = {
    **dict.fromkeys(
        (
            "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT",
            "LU", "LV", "MT", "NL", "PT", "SI", "SK",
        ),
        "EUR",
    ),
    "AU": "AUD", "CA": "CAD", "CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF",
    "IN": "INR", "IS": "ISK", "JP": "JPY", "NO": "NOK", "NZ": "NZD", "PH": "PHP", "PL": "PLN",
    "RO": "RON", "SE": "SEK", "US": "USD", "ZA": "ZAR",
}  # fmt: skip


def currency_of_country(country: str) -> str:
    """The code of the currency people pay with there; empty where it is not one of ours."""
    return _OF_COUNTRY.get(country, "")


@dataclass(frozen=True)
class Money:
    """``minor`` units (cents, pence) of ``currency``, an ISO 4217 code of three capitals."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"not a currency code: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError("amounts in two currencies are never added")
        return Money(self.minor + other.minor, self.currency)

    def words(self) -> str:
        """``£84.20``, ``US$268.94``, ``JPY 1,200``."""
        digits = minor_digits(self.currency)
        whole, rest = divmod(abs(self.minor), 10**digits)
        number = f"{whole:,}" + (f".{rest:0{digits}}" if digits else "")
        sign = "-" if self.minor < 0 else ""
        symbol = _SYMBOLS.get(self.currency)
        return f"{sign}{symbol}{number}" if symbol else f"{sign}{self.currency} {number}"

    def plain(self) -> str:
        """The number alone, ``84.20``, for an input field."""
        digits = minor_digits(self.currency)
        whole, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}" + (f".{rest:0{digits}}" if digits else "")


def minor_digits(currency: str) -> int:
    """How many decimal digits the currency has."""
    return _DIGITS.get(currency, 2)


def parse_money(typed: str, currency: str) -> Money:
    """``84.20``, ``1,697.72``, ``1.697,72``, ``£84.20`` or ``84`` in the given currency.

    What can be read in two ways, a symbol of another currency, more decimals than it has, or
    anything else is a ValueError with a sentence.
    """
    text = typed.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")
    for code, symbol in sorted(_SYMBOLS.items(), key=lambda s: -len(s[1])):
        if text.startswith((symbol, code)):
            if code != currency and not (symbol.endswith("$") and currency.endswith("D")):
                raise ValueError(f"That amount is in {code}, not in {currency}.")
            text = text.removeprefix(symbol).removeprefix(code).strip()
            break
    text = text.removeprefix("$").removeprefix(currency).strip()
    if sign := _OTHER_SIGNS.get(currency):
        text = text.removeprefix(sign).removesuffix(sign).strip()
    digits = minor_digits(currency)
    number = re.sub(r"(?<=\d)[.,][-–—]+$", "", text.removeprefix("-"))  # 150,-
    if currency in _WITH_COMMA and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", number):
        number = number.replace(".", "")
    found = next((one for form in _NUMBERS if (one := form.fullmatch(number))), None)
    two_ways = digits == 3 and re.fullmatch(r"\d{1,3},\d{3}", number)
    if not found or len(found[2] or "") > digits or two_ways:
        raise ValueError(_how_to_write(currency))
    whole = int(re.sub(r"\D", "", found[1]))
    minor = whole * 10**digits + int((found[2] or "").ljust(digits, "0") or "0")
    return Money(-minor if text.startswith("-") else minor, currency)


def _how_to_write(currency: str) -> str:
    digits = minor_digits(currency)
    if digits == 2:
        return "Write an amount like 84.20."
    if digits:
        return f"Write an amount like 84.205, with a point: {currency} has three decimals."
    return f"Write an amount like 8420: {currency} has no decimals."


def totals(amounts: Iterable[Money]) -> list[Money]:
    """One exact sum for each currency, in order of first appearance."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return [Money(minor, currency) for currency, minor in sums.items()]
