"""Interactions: who said what, when, under which reference number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

KINDS = ("call", "voicemail", "email", "chat", "message", "letter", "post", "visit")
REFERENCE_STATES = ("unknown", "given", "none", "refused")
LINE_EVENTS = (
    "hold", "resumed", "transferred", "supervisor_asked", "denied", "cut_off", "reference",
    "promise", "offer", "fault",
)  # fmt: skip
TOLD_ELSEWHERE = frozenset({"hold", "resumed", "reference", "promise", "offer"})
"""Events whose content a contact holds in a field of its own; what is printed tells them once."""


def contact_name(kind: str) -> str:
    """A kind of contact as a sentence names it; "a post" is what stands on a web page."""
    return "letter by post" if kind == "post" else kind


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
    """Event time (``dated`` with ``zone``; ``dated_utc`` where known to the minute) and
    ``written_at`` (first saved, UTC) are two things. Durations are seconds.
    ``goal`` is the ask of it and ``fallback`` the least I would accept; ``achieved`` is yes, partly
    or no. ``attempt`` marks one in which nobody was reached. ``recorded`` is what the phone
    company's own record says of the call ("14:21, 24 min 11 s"): that it took place, and no more.
    """

    TABLE: ClassVar[str] = "contact"

    kind: str = "call"
    direction: str = "out"
    dated: str = ""
    zone: str = ""
    dated_utc: str = ""
    duration_s: int | None = None
    hold_s: int | None = None
    number: str = ""
    counterparty_id: str = ""
    company: str = ""
    agent_name: str = ""
    agent_id: str = ""
    agent_team: str = ""
    reference_state: str = "unknown"
    reference: str = ""
    reference_digits: str = ""
    outcome: str = ""
    notes: str = ""
    thread_id: str = ""
    written_at: str = ""
    trashed_at: str = ""
    goal: str = ""
    fallback: str = ""
    achieved: str = ""
    attempt: bool = False
    recorded: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactLine(Record):
    """What was said: ``side`` me or them, ``form`` quote or paraphrase, in the order said.

    ``event`` names what happened instead of, or by, the words: hold, resumed, transferred,
    supervisor_asked, denied, cut_off, reference, promise, offer, fault (reported).
    """

    TABLE: ClassVar[str] = "contact_line"

    contact_id: str = ""
    position: int = 0
    side: str = "them"
    form: str = "paraphrase"
    words: str = ""
    said_at: str = ""
    event: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeContact(Record):
    """A contact serving a dispute."""

    TABLE: ClassVar[str] = "dispute_contact"

    dispute_id: str = ""
    contact_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactEvidence(Record):
    """A document that belongs to a contact: its recording, confirmation, transcript."""

    TABLE: ClassVar[str] = "contact_evidence"

    contact_id: str = ""
    evidence_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Amendment(Record):
    """A later edit of a contact: the first wording stays readable."""

    TABLE: ClassVar[str] = "amendment"

    contact_id: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    written_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise(Record):
    """What they said would happen, by when: open, kept, broken or withdrawn."""

    TABLE: ClassVar[str] = "promise"

    dispute_id: str = ""
    contact_id: str = ""
    words: str = ""
    amount_minor: int | None = None
    currency: str = ""
    due: str = ""
    state: str = "open"
    settled_when: str = ""
    settled_note: str = ""
    settled_evidence_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer(Record):
    """What one side proposed to settle it: proposed, countered, accepted, declined, expired.

    ``counters_id`` is the offer it answers; ``least_minor`` the least I would accept, in minor units
    of ``currency``, which is never printed; ``settled_when`` the day it was settled.
    """

    TABLE: ClassVar[str] = "offer"

    dispute_id: str = ""
    contact_id: str = ""
    side: str = "them"
    words: str = ""
    amount_minor: int | None = None
    currency: str = ""
    expires: str = ""
    state: str = "proposed"
    counters_id: str = ""
    least_minor: int | None = None
    settled_when: str = ""
