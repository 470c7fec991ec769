"""What to do next in a dispute, with the reason.

The rules are an ordered list: the first that applies and is not put off wins. Each says what it
saw, so that the window can show why. None of them is legal advice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.domain.ladder import has_paper, last_words, next_rung
from onrecord.domain.situation import (
    LAST_WORDS,
    Helper,
    Situation,
    against,
    broken_promises,
    due_day,
    due_words,
    formally_asked,
    gone_past,
    last_answered,
    last_contact_day,
    line_of,
    promised_by,
    same_company,
    still_owed,
    waited_for,
    waits_to_go,
    went_further,
)
from onrecord.domain.standing import amount_words, days_words, promised_words
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When

_NO_NUMBER = {"none": "no reference given", "refused": "reference refused"}
QUIET_DAYS = 14
"""After this many days without an answer the next step is to follow up (our choice, not a rule
of any agency)."""


@dataclass(frozen=True)
class NextStep:
    """``rule`` names the rule; ``words`` the step; ``why`` the reason; ``button`` the label of
    the one filled button; ``action`` the id of the action it starts; ``about`` what it is about.
    ``rung`` is the step of the ladder it leads to, on the line ``track_id``; empty where none.
    """

    rule: str
    words: str
    why: str
    button: str
    action: str
    about: str = ""
    rung: str = ""
    track_id: str = ""


def next_steps(situation: Situation, put_off: Mapping[str, date] | None = None) -> list[NextStep]:
    """Every step that applies, the first being the one to show. ``put_off`` maps the name of a
    rule ("Not now") to the day until which it stays out of view.
    """
    later = put_off or {}
    rules = _RULES_WHEN_GOT if situation.nothing_left else _RULES
    if situation.state == "closed":
        rules = _RULES_WHEN_CLOSED
    found = (rule(situation) for rule in rules)
    return [step for step in found if step and later.get(step.rule, date.min) <= situation.today]


def _closed_owed(s: Situation) -> NextStep | None:
    owed = [p for p in still_owed(s) if (due_day(p) or s.today) <= s.today]
    if not owed:
        return None
    return NextStep(
        "closed_owed",
        f"Look whether it came: {promised_words(owed[0])}.",
        (f"Promised for {due_words(owed[0])}. " if owed[0].due else "They promised it. ")
        + "You closed this dispute, and nothing on record shows that they kept it.",
        "Open the promise",
        "open_promise",
        owed[0].id,
    )


def _unshown(s: Situation) -> NextStep | None:
    """What I said I got and nothing shows yet: it is recorded, not asked for again."""
    came = [p for p in s.promises if p.id in s.came and p.state in ("open", "broken")]
    if not came:
        return None
    money = amount_words(came[0])
    return NextStep(
        "unshown",
        f"Add the statement that shows {money}." if money else
        f"Mark the promise as kept: {promised_words(came[0])}.",
        "You noted that you got it when you closed this dispute."
        + (" The promise stays open until a statement shows the money." if money else ""),
        "Open the promise",
        "open_promise",
        came[0].id,
    )  # fmt: skip


def _reopened(s: Situation) -> NextStep | None:
    if not s.nothing_left:
        return None
    return NextStep(
        "reopened",
        "Write down what is still open.",
        "You noted that you got all you asked for, and opened this dispute again.",
        "Say what I want",
        "edit_ask",
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
        f"Tell {late.body} that {late.company or s.company or 'the company'} has not answered.",
        f"The answer was due on {When.of_day(late.due).words()} ({late.body}{number}),"
        " and none is on record.",
        "How to reach them",
        "who_can_help",
    )


def _broken(s: Situation) -> NextStep | None:
    late = [promise for promise in broken_promises(s) if not gone_past(s, promise)]
    if not late:
        return None
    promise = late[0]
    source = next((c for c in s.contacts if c.id == promise.contact_id), None)
    due = due_day(promise)
    why = f"Due {due_words(promise)}" if due else "It was not kept"
    if source is not None:
        why += f"; {source.kind} of {When(source.dated).words()}"
        none = _NO_NUMBER.get(source.reference_state, "no reference on record")
        why += f", ref {source.reference}" if source.reference else f", {none}"
    if s.last_bundle and due and s.last_bundle > due:
        return NextStep(
            "broken_again",
            "Call them about the broken promise, then note what they say.",
            why + ". Your packet is ready.",
            "Log the call",
            "log_call",
            promise.id,
        )
    line = line_of(s, source)
    who = promised_by(s, promise)
    return NextStep(
        "broken",
        f"Put the broken promise in front of a supervisor{f' of {who}' if who else ''}.",
        why + ".",
        "Make the packet",
        "new_packet",
        promise.id,
        rung="supervisor",
        track_id=line,
    )


def _send_packet(s: Situation) -> NextStep | None:
    made = waits_to_go(s)
    if made is None or (made.profile == "supervisor" and _broken(s)):  # that one is read out
        return None
    whom = f" for {made.recipient}" if made.recipient else ""
    return NextStep(
        "send_packet",
        "Send the packet you made, or put on record that it went.",
        f"It was made on {When.of_day(made.made).words()}{whom}, and nothing on record says that it"
        " was sent.",
        "Now send it",
        "send_packet",
        made.bundle_id,
        track_id=made.track_id,
    )


def _reminder(s: Situation) -> NextStep | None:
    late = [promise for promise in broken_promises(s) if not gone_past(s, promise)]
    if not late:
        return None
    return NextStep(
        "reminder",
        "Write the reminder.",
        f"What they promised for {due_words(late[0])} is not on record as done."
        if late[0].due
        else "What they promised was not kept.",
        "Write the reminder",
        "write_follow_up",
        late[0].id,
    )


def _formal(s: Situation) -> NextStep | None:
    ended = {e.track_id for e in s.events if e.kind in LAST_WORDS}
    denied = [
        e
        for e in s.events
        if e.kind == "denied" and e.track_id not in ended and not formally_asked(s, e.track_id)
    ]
    if not denied:
        return None
    track = denied[-1].track_id
    made = waits_to_go(s)
    if made and made.profile == "formal" and made.track_id in ("", track):
        return None  # it is written
    who = against(s, track)
    return NextStep(
        "formal_letter",
        f"Write the formal complaint{f' to {who}' if who else ''}.",
        f"{who or 'They'} said no. A formal complaint asks for their final answer, in writing.",
        "Write the formal complaint",
        "write_formal_complaint",
        rung="formal",
        track_id=track,
    )


def _unlocked(s: Situation) -> NextStep | None:
    """The next rung, as soon as its door opens."""
    helper = next((one for one in s.helpers if one.opened), None)
    if helper is None:
        return None
    lasts = [e for e in s.events if e.kind in _LETTERS and e.track_id == helper.track_id]
    bare = lasts and not has_paper(lasts[-1], s.contacts)
    more = " No letter of theirs is attached yet: ask for it, or add it." if bare else ""
    return _take_to(s, helper, "unlocked", helper.opened + more)


def _take_to(s: Situation, helper: Helper, rule: str, why: str, since: str = "") -> NextStep:
    who = against(s, helper.track_id)
    what = f"your complaint about {who}" if who else "it"
    return NextStep(
        rule,
        f"Take {what} to {helper.name}{since}.",
        why,
        "See who can help",
        "who_can_help",
        helper.agency_id,
        rung=helper.rung,
        track_id=helper.track_id,
    )


_NO = ("denied", "final_response", "rejected", "deadlock")
_HELP = ("See who can help", "who_can_help")


def _denied(s: Situation) -> NextStep | None:
    denials = [e for e in s.events if e.kind in _NO]
    if not denials:
        return None
    last = next((e for e in reversed(denials) if _stands(s, e, denials[-1])), None)
    if last is None:
        return None
    said = last.dated[:10] or last.created_at[:10]
    made = waits_to_go(s)
    if against(s, last.track_id):  # what was made may be about the other company
        if made and made.track_id in ("", last.track_id):
            return None
    elif s.last_bundle and s.last_bundle.isoformat() >= said:
        return None
    why = _why_no(s, last)
    rung = next_rung([last]).rung
    helper = next((one for one in s.helpers if one.track_id == last.track_id), None)
    if rung == "ombudsman" and helper is not None:
        return _take_to(s, helper, "denied", why)
    who = against(s, last.track_id)
    of, about = (f" of {who}", f" about {who}") if who else ("", "")
    words = {
        "executive": f"Answer the refusal{of} with a letter to the executive office.",
        "ombudsman": f"Take {f'your complaint{about}' if who else 'it'} to an ombudsman or regulator.",
        "court": f"Take advice on going to court{about}.",
    }.get(rung, f"Answer the refusal{of} with a formal complaint.")
    if not last.reason and last.kind == "denied" and words.startswith("Answer"):
        words = f"Ask for the reason in writing. Then a{words[1:]}"
    outside = rung in ("ombudsman", "court")  # which one is asked first: never the company's own
    button, act = _HELP if outside else ("Make the packet", "new_packet")
    return NextStep("denied", words, why, button, act, rung=rung, track_id=last.track_id)


def _stands(s: Situation, no: StageEvent, newest: StageEvent) -> bool:
    """Whether nothing followed a refusal yet: the newest one, or one of another company."""
    other = no is newest or not same_company(s, no.track_id, newest.track_id)
    return other and not _went_on(s, no)


def _went_on(s: Situation, event: StageEvent) -> bool:
    """Whether its line of steps was taken further, or ended, after a step."""
    after = s.events[s.events.index(event) + 1 :]
    return any(e.track_id == event.track_id and e.kind in ("escalated", "decided") for e in after)


def _why_no(s: Situation, last: StageEvent) -> str:
    reason = last.reason.rstrip(".")
    said = f"{against(s, last.track_id) or 'They'} said no{f': {reason}' if reason else ''}."
    if last.kind in _LETTERS and not has_paper(last, s.contacts):
        return f"{said} {last_words(last, s.contacts)}"
    return f"{said} A refusal is not the end; a packet shows the next person everything at once."


_LETTERS = ("final_response", "deadlock")
"""What a body asks to see in writing."""


def _no_letter(s: Situation) -> NextStep | None:
    lasts = [e for e in s.events if e.kind in _LETTERS]
    if not lasts or has_paper(lasts[-1], s.contacts) or _went_on(s, lasts[-1]):
        return None
    who = against(s, lasts[-1].track_id)
    whose = f"{who} for its" if who else "for their"
    return NextStep(
        "no_letter",
        f"Ask {whose} final answer in writing.",
        last_words(lasts[-1], s.contacts) + " An ombudsman asks to see it.",
        "Write the letter",
        "write_deadlock",
    )


def _no_reference(s: Situation) -> NextStep | None:
    calls = [c for c in s.contacts if c.kind in ("call", "chat", "visit") and not c.reference]
    calls = [c for c in calls if c.reference_state == "unknown" and not c.attempt]
    if not calls:
        return None
    newest = max(calls, key=lambda c: c.dated)
    further = went_further(s)
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
    return NextStep(
        "due_soon",
        "Check whether they kept their promise.",
        f"Due {due_words(soon[0])}: {soon[0].words or amount_words(soon[0])}.",
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
    days = (last_contact_day(s), went_further(s), last_answered(s))
    last = max((day for day in days if day), default=None)
    if last is None or (s.today - last).days < QUIET_DAYS or waited_for(s):
        return None
    why = f"Nothing on record since {When.of_day(last).words()}, {days_words((s.today - last).days)} ago."
    formal = any(e.kind == "escalated" and e.rung in ("formal", "executive") for e in s.events)
    if formal and s.helpers:
        return _take_to(s, s.helpers[0], "quiet", why, ": they have been silent")
    newest = max(s.contacts, key=lambda c: When(c.dated).sort_key, default=None)
    who = against(s, line_of(s, newest))
    return NextStep(
        "quiet",
        f"Follow up{f' with {who}' if who else ''}: they have been silent.",
        why,
        "Log a call",
        "log_call",
    )


def _packet(s: Situation) -> NextStep | None:
    if s.bundle_count or waited_for(s):
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
    _begin, _unanswered, _send_packet, _broken, _reminder, _unlocked, _denied, _no_letter, _formal, _due_soon, _first_call, _first_document, _no_reference,
    _ask, _quiet, _unshown, _packet, _wait,
)  # fmt: skip
_RULES_WHEN_GOT: tuple[Callable[[Situation], NextStep | None], ...] = (
    _begin, _unanswered, _broken, _reminder, _reopened, _due_soon, _no_reference, _unshown, _wait,
)  # fmt: skip
"""Of a dispute that was opened again: what I got is not asked for a second time."""
_RULES_WHEN_CLOSED: tuple[Callable[[Situation], NextStep | None], ...] = (
    _closed_owed, _unshown, _closed, _closed_look, _closed_thanks,
)  # fmt: skip
