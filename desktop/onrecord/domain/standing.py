"""Where a dispute stands, in one sentence, and what to do next, with the reason.

The rules are an ordered list: the first that applies and is not put off wins. Each says what it
saw, so that the window can show why. None of them is legal advice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.ladder import next_rung
from onrecord.domain.money import Money
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When

QUIET_DAYS = 14
"""After this many days without an answer the next step is to follow up (our choice, not a rule
of any agency)."""


@dataclass(frozen=True)
class Helper:
    """A body that can take it now. ``opened`` says why its door, which was locked, is open."""

    agency_id: str
    name: str
    opened: str = ""


@dataclass(frozen=True)
class Unanswered:
    """A complaint a body passed on to the company, whose time to answer, ``due`` its last day, is
    over with nothing on record that answers it. ``reference`` is the body's number for it."""

    body: str
    due: date
    reference: str = ""


@dataclass(frozen=True)
class Situation:
    """What the rules look at. ``contacts`` and ``promises`` are those not in the trash;
    ``last_bundle`` is the day the newest bundle was made. ``closed_on`` (a When text) and
    ``outcome`` are of the newest closure of a closed dispute. ``helpers`` are the bodies that
    settle such a thing and can take it now, the most useful first; none while it is with one.
    ``unanswered`` is what a body passed on and the company let lie past its day, the oldest.
    """

    today: date
    company: str
    document_count: int = 0
    contacts: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    events: tuple[StageEvent, ...] = ()
    bundle_count: int = 0
    last_bundle: date | None = None
    has_ask: bool = False
    state: str = "open"
    closed_on: str = ""
    outcome: str = ""
    helpers: tuple[Helper, ...] = ()
    unanswered: Unanswered | None = None


@dataclass(frozen=True)
class NextStep:
    """``rule`` names the rule; ``words`` the step; ``why`` the reason; ``button`` the label of
    the one filled button; ``action`` the id of the action it starts; ``about`` what it is about.
    """

    rule: str
    words: str
    why: str
    button: str
    action: str
    about: str = ""


def due_day(promise: Promise) -> date | None:
    """The last day a promise may be kept on; None where no day was promised."""
    return When(promise.due).last_day if promise.due else None


def broken_promises(situation: Situation) -> list[Promise]:
    """Open promises whose day has passed, and those marked broken, the longest overdue first."""
    late = [
        p
        for p in situation.promises
        if p.state == "broken" or (p.state == "open" and (due_day(p) or date.max) < situation.today)
    ]
    return sorted(late, key=lambda p: due_day(p) or date.max)


def _amount(promise: Promise) -> str:
    if promise.amount_minor is None or not promise.currency:
        return ""
    return Money(promise.amount_minor, promise.currency).words()


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def say_standing(situation: Situation) -> str:
    """One sentence for the head of a dispute and its line in the list."""
    if situation.state == "closed":
        return _say_closed(situation)
    late = broken_promises(situation)
    if late:
        promise = late[0]
        due = due_day(promise)
        what = _what(promise)
        if due is None:
            return f"They promised {what}. It was not kept."
        passed = (situation.today - due).days
        return f"They promised {what} by {When.of_day(due).words()}. It is {_days(passed)} late."
    waiting = sorted(
        (p for p in situation.promises if p.state == "open" and due_day(p)),
        key=lambda p: due_day(p) or date.max,
    )
    if waiting:
        due = due_day(waiting[0]) or situation.today
        what = _what(waiting[0])
        left = (due - situation.today).days
        when = "today" if left == 0 else f"in {_days(left)}"
        return f"They promised {what} by {When.of_day(due).words()}, {when}."
    denial = [e for e in situation.events if e.kind in ("denied", "final_response", "rejected")]
    if denial:
        return "They said no. There is a next step."
    last = _last_contact(situation)
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


def still_owed(situation: Situation) -> list[Promise]:
    """What a closed dispute still waits for: closing settles no promise, the soonest due first."""
    waiting = [p for p in situation.promises if p.state == "open"]
    return sorted(waiting, key=lambda p: due_day(p) or date.max)


