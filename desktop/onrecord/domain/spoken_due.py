"""A time as people say it, "within four months", turned into a day, with the words kept.

How we count is what ``deadline`` says: the day of the call is not counted. What names no single
day is refused with a sentence; nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.domain.deadline import WorkingDay, counted
from onrecord.domain.month_names import month_of
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When

_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {
    **{word: n for n, word in enumerate(_COUNTED)},
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(
    r"(?:(?:with)?in|after|up to|at most)?\s*(?:the next\s+)?"
    # of "5 to 7 days" the later end: until then nothing is late
    r"(?:(?:\d{1,3}|[a-z]+)\s*(?:-|–|to|or)\s*)?(\d{1,3}|[a-z]+|a couple of)"
    r"\s+(?:(working|business|banking)\s+)?(hour|day|week|fortnight|month|year)s?"
    r"(?:\s+(?:from (?:now|today)|time))?"
)
_WORKING_HOURS = re.compile(r"(?:(?:the )?(?:close|end) of (?:business|play)|noon|midday)(?: on)? ")
_OF_THE_MONTH = re.compile(r"(?:on )?the (\d{1,2})(?:st|nd|rd|th)")
_ENDS = (
    "today", "tomorrow", "end of day", "end of the day", "the end of the day", "end of today",
    "end of the month", "the end of the month", "end of the week", "the end of the week",
    "end of next week", "the end of next week", "end of next month", "the end of next month",
)  # fmt: skip
_END_OF_MONTH = re.compile(r"(?:the )?end of (?P<month>[a-z]{3,9})(?: (?P<year>\d{4}))?")
_DAY_AND_MONTH = (
    re.compile(r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]{3,9})\.?"),
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"),
)
_IN_WORDS = re.compile(
    r"\b(?:(?:by|before|until|till|on)\s+("
    r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+[a-z]{3,9}\.?(?:\s+\d{4})?"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"
    r"|[a-z]{3,9}\s+\d{4}|\d{4}-\d\d-\d\d|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:the\s+)?end\s+of\s+(?:the\s+(?:week|month)"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october))"
    r"|((?:within|in)\s+(?:the\s+next\s+)?(?:\d{1,3}|[a-z]+)\s+(?:(?:working|business)\s+)?"
    r"(?:hour|day|week|fortnight|month|year)s?))\b",
    re.IGNORECASE,
)
_FAR_YEARS = 30


@dataclass(frozen=True)
class SpokenDue:
    """``words`` is what was said where a day was worked out from it, else empty."""

    when: When
    words: str = ""

    @property
    def quoted(self) -> str:
        """To stand behind what was promised; empty where the words name the day itself."""
        plain = _plain(self.words)
        return f"“{self.words}”" if self.words and not _day_and_month(plain) else ""

    def says(self, said_on: date) -> str:
        """How the day came about, in one line; empty where it was given as a day."""
        if not self.words:
            return ""
        spoken = When.of_day(said_on).words()
        plain = _plain(self.words)
        if _day_and_month(plain) or _month_end(plain):
            return f"“{self.words}”, the first after {spoken}."
        return f"“{self.words}”, counted from {spoken}."


def parse_due(
    typed: str, said_on: date | None, is_working_day: WorkingDay | None = None
) -> SpokenDue:
    """A date as ``parse_when`` reads it, or a time counted from ``said_on``, the day of the call.

    Raises ValueError with a sentence: for what names no day, for a count where the day of the
    call is not known, and for working days where ``is_working_day`` is None.
    """
    text = " ".join(typed.split())
    plain = _WORKING_HOURS.sub("", _plain(text))
    span = _SPAN.fullmatch(plain)
    is_span = bool(span) and number_said(span[1] if span else "") is not None
    named = plain.removeprefix("next ").removeprefix("this ").removeprefix("on ")
    month_day = _day_and_month(plain)
    of_the_month = _OF_THE_MONTH.fullmatch(plain)
    relative = is_span or month_day or of_the_month or named in _DAYS or plain in _ENDS
    if end := _month_end(plain):
        month, year = end
        if year:
            return SpokenDue(When.of_day(_last_of(year, month)))
        if said_on is None:
            raise ValueError("Write the year too: the day of this call is not known.")
        near = _last_of(said_on.year, month)
        day = near if near >= said_on else _last_of(said_on.year + 1, month)
        return SpokenDue(When.of_day(day), text.strip("\"'“”"))
    if not relative:
        return SpokenDue(parse_when(text.removeprefix("by ").removeprefix("By ")))
    if said_on is None:
        raise ValueError("Write the date itself: the day of this call is not known.")
    if month_day:
        day = _first_from(said_on, *month_day)
    elif of_the_month:
        day = _first_of_month(said_on, int(of_the_month[1]))
    elif span and is_span:
        day = _span_day(span, said_on, is_working_day)
    else:
        day = _named_day(plain, said_on)
    return SpokenDue(When.of_day(day), text.strip("\"'“”"))


def find_due(
    words: str, said_on: date | None, is_working_day: WorkingDay | None = None
) -> SpokenDue | None:
    """The first time named inside of what was promised ("84.20 back by 30 November"), else None.

    A day before ``said_on`` is none: it is something else they spoke of.
    """
    for found in _IN_WORDS.finditer(words):
        said = " ".join((found[1] or found[2]).split())
        bare = said if "end of" in said.casefold() else re.sub(r"(?i)\b(the|of) ", "", said)
        for one in (said, bare):
            try:
                due = parse_due(one, said_on, is_working_day)
                refuse_earlier(due.when, said_on)
            except (ValueError, OverflowError):
                continue
            return SpokenDue(due.when, said)
    return None


def refuse_earlier(due: When, said_on: date | None, did: str = "promised") -> None:
    """Raises ValueError with a sentence where a promise were due, or an offer over, before the
    day it was made; ``did`` is what they did then."""
    if said_on is not None and due.last_day is not None and due.last_day < said_on:
        made = When.of_day(said_on).words()
        raise ValueError(f"That is before {made}, when they {did} it. Write a later date.")


def _plain(typed: str) -> str:
    return " ".join(typed.split()).casefold().strip(" .\"'“”").removeprefix("by ").strip()


def _day_and_month(plain: str) -> tuple[int, int] | None:
    """``14 march`` or ``march 14``, as people say a day of the year to come: (month, day)."""
    for pattern in _DAY_AND_MONTH:
        if (said := pattern.fullmatch(plain)) and (month := month_of(said["month"])):
            return month, int(said["day"])
    return None


def _month_end(plain: str) -> tuple[int, int] | None:
    """``the end of may``, which is its last day where something is due by then: (month, year or
    0)."""
    said = _END_OF_MONTH.fullmatch(plain)
    month = month_of(said["month"]) if said else None
    return (month, int(said["year"] or 0)) if said and month else None


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _first_from(start: date, month: int, day: int) -> date:
    """The first such day that is not before ``start``; a 29 February may be years away."""
    for year in range(start.year, start.year + 9):
        if 1 <= day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found >= start:
                return found
    raise ValueError("There is no such day. Write a date like 14 March 2026.")


def _first_of_month(start: date, day: int) -> date:
    """``the 14th``: of this month, or the next one that has it."""
    for ahead in range(13):
        year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
        if 1 <= day <= calendar.monthrange(year, month + 1)[1]:
            found = date(year, month + 1, day)
            if found >= start:
                return found
    raise ValueError("There is no such day. Write a date like 14 March 2026.")


def number_said(word: str) -> int | None:
    """``4`` or ``four``; None for any other word."""
    return int(word) if word.isdigit() else _NUMBERS.get(word.casefold())


def _span_day(span: re.Match[str], start: date, is_working_day: WorkingDay | None) -> date:
    amount, unit = number_said(span[1]) or 0, span[3] + "s"
    if unit == "fortnights":
        unit, amount = "weeks", 2 * amount
    if unit == "hours":
        unit, amount = "days", -(-amount // 24)
    if unit == "years" and amount > _FAR_YEARS:
        raise ValueError("That is too far away. Write the date.")
    if span[2] and unit == "days":
        if is_working_day is None:
            raise ValueError(
                "Working days depend on the country, which is not known here. Write the date."
            )
        unit = "business_days"
    elif span[2]:
        raise ValueError("Ask them for the date, and write it.")
    return counted(start, amount, unit, is_working_day)


def _named_day(plain: str, start: date) -> date:
    if plain.endswith(("today", "day")) and plain in _ENDS:
        return start
    if plain == "tomorrow":
        return start + timedelta(days=1)
    if plain.endswith("next month"):
        start = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        start += timedelta(days=1)
    if plain.endswith("next week"):
        start += timedelta(days=7)
    if plain.endswith("month"):
        return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    if plain.endswith("week"):
        return start + timedelta(days=6 - start.weekday())
    if plain.startswith("next "):  # this week's or the one after: people differ
        raise ValueError("Ask them which date that is, and write it.")
    weekday = _DAYS.index(plain.removeprefix("this ").removeprefix("on "))
    return start + timedelta(days=(weekday - start.weekday() - 1) % 7 + 1)
