"""Before you hang up: what is missing, what to read back, and a line for when they refuse.

Our own words. They ask; they never threaten, and never say more than was noted.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.by_when import by_when
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised, is_conversation
from onrecord.domain.money import Money
from onrecord.domain.when import When


@dataclass(frozen=True)
class Check:
    """``name`` is who, by_when or reference; ``value`` what is noted, "" where it is missing.

    ``settled`` is also true where nothing can be noted: nothing promised, a reference refused.
    """

    name: str
    value: str
    settled: bool


def checks(entry: ContactEntry) -> tuple[Check, Check, Check]:
    """The three things that make a call count later, always in this order."""
    who = ", ".join(p for p in (entry.agent_name, entry.agent_team, entry.agent_id) if p)
    promises = promised(entry)
    days = [When(p.due).words() for p in promises if p.due]
    reference = {"none": "none given", "refused": "they refused one"}.get(entry.reference_state, "")
    return (
        Check("who", who, bool(who)),
        Check("by_when", ", ".join(dict.fromkeys(days)), bool(promises) and len(days) == len(promises)),
        Check("reference", entry.reference or reference, bool(entry.reference or reference)),
    )  # fmt: skip


def promised(entry: ContactEntry) -> list[Promised]:
    """The promises that say something."""
    return [p for p in entry.promises if p.words.strip() or p.amount_minor is not None]


def gaps(entry: ContactEntry) -> tuple[str, ...]:
    """What has still to be asked for, in the words of a request: "the reference in writing".

    Of a message there are none: nobody hangs up. A call on which nothing was promised has no
    date missing.
    """
    if not is_conversation(entry.kind, entry.direction) or entry.attempt:
        return ()
    who, by_when, _reference = checks(entry)
    found: list[str] = []
    if not entry.reference:
        found.append("the reference in writing")
    if promised(entry) and not by_when.settled:
        found.append("the date they promised it for")
    if not who.settled:
        found.append("the name of the person you spoke to")
    return tuple(found)


def read_back(entry: ContactEntry) -> str:
    """One sentence to say before the end, built from the notes; it closes with what is missing."""
    promises = promised(entry)
    agreed = [promise_words(p) for p in promises]
    agreed += [f"you offer {_what(o.words, o.amount_minor, o.currency)}" for o in _offers(entry)]
    denial = _last(entry, "denied")
    if agreed:
        said = f"So: {'; '.join(agreed)}."
    elif denial:
        said = f"So you are saying no: {denial}."
    elif entry.goal:
        why = _WHY.get(entry.kind, "I am calling for this")
        said = f"{why}: {entry.goal.rstrip('.')}. What will happen now?"
    else:
        said = "So that I have it right: what will happen now?"
    return f"{said} {_question(entry)}".strip()


_WHY = {"visit": "I am here for this", "chat": "I am writing for this"}


def polite_line(entry: ContactEntry) -> str:
    """One calm line for what was just refused; "" where nothing was."""
    if entry.reference_state == "refused":
        return "“I understand. Then please note on my account that I asked for a reference.”"
    events = [line.event for line in entry.lines if line.event in ("denied", "supervisor_asked")]
    if not events:
        return ""
    if events[-1] == "denied":
        return "“I see that you cannot do this. Who can, and how do I reach them?”"
    return "“I am not upset with you. I would like someone who may decide this to hear it.”"


def confirmation(entry: ContactEntry) -> str:
    """A message to them for the same day, from the notes only; times as this computer's clock."""
    name = {"call": "call", "chat": "chat", "visit": "visit"}.get(entry.kind, "message")
    when = When(entry.dated).words() if entry.dated else "today"
    with_whom = f" with {entry.agent_name}" if entry.agent_name else ""
    reference = f" (reference {entry.reference})" if entry.reference else ""
    lines = [
        f"Subject: Our {name} of {When(entry.dated).day.words() if entry.dated else 'today'}"
        + (f", reference {entry.reference}" if entry.reference else ""),
        "",
        f"I am writing to confirm our {name} of {when}{with_whom}{reference}.",
    ]
    if entry.goal:
        lines += ["", f"I asked for: {entry.goal.rstrip('.')}."]
    told = [
        line
        for line in entry.lines
        if line.side == "them" and line.words.strip() and not line.event
    ]
    if told:
        lines += ["", "I was told:"]
        lines += [f"- “{x.words}”" if x.form == "quote" else f"- {x.words}" for x in told]
    if promised(entry):
        lines += ["", "It was promised:"]
        lines += [f"- {promise_words(p)}" for p in promised(entry)]
    if _offers(entry):
        lines += ["", "It was offered:"]
        lines += [f"- {_what(o.words, o.amount_minor, o.currency)}" for o in _offers(entry)]
    denial = _last(entry, "denied")
    if denial:
        lines += ["", f"It was refused: {denial}."]
    lines += ["", "If any of this is not as you have it, please tell me in writing."]
    missing = gaps(entry)
    if missing:
        lines += [f"Please send me {listed(missing)}."]
    return "\n".join(lines) + "\n"


def promise_words(promise: Promised) -> str:
    """``84.20 back by 14 March 2026`` as it is said aloud."""
    what = _what(promise.words, promise.amount_minor, promise.currency)
    return by_when(what, When(promise.due)) if promise.due else what


def _what(words: str, minor: int | None, currency: str) -> str:
    amount = Money(minor, currency).words() if minor is not None and currency else ""
    amount = "" if amount in words else amount  # "£84.20 back" says it already
    return ", ".join(p for p in (words.strip().rstrip("."), amount) if p) or "it"


def _offers(entry: ContactEntry) -> list[Offered]:
    return [
        o
        for o in entry.offers
        if o.side == "them" and (o.words.strip() or o.amount_minor is not None)
    ]


def _question(entry: ContactEntry) -> str:
    who, by_when, reference = checks(entry)
    name = {"chat": "chat", "visit": "visit"}.get(entry.kind, "call")
    if not reference.settled:
        return f"Could I have a reference for this {name}?"
    if promised(entry) and not by_when.settled:
        return "By which date?"
    if not who.settled:
        return "And who am I speaking to, please?"
    return ""


def _last(entry: ContactEntry, event: str) -> str:
    said = [line.words for line in entry.lines if line.event == event and line.words]
    return said[-1].removeprefix("Refused: ").rstrip(".") if said else ""


def listed(parts: tuple[str, ...]) -> str:
    """``one, two and three``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
