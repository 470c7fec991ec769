"""Whether a document may be the answer a company owes, and what an answer says nothing about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Issue
from onrecord.domain.housekeeping import Setting
from onrecord.domain.money import Money
from onrecord.domain.starts import starts_of
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.when import When
from onrecord.services.rows import step_order

if TYPE_CHECKING:
    from onrecord.domain.deadline import Start
    from onrecord.vault.vault import Vault

_MAY_ANSWER = frozenset({"letter", "email", "message", "form", "other", "text", "screenshot"})

_OFTEN_MINE = frozenset({"form", "other", "text", "screenshot"})
"""Of the very day of the complaint they rather show the complaint than its answer."""

_FRESH_DAYS = 60
_MOST = 40


@dataclass(frozen=True)
class AnswerQuestion:
    """``words`` ask whether ``evidence_id`` answers the complaint ``answers_id`` (a step, or ""
    where a call or message is what stands for the complaint)."""

    words: str
    evidence_id: str
    dispute_id: str
    track_id: str
    answers_id: str
    dated: str


@dataclass(frozen=True)
class Point:
    """A point an answer should speak to: something in dispute, something I want, or money."""

    id: str
    words: str


def not_an_answer(dispute_id: str, evidence_id: str) -> str:
    """The setting that remembers "No"."""
    return f"not_answer:{dispute_id}:{evidence_id}"


def answer_question(vault: Vault, evidence_id: str) -> AnswerQuestion | None:
    """For a document that may be from a company which owes an answer; None where none is owed,
    it cannot be theirs, or it was asked before."""
    evidence = vault.find(Evidence, "id = ? AND trashed_at = ''", [evidence_id], limit=1)
    if not evidence or evidence[0].kind not in _MAY_ANSWER:
        return None
    if vault.count(StageEvent, "evidence_id = ?", [evidence_id]):
        return None
    disputes = vault.find(
        Dispute,
        "trashed_at = '' AND state != 'closed' AND id IN"
        " (SELECT dispute_id FROM dispute_evidence WHERE evidence_id = ?)",
        [evidence_id],
        order="rowid",
    )
    for dispute in disputes:
        if vault.count(Setting, "id = ?", [not_an_answer(dispute.id, evidence_id)]):
            continue
        for track in vault.find(Track, "dispute_id = ?", [dispute.id], order="rowid"):
            start = _owed(vault, dispute, track)
            if start and _may_be(vault, evidence[0], track, start):
                said = _day(start.when)
                sent = f" of {said}" if said else ""
                return AnswerQuestion(
                    f"Is this their answer to your complaint{sent}?",
                    evidence_id,
                    dispute.id,
                    track.id,
                    start.id if start.table == StageEvent.TABLE else "",
                    evidence[0].dated,
                )
    return None


def open_questions(vault: Vault, today: date | None = None) -> list[AnswerQuestion]:
    """Of each dispute the newest paper that speaks like an answer and was not judged yet: a letter
    or message, or whatever names the company as its source. Those added long ago are let be."""
    since = ((today or date.today()) - timedelta(days=_FRESH_DAYS)).isoformat()
    rows = vault.query(
        "SELECT id FROM evidence e WHERE trashed_at = '' AND created_at >= ? AND source != 'me'"
        " AND (kind IN ('letter', 'email', 'message') OR source != '')"
        " AND NOT EXISTS (SELECT 1 FROM stage_event s WHERE s.evidence_id = e.id)"
        " ORDER BY rowid DESC LIMIT ?",
        [since, _MOST],
    )
    found: dict[str, AnswerQuestion] = {}
    for row in rows:
        question = answer_question(vault, row["id"])
        if question is not None:
            found.setdefault(question.dispute_id, question)
    return list(found.values())


def points(vault: Vault, dispute_id: str) -> tuple[Point, ...]:
    """What an answer should speak to: where we disagree, what I want, each amount."""
    issues = vault.find(Issue, "dispute_id = ?", [dispute_id], order="position, rowid")
    wants = vault.find(DesiredOutcome, "dispute_id = ?", [dispute_id], order="position, rowid")
    lines = vault.find(
        ClaimLine, "dispute_id = ? AND undisputed = 0", [dispute_id], order="position, rowid"
    )
    return (
        *(Point(one.id, one.title or one.mine) for one in issues),
        *(Point(one.id, one.words) for one in wants if one.words and one.is_wanted),
        *(
            Point(one.id, f"{one.words}, {Money(one.amount_minor, one.currency).words()}")
            for one in lines
            if one.currency
        ),
    )


def unaddressed(vault: Vault, dispute_id: str, track_id: str = "") -> tuple[Point, ...]:
    """What the last answer on record, on one line of steps or on any, says nothing about: all that
    a follow-up lists."""
    ours = "track_id = ?" if track_id else "track_id IN (SELECT id FROM track WHERE dispute_id = ?)"
    events = vault.find(
        StageEvent,
        f"{ours} AND kind IN ('answered', 'final_response', 'denied', 'deadlock')",
        [track_id or dispute_id],
        order=step_order(down=True),
        limit=1,
    )
    left = set(events[0].unaddressed) if events else set[str]()
    return tuple(point for point in points(vault, dispute_id) if point.id in left)


def _owed(vault: Vault, dispute: Dispute, track: Track) -> Start | None:
    """The complaint on a track that no answer followed yet, the newest one."""
    events = vault.find(StageEvent, "track_id = ?", [track.id], order="dated, created_at, id")
    contacts = vault.find(
        Contact,
        "trashed_at = '' AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)",
        [dispute.id],
        order="dated, id",
    )
    starts = starts_of(events, contacts)
    asked = [
        start
        for code in ("first_complaint", "complaint_served")
        for start in starts.get(code, ())
        if not (start.assumed and (party := _party(contacts, start.id)))
        or party == track.counterparty_id
    ]
    answers = [*starts.get("company_response", ()), *starts.get("deadlock", ())]
    if not asked:
        return None
    last = max(asked, key=lambda start: "" if start.when.text == "" else start.when.sort_key)
    if any(answer.when.sort_key >= last.when.sort_key for answer in answers):
        return None
    return last


def _party(contacts: list[Contact], id: str) -> str:
    return next((one.counterparty_id for one in contacts if one.id == id), "")


def _may_be(vault: Vault, evidence: Evidence, track: Track, start: Start) -> bool:
    """Not dated before the complaint, nor a picture of its day, and, where it says from whom it
    is, from this company."""
    day, asked = When(evidence.dated).last_day, start.when.first_day
    if day and asked and day < asked:
        return False
    if evidence.kind in _OFTEN_MINE and day and day == start.when.last_day:
        return False
    source = evidence.source.casefold()
    if not source:
        return True
    found = vault.find(Counterparty, "id = ?", [track.counterparty_id], limit=1)
    names = (found[0].name, found[0].legal_name) if found else ()
    words = {word.strip("(),.").casefold() for name in names for word in name.split()}
    return any(len(word) > 3 and word != "sample" and word in source for word in words)


def _day(when: When) -> str:
    """``3 March``; with its year where that is not known to be this one."""
    return when.day.words() if when.text else ""
