"""The page for who has two minutes: five lines of what happened, and what was not kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
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
    points: Collection[str] = (),
) -> Brief:
    """``chronology`` is the whole of it, in order; ``labels`` are those of the documents, since
    the calls have no pages here. ``day``: by when an open promise counts as not kept; None where
    that is not known."""
    documents = set(labels)

    def shown(found: Iterable[Cite]) -> tuple[Cite, ...]:
        return tuple(one for one in found if one.label in documents)

    told = [
        replace(row, citations=shown(row.citations)) for row in most_telling(chronology, points)
    ]
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


def most_telling(
    rows: Iterable[ChronologyRow], points: Collection[str] = ()
) -> list[ChronologyRow]:
    """Five lines at most, in their order: where it stands now, then what papers in this packet
    show and what was said to happen, the later first; no silences, and no line for a broken
    promise, which stands in a list of its own. ``points`` are the labels of the papers on which my
    side of a point in dispute stands: what they show comes before other things."""
    told = [r for r in rows if r.kind != "silence" and not r.words.startswith(_BY_THIS_DAY)]
    last = len(told) - 1
    ranked = sorted(range(len(told)), key=lambda n: (n != last, -_tells(told[n], points), -n))
    return [told[n] for n in sorted(ranked[:LINES])]


def _tells(row: ChronologyRow, points: Collection[str]) -> int:
    """How much a line tells who has two minutes: a paper they can turn to tells more than what I
    say, and what I say happened more than what I only received. My complaint and their answer to it
    tell more than a bill by its name, and what was between me and another company tells less."""
    return (
        3 * any(one.label in points for one in row.citations)
        + 2 * bool(row.citations)
        + 3 * row.step
        - 2 * row.elsewhere
        + (row.kind == "contact")
        + row.typed
        + (row.ground in ("documented", "noted_with_reference", "admitted"))
    )


def _overdue(promise: Promise, day: date | None) -> bool:
    due = due_day(promise)
    return promise.state == "open" and day is not None and due is not None and due < day
