"""Dates that say how exactly they are known.

Text forms, and nothing else: ``""`` unknown, ``2026``, ``2026-03``, ``2026-03-14``,
``2026-03-14T14:21`` (local time), and a range of two dates ``2011-05/2011-09``. Nothing is ever
added to what the user knew: a month stays a month in sorting, in print and in storage.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from onrecord.domain.times import utc_text, zone_of

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?\Z")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class When:
    """A date with its own precision; ``text`` is its stored form. Compare with ``sort_key``."""

    text: str = ""

    def __post_init__(self) -> None:
        parts = self.text.split("/") if self.text else []
        if len(parts) > 2 or any("T" in p for p in parts[:2] if len(parts) == 2):
            raise ValueError(f"not a date OnRecord knows: {self.text!r}")
        for part in parts:
            _check(part)
        if len(parts) == 2 and _first_day(parts[0]) > _last_day(parts[1]):
            raise ValueError("a range must begin before it ends")

    @property
    def precision(self) -> str:
        """``unknown``, ``year``, ``month``, ``day``, ``minute`` or ``range``."""
        if not self.text:
            return "unknown"
        if "/" in self.text:
            return "range"
        return {4: "year", 7: "month", 10: "day", 16: "minute"}[len(self.text)]

    @property
    def first_day(self) -> date | None:
        """The earliest day it can mean."""
        return _first_day(self.text.split("/")[0]) if self.text else None

    @property
    def last_day(self) -> date | None:
        """The latest day it can mean."""
        return _last_day(self.text.split("/")[-1]) if self.text else None

    @property
    def sort_key(self) -> str:
        """Orders by the earliest day; the less exact comes first; unknown comes last."""
        if not self.text:
            return "9999"
        return self.text.split("/")[0]

    def utc(self, zone: str) -> str:
        """The instant as UTC text when known to the minute, else ``""``."""
        if self.precision != "minute":
            return ""
        local = datetime.strptime(self.text, "%Y-%m-%dT%H:%M").replace(tzinfo=zone_of(zone))
        return utc_text(local)

    def words(self) -> str:
        """As a person writes it: ``14 March 2026, 14:21``, ``March 2026``, ``date not known``."""
        if not self.text:
            return "date not known"
        return " to ".join(_words(p) for p in self.text.split("/"))

    def short(self) -> str:
        """As ``words`` with the month cut to three letters, for columns."""
        if not self.text:
            return "day?"
        return " – ".join(_words(p, 3) for p in self.text.split("/"))

    @classmethod
    def of_day(cls, day: date) -> When:
        return cls(day.isoformat())

    @classmethod
    def of_minute(cls, local: datetime) -> When:
        """From local time; seconds are dropped."""
        return cls(local.strftime("%Y-%m-%dT%H:%M"))


# "12 to 14 March 2026", "May to September 2011": what is said once counts for both.
_TWO_OF_ONE_MONTH = re.compile(
    r"(\d{1,2})(?: to | and | ?[-–] ?)(\d{1,2}) ([A-Za-z]{3,9}\.? \d{4})"
)
_TWO_OF_ONE_YEAR = re.compile(
    r"(?:between |from )?((?:\d{1,2} )?[A-Za-z]{3,9}\.?)(?: to | and | ?[-–] ?)"
    r"((?:\d{1,2} )?[A-Za-z]{3,9}\.?) (\d{4})"
)


_HALF_DAY = re.compile(r" (1[0-2]|[1-9])(?:[:.](\d{2}))? ?([ap])\.?m\.?$", re.IGNORECASE)


def _whole_day_clock(found: re.Match[str]) -> str:
    """`` 2:21 pm`` as `` 14:21``."""
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return f" {hour:02}:{found[2] or '00'}"


def parse_when(typed: str) -> When:
    """What a person types: ISO forms, ``14 March 2026``, ``14 Mar 2026 14:21``, ``March 2026``,
    ``May to September 2011``, ``14/03/2026`` only where day and month cannot be confused, and
    ``10.03.2026 14:21``, whose day comes first wherever dots are used. Raises ValueError with a
    sentence.
    """
    try:
        return _read(" ".join(typed.replace(",", " ").split()))
    except ValueError as error:
        if "out of range" in str(error) or "must be in" in str(error):  # as the calendar says it
            raise ValueError("There is no such day. Write a date like 14 March 2026.") from None
        raise


def _read(text: str) -> When:
    if not text:
        return When("")
    text = _HALF_DAY.sub(_whole_day_clock, re.sub(r" at (?=\d)", " ", text))
    if days := _TWO_OF_ONE_MONTH.fullmatch(text):
        left, right, month = days.groups()
        return _read(f"{left} {month} to {right} {month}")
    if both := _TWO_OF_ONE_YEAR.fullmatch(text):
        left, right, year = both.groups()
        return _read(f"{left} {year} to {right} {year}")
    for splitter in (" to ", "/", " – ", " - "):
        if splitter in text and not re.match(r"\d{1,2}/\d", text):
            left, right = text.split(splitter, 1)
            return When(f"{_read(left).text}/{_read(right).text}")
    iso = re.fullmatch(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ](\d{2}:\d{2}))?", text)
    if iso:
        return When(iso[1] + (f"T{iso[2]}" if iso[2] else ""))
    named = re.fullmatch(
        r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.? (\d{4})(?: (\d{1,2}):(\d{2}))?", text
    ) or re.fullmatch(
        r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<y>\d{4})"
        r"(?: (?P<h>\d{1,2}):(?P<n>\d{2}))?",
        text,
    )
    if named:
        group = named.groupdict()
        day, month, year, hour, minute = (
            (group["d"], group["m"], group["y"], group["h"], group["n"])
            if group
            else named.groups()
        )
        names = [n.lower() for n in _MONTHS]
        found = [i for i, n in enumerate(names, 1) if n.startswith(month.lower())]
        if len(found) == 1:
            made = f"{year}-{found[0]:02}" + (f"-{int(day):02}" if day else "")
            return When(made + (f"T{int(hour):02}:{minute}" if hour and day else ""))
    slashed = re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?: (\d{1,2}):(\d{2}))?", text)
    if slashed:
        first, dot, second, year = int(slashed[1]), slashed[2] == ".", int(slashed[3]), slashed[4]
        clock = f"T{int(slashed[5]):02}:{slashed[6]}" if slashed[5] else ""
        if first > 12 >= second or first == second or (dot and second <= 12):
            return When(f"{year}-{second:02}-{first:02}{clock}")
        if second > 12 >= first:
            return When(f"{year}-{first:02}-{second:02}{clock}")
        raise ValueError("Write the month as a word, so that day and month cannot be confused.")
    raise ValueError("Write a date like 14 March 2026, March 2026 or 2026.")


@lru_cache(1 << 14)  # lists of many thousand rows hold few different dates
def _check(part: str) -> None:
    found = _FORM.match(part)
    if not found:
        raise ValueError(f"not a date OnRecord knows: {part!r}")
    year, month, day, hour, minute = (int(g) if g else None for g in found.groups())
    date(year or 0, month or 1, day or 1)
    if (hour or 0) > 23 or (minute or 0) > 59:
        raise ValueError(f"not a time of day: {part!r}")


@lru_cache(1 << 14)
def _first_day(part: str) -> date:
    pieces = [int(p) for p in part[:10].split("-")]
    return date(pieces[0], pieces[1] if len(pieces) > 1 else 1, pieces[2] if len(pieces) > 2 else 1)


@lru_cache(1 << 14)
def _last_day(part: str) -> date:
    pieces = [int(p) for p in part[:10].split("-")]
    month = pieces[1] if len(pieces) > 1 else 12
    last = calendar.monthrange(pieces[0], month)[1]
    return date(pieces[0], month, pieces[2] if len(pieces) > 2 else last)


def _words(part: str, letters: int = 9) -> str:
    year, month, day, clock = part[:4], part[5:7], part[8:10], part[11:]
    said = " ".join(
        piece
        for piece in (
            str(int(day)) if day else "",
            _MONTHS[int(month) - 1][:letters] if month else "",
            year,
        )
        if piece
    )
    return f"{said}, {clock}" if clock else said
