"""What is looked at to say where a dispute stands and what comes next; no word of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When


@dataclass(frozen=True)
class Helper:
    """A body that can take it now. ``opened`` says why its door, which was locked, is open, and
    ``since`` from when on; ``track_id`` which line of steps it would be taken from, ``rung`` where
    it stands."""

    agency_id: str
    name: str
    opened: str = ""
    rung: str = "ombudsman"
    track_id: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Unanswered:
    """A complaint a body passed on to the company, whose time to answer, ``due`` its last day, is
    over with nothing on record that answers it. ``reference`` is the body's number for it."""

    body: str
    due: date
    reference: str = ""
    company: str = ""


@dataclass(frozen=True)
class Line:
    """A line of steps: its track, what it is called (the company, or what it is about), and the
    company it is against. ``with_issuer``: it is with whoever issued the card, by a notice."""

    track_id: str
    name: str
    counterparty_id: str = ""
    with_issuer: bool = False


@dataclass(frozen=True)
class Unsent:
    """The newest packet that was made and not sent, as far as is on record: its last PDF, made at
    ``made_at`` (UTC), and the line of steps it goes on, empty where there is none yet."""

    bundle_id: str
    profile: str
    recipient: str
    made: date
    made_at: str
    track_id: str = ""


@dataclass(frozen=True)
class Situation:
    """What the rules look at. ``contacts`` and ``promises`` are those not in the trash;
    ``last_bundle`` is the day the newest bundle was made. ``closed_on`` (a When text) and
    ``outcome`` are of the newest closure of a closed dispute. ``helpers`` are the bodies that
    settle such a thing and can take it now, the most useful first; none while it is with one.
    ``unanswered`` is what a body passed on and the company let lie past its day, the oldest.
    ``came`` are ids of promises of which I said, when I closed the dispute, that I got it;
    ``nothing_left``: I said so of all I had asked for, and nothing happened since. ``companies``
    are the names of those whom the contacts were with, by id.
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
    lines: tuple[Line, ...] = ()
    came: frozenset[str] = frozenset()
    nothing_left: bool = False
    unsent: Unsent | None = None
    companies: Mapping[str, str] = field(default_factory=dict[str, str])


def due_day(promise: Promise) -> date | None:
    """The last day a promise may be kept on; None where no day was promised."""
    return When(promise.due).last_day if promise.due else None


def due_words(promise: Promise) -> str:
    """The day it was promised for, as exactly as they named it."""
    return When(promise.due).day.words()


def broken_promises(situation: Situation) -> list[Promise]:
    """Open promises whose day has passed, and those marked broken, the longest overdue first; not
    what I said I got."""
    late = [
        p
        for p in situation.promises
        if p.id not in situation.came
        and (
            p.state == "broken"
            or (p.state == "open" and (due_day(p) or date.max) < situation.today)
        )
    ]
    return sorted(late, key=lambda p: due_day(p) or date.max)


def still_owed(situation: Situation) -> list[Promise]:
    """What they have still to do, as far as I know, the soonest due first: closing settles no
    promise, but what I said I got is not asked for again."""
    waiting = [p for p in situation.promises if p.state == "open" and p.id not in situation.came]
    return sorted(waiting, key=lambda p: due_day(p) or date.max)


def last_contact(situation: Situation) -> When | None:
    """When the latest contact was, as exactly as it is known."""
    dated = [when for c in situation.contacts if (when := When(c.dated)).last_day is not None]
    return max(dated, key=lambda when: when.last_day or date.min) if dated else None


def last_contact_day(situation: Situation) -> date | None:
    """The latest day of a contact; of a month or a span, its last."""
    last = last_contact(situation)
    return last.last_day if last else None


def went_further(s: Situation) -> date | None:
    """The latest day the complaint was taken to a higher rung or a body passed it on."""
    days = [
        day
        for event in s.events
        if event.kind in ("escalated", "served") and (day := When(event.dated).last_day)
    ]
    return max(days) if days else None


def last_answered(s: Situation) -> date | None:
    """The latest day they answered in any way; of an answer without a day, when it was noted."""
    said = ("answered", "denied", "final_response", "deadlock", "recommended", "rejected")
    days = [
        day
        for event in s.events
        if event.kind in said and (day := When(event.dated or event.created_at[:10]).last_day)
    ]
    return max(days) if days else None


def waits_to_go(s: Situation) -> Unsent | None:
    """The packet that was made and not sent; None where they answered since or a step was taken,
    so that it is out of date or went out after all."""
    made = s.unsent
    if made is None or any(
        made.track_id in ("", event.track_id) and _since(event, made) for event in s.events
    ):
        return None
    return made


def _since(event: StageEvent, made: Unsent) -> bool:
    """Whether a step came after a packet was made; of one that I take, when it was written down."""
    later = event.created_at > made.made_at
    day = When(event.dated).last_day if event.dated else None
    if event.kind in ("asked", "escalated") or day is None or day == made.made:
        return later
    return day > made.made


LONG_BROKEN_DAYS = 14
"""So long a supervisor is asked about a broken promise though a body takes the complaint (our
choice, not a rule of any agency)."""


def gone_past(s: Situation, promise: Promise) -> bool:
    """They said no since, the complaint went beyond a supervisor, or a body takes it whose door
    opened since or that is open while the promise is long broken: nobody asks a supervisor again.
    """
    due = due_day(promise)
    source = next((c for c in s.contacts if c.id == promise.contact_id), None)
    line = line_of(s, source)
    opened = (one for one in s.helpers if one.opened and line in ("", one.track_id))
    long_broken = due is None or (s.today - due).days > LONG_BROKEN_DAYS
    if any(long_broken or (due and (one.since or date.min) > due) for one in opened):
        return True
    return any(
        event.kind in ("denied", "final_response", "rejected", "deadlock")
        or (event.kind == "escalated" and event.rung not in ("asked", "supervisor"))
        for event in s.events
        if same_company(s, line, event.track_id)
        and (due is None or (When(event.dated).last_day or date.max) > due)
    )


def waited_for(s: Situation) -> bool:
    """Whether a promise may still be kept; one that was let go by, before the complaint went
    further, holds nothing up."""
    late = {promise.id for promise in broken_promises(s) if gone_past(s, promise)}
    return any(p.id not in late for p in still_owed(s))


LAST_WORDS = ("final_response", "deadlock", "rejected", "decided")
"""What a formal complaint asks for, or what comes after it."""


def formally_asked(s: Situation, track_id: str) -> bool:
    """A formal complaint was made to the company of this line, or it went beyond the company."""
    return any(
        e.kind == "escalated" and e.rung not in ("asked", "supervisor")
        for e in s.events
        if same_company(s, track_id, e.track_id)
    )


def against(s: Situation, track_id: str) -> str:
    """The name of a line of steps, where there are several; else empty: it needs no saying."""
    names = {line.track_id: line.name for line in s.lines}
    return names.get(track_id, "") if len(names) > 1 else ""


def promised_by(s: Situation, promise: Promise) -> str:
    """Who made a promise, where that needs saying: there are several lines of steps, or it was
    another company than the dispute began with."""
    source = next((c for c in s.contacts if c.id == promise.contact_id), None)
    if source is None:
        return ""
    name = s.companies.get(source.counterparty_id) or source.company.strip()
    return against(s, line_of(s, source)) or (name if name != s.company else "")


def same_company(s: Situation, track_id: str, other_id: str) -> bool:
    """Whether two lines of steps are against one company, as far as is known."""
    party = {line.track_id: line.counterparty_id for line in s.lines}
    one, other = party.get(track_id, ""), party.get(other_id, "")
    return not one or not other or one == other


def line_of(s: Situation, contact: Contact | None) -> str:
    """The id of the line of steps against the company of a contact; empty where it is unknown."""
    party = contact.counterparty_id if contact else ""
    found = (line.track_id for line in s.lines if line.counterparty_id == party)
    return next(found, "") if party else ""
