"""Where a dispute stands, in one sentence."""

from __future__ import annotations

from datetime import date

from onrecord.domain.contact import Promise
from onrecord.domain.ladder import next_rung
from onrecord.domain.money import Money
from onrecord.domain.situation import (
    Situation,
    broken_promises,
    due_day,
    due_words,
    last_contact,
    last_contact_day,
    still_owed,
)
from onrecord.domain.track import BODY_RUNGS
from onrecord.domain.when import When


def say_standing(situation: Situation) -> str:
    """One sentence for the head of a dispute and its line in the list."""
    if situation.state == "closed":
        return _say_closed(situation)
    late = broken_promises(situation)
    if late and not _taken_on_since(situation, late):
        promise = late[0]
        due = due_day(promise)
        what = promised_words(promise)
        if due is None:
            return f"They promised {what}. It was not kept."
        passed = (situation.today - due).days
        return f"They promised {what} by {due_words(promise)}. It is {days_words(passed)} late."
    waiting = [p for p in still_owed(situation) if due_day(p) and p not in late]
    if waiting:
        due = due_day(waiting[0]) or situation.today
        what = promised_words(waiting[0])
        left = (due - situation.today).days
        when = "today" if left == 0 else f"in {days_words(left)}"
        return f"They promised {what} by {due_words(waiting[0])}, {when}."
    if situation.nothing_left:
        return "Opened again. You noted that you got all you asked for."
    if said := _last_step(situation):
        return said
    last = last_contact(situation)
    if last:
        if last.precision in ("day", "minute"):
            return (
                f"Last call or message on {When.of_day(last.last_day or situation.today).words()}."
            )
        return f"Last call or message: {last.words()}."  # no day of it was ever named
    if situation.document_count:
        count = situation.document_count
        return f"{count} {'document' if count == 1 else 'documents'} kept. No call or message yet."
    return "Nothing on record yet."


def _taken_on_since(s: Situation, late: list[Promise]) -> bool:
    """Whether an ombudsman, a regulator or a court has it since these promises were broken."""
    last = s.events[-1] if s.events else None
    if last is None or last.kind not in ("escalated", "served") or last.rung not in BODY_RUNGS:
        return False
    day = When(last.dated).last_day
    return day is not None and all((due_day(one) or date.min) <= day for one in late)


def _last_step(s: Situation) -> str:
    """What the newest step left behind: a refusal, or that somebody else has it now; empty where
    they were spoken with since."""
    if not s.events:
        return ""
    last = s.events[-1]
    refused = any(e.kind in _SAID_NO for e in s.events)
    if last.kind in ("escalated", "served") and last.rung in BODY_RUNGS:
        since = f" since {When(last.dated).words()}" if last.dated else ""
        whose = "court" if last.rung == "court" else "an ombudsman or regulator"
        if last.rung == "court" and last.track_id in {t.track_id for t in s.lines if t.with_issuer}:
            whose = "the bank that issued the card"
        return f"{'They said no. ' if refused else ''}It is with {whose}{since}."
    if last.kind == "decided":
        return next_rung([last]).why
    if refused:
        return "They said no. There is a next step."
    spoken = last_contact_day(s)
    if spoken and spoken > (When(last.dated).last_day or date.min):
        return ""
    return next_rung([last]).why


_SAID_NO = ("denied", "final_response", "rejected", "deadlock")


def _say_closed(s: Situation) -> str:
    said = f"Closed on {When(s.closed_on).words()}" if s.closed_on else "Closed"
    said += f". {s.outcome}." if s.outcome else "."
    owed = still_owed(s)
    if not owed:
        return said
    by = f" by {due_words(owed[0])}" if owed[0].due else ""
    return f"{said} Promised{by} and not on record yet: {promised_words(owed[0])}."


def amount_words(promise: Promise) -> str:
    """Its amount; empty where it is no promise of money."""
    if promise.amount_minor is None or not promise.currency:
        return ""
    return Money(promise.amount_minor, promise.currency).words()


def days_words(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


_MOST_WORDS = 60
"""Characters of a promise in a line that says where a dispute stands; the rest is in its place."""


def promised_words(promise: Promise) -> str:
    """Its amount, else its words, shortened for a line that says where a dispute stands."""
    words = promise.words
    if len(words) > _MOST_WORDS:
        words = f"{words[:_MOST_WORDS].rsplit(' ', 1)[0]}…"
    return amount_words(promise) or words
