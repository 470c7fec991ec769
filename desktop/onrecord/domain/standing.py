"""Where a dispute stands, in one sentence."""

from __future__ import annotations

import re
from datetime import date

from onrecord.domain.amount_in_text import amount_pattern
from onrecord.domain.by_when import by_when
from onrecord.domain.contact import Promise
from onrecord.domain.ladder import next_rung
from onrecord.domain.money import Money
from onrecord.domain.situation import (
    Situation,
    against,
    broken_promises,
    due_day,
    due_words,
    last_contact,
    last_contact_day,
    line_of,
    promised_by,
    same_company,
    still_owed,
)
from onrecord.domain.track import BODY_RUNGS, StageEvent
from onrecord.domain.when import When


def say_standing(situation: Situation) -> str:
    """One sentence for the head of a dispute and its line in the list."""
    if situation.state == "closed":
        return _say_closed(situation)
    late = broken_promises(situation)
    if open_ := [one for one in late if not _overtaken(situation, one)]:
        promise = open_[0]
        due = due_day(promise)
        what = promised_words(promise)
        they = promised_by(situation, promise) or "They"
        if due is None:
            return f"{they} promised {what}. It was not kept."
        passed = (situation.today - due).days
        said = by_when(what, When(promise.due).day)
        return f"{they} promised {said}. It is {days_words(passed)} late."
    waiting = [p for p in still_owed(situation) if due_day(p) and p not in late]
    if waiting:
        due = due_day(waiting[0]) or situation.today
        what = promised_words(waiting[0])
        left = (due - situation.today).days
        when = "today" if left == 0 else f"in {days_words(left)}"
        they = promised_by(situation, waiting[0]) or "They"
        return f"{they} promised {by_when(what, When(waiting[0].due).day)}, {when}."
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


def _line(s: Situation, promise: Promise) -> str:
    return line_of(s, next((c for c in s.contacts if c.id == promise.contact_id), None))


def _overtaken(s: Situation, promise: Promise) -> bool:
    """Whether they said no since this promise was broken, or an ombudsman, a regulator or a court
    has it since."""
    line = _line(s, promise)
    last = next((e for e in reversed(s.events) if same_company(s, line, e.track_id)), None)
    if last is None or not (_with_a_body(last) or last.kind in _SAID_NO):
        return False
    day = When(last.dated).last_day
    return day is not None and (due_day(promise) or date.min) <= day


def _with_a_body(event: StageEvent) -> bool:
    return event.kind in ("escalated", "served") and event.rung in BODY_RUNGS


def _last_step(s: Situation) -> str:
    """What the newest step left behind: a refusal, or that somebody else has it now; empty where
    they were spoken with since. With several lines, against whom."""
    if not s.events:
        return ""
    last = s.events[-1]
    who = against(s, last.track_id)
    refused = [e for e in s.events if e.kind in _SAID_NO]
    if _with_a_body(last):
        since = f" since {When(last.dated).words()}" if last.dated else ""
        whose = "court" if last.rung == "court" else "an ombudsman or regulator"
        if last.rung == "court" and last.track_id in {t.track_id for t in s.lines if t.with_issuer}:
            whose = "the bank that issued the card"
        if who:
            other = _refused_elsewhere(s, last)
            said = f" {other} said no." if other else ""
            return f"Your complaint about {who} is with {whose}{since}.{said}"
        return f"{'They said no. ' if refused else ''}It is with {whose}{since}."
    if last.kind == "decided":
        return next_rung([last]).why
    if refused:
        who = against(s, refused[-1].track_id) or "They"
        return f"{who} said no. There is a next step."
    spoken = last_contact_day(s)
    if spoken and spoken > (When(last.dated).last_day or date.min):
        return ""
    return next_rung([last]).why


def _refused_elsewhere(s: Situation, last: StageEvent) -> str:
    """The name of another company that said no, where nothing outside it followed."""
    for number, no in reversed(list(enumerate(s.events))):
        if no.kind not in _SAID_NO or same_company(s, no.track_id, last.track_id):
            continue
        after = [e for e in s.events[number + 1 :] if same_company(s, no.track_id, e.track_id)]
        if not any(_with_a_body(e) or e.kind == "decided" for e in after):
            return against(s, no.track_id)
    return ""


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
    """Its words, shortened for a line that says where a dispute stands, with its amount; the
    amount alone where they say no more than that money comes."""
    words = promise.words.strip().rstrip(".")
    if len(words) > _MOST_WORDS:
        words = f"{words[:_MOST_WORDS].rsplit(' ', 1)[0]}…"
    amount = amount_words(promise)
    if not amount or not words:
        return amount or words
    said = amount_pattern(Money(promise.amount_minor or 0, promise.currency)).search(promise.words)
    if set(_WORD.findall(promise.words.casefold())) <= _ONLY_MONEY:
        return amount
    return words if said else f"{words} ({amount})"


_WORD = re.compile(r"[^\W\d_]+")
_ONLY_MONEY = frozenset(
    {"a", "account", "all", "an", "aud", "back", "be", "cad", "card", "credit", "credited",
     "eur", "full", "gbp", "i", "in", "it", "me", "money", "my", "nzd", "of", "on", "paid",
     "pay", "refund", "refunded", "repaid", "repay", "the", "they", "to", "us", "usd", "we",
     "will", "you", "your"}
)  # fmt: skip
"""A promise in no other words than these is one to pay; with any other it may be of something else
that the amount belongs to."""
