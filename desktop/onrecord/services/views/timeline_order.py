"""The order of a timeline, without what its lines say: those are read when they are seen.

A dispute may have 100,000 lines. SQL sorts them, and what is done here for each is no more than
one step, so that the window gets its turn in between.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.domain.chronology import (
    SILENCE_DAYS,
    WRITTEN_WORDS,
    Entry,
    Silence,
    day_text,
    in_order,
)
from onrecord.domain.fact import DayOrder
from onrecord.domain.when import When

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

Line = tuple[str, str, str]
"""Kind, id and date of a line; of a silence its words in place of the id, and the day before."""

PROMISE_WHEN = (
    "coalesce(nullif(CASE p.state WHEN 'kept' THEN p.settled_when ELSE p.due END, ''),"
    " nullif(p.due, ''), p.settled_when)"
)
"""Where a promise stands: the day it was kept, or else the day it was promised for."""

_KINDS = ("contact", "evidence", "promise", "fact", "stage")
_SHOWN = {"contacts": "contact", "documents": "evidence", "promises": "promise", "facts": "fact"}
# What stands before what on the same day: by kind as above, then by ``a`` and ``b``.
_LINES = {
    "contact": (
        "SELECT 0 AS kind, c.id AS id, c.dated AS dated, c.written_at AS a, c.rowid AS b"
        " FROM dispute_contact l CROSS JOIN contact c ON c.id = l.contact_id"
        " WHERE l.dispute_id = ?1 AND c.trashed_at = ''"
    ),
    "evidence": (
        "SELECT 1 AS kind, e.id AS id, e.dated AS dated, l.position AS a, l.rowid AS b"
        " FROM dispute_evidence l CROSS JOIN evidence e ON e.id = l.evidence_id"
        " WHERE l.dispute_id = ?1 AND e.trashed_at = ''"
    ),
    "promise": (
        f"SELECT 2 AS kind, p.id AS id, {PROMISE_WHEN} AS dated, p.rowid AS a, 0 AS b"
        " FROM promise p LEFT JOIN contact c ON c.id = p.contact_id"
        " WHERE p.dispute_id = ?1 AND coalesce(c.trashed_at, '') = ''"
        " AND (p.due <> '' OR p.settled_when <> '')"
    ),
    "fact": (
        "SELECT 3 AS kind, id, dated, position AS a, rowid AS b FROM fact WHERE dispute_id = ?1"
    ),
    "stage": (
        "SELECT 4 AS kind, s.id AS id, s.dated AS dated, s.rowid AS a, 0 AS b FROM stage_event s"
        " JOIN track t ON t.id = s.track_id WHERE t.dispute_id = ?1"
    ),
}
# As ``When.sort_key``: the earliest day a date can mean, the less exact first, unknown last.
_SORT_KEY = "CASE dated WHEN '' THEN '9999' ELSE substr(dated, 1, instr(dated || '/', '/') - 1) END"


def timeline_order(
    vault: Vault, dispute_id: str, show: str = "everything", today: date | None = None
) -> list[Line]:
    """All lines, newest first, those of unknown date last. Silences only among everything."""
    kinds = [_SHOWN[show]] if show in _SHOWN else _KINDS
    union = " UNION ALL ".join(_LINES[kind] for kind in kinds)
    rows = vault.lines(
        f"SELECT kind, id, dated FROM ({union}) ORDER BY {_SORT_KEY}, kind, a, b", [dispute_id]
    )
    lines: list[Line] = [(_KINDS[kind], id, dated) for kind, id, dated in rows]
    if given := given_orders(vault, dispute_id):
        lines = _as_given(lines, given)
    if show not in _SHOWN:
        lines = _with_silences(lines, today or date.today(), *_papers(vault, dispute_id))
    known = [line for line in lines if line[2]]
    known.reverse()
    known += [line for line in lines if not line[2]]
    return known


def timeline_count(vault: Vault, dispute_id: str, documents: int) -> int:
    """How many lines there are of everything that happened; a silence is none. The ``documents``
    are counted where that takes no look at each."""
    union = " UNION ALL ".join(lines for kind, lines in _LINES.items() if kind != "evidence")
    ((others,),) = vault.lines(f"SELECT count(*) FROM ({union})", [dispute_id])
    return documents + others


def given_orders(vault: Vault, dispute_id: str) -> dict[str, tuple[str, ...]]:
    """By day, the order the user gave to it."""
    rows = vault.find(DayOrder, "dispute_id = ?", [dispute_id], order="rowid")
    return {row.dated: row.items for row in rows}


def _as_given(lines: list[Line], given: dict[str, tuple[str, ...]]) -> list[Line]:
    """The days that have an order of their own in that order."""
    made: list[Line] = []
    for day, group in groupby(lines, key=lambda line: day_text(line[2])):
        if day not in given:
            made += group
            continue
        entries = [Entry(kind, id, When(on), "", n) for n, (kind, id, on) in enumerate(group)]
        made += [(one.kind, one.id, one.when.text) for one in in_order(entries, given)]
    return made


def _papers(vault: Vault, dispute_id: str) -> tuple[set[str], set[str]]:
    """Documents that are a word of nobody, and those that are a word said to somebody."""
    kinds = ("photo", *sorted(WRITTEN_WORDS))
    rows = vault.lines(
        "SELECT e.id, e.kind FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        f" WHERE l.dispute_id = ? AND e.kind IN ({', '.join('?' * len(kinds))})",
        [dispute_id, *kinds],
    )
    return {i for i, kind in rows if kind == "photo"}, {i for i, k in rows if k in WRITTEN_WORDS}


def _with_silences(lines: list[Line], until: date, mute: set[str], written: set[str]) -> list[Line]:
    """As ``chronology.with_silences``, but each date is looked at once. Days still to come are
    no silence yet, whatever is due on them."""
    made: list[Line] = []
    reached: date | None = None
    before = ""
    spoken = 0  # behind the last word of a known day
    opened = False
    for line in lines:
        kind, id, dated = line
        speaks = bool(dated) and id not in mute
        if speaks and not opened:
            opened = id in written if kind == "evidence" else kind != "fact"
        speaks = speaks and opened
        if speaks and dated != before:
            before, when = dated, When(dated)
            first, last = when.first_day, when.last_day
            if first is not None and reached is not None:
                made[spoken:spoken] = _silence(reached, min(first, until))
            if last is not None:
                reached = max(reached, last) if reached else last
        made.append(line)
        if speaks:
            spoken = len(made)
    if reached is not None:
        made[spoken:spoken] = _silence(reached, until)
    return made


def _silence(reached: date, then: date) -> list[Line]:
    gap = (then - reached).days - 1
    if gap < SILENCE_DAYS:
        return []
    return [("silence", Silence(reached, gap).words, reached.isoformat())]
