"""Steps on the way up as the chronology tells them: what I did, what they answered, what a body
made of it. No firmer than what shows them, as everything that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.chronology import day_text
from onrecord.domain.sending import Sending
from onrecord.domain.track import BODY_RUNGS, StageEvent, Track
from onrecord.services.views.passed_on import body_of, is_notice, other_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.vault.vault import Vault

TAKEN = {
    "supervisor": "I took it to a supervisor of {them}",
    "formal": "I made a formal complaint to {them}",
    "executive": "I took it to the executive office of {them}",
}
"""What was done on which step of the ladder."""
_SAID = {
    "asked": "I complained to {them}",
    "denied": "{they} said no",
    "answered": "{they} answered",
    "final_response": "{they} gave their final answer",
    "deadlock": "{they} said they can do no more",
    "recommended": "{body} recommended{about}",
    "rejected": "{body} turned the complaint{about} down",
    "decided": "{body} decided{about}",
}
_BY_A_BODY = ("recommended", "rejected", "decided")
OWN = ("asked", "escalated")
"""Steps I took myself."""


@dataclass(frozen=True)
class StepTold:
    """A step as a sentence without its end. ``sent``: a packet that was recorded as sent shows
    it, so that it needs no other ground. ``company_id``: with whom that line of steps is."""

    event: StageEvent
    words: str
    sent: bool = False
    company_id: str = ""


def steps_told(vault: Vault, dispute_id: str, company_id: str) -> tuple[StepTold, ...]:
    """Of a dispute with this company, in the order of the lines of steps; that a body passed the
    complaint on is told by ``passed_on``."""
    tracks = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    sent = {row.stage_event_id for row in vault.find(Sending, "dispute_id = ?", [dispute_id])}
    made: list[StepTold] = []
    for track in tracks:
        events = vault.find(StageEvent, "track_id = ?", [track.id], order="dated, rowid")
        them = _them(vault, track, company_id)
        made += [
            StepTold(one, _words(vault, track, one, them), one.id in sent, track.counterparty_id)
            for one in events
            if one.kind in _SAID or one.kind == "escalated"
        ]
    return tuple(made)


@dataclass(frozen=True)
class ContactDay:
    """What of a contact tells whether a step is that contact. ``theirs``: it says what they said;
    ``mine``: I reached them; ``written``: by letter or another message."""

    id: str
    day: str
    reference: str = ""
    papers: frozenset[str] = frozenset()
    theirs: bool = False
    mine: bool = False
    written: bool = False
    company_id: str = ""


def told_by(step: StepTold, contacts: Sequence[ContactDay]) -> str:
    """The contact of that day that is the step, so that one act is told once; empty for none. A
    refusal keeps its reason, which no note of a message has in such words."""
    event = step.event
    own, day = event.kind in OWN, event.dated[:10]
    here = [one for one in contacts if one.day == day]
    for one in here:
        same = event.contact_id == one.id or event.evidence_id in one.papers
        if own and not same and event.reference:
            same = one.reference == event.reference
        if same and (own or (one.theirs and not event.reason)):
            return one.id
    if not own or event.evidence_id or event.rung in BODY_RUNGS or not day_text(event.dated):
        return ""
    turned = [one for one in here if one.mine and one.company_id == step.company_id]
    numbers = {one for one in (event.reference, *(c.reference for c in turned)) if one}
    alone = len(turned) == 1 and turned[0].written and len(numbers) < 2
    return turned[0].id if alone else ""


def _words(vault: Vault, track: Track, event: StageEvent, them: str) -> str:
    at_a_body = event.rung in BODY_RUNGS
    body = body_of(vault, track) if at_a_body or event.kind in _BY_A_BODY else ""
    about = "" if them == "the company" else f" about {them}"
    if event.kind in OWN and is_notice(vault, track):
        said = f"I gave notice to {them}"
    elif event.kind == "escalated":
        it = "it" if them == "the company" or not body else f"my complaint about {them}"
        said = TAKEN.get(event.rung, f"I took {it} to {body or them}").format(them=them)
    elif event.kind == "asked" and at_a_body:
        said = f"I asked {body}{about}"
    else:
        they = "they" if them == "the company" else them
        said = _SAID[event.kind].format(them=them, they=they, body=body, about=about)
    number = f", under the number {event.reference}" if event.reference else ""
    reason = f": {event.reason.strip().rstrip('.')}" if event.reason.strip() else ""
    return f"{said}{number}{reason}"


def _them(vault: Vault, track: Track, company_id: str) -> str:
    """``the company``, or the name of another one."""
    return other_party(vault, track, company_id) or "the company"
