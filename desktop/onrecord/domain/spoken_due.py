"""A time as people say it, "within four months", turned into a day, with the words kept.

How we count is what ``deadline`` says: the day of the call is not counted. What names no single
day is refused with a sentence; nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
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
    r"(?:['’]?\s+(?:(?:from )?today|from now|time))?"
)
_FROM_A_DAY = re.compile(
    r"(?P<span>[^,;]*?\b(?:day|week|fortnight|month|year)s?)\s+"
    r"(?:(?:counted |counting |starting )?(?:from|of|after|on))\s+(?P<start>.+)"
)
_WORKING_HOURS = re.compile(
    r"(?:(?:the )?(?:close|end) of (?:business|play)|noon|midday|\d{1,2}(?:[:.]\d\d)? ?[ap]m)"
    r"(?: on)? "
)
_BY = re.compile(
    r"\A(?:by|before|until|till|no later than|not later than|on or before"
    r"|bis(?: zum| spätestens)?|spätestens(?: am| bis)?|am|vor dem"
    r"|(?:au plus tard |d[’']ici )?le|avant le|jusqu[’']au"
    r"|antes del?|hasta el|el|uiterlijk(?: op)?|voor|tot|op|entro il|até) "
)
"""Also as German, French, Spanish, Dutch, Italian and Portuguese papers say it."""
_OF_THE_MONTH = re.compile(r"(?:on )?the (\d{1,2})(?:st|nd|rd|th)")
_ENDS = (
    "today", "tomorrow", "end of day", "end of the day", "the end of the day", "end of today",
    "end of the month", "the end of the month", "end of the week", "the end of the week",
    "end of next week", "the end of next week", "end of next month", "the end of next month",
    "end of the year", "the end of the year",
)  # fmt: skip
_AS_ENDS = {
    "tonight": "today", "this afternoon": "today", "this evening": "today", "later today": "today",
    "the same day": "today", "this week": "end of the week", "next week": "end of next week",
    "this month": "end of the month", "next month": "end of next month",
    "this year": "end of the year",
}  # fmt: skip
"""What holds for a whole day, week, month or year is late only after its end."""
_END_OF_MONTH = re.compile(r"(?:the )?end of (?P<month>[a-z]{3,9})(?: (?P<year>\d{4}))?")
_DAY_AND_MONTH = (
    re.compile(
        r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?(?: of| de)? (?P<month>[^\W\d_]{3,10})\.?"
    ),
    re.compile(r"(?P<month>[a-z]{3,9})\.? (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"),
)
_NEAR_DAYS = 10
"""A day of the month without its month is taken only where no other is nearly as near."""
_FAR_DAYS = 150
"""Further away than this, the year is asked for."""
_IN_WORDS = re.compile(
    r"\b(?:(?:by|before|until|till|on)\s+("
    r"(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+[a-z]{3,9}\.?(?:\s+\d{4})?"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"
    r"|[a-z]{3,9}\s+\d{4}|\d{4}-\d\d-\d\d|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:the\s+)?end\s+of\s+(?:the\s+(?:week|month|year)|next\s+(?:week|month)"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october))"
    r"|((?:within|in)\s+(?:the\s+next\s+)?"
    r"(?:(?:\d{1,3}|[a-z]+)(?:\s*[-–]\s*|\s+(?:to|or)\s+))?"
    r"(?:\d{1,3}|a\s+couple\s+of|[a-z]+)\s+(?:(?:working|business)\s+)?"
    r"(?:hour|day|week|fortnight|month|year)s?))\b",
    re.IGNORECASE,
)
_THEN_FROM = re.compile(
    r"\s+(?:of|from|after|once|following)\s+(?:(?P<now>now|today|this call|the call)\b"
    r"|(?P<start>(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:(?:\s+of)?\s+[a-z]{3,9}\b\.?(?:\s+\d{4})?)?"
    r"|[a-z]{3,9}\.?\s+\d{1,2}\b(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{4}-\d\d-\d\d|tomorrow"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|)",
    re.IGNORECASE,
)
"""What a time is counted from where that is not the call: a day, or what has none yet."""
_COUNT_BEFORE = re.compile(r"\b(?:day|week|fortnight|month|year)s? \Z", re.IGNORECASE)
_FAR_YEARS = 30


@dataclass(frozen=True)
class SpokenDue:
    """``words`` is what was said where a day was worked out from it, else empty;
    ``counted_from`` the day they named to count from, None where that is the day of the call."""

    when: When
    words: str = ""
    counted_from: date | None = None

    @property
    def quoted(self) -> str:
        """To stand behind what was promised; empty where the words name the day itself."""
        plain = _plain(self.words)
        return f"“{self.words}”" if self.words and not _day_and_month(plain) else ""

    def says(self, said_on: date) -> str:
        """How the day came about, in one line; empty where it was given as a day."""
        if not self.words:
            return ""
        spoken = When.of_day(self.counted_from or said_on).words()
        plain = _plain(self.words)
        if self.counted_from is None and (_day_and_month(plain) or _month_end(plain)):
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
    plain = _AS_ENDS.get(plain, plain)
    if (later := _FROM_A_DAY.fullmatch(plain)) and _SPAN.fullmatch(later["span"]):
        return _from_a_day(later, text, said_on, is_working_day)
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
        by = _BY.match(text.casefold())
        return SpokenDue(parse_when(text[by.end() :] if by else text))
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
        if found[1] and _COUNT_BEFORE.search(words, 0, found.start()):
            continue  # a week on Friday
        after = _THEN_FROM.match(words, found.end()) if found[2] else None
        if after and after["start"]:
            bare = said = " ".join(words[found.start(2) : after.end()].split())
        elif after and not after["now"]:
            continue  # of a day that is not known yet: of receipt, after delivery
        for one in (said, bare):
            try:
                due = parse_due(one, said_on, is_working_day)
                refuse_earlier(due.when, said_on)
            except (ValueError, OverflowError):
                continue
            return replace(due, words=said)
    return None


def refuse_earlier(due: When, said_on: date | None, did: str = "promised") -> None:
    """Raises ValueError with a sentence where a promise were due, or an offer over, before the
    day it was made; ``did`` is what they did then."""
    if said_on is not None and due.last_day is not None and due.last_day < said_on:
        made = When.of_day(said_on).words()
        raise ValueError(f"That is before {made}, when they {did} it. Write a later date.")


def _plain(typed: str) -> str:
    return _BY.sub("", " ".join(typed.split()).casefold().strip(" .\"'“”"), 1).strip()


def _day_and_month(plain: str) -> tuple[int, int] | None:
    """``14 march`` or ``march 14``, as people say a day of the year to come: (month, day)."""
    for pattern in _DAY_AND_MONTH:
        if (said := pattern.fullmatch(plain)) and (month := month_of(said["month"])):
            return month, int(said["day"])
    return None


def _from_a_day(
    said: re.Match[str], text: str, said_on: date | None, is_working_day: WorkingDay | None
) -> SpokenDue:
    """``90 days from 3 March``: counted from the day they named."""
    start, span = _start(said["start"], said_on), _SPAN.fullmatch(said["span"])
    if start is None or span is None or number_said(span[1]) is None:
        raise ValueError("Write the day it counts from, like: 30 days from 14 March 2026.")
    day = _span_day(span, start, is_working_day)
    return SpokenDue(When.of_day(day), text.strip("\"'“”"), start)


def _start(named: str, said_on: date | None) -> date | None:
    """The day a count starts on, which may be over: of a day without a year or a month the one
    nearest to the call, where that is plain."""
    if named in ("now", "today", "this call", "the call"):
        return said_on
    if said_on is not None and (month_day := _day_and_month(named)):
        near = _nearest(said_on, [_day(said_on.year + ahead, *month_day) for ahead in (-1, 0, 1)])
        return near if near and abs((near - said_on).days) <= _FAR_DAYS else None
    if said_on is not None and (of_the_month := _OF_THE_MONTH.fullmatch(named)):
        at = said_on.year * 12 + said_on.month - 1
        months = [divmod(at + ahead, 12) for ahead in (-1, 0, 1)]
        near = _nearest(said_on, [_day(y, m + 1, int(of_the_month[1])) for y, m in months])
        return near if near and abs((near - said_on).days) <= _NEAR_DAYS else None
    if said_on is not None and named.removeprefix("next ") in ("tomorrow", *_DAYS):
        return _named_day(named, said_on)
    try:
        when = parse_when(named)
    except ValueError:
        return None
    return when.first_day if when.precision == "day" else None


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _nearest(said_on: date, days: list[date | None]) -> date | None:
    return min(
        (day for day in days if day), key=lambda day: abs((day - said_on).days), default=None
    )


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
    if plain.endswith("year"):
        return date(start.year, 12, 31)
    if plain.endswith("month"):
        return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    if plain.endswith("week"):
        return start + timedelta(days=6 - start.weekday())
    if plain.startswith("next "):  # this week's or the one after: people differ
        raise ValueError("Ask them which date that is, and write it.")
    weekday = _DAYS.index(plain.removeprefix("this ").removeprefix("on "))
    return start + timedelta(days=(weekday - start.weekday() - 1) % 7 + 1)
