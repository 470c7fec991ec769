"""The lines of escalation of a dispute, each with its steps and its dates, the nearest first."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.ladder import NextRung, next_rung
from onrecord.domain.stage_words import RUNG_WORDS, stage_line, stage_name
from onrecord.domain.track import NO_BODY, RUNGS, StageEvent, Track, rung_of_body
from onrecord.domain.when import When
from onrecord.services.agency_directory import directory
from onrecord.services.rows import in_list, step_order
from onrecord.services.views.deadlines import DueRow, deadlines, nearest
from onrecord.services.views.disputes import dispute_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.domain.next_step import NextStep
    from onrecord.vault.vault import Vault

_MOST_NOTES = 4


@dataclass(frozen=True)
class Step:
    """A rung of the ladder as it is drawn: ``state`` done, passed (skipped), here, next or ahead;
    ``note`` from when on the way to the next is open."""

    rung: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class StageRow:
    """One thing that happened. ``words`` says all of it in a line, ``name`` what it was, ``when``
    the day in words; ``evidence_id`` and ``contact_id`` are what shows it, by their ``shown`` name.
    """

    id: str
    kind: str
    rung: str
    words: str
    name: str
    when: str
    reference: str = ""
    reason: str = ""
    evidence_id: str = ""
    contact_id: str = ""
    shown: str = ""


@dataclass(frozen=True)
class RungRow:
    """A rung with what happened on it. ``state`` is ``done``, ``here``, ``next`` (its way is open, or the
    last step leads there), ``passed`` (gone over without a step) or ``ahead``. ``notes`` say when
    it opens or who has to act by when."""

    rung: str
    words: str
    state: str
    events: tuple[StageRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrackRow:
    """``nearest`` is the day that matters next on it, ``due`` all that are open, ``leads_to`` what
    its last step opens, as the next step of the dispute has it. ``body`` is whom the complaint is with, in words; empty where unsaid.
    ``rungs`` is the whole ladder, from the front line up.
    """

    id: str
    company: str
    rung: str
    steps: tuple[Step, ...]
    nearest: DueRow | None
    leads_to: NextRung
    agency_id: str = ""
    body: str = ""
    counterparty_id: str = ""
    events: tuple[StageRow, ...] = ()
    due: tuple[DueRow, ...] = ()
    rungs: tuple[RungRow, ...] = ()


def tracks(
    vault: Vault, dispute_id: str, today: date | None = None, step: NextStep | None = None
) -> tuple[TrackRow, ...]:
    """A day that belongs to no track counts for the first. ``step`` is the next one of the
    dispute, where it is known already: what it leads to is what the ladder shows as next."""
    day = today or date.today()
    step = step or dispute_header(vault, dispute_id, day).next_step
    closed = vault.get(Dispute, dispute_id).state == "closed"  # nothing presses any more
    found = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    rows = deadlines(vault, dispute_id, day)
    names = {
        row["id"]: row["name"]
        for row in vault.query(
            "SELECT c.id, c.name FROM counterparty c JOIN track t ON t.counterparty_id = c.id"
            " WHERE t.dispute_id = ?",
            [dispute_id],
        )
    }
    known = directory(vault)
    stand = {id: rung_of_body(e.agency.kind, e.agency.id) for id, e in known.items()}
    titles = _titles(vault, dispute_id)
    made: list[TrackRow] = []
    for number, track in enumerate(found):
        own = [r for r in rows if r.track_id == track.id or (not r.track_id and number == 0)]
        events = vault.find(StageEvent, "track_id = ?", [track.id], order=step_order())
        entry = known.get(track.agency_id)
        body = "no body" if track.agency_id == NO_BODY else track.agency_id
        due = tuple(row for row in own if row.state == "open" and row.end)
        stages = tuple(_stage(event, titles) for event in events)
        leads = next_rung(events, _contacts(vault, events))
        if step and step.rung and step.track_id in (track.id, "" if number == 0 else track.id):
            leads = replace(leads, rung=step.rung)
        coming, note = _coming(track, leads, events, due, day, stand)
        made.append(
            TrackRow(
                track.id,
                track.name or names.get(track.counterparty_id, ""),
                track.rung,
                _steps(track.rung, {one.rung for one in stages}, coming, note),
                None if closed else nearest(own, day),
                leads,
                track.agency_id,
                entry.agency.called if entry else body,
                track.counterparty_id,
                stages,
                due,
                _rungs(track, stages, due, coming, day, stand),
            )
        )
    return tuple(sorted(made, key=lambda t: (t.nearest.end or date.max) if t.nearest else date.max))


def _contacts(vault: Vault, events: Sequence[StageEvent]) -> list[Contact]:
    where, ids = in_list("id", [one.contact_id for one in events if one.contact_id])
    return vault.find(Contact, where, ids)


def _steps(rung: str, reached: Container[str], coming: str, note: str) -> tuple[Step, ...]:
    """Every rung as it is seen from one of them; of those below it only the ``reached`` are done.

    To have asked is no step of its own: who went further has asked.
    """
    at = RUNGS.index(rung) if rung in RUNGS else 0
    made: list[Step] = []
    for n, name in enumerate(RUNGS):
        if n < at:
            made.append(Step(name, "done" if name in reached or n == 0 else "passed"))
        elif n == at:
            made.append(Step(name, "here"))
        else:
            next_one = name == coming
            made.append(Step(name, "next" if next_one else "ahead", note if next_one else ""))
    return tuple(made)


def _coming(
    track: Track,
    leads: NextRung,
    events: Sequence[StageEvent],
    due: tuple[DueRow, ...],
    today: date,
    stand: dict[str, str],
) -> tuple[str, str]:
    """The rung that is next, and from when on it is open: what the steps lead to; while one waits,
    the body whose door opens first; else the one above. None after a decision."""
    here = RUNGS.index(track.rung) if track.rung in RUNGS else 0
    doors = [(row, stand.get(row.key.partition(":")[0], "ombudsman")) for row in due if row.opens]
    ahead = [(row, rung) for row, rung in doors if RUNGS.index(rung) > here]
    coming = leads.rung if leads.rung in RUNGS[here + 1 :] else ""
    if not coming and events and events[-1].kind == "decided":
        return "", ""
    if not coming and ahead and events:
        coming = min(ahead, key=lambda one: one[0].end or date.max)[1]
    coming = coming or next(iter(RUNGS[here + 1 :]), "")
    opening = [row for row, rung in ahead if rung == coming]
    if not opening or any(row.status(today) == "unlocked" for row in opening):
        return coming, ""
    first = min(opening, key=lambda row: row.end or date.max)
    return coming, f"from {first.said}"


def _rungs(
    track: Track,
    stages: tuple[StageRow, ...],
    due: tuple[DueRow, ...],
    coming: str,
    today: date,
    stand: dict[str, str],
) -> tuple[RungRow, ...]:
    """The last that was reached is ``here``; what was skipped on the way is ``passed``."""
    here = RUNGS.index(track.rung) if track.rung in RUNGS else 0
    notes = _notes(due, here, today, stand)
    made: list[RungRow] = []
    for n, rung in enumerate(RUNGS):
        events = tuple(one for one in stages if one.rung == rung)
        state = "here" if n == here else "done" if events else "passed" if n < here else "ahead"
        if n > here and rung == coming:
            state = "next"
        made.append(RungRow(rung, RUNG_WORDS[rung], state, events, notes.get(rung, ())))
    return tuple(made)


def _notes(
    due: tuple[DueRow, ...], here: int, today: date, stand: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """By when the company has to act stands where the track is; whose door opens when, and until
    when it can be brought there, at the bodies.
    ``last`` are the bodies of the last rung."""
    found: dict[str, list[str]] = {}
    for row in due:
        sure = " (not certain)" if row.unsure else ""
        body = row.key.partition(":")[0] if row.kind == "rule" else ""
        rung = stand.get(body, "ombudsman")
        if row.opens:
            said = "open now" if row.status(today) == "unlocked" else f"from {row.said}"
            found.setdefault(rung, []).append(f"{row.opens}: {said}{sure}")
        else:
            at = rung if body and row.who != "company" else RUNGS[here]
            found.setdefault(at, []).append(f"{row.words}: {row.said}{sure}")
    return {rung: tuple(dict.fromkeys(notes))[:_MOST_NOTES] for rung, notes in found.items()}


def _stage(event: StageEvent, titles: dict[str, str]) -> StageRow:
    return StageRow(
        event.id,
        event.kind,
        event.rung,
        stage_line(event),
        stage_name(event.kind),
        When(event.dated).words() if event.dated else "",
        event.reference,
        event.reason,
        event.evidence_id,
        event.contact_id,
        titles.get(event.evidence_id or event.contact_id, ""),
    )


def _titles(vault: Vault, dispute_id: str) -> dict[str, str]:
    """What the steps name: documents by their titles, calls and messages by kind and day."""
    ours = "SELECT id FROM track WHERE dispute_id = ?"
    papers = vault.query(
        "SELECT id, coalesce(nullif(title, ''), file_name) AS title FROM evidence WHERE id IN"
        f" (SELECT evidence_id FROM stage_event WHERE track_id IN ({ours}))",
        [dispute_id],
    )
    contacts = vault.query(
        "SELECT id, kind, dated FROM contact WHERE id IN"
        f" (SELECT contact_id FROM stage_event WHERE track_id IN ({ours}))",
        [dispute_id],
    )
    return {row["id"]: row["title"] for row in papers} | {
        row["id"]: f"{row['kind']} of {When(row['dated']).words()}" for row in contacts
    }
