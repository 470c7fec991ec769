"""Dates worked out from rules, each with how it was computed and how far to trust it.

How we count: the day of the event is not counted, so that 30 days from 24 October end on 23
November. Weeks are seven days. Months and years end on the day of the same number, or on the last
day of the month where there is none (31 January and one month: 28 or 29 February). Working days
are those a function passed in says are; none is guessed. Where the start is known only roughly,
the end is a range, and where it is not known, neither is the end.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.domain.agency import Basis, TimeLimit, Wait
from onrecord.domain.agency_words import EVENTS, LIMITS, UNITS
from onrecord.domain.when import When

WorkingDay = Callable[[date], bool]

DAY_NOT_COUNTED = "The day itself is not counted."
_FAR = 4000
"""A count of working days gives up after so many days without any."""


@dataclass(frozen=True)
class Start:
    """What a time is counted from: a code of ``agency_words.EVENTS`` and when it happened.

    ``table`` and ``id`` name the record that says so. ``assumed`` holds the reason where the
    record only may be the event: a call on which one may or may not have complained.
    """

    event: str
    when: When
    table: str = ""
    id: str = ""
    assumed: str = ""

    def whether(self) -> str:
        """What is asked where it is assumed."""
        return f"Whether{self.assumed.removeprefix('If')}"

    def granted(self, said: str) -> str:
        """What follows from it, and where it is assumed only, on which condition."""
        if not self.assumed:
            return said
        day = self.when.day
        on = "on" if day.precision == "day" else "in"
        return f"If you complained {on} {day.words()}, {said[:1].lower()}{said[1:]}"


Starts = Mapping[str, Sequence[Start]]
ANSWERS = ("company_response", "final_response", "deadlock")
"""Nobody answers who was not asked."""
"""For each event what is on record of it, the earliest first."""


@dataclass(frozen=True)
class Deadline:
    """A date somebody has to act by. ``who``: ``me``, ``company`` or ``body``.

    ``day`` is there only where it is one day; else it lies from ``earliest`` to ``latest``, or is
    not known. ``rule`` says how it was computed. ``doubts`` are the reasons it is not ``firm``.
    ``holds`` says when it holds, to stand behind ``what``: of several times for one thing it tells
    which this is.
    """

    what: str
    who: str
    rule: str
    basis: Basis | None = None
    start: Start | None = None
    earliest: date | None = None
    latest: date | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    holds: str = ""

    @property
    def day(self) -> date | None:
        return self.earliest if self.earliest == self.latest else None

    @property
    def firm(self) -> bool:
        """One day, from a rule we trust, counted from an event on record, with no condition."""
        return self.day is not None and not self.doubts

    @property
    def confidence(self) -> str:
        """``high``, ``medium`` or ``low``; high for what the user set."""
        return self.basis.confidence if self.basis else "high"

    @property
    def as_of(self) -> str:
        return self.basis.as_of if self.basis else ""

    @property
    def source(self) -> str:
        """Where the rule was read, in words."""
        return "; ".join(one.says() for one in self.basis.sources) if self.basis else ""

    def state(self, today: date) -> str:
        """``unknown``, ``ahead``, ``today``, ``perhaps_passed`` or ``passed``."""
        if self.earliest is None or self.latest is None:
            return "unknown"
        if self.latest < today:
            return "passed"
        if self.earliest < today:
            return "perhaps_passed"
        return "today" if self.day == today else "ahead"

    def days_left(self, today: date) -> int | None:
        """Days from today, less than nothing once it passed: by the earliest day where I have to
        act, by the latest where they do."""
        end = self.earliest if self.who == "me" else self.latest
        return (end - today).days if end else None

    def on(self) -> str:
        """As ``says``, to follow a verb: ``on 23 November 2016``, ``between ...``."""
        said = self.says()
        return said if said.startswith("between") else f"on {said}"

    def says(self) -> str:
        """``23 November 2016``, ``between 31 May 2011 and 30 June 2011``, ``not known``; marked
        where the rule is unverified."""
        if self.earliest is None or self.latest is None:
            return "not known"
        said = When.of_day(self.earliest).words()
        if self.day is None:
            said = f"between {said} and {When.of_day(self.latest).words()}"
        return f"{said} (unverified)" if self.confidence == "low" else said


def length_words(amount: int, unit: str) -> str:
    """``1 working day``, ``30 days``."""
    one, many = UNITS[unit]
    return f"{amount} {one if amount == 1 else many}"


def counted(start: date, amount: int, unit: str, is_working_day: WorkingDay | None = None) -> date:
    """The day an amount of time from ``start`` ends; a negative amount counts back.

    Working days need ``is_working_day``. Raises ValueError without it, and OverflowError beyond
    the calendar.
    """
    if unit == "days":
        return start + timedelta(days=amount)
    if unit == "weeks":
        return start + timedelta(weeks=amount)
    if unit in ("months", "years"):
        months = start.year * 12 + start.month - 1 + amount * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("beyond the calendar")
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    if unit == "business_days":
        if is_working_day is None:
            raise ValueError("working days are not known here")
        step, left, day, idle = timedelta(days=1 if amount > 0 else -1), abs(amount), start, 0
        while left:
            day += step
            idle += 1
            if is_working_day(day):
                left, idle = left - 1, 0
            elif idle > _FAR:
                raise OverflowError("no working day is near")
        return day
    raise ValueError(f"not a unit of time: {unit!r}")


def count(
    what: str,
    who: str,
    start: Start | None,
    amount: int,
    unit: str,
    *,
    event: str = "",
    basis: Basis | None = None,
    before: bool = False,
    is_working_day: WorkingDay | None = None,
    doubts: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Deadline:
    """An amount of time from a start; ``event`` says which one where there is no start."""
    length = length_words(amount, unit)
    happened = EVENTS.get(start.event if start else event, "")
    way = "before" if before else "from"
    doubt = [*doubts]
    if basis and not basis.verified:
        doubt.append("The rule is unverified.")
    first = start.when.first_day if start else None
    last = start.when.last_day if start else None
    if start is None or first is None or last is None:
        rule = f"{length} {way} the day {happened}, which is not on record"
        return Deadline(what, who, rule, basis, start, doubts=tuple(doubt), notes=tuple(notes))
    rule = f"{length} {way} {start.when.day.words()}, when {happened}"
    if start.assumed:
        rule = f"{length} {way} {start.when.day.words()}, if {happened} then"
        doubt.append(start.assumed)
    said = [*notes, DAY_NOT_COUNTED]
    signed = -amount if before else amount
    earliest = latest = None
    try:
        earliest = counted(first, signed, unit, is_working_day)
        latest = counted(last, signed, unit, is_working_day)
    except ValueError:
        doubt.append("Which days are working days is not known, because the country is not.")
    except OverflowError:
        doubt.append("It lies beyond the calendar.")
    if earliest and latest and unit in ("months", "years") and (earliest.day < first.day):
        said.append("A month without such a day ends on its last day.")
    if earliest and unit == "business_days":
        said.append("Weekends and public holidays are left out.")
    if earliest != latest:
        doubt.append("The day it is counted from is known only roughly.")
    return Deadline(what, who, rule, basis, start, earliest, latest, tuple(doubt), tuple(said))


def limit_deadline(
    limit: TimeLimit, starts: Starts, is_working_day: WorkingDay | None = None
) -> Deadline | None:
    """When a time limit of the directory ends; None where the rule was not in force yet, or no
    more, or its length is not known.

    Where the rule names several events and does not say which counts, the end is the range over
    those on record. Of one event on record several times, the first counts, which is the careful
    reading for whoever has to act.
    """
    if limit.amount is None:
        return None
    who, what = LIMITS[limit.kind]
    found = [start for event in limit.events if (start := first_of(starts, event))]
    doubts: list[str] = []
    if limit.only_if:
        doubts.append(f"Only {limit.only_if}.")
    if limit.sooner:
        doubts.append(f"It may end sooner: {limit.sooner}.")
    if limit.later:
        doubts.append(f"It may end later: {limit.later}.")
    if len(limit.events) > 1:
        said = " or when ".join(EVENTS[event] for event in limit.events)
        doubts.append(f"The source does not say which counts: when {said}.")
    notes = [f"It must be {limit.must_be} by then."] if limit.must_be else []
    if limit.note:
        notes.append(f"{limit.note[0].upper()}{limit.note[1:]}.")
    if found and not any(_in_force(limit.basis, start) for start in found):
        return None
    if not all(_in_force(limit.basis, start, surely=True) for start in found):
        doubts.append("The rule may not have been in force then.")
    made = [
        count(
            what, who, start, limit.amount, limit.unit,
            event=next(iter(limit.events), ""), basis=limit.basis, before=limit.before,
            is_working_day=is_working_day, doubts=doubts, notes=notes,
        )
        for start in found or [None]
    ]  # fmt: skip
    holds = f", {limit.only_if}" if limit.only_if else f"; {limit.later}" if limit.later else ""
    return replace(_spanned(made), holds=holds)


def wait_deadline(
    wait: Wait, starts: Starts, is_working_day: WorkingDay | None = None
) -> Deadline | None:
    """The day the company's time is over; None where only an event opens the door."""
    if wait.amount is None:
        return None
    doubts = [f"Only {wait.only_if}."] if wait.only_if else []
    doubts += [
        f"Another source says {length_words(o.amount, o.unit)}: {o.words}."
        for o in wait.also_stated
    ]
    lengths = [(wait.amount, wait.unit), *((o.amount, o.unit) for o in wait.also_stated)]
    made = [
        count(
            "They have time to answer", "company", first_of(starts, wait.event), amount, unit,
            event=wait.event, basis=wait.basis, is_working_day=is_working_day, doubts=doubts,
        )
        for amount, unit in lengths
    ]  # fmt: skip
    return _spanned(made)