def _say_closed(s: Situation) -> str:
    said = f"Closed on {When(s.closed_on).words()}" if s.closed_on else "Closed"
    said += f". {s.outcome}." if s.outcome else "."
    owed = still_owed(s)
    if not owed:
        return said
    due = due_day(owed[0])
    by = f" by {When.of_day(due).words()}" if due else ""
    return f"{said} Promised{by} and not on record yet: {_what(owed[0])}."


_MOST_WORDS = 60
"""Characters of a promise in a line that says where a dispute stands; the rest is in its place."""


def _what(promise: Promise) -> str:
    words = promise.words
    if len(words) > _MOST_WORDS:
        words = f"{words[:_MOST_WORDS].rsplit(' ', 1)[0]}…"
    return _amount(promise) or words


def _last_contact(situation: Situation) -> When | None:
    """When the latest contact was, as exactly as it is known."""
    dated = [when for c in situation.contacts if (when := When(c.dated)).last_day is not None]
    return max(dated, key=lambda when: when.last_day or date.min) if dated else None


def last_contact_day(situation: Situation) -> date | None:
    """The latest day of a contact; of a month or a span, its last."""
    last = _last_contact(situation)
    return last.last_day if last else None


def _went_further(s: Situation) -> date | None:
    """The latest day the complaint was taken to a higher rung or a body passed it on."""
    days = [
        day
        for event in s.events
        if event.kind in ("escalated", "served") and (day := When(event.dated).last_day)
    ]
    return max(days) if days else None


def next_steps(situation: Situation, put_off: Mapping[str, date] | None = None) -> list[NextStep]:
    """Every step that applies, the first being the one to show. ``put_off`` maps the name of a
    rule ("Not now") to the day until which it stays out of view.
    """
    later = put_off or {}
    rules = _RULES if situation.state != "closed" else _RULES_WHEN_CLOSED
    found = (rule(situation) for rule in rules)
    return [step for step in found if step and later.get(step.rule, date.min) <= situation.today]


def _closed_owed(s: Situation) -> NextStep | None:
    owed = [p for p in still_owed(s) if (due_day(p) or s.today) <= s.today]
    if not owed:
        return None
    due = due_day(owed[0])
    return NextStep(
        "closed_owed",
        f"Look whether it came: {_what(owed[0])}.",
        (f"Promised for {When.of_day(due).words()}. " if due else "They promised it. ")
        + "You closed this dispute, and nothing on record shows that they kept it.",
        "Open the promise",
        "open_promise",
        owed[0].id,
    )


def _closed(s: Situation) -> NextStep | None:
    return NextStep(
        "closed",
        "Nothing to do.",
        "You closed this dispute. All of it is kept.",
        "Open it again",
        "reopen_dispute",
    )


def _closed_look(s: Situation) -> NextStep | None:
    return NextStep(
        "closed_look",
        "How it ended, and what to do next time.",
        "You wrote it down when you closed this dispute.",
        "Look at it",
        "close_dispute",
    )


def _closed_thanks(s: Situation) -> NextStep | None:
    return NextStep(
        "closed_thanks",
        "Write thanks and feedback.",
        "It may help the next person who calls them.",
        "Write it",
        "write_feedback",
    )


def _begin(s: Situation) -> NextStep | None:
    if s.document_count or s.contacts:
        return None
    return NextStep(
        "begin",
        "Add the bill, or log your first call.",
        "What is on record early is hard to argue with later.",
        "Add documents",
        "add_documents",
    )


def _unanswered(s: Situation) -> NextStep | None:
    late = s.unanswered
    if late is None:
        return None
    number = f", number {late.reference}" if late.reference else ""
    return NextStep(
        "unanswered",
        f"Tell {late.body} that {s.company or 'the company'} has not answered.",
        f"The answer was due on {When.of_day(late.due).words()} ({late.body}{number}),"
        " and none is on record.",
        "How to reach them",
        "who_can_help",
    )


def _gone_past(s: Situation, promise: Promise) -> bool:
    """They said no since, or the complaint went beyond a supervisor: nobody asks one again."""
    due = due_day(promise)
    return any(
        event.kind in ("denied", "final_response", "rejected", "deadlock")
        or (event.kind == "escalated" and event.rung not in ("asked", "supervisor"))
        for event in s.events
        if due is None or (When(event.dated).last_day or date.max) > due
    )


