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


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``kind`` is contact, evidence, promise, fact or stage;
    ``position`` keeps the user's order among entries of the same day. ``speaks``: it is a word of
    somebody; a photo is none. ``opens``: a word that waits for one. A bill or a contract from
    before anybody wrote or called is none: nobody kept silent after it.
    """

    kind: str
    id: str
    when: When
    words: str
    position: int = 0
    speaks: bool = True
    opens: bool = True

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
    """The entries in order with gaps of ``SILENCE_DAYS`` or more between known days marked.

    Days after ``until`` (today) are no silence yet, whatever is due on them. A month or a range
    fills all the days it may mean, so that no silence is invented. What does
    not speak neither begins one nor ends it, and before the first that ``opens`` there is none.
    """
    rows: list[Entry | Silence] = []
    reached: date | None = None
    spoken = 0  # behind the last word of a known day
    opened = False
    for entry in in_order(entries, given):
        opened = opened or (entry.opens and entry.speaks and bool(entry.when.text))
        if not entry.speaks or not opened:
            rows.append(entry)
            continue
        first, last = entry.when.first_day, entry.when.last_day
        if first is not None and reached is not None:
            gap = ((first if until is None else min(first, until)) - reached).days - 1
            if gap >= SILENCE_DAYS:
                rows.insert(spoken, Silence(reached, gap))
        rows.append(entry)
        if last is not None:
            reached = max(reached, last) if reached else last
            spoken = len(rows)
    if until is not None and reached is not None and (until - reached).days - 1 >= SILENCE_DAYS:
        rows.insert(spoken, Silence(reached, (until - reached).days - 1))
    return rows
