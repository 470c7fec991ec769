"""What an outage may be worth: a part of the monthly price, by the time it lasted.

The formula is ours and is shown with every estimate: price x time / 30 days. A company's own
terms or a regulator's scheme may give more, less or a fixed sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from onrecord.domain.money import Money
from onrecord.domain.times import zone_of
from onrecord.domain.when import When
from onrecord.domain.worked_out import rounded

MONTH_DAYS = 30
"""Days of a month in the formula, whichever month it is."""


@dataclass(frozen=True)
class Estimate:
    """``amount`` is rounded half up to the minor unit; ``formula`` is one line to show."""

    amount: Money
    formula: str


def lasted(started: str, ended: str, zone: str = "") -> timedelta | None:
    """To the minute where both are known so; else whole days, the first and the last counted.

    None where either is missing or less exact than a day, and where it would end before it began.
    """
    begin, end = When(started), When(ended)
    if begin.precision == end.precision == "minute":
        place = zone_of(zone)
        at = [
            datetime.strptime(w.text, "%Y-%m-%dT%H:%M").replace(tzinfo=place) for w in (begin, end)
        ]
        # through UTC, so that a change of the clocks is no hour of outage
        length = timedelta(seconds=at[1].timestamp() - at[0].timestamp())
        return length if length >= timedelta(0) else None
    if not {begin.precision, end.precision} <= {"day", "minute"}:
        return None
    first, last = begin.first_day, end.last_day
    if first is None or last is None or last < first:
        return None
    return last - first + timedelta(days=1)


def length_words(length: timedelta) -> str:
    """``3 days 4 h``, ``45 min``."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        f"{days} {'day' if days == 1 else 'days'}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
    ]
    return " ".join(p for p in parts if p) or "0 min"


def estimate(monthly: Money, length: timedelta) -> Estimate:
    """The part of a monthly price that falls on this time."""
    minutes = int(length.total_seconds()) // 60
    month = MONTH_DAYS * 24 * 60
    amount, how = rounded(Fraction(monthly.minor * minutes, month), monthly.currency)
    return Estimate(
        amount,
        f"{monthly.words()} a month × {length_words(length)} ÷ {MONTH_DAYS} days"
        f" = {amount.words()}{how}",
    )
