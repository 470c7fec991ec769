"""What an import would do, row by row, before anything is done.

Nothing is decided that the file leaves open: an order of day and month that fits two ways is
asked, a call is matched only to one of the same number and within minutes, and a number nobody
has named is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import search_form
from onrecord.domain.when import When
from onrecord.intake.import_rows import ImportReading, ImportRow, Problem
from onrecord.services.clock import local_zone
from onrecord.services.importing.known import (
    Known,
    LoggedCall,
    contact_key,
    digits,
    known_in,
    local_of,
    message_key,
    same_number,
)
from onrecord.services.views.timeline import minutes

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

NEAR = timedelta(minutes=10)
"""How far the clock of a note and the phone company's may be apart for the same call."""
STATES = ("new", "here", "match", "confirmed", "other")
_DATE_KINDS = (
    ("letter", re.compile(r"\b(?:letter|brief|lettre|carta)\b", re.I)),
    ("email", re.compile(r"\be-?mail\b", re.I)),
    ("chat", re.compile(r"\b(?:web|live)?chat\b", re.I)),
    ("call", re.compile(r"\b(?:call|phone|ring|telephone|anruf|appel)\b", re.I)),
)
"""What a date of a calendar was, by its title; anything else is a visit."""
_FROM_THEM = re.compile(r"\b(?:from|engineer|technician|fitter|installer|von)\b", re.I)


@dataclass(frozen=True)
class Conversation:
    """The messages with one number. ``company`` is set where the vault knows whose it is."""

    key: str
    number: str
    who: str
    count: int
    first: str
    last: str
    company: str = ""

    @property
    def name(self) -> str:
        return self.who or self.company or self.number


@dataclass(frozen=True)
class PlannedRow:
    """One row as it would be taken in. ``dated`` is a When text in ``zone``. ``state``: new, here
    (on record already), match (it confirms the call ``contact_id``), confirmed (it did before),
    other (a number nobody has named). ``plan``: it becomes a plan of mine.
    """

    row: ImportRow
    dated: str
    zone: str
    state: str
    words: str
    note: str = ""
    contact_id: str = ""
    company_id: str = ""
    company: str = ""
    plan: bool = False
    due: str = ""

    @property
    def taken(self) -> bool:
        """Whether it is taken in unless the user says otherwise."""
        return self.state in ("new", "match")


@dataclass(frozen=True)
class ImportPlan:
    """``rows`` are those of the conversations chosen; ``asks_order`` names the two readings of a
    date ((order, example), ...) where the user has to say which.
    """

    kind: str
    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    asks_order: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def ready(self) -> int:
        """How many rows would be taken in."""
        return 0 if self.asks_order else sum(row.taken for row in self.rows)


def plan_import(
    vault: Vault,
    reading: ImportReading,
    *,
    dispute_id: str = "",
    order: str = "",
    numbers: Collection[str] | None = None,
    dates_as: str = "",
    today: date | None = None,
) -> ImportPlan:
    """``order`` answers ``asks_order``; ``numbers`` are the keys of the conversations wanted, those
    with known companies where it is None; ``dates_as`` makes all dates of a calendar ``plans`` or
    ``contacts``; otherwise those to come are plans.
    """
    known, zone = known_in(vault), local_zone()
    day = today or date.today()
    asks: tuple[tuple[str, str], ...] = ()
    at = reading.orders.index(order) if order in reading.orders else 0
    if len(reading.orders) > 1 and order not in reading.orders:
        asks = _examples(reading)
    conversations: tuple[Conversation, ...] = ()
    rows = reading.rows
    if reading.kind == "messages":
        conversations = _conversations(rows, known, zone)
        wanted = {c.key for c in conversations if c.company} if numbers is None else {*numbers}
        rows = tuple(row for row in rows if _conversation(row) in wanted)
    planner = _Planner(known, zone, dispute_id, at, day, dates_as)
    if reading.kind == "messages":
        planned = [planner.message(row) for row in rows]
    elif reading.kind == "calls":
        planned = planner.calls(rows)
    elif reading.kind == "calendar":
        planned = [planner.date(row) for row in rows]
    else:
        planned = [planner.contact(row) for row in rows]
    problems = reading.problems
    if reading.own and rows:
        problems = (
            Problem(0, "OnRecord wrote this calendar itself: its dates are here already."),
            *problems,
        )
        planned = []
    return ImportPlan(reading.kind, tuple(planned), problems, conversations, asks, reading.is_cut)