def wait_for(
    waits: Sequence[Wait], starts: Starts, is_working_day: WorkingDay | None = None
) -> Deadline | None:
    """As ``wait_deadline``, of the version in force when the time began.

    Where the rule changed while the time ran, the older version is taken, which is what was in
    force when it began; that is not firm, and the note gives the day by the newer one.
    """
    if not waits:
        return None
    start = first_of(starts, waits[0].event)
    if start is None or start.when.first_day is None:
        newest = max(waits, key=lambda wait: wait.basis.valid_from or date.min)
        return wait_deadline(newest, starts, is_working_day)
    held = [wait for wait in waits if _in_force(wait.basis, start)]
    if not held:
        return None
    found = wait_deadline(held[0], starts, is_working_day)
    if found is None:
        return None
    changed = [
        wait
        for wait in waits
        if wait is not held[0]
        and wait.basis.valid_from is not None
        and start.when.first_day < wait.basis.valid_from <= (found.latest or date.min)
    ]
    doubts = list(found.doubts)
    for wait in changed:
        newer = wait_deadline(wait, starts, is_working_day)
        if newer and newer.earliest and wait.amount and wait.basis.valid_from:
            doubts.append(
                f"The rule changed to {length_words(wait.amount, wait.unit)} on "
                f"{When.of_day(wait.basis.valid_from).words()}, which would be {newer.says()}; "
                "ask them which holds for you."
            )
    return replace(found, doubts=tuple(doubts))


