"""A date as people type it, read without adding to it; what can be two days is asked about."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.domain.month_names import month_of
from onrecord.domain.when import MONTHS, When

GENERAL = "Write a date like 14 March 2026, mid-March 2026, March 2026 or 2026."
_NO_SUCH_DAY = "There is no such day. Write a date like 14 March 2026."
_NO_YEAR = "Write the year too, as in {0} 2026."
_SHORT_YEAR = "Write the year in full, as in 14 March 2026."
_NOT_THE_TIME = "Write the day alone, or its time without around: 14 March 2026 6 pm."

_HALF_DAY = re.compile(r" (1[0-2]|[1-9])(?:[:.](\d{2}))? ?([ap])\.?m\.?$", re.IGNORECASE)
_CLOCK_OF_OTHERS = re.compile(
    r"(?<=\d{4}) (?:(?:à|um|om|a las|alle|kl\.?) )?(?P<hour>\d{1,2})"
    r"(?:(?: ?h ?|[:.])(?P<minute>\d{2})(?: (?:uhr|uur|h))?|(?: ?h| uhr| uur| heures))\.?$",
    re.IGNORECASE,
)
"""``um 14.30 Uhr``, ``à 18h05``, ``om 10.15 uur``."""
_ABOUT = re.compile(
    r"(?:(?:some ?time )?(?:about|around)|approximately|approx\.?|circa|ca?\.|roughly|on or about|~)"
    r" ?(?:the )?",
    re.IGNORECASE,
)
_TIME_ABOUT = re.compile(
    r" (?:at )?(?:(?:about|around|approx\.?|roughly|circa|ca?\.) |~ ?)(?:\d{1,2}:\d{2}|\d{1,2})$",
    re.I,
)
_OR_SO = re.compile(r" ?(?:or so|or thereabouts|\((?:about|approx\.?|approximately)\))$", re.I)
_FILLER = re.compile(r"(?:some ?time in|in|on|during|of)(?: the)? |the ", re.IGNORECASE)
_THIRDS = {
    "early": "early", "mid": "mid", "middle": "mid", "late": "late", "beginning": "start",
    "start": "start", "end": "end",
}  # fmt: skip
_THIRD = re.compile(r"(early|mid|middle|late|beginning|start|end)(?:-| of | in | )(.+)", re.I)
_TWO_THIRDS = re.compile(r"(?:early|mid)[- ](?:to|or)[- ](?:mid|late)[- ](?:in )?(.+)", re.I)
_BOUNDS = {"early": 0, "start": 0, "mid": 1, "late": 2, "end": 2}
_SEASON = re.compile(
    r"(?:(spring|summer|autumn|fall|winter)(?: of)? (\d{4})(?:[-/–](\d{2}|\d{4}))?)", re.I
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_QUARTER = re.compile(
    r"(?:q([1-4])|(first|second|third|fourth|last|[1-4])(?:st|nd|rd|th)? quarter)"
    r"(?:-|/| of | in | )(\d{4})|(\d{4})[-/ ]?q([1-4])",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?:h([12])|(first|second) half)(?: of | in |-|/| )(\d{4})", re.IGNORECASE)
_WEEK_FROM = re.compile(r"(?:week (?:beginning|commencing|starting|from)|w/c)(?: on)? (.+)", re.I)
_NTH_WEEK = re.compile(r"(first|second|third|fourth|last) week (?:of|in) (.+)", re.IGNORECASE)
_WEEK_OF = re.compile(r"week of (?:the )?(\S.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:between|from) (?:the )?", re.IGNORECASE)
_TO = re.compile(r" (?:to|or|until|till|through|-+|–) ", re.IGNORECASE)
_DASH = re.compile(r" ?[-–/] ?")
_AND = re.compile(r" (?:and|&) ", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,10})\.? (\d{1,2})(?: to | and | or | ?[-–] ?)(\d{1,2}) (\d{4})", re.IGNORECASE
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_OF_OTHERS = {
    name: day
    for names in (
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    )
    for name, day in zip(names.split(), _WEEKDAYS, strict=True)
}
_WEEKDAY = re.compile(r"([^\W\d_]{2,10})\.? (?=.*\d)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ](\d{1,2}[:.]\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})\.?(?: (\d{1,2}[:.]\d{2}))?")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: (\d{1,2}[:.]\d{2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_CLOCK = r"(?: (?P<clock>\d{1,2}[:.]\d{2}))?"
_NAME = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?"
_YEAR = r"(?:,? | of | de )(?P<year>\d{4})"
_NAMED = (
    re.compile(rf"(?:{_DAY}(?: of | de | |-))?{_NAME}(?:-(?P<late>\d{{4}})|{_YEAR}){_CLOCK}", re.I),
    re.compile(rf"{_NAME} (?:the )?{_DAY}{_YEAR}{_CLOCK}", re.I),
)
_YEARLESS = (
    re.compile(rf"{_DAY}(?: of | de | |-){_NAME}", re.I),
    re.compile(rf"{_NAME}(?: (?:the )?{_DAY})?", re.I),
)
_YEAR_CUT = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|.* '\d{2}", re.IGNORECASE)


def parse_when(typed: str) -> When:
    """What a person types: stored forms, ``14 March 2026``, ``14 Mar 2026 14:21``, ``March 2026``,
    ``mid-January 2026``, ``around 3 March 2026``, ``spring 2026``, ``Q1 2026``, ``between 3 and
    9 March 2026``, ``14/03/2026`` only where day and month cannot be confused, and ``10.03.2026
    14:21``, whose day comes first wherever dots are used. Raises ValueError with a sentence.
    """
    text = " ".join(typed.replace(",", " ").split())
    try:
        return When(text)
    except ValueError:
        pass  # no stored form
    try:
        return _read(text.strip(" ."))
    except ValueError as error:
        said = str(error)
        if "out of range" in said or "must be in" in said:  # as the calendar says it
            raise ValueError(_NO_SUCH_DAY) from None
        if said.startswith("a range"):
            raise ValueError("Write the earlier date first.") from None
        if said.startswith("not a"):
            raise ValueError(GENERAL) from None
        raise


def _read(text: str) -> When:
    text = _HALF_DAY.sub(_whole_day_clock, re.sub(r" at (?=\d)", " ", text))
    text = _CLOCK_OF_OTHERS.sub(lambda at: f" {at['hour']}:{at['minute'] or '00'}", text)
    roughly = _OR_SO.sub("", _ABOUT.sub("", text) if _ABOUT.match(text) else text)
    if roughly != text:
        return _about(_read(roughly))
    try:
        return _one(text)
    except ValueError as error:
        try:
            found = _range(text)
        except ValueError as of_range:
            raise of_range if str(error) == GENERAL else error from None
        if found is not None:
            return found
        raise


def _one(text: str) -> When:
    """Anything but a range of two dates."""
    if found := _FILLER.match(text):
        return _one(text[found.end() :])
    for reader in (_single, _part, _season, _months, _week):
        if (made := reader(text)) is not None:
            return made
    about = _TIME_ABOUT.search(text)
    day = text[: about.start()] if about else text
    if about and re.search(r"\d{4}$", day):
        raise ValueError(_NOT_THE_TIME)
    if _YEAR_CUT.fullmatch(text):
        raise ValueError(_SHORT_YEAR)
    if any((said := one.fullmatch(day)) and month_of(said["month"]) for one in _YEARLESS):
        raise ValueError(_NO_YEAR.format(day))
    raise ValueError(GENERAL)


def _whole_day_clock(found: re.Match[str]) -> str:
    """`` 2:21 pm`` as `` 14:21``."""
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return f" {hour:02}:{found[2] or '00'}"


def _about(when: When) -> When:
    if when.precision == "minute":
        raise ValueError(_NOT_THE_TIME)
    if "~" in when.text or not when.text:
        return when  # mid-March is rough already
    return When((when.text if "/" in when.text else f"{when.text}/{when.text}") + "~about")


def _single(text: str) -> When | None:
    """A year, a month, a day or a minute."""
    if iso := _ISO.fullmatch(text):
        return _made(iso[1], iso[2])
    if first := _YEAR_FIRST.fullmatch(text):
        return _made(f"{first[1]}-{int(first[3]):02}-{int(first[4]):02}", first[5])
    if month_year := _MONTH_YEAR.fullmatch(text):
        return When(f"{month_year[2]}-{int(month_year[1]):02}")
    if numbers := _NUMBERS.fullmatch(text):
        return _of_numbers(numbers)
    for form in _NAMED:
        if (named := form.fullmatch(text)) and (month := month_of(named["month"])):
            parts = named.groupdict()
            year, day = parts["year"] or parts["late"], parts["day"]
            made = f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")
            return _made(made, parts["clock"])
    if said := _WEEKDAY.match(text):
        plain = said[1].casefold()
        names = [n for n in _WEEKDAYS if n.startswith(plain)]
        names = [_WEEKDAYS_OF_OTHERS[plain]] if plain in _WEEKDAYS_OF_OTHERS else names
        if len(names) == 1 and (when := _single(text[said.end() :])) is not None:
            return _on_a(names[0], when)
    return None


def _made(day: str, clock: str | None) -> When:
    return When(day + (f"T{clock.replace('.', ':').zfill(5)}" if clock else ""))


def _of_numbers(found: re.Match[str]) -> When:
    first, second, year = int(found[1]), int(found[3]), found[4]
    if first > 12 >= second or first == second or (found[2] == "." and second <= 12):
        return _made(f"{year}-{second:02}-{first:02}", found[5])
    if second > 12 >= first:
        return _made(f"{year}-{first:02}-{second:02}", found[5])
    if first > 12:
        raise ValueError(_NO_SUCH_DAY)
    one = f"{first} {MONTHS[second - 1]}"
    raise ValueError(
        f"That may be {one} or {second} {MONTHS[first - 1]}. Write the month as a word."
        if first and second
        else _NO_SUCH_DAY
    )


def _on_a(weekday: str, when: When) -> When:
    day = when.first_day
    if day is None or when.precision not in ("day", "minute"):
        raise ValueError(GENERAL)
    if _WEEKDAYS[day.weekday()] != weekday:
        name = _WEEKDAYS[day.weekday()].capitalize()
        raise ValueError(f"Write the day again: {when.day.words()} is a {name}.")
    return when


def _part(text: str) -> When | None:
    """``mid-January 2026``, ``early 2026``, ``end of May 2026``, ``first half of March 2026``."""
    if found := re.fullmatch(r"(first|second) half of (.+)", text, re.IGNORECASE):
        month = _single(found[2])
        if month is None or month.precision != "month":
            return None
        first, last = _days(month)
        middle = first.replace(day=15)
        if found[1].lower() == "first":
            return When.between(first, middle)
        return When.between(middle + timedelta(days=1), last)
    if found := _TWO_THIRDS.fullmatch(text):
        return _one(found[1])
    found = _THIRD.fullmatch(text)
    if found is None:
        return None
    name = _THIRDS[found[1].lower()]
    try:
        whole = _one(found[2])
    except ValueError as error:
        if str(error) == _NO_YEAR.format(found[2]):
            raise ValueError(_NO_YEAR.format(text)) from None
        raise
    return third(whole, name)


def third(whole: When, name: str) -> When:
    """A part of a month or of a year, a third or so: ``early``, ``mid``, ``late``, ``start``,
    ``end``."""
    third = _BOUNDS[name]
    if whole.precision == "month":
        first, last = _days(whole)
        starts, ends = (1, 11, 21)[third], (10, 20, last.day)[third]
        return When.between(first.replace(day=starts), first.replace(day=ends), name)
    if whole.precision == "year":
        starts, ends = (4 * third + 1, 4 * third + 4)
        if name in ("start", "end"):
            starts, ends = (1, 3) if name == "start" else (10, 12)
        return When(f"{whole.text}-{starts:02}/{whole.text}-{ends:02}~{name}")
    raise ValueError("Write a month or a year after early, mid, late, start of or end of.")


def _days(when: When) -> tuple[date, date]:
    first, last = when.first_day, when.last_day
    if first is None or last is None:
        raise ValueError(GENERAL)
    return first, last


def _season(text: str) -> When | None:
    """Which months a season has depends on where one is: only its year is known."""
    found = _SEASON.fullmatch(text)
    if found is None:
        return None
    name, first, last = found[1].lower(), found[2], found[3] or ""
    name = "autumn" if name == "fall" else name
    year = first[:2] + last if len(last) == 2 else last or first
    if year != first and (name != "winter" or int(year) != int(first) + 1):
        return None
    if year != first:
        return When(f"{first}-11/{year}-03~{name}")
    return When(f"{first}/{year}~{name}")


def _months(text: str) -> When | None:
    """``Q1 2026`` and ``first half of 2026`` are months from one to another."""
    if found := _QUARTER.fullmatch(text):
        said = (found[1] or found[2] or found[5]).lower()
        nth, year = _NTH.get(said, 0) or int(said), found[3] or found[4]
        return When(f"{year}-{3 * nth - 2:02}/{year}-{3 * nth:02}")
    if found := _HALF.fullmatch(text):
        said, year = (found[1] or found[2]).lower(), found[3]
        return When(f"{year}-01/{year}-06" if said in ("1", "first") else f"{year}-07/{year}-12")
    return None


def _week(text: str) -> When | None:
    """Seven days: of a month, from the day that is named, or from the Monday before it."""
    if found := _NTH_WEEK.fullmatch(text):
        month = _one(found[2])
        if month.precision != "month":
            raise ValueError(GENERAL)
        first, last = _days(month)
        begins = 7 * _NTH[found[1].lower()] - 6
        first = (
            last - timedelta(days=6) if found[1].lower() == "last" else first.replace(day=begins)
        )
        return When.between(first, first + timedelta(days=6))
    begins = _WEEK_FROM.fullmatch(text)
    within = None if begins else _WEEK_OF.fullmatch(text)
    found = begins or within
    if found is None:
        return None
    day = _one(found[1])
    if day.precision != "day" or day.first_day is None:
        raise ValueError(GENERAL)
    first = day.first_day - timedelta(days=0 if begins else day.first_day.weekday())
    return When.between(first, first + timedelta(days=6))


def _range(text: str) -> When | None:
    """``12 to 14 March 2026``, ``between May and September 2011``: what is said once counts for
    both ends."""
    plain = _BETWEEN.sub("", text)
    if american := _MONTH_FIRST.fullmatch(plain):
        plain = "{1} to {2} {0} {3}".format(*american.groups())
    joins = [*_TO.finditer(plain), *_DASH.finditer(plain)]
    if plain != text or not joins:
        joins += _AND.finditer(plain)
    failed: ValueError | None = None
    for join in joins:
        left, right = plain[: join.start()].strip(), plain[join.end() :].strip()
        try:
            last = _end(_one(right))
            return When(f"{_end(_first(left, last)).text}/{last.text}")
        except ValueError as error:
            failed = error if failed is None or str(failed) == GENERAL else failed
    if failed is not None and str(failed) != GENERAL:
        raise failed
    return None


def _first(text: str, last: When) -> When:
    """The first end, with the month and the year of the other where it says none."""
    month, year = last.text[5:7], last.text[:4]
    tries = [text, f"{text} {year}"]
    if last.precision == "day":
        tries.append(f"{text} {MONTHS[int(month) - 1]} {year}")
    failed = ValueError(GENERAL)
    for one in tries:
        try:
            return _one(one)
        except ValueError as error:
            yearless = str(error) == _NO_YEAR.format(one)
            failed = failed if yearless or str(error) == GENERAL else error
    raise failed


def _end(when: When) -> When:
    """What is said roughly counts as its month or year: its days are not known."""
    said = when.said_parts if when.text else []
    if len(said) != 1 or when.precision == "minute":
        raise ValueError(GENERAL)
    return When(said[0])
