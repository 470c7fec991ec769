"""Dates that say how exactly they are known.

Text forms, and nothing else: ``""`` unknown, ``2026``, ``2026-03``, ``2026-03-14``,
``2026-03-14T14:21`` (local time), and a range of two dates ``2011-05/2011-09``. A range may say
after a ``~`` what it stands for: ``2026-01-11/2026-01-20~mid`` is mid-January, and is always said
so. Nothing is ever added to what the user knew: a month stays a month in sorting, in print and in
storage.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from onrecord.domain.times import utc_text, zone_of

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?\Z")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
ROUGHLY = {
    "about": "about {0}",
    "early": "early {0}",
    "mid": "mid-{0}",
    "late": "late {0}",
    "start": "the start of {0}",
    "end": "the end of {0}",
    "spring": "spring {0}",
    "summer": "summer {0}",
    "autumn": "autumn {0}",
    "winter": "winter {0}",
}
"""What may stand after the ``~``, and how it is said of a day, a month, a year or years."""
_SEASONS = ("spring", "summer", "autumn", "winter")
_ABOUT_DAYS = 3
"""How far off a day that is known about may be, either way."""
_WINTER_DAYS = 90
"""How far a winter may reach into the year before or after the one it is named by."""


@dataclass(frozen=True)
class When:
    """A date with its own precision; ``text`` is its stored form. Compare with ``sort_key``."""

    text: str = ""

    def __post_init__(self) -> None:
        parts = self._parts if self.text else []
        if len(parts) > 2 or any("T" in p for p in parts[:2] if len(parts) == 2):
            raise ValueError(f"not a date OnRecord knows: {self.text!r}")
        for part in parts:
            _check(part)
        if len(parts) == 2 and _first_day(parts[0]) > _last_day(parts[1]):
            raise ValueError("a range must begin before it ends")
        if "~" in self.text and (len(parts) != 2 or self._roughly not in ROUGHLY):
            raise ValueError(f"not a date OnRecord knows: {self.text!r}")

    @property
    def _parts(self) -> list[str]:
        return self.text.partition("~")[0].split("/")

    @property
    def _roughly(self) -> str:
        return self.text.partition("~")[2]

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
        return self._bound(_first_day(self._parts[0]), -1) if self.text else None

    @property
    def last_day(self) -> date | None:
        """The latest day it can mean."""
        return self._bound(_last_day(self._parts[-1]), 1) if self.text else None

    def _bound(self, day: date, way: int) -> date:
        """What is known about may be off by some days, a month or a year; a winter has days of the
        years beside it."""
        off = 0
        if self._roughly == "winter" and len(self._parts[0]) == 4:
            off = _WINTER_DAYS
        elif self._roughly == "about":
            off = {4: 365, 7: 31}.get(len(self._parts[0]), _ABOUT_DAYS)
        moved = day.toordinal() + way * off
        return date.fromordinal(min(max(moved, 1), date.max.toordinal()))

    @property
    def sort_key(self) -> str:
        """Orders by the earliest day; the less exact comes first; unknown comes last."""
        if not self.text:
            return "9999"
        return self._parts[0]

    @property
    def day(self) -> When:
        """The same without its time of day."""
        return When(self.text[:10]) if self.precision == "minute" else self

    def utc(self, zone: str) -> str:
        """The instant as UTC text when known to the minute, else ``""``."""
        if self.precision != "minute":
            return ""
        local = datetime.strptime(self.text, "%Y-%m-%dT%H:%M").replace(tzinfo=zone_of(zone))
        return utc_text(local)

    def words(self) -> str:
        """As a person writes it: ``14 March 2026, 14:21``, ``March 2026``, ``mid-March 2026``,
        ``date not known``."""
        if not self.text:
            return "date not known"
        said = self.said_parts
        if self._roughly == "winter" and len(said) == 2:
            return self.rough_form.format(f"{said[0]}/{said[1][2:]}")
        return self.rough_form.format(" to ".join(_words(p) for p in said))

    def short(self) -> str:
        """As ``words`` with the month cut to three letters and what both ends share said once, for
        columns."""
        if not self.text:
            return "no date"
        said = self.said_parts
        if len(said) == 1:
            return self.rough_form.removeprefix("the ").format(_words(said[0], 3))
        if self._roughly == "winter":
            return self.words()
        first, last = (_words(part, 3).split(" ") for part in said)
        while len(first) > 1 and len(first) == len(last) and first[-1] == last[-1]:
            first.pop()
            last, kept = last[:-1], last[-1:]
            said = [*said, *kept]
        first_words, last_words = " ".join(first), " ".join(last)
        rest = " ".join(reversed(said[2:]))
        gap = "–" if first_words.isdigit() and last_words.isdigit() else " – "
        return self.rough_form.format(f"{first_words}{gap}{last_words} {rest}".rstrip())

    @property
    def rough_form(self) -> str:
        """``mid-{0}``, or ``{0}`` for what is not said roughly."""
        return ROUGHLY.get(self._roughly, "{0}")

    @property
    def said_parts(self) -> list[str]:
        """The dates that are said, as stored: the month of ``mid-March``, both ends of a range."""
        first, last = self._parts[0], self._parts[-1]
        if not self._roughly:
            return self._parts
        if self._roughly in _SEASONS:
            first, last = first[:4], last[:4]
        if self._roughly in ("about", *_SEASONS):
            return [first] if first == last else [first, last]
        return [first[:7] if len(first) > 7 else first[:4]]

    @classmethod
    def of_day(cls, day: date) -> When:
        return cls(day.isoformat())

    @classmethod
    def of_minute(cls, local: datetime) -> When:
        """From local time; seconds are dropped."""
        return cls(local.strftime("%Y-%m-%dT%H:%M"))

    @classmethod
    def between(cls, first: date, last: date, roughly: str = "") -> When:
        text = f"{first.isoformat()}/{last.isoformat()}"
        return cls(f"{text}~{roughly}" if roughly else text)


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
            MONTHS[int(month) - 1][:letters] if month else "",
            year,
        )
        if piece
    )
    return f"{said}, {clock}" if clock else said
