"""What happened, in order: contacts, documents, promises and facts as one sequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from onrecord.domain.when import When

SILENCE_DAYS = 10
"""A gap of this many days with nothing in it is shown as silence."""


WRITTEN_WORDS = frozenset({"letter", "email", "message"})
"""Kinds of documents that are a word said to somebody."""
_SENT = frozenset({"email", "message", "letter", "post", "voicemail"})
"""Kinds of contacts that wait for an answer; on a call it is given at once, or promised."""


@dataclass(frozen=True)
class Wait:
    """What a word leaves behind: ``asks`` for one from them, or ``answers``, so that they owe
    none. One that does neither leaves it as it was."""

    asks: bool = False
    answers: bool = False


def after_contact(kind: str, direction: str, promised: bool) -> Wait:
    """``promised``: they said that something would happen."""
    if promised:
        return Wait(asks=True)
    return Wait(answers=True) if direction == "in" else Wait(asks=kind in _SENT)


def after_step(kind: str) -> Wait:
    """Of a step on the way up; what a body passed on to them waits for their answer."""
    asks = kind in ("asked", "escalated", "served")
    return Wait(asks, not asks)


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``kind`` is contact, evidence, promise, fact or stage;
    ``position`` keeps the user's order among entries of the same day. ``speaks``: it is a word of
    somebody; a photo, a bill and what happened are none. ``wait``: whether they owe one then.
    """

    kind: str
    id: str
    when: When
    words: str
    position: int = 0
    speaks: bool = True
    wait: Wait = Wait(asks=True)

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        """By day, then by clock where both know it, then in the user's order."""
        key = self.when.sort_key
        return (key[:10], key[10:], self.position, self.id)


@dataclass(frozen=True)
class Silence:
    """Whole days between two entries in which nothing is on record."""

    after: date
    days: int

    @property
    def words(self) -> str:
        return f"{self.days} days without a word"


Given = Mapping[str, Sequence[str]]
"""By day (``2026-03-14``), the order the user gave to it: kind and id joined by a colon."""


def in_order(entries: Iterable[Entry], given: Given | None = None) -> list[Entry]:
    """Earliest first; of the same day the less exact first; unknown dates last. Where the user
    gave a day an order, that goes before; what came later stands where it would without it.
    """
    # Day by day: sorting 100,000 at once holds up every other thread until it is done.
    days: dict[str, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.when.sort_key[:10], []).append(entry)
    usual = [e for day in sorted(days) for e in sorted(days[day], key=lambda e: e.sort_key)]
    if not given:
        return usual
    made: list[Entry] = []
    for day, group in groupby(usual, key=day_of):
        made += _as_given(list(group), given.get(day, ()))
    return made


def day_of(entry: Entry) -> str:
    """The one day of an entry whose day is known, else empty."""
    return day_text(entry.when.text)


def day_text(when: str) -> str:
    """The same of a date as it is stored; no other form of it is as long."""
    return when[:10] if len(when) in (10, 16) else ""


def name_of(entry: Entry) -> str:
    """As an order names it."""
    return f"{entry.kind}:{entry.id}"


def _as_given(entries: list[Entry], order: Sequence[str]) -> list[Entry]:
    place = {name: n for n, name in enumerate(order)}
    made = sorted((e for e in entries if name_of(e) in place), key=lambda e: place[name_of(e)])
    for number, entry in enumerate(entries):
        if name_of(entry) not in place:
            before = entries[number - 1] if number else None
            made.insert(made.index(before) + 1 if before in made else 0, entry)
    return made


def with_silences(
    entries: Iterable[Entry], until: date | None = None, given: Given | None = None
) -> list[Entry | Silence]:
    """The entries in order, with each gap of ``SILENCE_DAYS`` or more marked in which they owed
    a word.

    A gap counts from the entry above it, whose day has to be known and the last so far, so that
    a reader can count after us. Days after ``until`` (today) are no silence yet, whatever is due on
    them. What does not speak neither begins one nor ends it.
    """
    rows: list[Entry | Silence] = []
    silence = Silences()
    spoken = 0  # behind the last word
    for entry in in_order(entries, given):
        if entry.speaks and entry.when.text:
            if found := silence.before(entry.when, until):
                rows.insert(spoken, found)
            silence.then(entry.when, entry.wait)
        rows.append(entry)
        if entry.speaks and entry.when.text:
            spoken = len(rows)
    if until is not None and (found := silence.up_to(until)):
        rows.insert(spoken, found)
    return rows


class Silences:
    """Goes along the words that were said, in their order."""

    def __init__(self) -> None:
        self._owed = False
        self._since: date | None = None
        self._last: date | None = None

    def before(self, when: When, until: date | None = None) -> Silence | None:
        """The silence that this word ends."""
        first = when.first_day
        if first is None:
            return None
        return self.up_to(first if until is None else min(first, until))

    def up_to(self, day: date) -> Silence | None:
        if not self._owed or self._since is None:
            return None
        gap = (day - self._since).days - 1
        return Silence(self._since, gap) if gap >= SILENCE_DAYS else None

    def then(self, when: When, wait: Wait) -> None:
        """This word was said. Where its day is not known, or may be before one that was said
        already, none counts from it."""
        self._owed = (self._owed or wait.asks) and not wait.answers
        last = when.last_day
        self._last = max(self._last, last) if self._last and last else last or self._last
        self._since = last if day_text(when.text) and last == self._last else None
