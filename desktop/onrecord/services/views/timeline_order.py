"""The order of a timeline, without what its lines say: those are read when they are seen.

A dispute may have 100,000 lines. SQL sorts them, and what is done here for each is no more than
one step, so that the window gets its turn in between.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.domain.chronology import (
    WRITTEN_WORDS,
    Entry,
    Silence,
    Silences,
    Wait,
    after_contact,
    after_step,
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
        lines = _with_silences(lines, today or date.today(), _words_said(vault, dispute_id))
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


def _words_said(vault: Vault, dispute_id: str) -> dict[str, Wait]:
    """By line, whether they owe a word after it; lines that are no word of anybody are not here."""
    asks, answers, neither = Wait(asks=True), Wait(answers=True), Wait()
    kinds = sorted(WRITTEN_WORDS)
    papers = vault.lines(
        "SELECT e.id FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        f" WHERE l.dispute_id = ? AND e.kind IN ({', '.join('?' * len(kinds))})",
        [dispute_id, *kinds],
    )
    said = dict.fromkeys((id for (id,) in papers), answers)
    promises = vault.lines("SELECT id, contact_id FROM promise WHERE dispute_id = ?", [dispute_id])
    promised = {contact for _, contact in promises}
    said |= dict.fromkeys((id for id, _ in promises), neither)
    contacts = vault.lines(
        "SELECT c.id, c.kind, c.direction FROM dispute_contact l"
        " CROSS JOIN contact c ON c.id = l.contact_id WHERE l.dispute_id = ?",
        [dispute_id],
    )
    for id, kind, direction in contacts:
        wait = after_contact(kind, direction, id in promised)
        said[id] = asks if wait.asks else answers if wait.answers else neither
    steps = vault.lines(
        "SELECT s.id, s.kind FROM stage_event s JOIN track t ON t.id = s.track_id"
        " WHERE t.dispute_id = ?",
        [dispute_id],
    )
    return said | {id: after_step(kind) for id, kind in steps}


def _with_silences(lines: list[Line], until: date, said: dict[str, Wait]) -> list[Line]:
    """As ``chronology.with_silences``, for lines. Days still to come are no silence yet, whatever
    is due on them."""
    made: list[Line] = []
    silences = Silences()
    before, when = "", When("")
    spoken = 0  # behind the last word
    for line in lines:
        _, id, dated = line
        wait = said.get(id) if dated else None
        if wait is not None:
            if dated != before:  # each date is looked at once
                before, when = dated, When(dated)
                made[spoken:spoken] = _lines(silences.before(when, until))
            silences.then(when, wait)
        made.append(line)
        if wait is not None:
            spoken = len(made)
    made[spoken:spoken] = _lines(silences.up_to(until))
    return made


def _lines(found: Silence | None) -> list[Line]:
    return [("silence", found.words, found.after.isoformat())] if found else []