class _Planner:
    def __init__(
        self, known: Known, zone: str, dispute_id: str, at: int, today: date, dates_as: str
    ) -> None:
        self._known = known
        self._zone = zone
        self._dispute_id = dispute_id
        self._at = at
        self._today = today
        self._dates_as = dates_as
        self._seen: Counter[tuple[str, ...]] = Counter()

    def when(self, row: ImportRow) -> tuple[str, str]:
        """(When text, zone): an instant on the wall clock of the file's zone, else of here."""
        if row.utc:
            zone = row.zone or self._zone
            return When.of_minute(local_of(row.utc, zone)).text, zone
        day = row.days[self._at] if row.days else ""
        return (f"{day}T{row.clock}" if day and row.clock else day), row.zone or self._zone

    def company(self, row: ImportRow) -> tuple[str, str]:
        name = " ".join(row.company.split())
        if name:
            return self._known.names.get(name.casefold(), ""), name
        return self._known.company_of(row.number)

    def contact(self, row: ImportRow) -> PlannedRow:
        dated, zone = self.when(row)
        id, name = self.company(row)
        made = Contact(
            kind=row.kind, dated=dated, number=row.number, agent_name=row.who,
            reference=row.reference, outcome=row.outcome, notes=row.notes,
        )  # fmt: skip
        key = contact_key(made)
        reference = (row.kind, dated[:10], search_form(row.reference))
        here = key in self._known.contacts or self._seen[key] > 0
        here = here or bool(reference[2] and reference in self._known.references)
        self._seen[key] += 1
        said = row.said or row.outcome or row.notes
        due = row.dues[self._at] if row.dues else ""
        by = f" by {When(due).words()}" if due else ""
        promised = f"promised: {row.promise}{by}" if row.promise else ""
        words = ", ".join(p for p in (name, row.who, _length(row.duration_s), said, promised) if p)
        return PlannedRow(
            row, dated, zone, "here" if here else "new", " ".join(words.split())[:200],
            f"ref {row.reference}" if row.reference else "", company_id=id, company=name, due=due,
        )  # fmt: skip

    def message(self, row: ImportRow) -> PlannedRow:
        dated, zone = self.when(row)
        id, name = self._known.company_of(row.number)
        if not id:
            id = self._known.names.get(row.who.casefold(), "")
            name = row.who if id else name
        side = "me" if row.direction == "out" else "them"
        key = message_key(row.number, dated[:10], dated[11:16], side, row.said)
        self._seen[key] += 1
        here = self._seen[key] <= self._known.messages[key]
        return PlannedRow(
            row, dated, zone, "here" if here else "new", " ".join(row.said.split())[:200],
            "me" if side == "me" else (row.who or name or row.number),
            company_id=id, company=name,
        )  # fmt: skip

    def date(self, row: ImportRow) -> PlannedRow:
        dated, zone = self.when(row)
        coming = dated[:10] >= self._today.isoformat()
        plan = self._dates_as == "plans" or (self._dates_as != "contacts" and coming)
        words = row.said + (f", {dated[11:]}" if plan and len(dated) == 16 else "")
        note = "repeats; only this day is taken" if row.repeats else ""
        kind = next((name for name, form in _DATE_KINDS if form.search(row.said)), "visit")
        row = replace(row, kind=kind, direction="in" if _FROM_THEM.search(row.said) else "")
        if plan:
            key = (self._dispute_id, " ".join(words.split()).casefold(), dated[:10])
            state = "here" if key in self._known.plans else "new"
            self._known.plans.add(key)
            return PlannedRow(row, dated[:10], zone, state, words[:200], note, plan=True)
        made = Contact(
            kind=kind, dated=dated, outcome=row.said, notes=row.notes
        )  # fmt: skip
        key = contact_key(made)
        state = "here" if key in self._known.contacts or self._seen[key] else "new"
        self._seen[key] += 1
        return PlannedRow(row, dated, zone, state, words[:200], note)

    def calls(self, rows: Sequence[ImportRow]) -> list[PlannedRow]:
        """Each logged call is confirmed by one row at most, the one nearest in time."""
        timed = [(row, *self.when(row)) for row in rows]
        pairs: list[tuple[timedelta, int, LoggedCall]] = []
        for n, (row, dated, zone) in enumerate(timed):
            for call in self._known.calls:
                apart = _apart(row, dated, zone, call)
                if apart is not None:
                    pairs.append((apart, n, call))
        matched: dict[int, LoggedCall] = {}
        used: set[str] = set()
        for _apart_by, n, call in sorted(pairs, key=lambda p: (p[0], p[1], p[2].id)):
            if n not in matched and call.id not in used:
                matched[n] = call
                used.add(call.id)
        self._match_days(timed, matched)
        return [self._call(*one, matched.get(n)) for n, one in enumerate(timed)]

    def _match_days(
        self, timed: Sequence[tuple[ImportRow, str, str]], matched: dict[int, LoggedCall]
    ) -> None:
        """A call of which only the day was noted, where that day has one call to its number."""
        used = {call.id for call in matched.values()}
        for call in self._known.calls:
            if call.id in used or When(call.dated).precision != "day":
                continue
            theirs = [
                n
                for n, (row, dated, _zone) in enumerate(timed)
                if n not in matched and dated[:10] == call.dated and _of_number(row, call)
            ]
            others = [
                one
                for one in self._known.calls
                if one.dated == call.dated and set(one.numbers) & set(call.numbers)
            ]
            if len(theirs) == 1 and len(others) == 1:
                matched[theirs[0]] = call

    def _call(self, row: ImportRow, dated: str, zone: str, call: LoggedCall | None) -> PlannedRow:
        id, name = self.company(row)
        words = ", ".join(p for p in (row.number, _length(row.duration_s)) if p)
        if call is not None:
            state = "confirmed" if call.recorded else "match"
            note = f"your call with {call.words}" if call.words else "your call"
            return PlannedRow(row, dated, zone, state, words, note, call.id, id, name)
        key = contact_key(Contact(kind="call", dated=dated, number=row.number))
        if key in self._known.contacts or self._seen[key]:
            return PlannedRow(row, dated, zone, "here", words, name, "", id, name)
        self._seen[key] += 1
        note = f"{name}, not in your log" if name else "a number nobody has named"
        if perhaps := self._perhaps(row, dated):
            note = f"{name}; perhaps the one you noted for {When(perhaps.dated).words()}"
        return PlannedRow(row, dated, zone, "new" if name else "other", words, note, "", id, name)

    def _perhaps(self, row: ImportRow, dated: str) -> LoggedCall | None:
        """A call noted with a vaguer date that this may be; which one, the person knows."""
        day = When(dated).first_day
        for call in self._known.calls:
            when = When(call.dated)
            first, last = when.first_day, when.last_day
            if call.at is not None or call.recorded or not (day and first and last):
                continue
            if first <= day <= last and _of_number(row, call):
                return call
        return None


