"""Amounts that are worked out: the part of a price for the days without service, and interest.

The formulas are ours and are shown with every figure, in words and numbers; what law or a contract
gives may be more or less. Everything is exact until the last step, which rounds half up to the
minor unit and says so where it changed anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onrecord.domain.money import Money, minor_digits
from onrecord.domain.when import When

YEAR_DAYS = 365
"""Days of a year in the interest formula, leap years too."""


@dataclass(frozen=True)
class WorkedOut:
    """``formula`` is one line to show and print."""

    amount: Money
    formula: str


def pro_rata(price: Money, days: int, of_days: int) -> WorkedOut:
    """The part of a price that falls on ``days`` out of the ``of_days`` it is for.

    Raises ValueError with a sentence where the days are not a part of the period.
    """
    if not 0 < days <= of_days:
        raise ValueError("The days without it must lie within the days the price is for.")
    exact = Fraction(price.minor * days, of_days)
    amount, how = rounded(exact, price.currency)
    return WorkedOut(
        amount, f"{price.words()} × {days} of {_days(of_days)} = {amount.words()}{how}"
    )


@dataclass(frozen=True)
class Rate:
    """Of interest, in percent a year or, with ``a_day``, a day; ``words`` as it is printed."""

    percent: Fraction
    words: str
    a_day: bool = False

    @property
    def of_a_day(self) -> Fraction:
        """The part of the amount that one day adds."""
        return self.percent / 100 / (1 if self.a_day else YEAR_DAYS)


def interest(on: Money, percent: str, first: date, last: date, source: str) -> WorkedOut:
    """Simple interest on an amount from one day to another (the first one is not counted).

    ``percent`` is the rate as typed ("8", "5.25", "0.02 a day"), ``source`` where it is from.
    Raises ValueError with a sentence.
    """
    rate = read_rate(percent)
    if last <= first:
        raise ValueError("Interest runs from an earlier day to a later one.")
    if not source.strip():
        raise ValueError(
            "Say where the rate is from, like the contract or the law and its section."
        )
    days = (last - first).days
    daily = Fraction(on.minor) * rate.of_a_day
    amount, how = rounded(daily * days, on.currency)
    each = _decimals(daily, on.currency)
    each = f"about {each[:-1]}" if each.endswith("…") else each
    divided = "" if rate.a_day else f" ÷ {YEAR_DAYS} days"
    return WorkedOut(
        amount,
        f"{on.words()} × {rate.words} × {_days(days)} "
        f"({When.of_day(first).words()} to {When.of_day(last).words()}){divided} = "
        f"{amount.words()}{how}; each day {each}. "
        f"Rate: {' '.join(source.split())}",
    )


def read_rate(typed: str) -> Rate:
    """``8``, ``5.25 %`` or ``5,25 a year``, ``0.02 % a day``, exactly. Raises ValueError with a
    sentence."""
    found = re.fullmatch(
        r"(\d{1,3})(?:[.,](\d{1,6}))?\s*%?(?:\s*(?:a|per)\s+(year|day))?",
        " ".join(typed.casefold().split()),
        re.ASCII,
    )
    if found is None:
        raise ValueError("Write the rate like 8 or 5.25, which is for a year, or 0.02 a day.")
    rate = Fraction(f"{found[1]}.{found[2] or 0}")
    if not rate:
        raise ValueError("Write a rate above zero.")
    number = f"{found[1]}.{found[2]}" if found[2] else found[1]
    return Rate(rate, f"{number} % a {found[3] or 'year'}", found[3] == "day")


def rounded(exact: Fraction, currency: str) -> tuple[Money, str]:
    """Half up to the minor unit; how it was rounded in words, empty where it was exact."""
    minor = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    amount = Money(minor, currency)
    if exact == minor:
        return amount, ""
    return amount, f" (rounded from {_decimals(exact, currency)}, half up)"


def _decimals(exact: Fraction, currency: str) -> str:
    """An amount in minor units, with two digits more than the currency has."""
    digits = minor_digits(currency) + 2
    scaled = exact / 10 ** minor_digits(currency) * 10**digits
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    more = "…" if scaled.denominator != 1 else ""
    return f"{whole}.{rest:0{digits}}{more}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
