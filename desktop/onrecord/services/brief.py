"""The page for who has two minutes: five lines of what happened, and what was not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from onrecord.domain.contact import Promise
from onrecord.domain.situation import due_day
from onrecord.packet.content import Brief, BrokenRow, ChronologyRow, Cite

LINES = 5
_BY_THIS_DAY = "By this day they had promised"


def brief_of(
    chronology: Sequence[ChronologyRow],
    promises: Iterable[Promise],
    *,
    worded: Callable[[Promise], str],
    cites: Callable[[Promise], tuple[Cite, ...]],
    labels: Iterable[str],
    day: date | None,
) -> Brief:
    """``chronology`` is the whole of it, in order; ``labels`` are those of the documents, since
    the calls have no pages here. ``day``: by when an open promise counts as not kept; None where
    that is not known."""
    documents = set(labels)

    def shown(found: Iterable[Cite]) -> tuple[Cite, ...]:
        return tuple(one for one in found if one.label in documents)

    told = [replace(row, citations=shown(row.citations)) for row in most_telling(chronology)]
    late = [p for p in promises if p.state == "broken" or _overdue(p, day)]
    late.sort(key=lambda p: (due_day(p) or date.max, p.id))
    return Brief(
        tuple(told),
        tuple(
            BrokenRow(
                worded(p) if p.state == "broken" else f"{worded(p)}. I have no record of it",
                p.due,
                shown(cites(p)),
            )
            for p in late
        ),
    )


def most_telling(rows: Iterable[ChronologyRow]) -> list[ChronologyRow]:
    """Five lines at most: the first event, then the latest ones; no silences, and no line for a
    broken promise, which stands in a list of its own."""
    told = [r for r in rows if r.kind != "silence" and not r.words.startswith(_BY_THIS_DAY)]
    if len(told) <= LINES:
        return told
    return [told[0], *told[-(LINES - 1) :]]


def _overdue(promise: Promise, day: date | None) -> bool:
    due = due_day(promise)
    return promise.state == "open" and day is not None and due is not None and due < day