def _waited_for(s: Situation) -> bool:
    """Whether a promise may still be kept; one that was let go by, before the complaint went
    further, holds nothing up."""
    late = {promise.id for promise in broken_promises(s) if _gone_past(s, promise)}
    return any(p.state == "open" and p.id not in late for p in s.promises)


def _broken(s: Situation) -> NextStep | None:
    late = broken_promises(s)
    if not late or _gone_past(s, late[0]):
        return None
    promise = late[0]
    source = next((c for c in s.contacts if c.id == promise.contact_id), None)
    due = due_day(promise)
    why = f"Due {When.of_day(due).words()}" if due else "It was not kept"
    if source is not None:
        why += f"; {source.kind} of {When(source.dated).words()}"
        why += f", ref {source.reference}" if source.reference else ", no reference given"
    if s.last_bundle and due and s.last_bundle > due:
        return NextStep(
            "broken_again",
            "Call them about the broken promise, then note what they say.",
            why + ". Your packet is ready.",
            "Log the call",
            "log_call",
            promise.id,
        )
    return NextStep(
        "broken",
        "Put the broken promise in front of a supervisor.",
        why + ".",
        "Make the packet",
        "new_packet",
        promise.id,
    )


def _reminder(s: Situation) -> NextStep | None:
    late = broken_promises(s)
    if not late or _gone_past(s, late[0]):
        return None
    due = due_day(late[0])
    return NextStep(
        "reminder",
        "Write the reminder.",
        f"What they promised for {When.of_day(due).words()} is not on record as done."
        if due
        else "What they promised was not kept.",
        "Write the reminder",
        "write_follow_up",
        late[0].id,
    )


def _formal(s: Situation) -> NextStep | None:
    last_words = {e.track_id for e in s.events if e.kind in _LAST_WORDS}
    denied = any(e.kind == "denied" and e.track_id not in last_words for e in s.events)
    if not denied or _formally_asked(s):
        return None
    return NextStep(
        "formal_letter",
        "Write the formal complaint.",
        "They said no. A formal complaint asks for their final answer, in writing.",
        "Write the formal complaint",
        "write_formal_complaint",
    )


_LAST_WORDS = ("final_response", "deadlock", "rejected", "decided")
"""What a formal complaint asks for, or what comes after it."""


def _formally_asked(s: Situation) -> bool:
    """A formal complaint was made, or the complaint went beyond the company."""
    return any(e.kind == "escalated" and e.rung not in ("asked", "supervisor") for e in s.events)


def _unlocked(s: Situation) -> NextStep | None:
    """The next rung, as soon as its door opens."""
    helper = next((one for one in s.helpers if one.opened), None)
    if helper is None:
        return None
    return NextStep(
        "unlocked",
        f"Take it to {helper.name}.",
        helper.opened,
        "See who can help",
        "who_can_help",
        helper.agency_id,
    )


def _denied(s: Situation) -> NextStep | None:
    kinds = ("denied", "final_response", "rejected", "deadlock")
    denials = [e for e in s.events if e.kind in kinds]
    if not denials or (s.last_bundle and s.last_bundle.isoformat() >= denials[-1].dated[:10]):
        return None
    last = denials[-1]
    after = s.events[s.events.index(last) + 1 :]
    if any(e.track_id == last.track_id and e.kind in ("escalated", "decided") for e in after):
        return None
    reason = last.reason.rstrip(".")
    words = {
        "executive": "Answer the refusal with a letter to the executive office.",
        "ombudsman": "Take it to an ombudsman or regulator.",
        "court": "Take advice on going to court.",
    }.get(rung := next_rung([last]).rung, "Answer the refusal with a formal complaint.")
    to_a_body = rung == "ombudsman" and bool(s.helpers)
    if to_a_body:
        words = f"Take it to {s.helpers[0].name}."
    if not reason and last.kind == "denied" and words.startswith("Answer"):
        words = f"Ask for the reason in writing. Then a{words[1:]}"
    return NextStep(
        "denied",
        words,
        (f"They said no: {reason}. " if reason else "They said no. ")
        + "A refusal is not the end; a packet shows the next person everything at once.",
        "See who can help" if to_a_body else "Make the packet",
        "who_can_help" if to_a_body else "new_packet",
    )