def _apart(row: ImportRow, dated: str, zone: str, call: LoggedCall) -> timedelta | None:
    """How far a row and a logged call are apart; None where they are not the same call."""
    if call.at is None or len(dated) != 16 or not _of_number(row, call):
        return None
    if row.direction and call.direction and row.direction != call.direction:
        return None
    utc = row.utc or When(dated).utc(zone)
    at = datetime.strptime(utc, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    apart = abs(at - call.at)
    return apart if apart <= NEAR else None


def _of_number(row: ImportRow, call: LoggedCall) -> bool:
    number = digits(row.number)
    return any(same_number(number, known) for known in call.numbers)


def _examples(reading: ImportReading) -> tuple[tuple[str, str], ...]:
    """The readings of the first date that the orders read differently."""
    row = next(row for row in reading.rows if len(set(row.days)) > 1)
    return tuple((order, When(row.days[n]).words()) for n, order in enumerate(reading.orders))


def _conversations(rows: Sequence[ImportRow], known: Known, zone: str) -> tuple[Conversation, ...]:
    found: dict[str, list[ImportRow]] = {}
    for row in rows:
        found.setdefault(_conversation(row), []).append(row)
    made: list[Conversation] = []
    for key, theirs in found.items():
        days = sorted(local_of(row.utc, zone).date().isoformat() for row in theirs if row.utc)
        who = next((row.who for row in theirs if row.who), "")
        _id, company = known.company_of(theirs[0].number)
        if not company and who.casefold() in known.names:
            company = who
        made.append(
            Conversation(
                key, theirs[0].number, who, len(theirs), days[0] if days else "",
                days[-1] if days else "", company,
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda c: (not c.company, -c.count, c.name.casefold())))


def _conversation(row: ImportRow) -> str:
    return digits(row.number) or row.number.casefold()


def _length(seconds: int | None) -> str:
    return minutes(seconds) if seconds else ""
