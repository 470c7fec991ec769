"""Lines of escalation and what happened on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

COMPANY_RUNGS = ("asked", "supervisor", "formal", "executive")
BODY_RUNGS = ("ombudsman", "court")
RUNGS = (*COMPANY_RUNGS, *BODY_RUNGS)
"""The ladder, from the first question to the last word."""
STAGE_EVENTS = (
    "asked", "denied", "answered", "final_response", "deadlock", "escalated", "served",
    "recommended", "rejected", "decided",
)  # fmt: skip

NO_BODY = "-"
"""In place of an entry of the directory: the complaint is with no body, and that was said."""


_TO_THE_COMPANY = ("us-fcra", "us-fdcpa", "us-reg-e")
"""Notices that go to the very bank, bureau or collector complained about, and begin its own time
to act (12 CFR 1005.11; 15 U.S.C. 1681i, 1692g)."""


def rung_of_body(kind: str, id: str) -> str:
    """The rung a body of this kind stands on. A notice by law to the company itself is a formal
    complaint. One to whoever issued the card stands where a court does: it is the last one against
    the company that was paid."""
    if kind == "notice":
        return "formal" if id in _TO_THE_COMPANY else "court"
    return "court" if kind == "court" else "ombudsman"


@dataclass(frozen=True, kw_only=True)
class Track(Record):
    """One line of escalation against one party; ``rung`` is where it stands on the ladder.

    ``agency_id`` is the entry of the directory whose body the complaint is with, ``NO_BODY``, or
    empty where nobody said.
    """

    TABLE: ClassVar[str] = "track"

    dispute_id: str = ""
    counterparty_id: str = ""
    name: str = ""
    rung: str = "asked"
    agency_id: str = ""


@dataclass(frozen=True, kw_only=True)
class StageEvent(Record):
    """What happened on a track; a denial carries its ``reason``.

    ``served`` is the day a body passed the complaint on to the company, which starts the
    company's time to answer with some of them. ``answers_id`` is the event an answer answers;
    ``unaddressed`` are ids of the issues it says nothing about.
    """

    TABLE: ClassVar[str] = "stage_event"

    track_id: str = ""
    kind: str = "asked"
    rung: str = "asked"
    dated: str = ""
    zone: str = ""
    reason: str = ""
    reference: str = ""
    contact_id: str = ""
    evidence_id: str = ""
    answers_id: str = ""
    unaddressed: tuple[str, ...] = ()