def _no_reference(s: Situation) -> NextStep | None:
    calls = [c for c in s.contacts if c.kind in ("call", "chat", "visit") and not c.reference]
    calls = [c for c in calls if c.reference_state == "unknown" and not c.attempt]
    if not calls:
        return None
    newest = max(calls, key=lambda c: c.dated)
    further = _went_further(s)
    if further and further > (When(newest.dated).last_day or date.max):
        return None  # it went out without; whoever reads it now does not wait for a number
    return NextStep(
        "no_reference",
        f"Ask for the reference number of the {newest.kind} of {When(newest.dated).words()}.",
        "None is written down for it.",
        "Complete the call",
        "edit_contact",
        newest.id,
    )


def _first_call(s: Situation) -> NextStep | None:
    if s.contacts or any(e.kind in ("asked", "escalated") for e in s.events):
        return None
    return NextStep(
        "first_call",
        f"Tell {s.company or 'the company'} what went wrong, and note what they say.",
        "You have documents; nothing yet shows that you asked.",
        "Log a call",
        "log_call",
    )


def _first_document(s: Situation) -> NextStep | None:
    if s.document_count:
        return None
    return NextStep(
        "first_document",
        "Add a document that shows it.",
        "A bill, a screenshot or a message is firmer than a note.",
        "Add documents",
        "add_documents",
    )


def _due_soon(s: Situation) -> NextStep | None:
    soon = [
        p
        for p in s.promises
        if p.state == "open" and (d := due_day(p)) and s.today <= d <= s.today + timedelta(days=2)
    ]
    if not soon:
        return None
    due = due_day(soon[0]) or s.today
    return NextStep(
        "due_soon",
        "Check whether they kept their promise.",
        f"Due {When.of_day(due).words()}: {soon[0].words or _amount(soon[0])}.",
        "Open the promise",
        "open_promise",
        soon[0].id,
    )


def _ask(s: Situation) -> NextStep | None:
    if s.has_ask:
        return None
    return NextStep(
        "ask",
        "Write down what you want them to do.",
        "Someone who can say yes needs one clear request.",
        "Say what I want",
        "edit_ask",
    )


def _quiet(s: Situation) -> NextStep | None:
    last = max((day for day in (last_contact_day(s), _went_further(s)) if day), default=None)
    if last is None or (s.today - last).days < QUIET_DAYS or _waited_for(s):
        return None
    why = (
        f"Nothing on record since {When.of_day(last).words()}, {_days((s.today - last).days)} ago."
    )
    formal = any(e.kind == "escalated" and e.rung in ("formal", "executive") for e in s.events)
    if formal and s.helpers:
        return NextStep(
            "quiet",
            f"Take it to {s.helpers[0].name}: they have been silent.",
            why,
            "See who can help",
            "who_can_help",
            s.helpers[0].agency_id,
        )
    return NextStep(
        "quiet",
        "Follow up: they have been silent.",
        why,
        "Log a call",
        "log_call",
    )


def _packet(s: Situation) -> NextStep | None:
    if s.bundle_count or _waited_for(s):
        return None
    return NextStep(
        "packet",
        "Put it all in one PDF for someone who can decide.",
        "Your documents and calls are on record; a packet shows them in five minutes.",
        "Make the packet",
        "new_packet",
    )


def _wait(s: Situation) -> NextStep | None:
    return NextStep(
        "wait",
        "Nothing to do today.",
        "If they contact you, write it down while you remember it.",
        "Log a call",
        "log_call",
    )


_RULES: tuple[Callable[[Situation], NextStep | None], ...] = (
    _begin, _unanswered, _broken, _reminder, _unlocked, _denied, _formal, _due_soon, _first_call, _first_document, _no_reference,
    _ask, _quiet, _packet, _wait,
)  # fmt: skip
_RULES_WHEN_CLOSED: tuple[Callable[[Situation], NextStep | None], ...] = (
    _closed_owed, _closed, _closed_look, _closed_thanks,
)  # fmt: skip