def time_to(starts: Starts, wait: Deadline) -> str:
    """What the company's time is for, behind "time to": to answer, or where it did answer within
    it and that opened no door, to settle it."""
    first = wait.start.when.first_day if wait.start is not None else None
    if first is None or wait.latest is None:
        return "answer"
    days = [one.when.first_day for code in ANSWERS for one in starts.get(code, ())]
    answered = any(day is not None and first <= day <= wait.latest for day in days)
    return "settle it" if answered else "answer"


def first_of(starts: Starts, event: str) -> Start | None:
    """The earliest on record of an event, one with a known date before one without."""
    found = sorted(starts.get(event, ()), key=lambda start: (bool(start.assumed), _key(start)))
    return found[0] if found else None


def _key(start: Start) -> str:
    return start.when.sort_key


def _in_force(basis: Basis, start: Start, *, surely: bool = False) -> bool:
    first, last = start.when.first_day, start.when.last_day
    if first is None or last is None:
        return True
    ends = (basis.in_force(first), basis.in_force(last))
    return all(ends) if surely else any(ends)


def _spanned(made: Sequence[Deadline]) -> Deadline:
    """One deadline over several readings of a rule: from the earliest to the latest end."""
    if len(made) == 1:
        return made[0]
    known = [one for one in made if one.earliest and one.latest]
    if not known:
        return made[0]
    by_end = sorted(known, key=lambda one: one.earliest or date.min)
    doubts = tuple(dict.fromkeys(doubt for one in made for doubt in one.doubts))
    notes = tuple(dict.fromkeys(note for one in made for note in one.notes))
    return Deadline(
        by_end[0].what, by_end[0].who, "; or ".join(one.rule for one in by_end),
        by_end[0].basis, by_end[0].start, by_end[0].earliest,
        max(one.latest for one in known if one.latest), doubts, notes,
    )  # fmt: skip
