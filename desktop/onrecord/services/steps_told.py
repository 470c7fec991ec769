"""Steps on the way up as the chronology tells them: what I did, what they answered, what a body
made of it. No firmer than what shows them, as everything that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.sending import Sending
from onrecord.domain.track import BODY_RUNGS, StageEvent, Track
from onrecord.services.agency_directory import directory
from onrecord.services.views.passed_on import body_of, other_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.vault.vault import Vault

_TAKEN = {
    "supervisor": "I took it to a supervisor of {them}",
    "formal": "I made a formal complaint to {them}",
    "executive": "I took it to the executive office of {them}",
}
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
    it, so that it needs no other ground."""

    event: StageEvent
    words: str
    sent: bool = False


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
            StepTold(one, _words(vault, track, one, them), one.id in sent)
            for one in events
            if one.kind in _SAID or one.kind == "escalated"
        ]
    return tuple(made)


def told_already(
    event: StageEvent, days: Sequence[tuple[str, str, str, frozenset[str], bool]]
) -> bool:
    """Whether a contact of that day tells it: ``days`` are day, id, reference and documents of
    each, and whether it says what they said. A refusal keeps its reason, which no note of a message
    has in such words."""
    day = event.dated[:10]
    for on, id, reference, papers, says in days:
        same = event.contact_id == id or (event.evidence_id and event.evidence_id in papers)
        if event.kind in OWN and not same and event.reference:
            same = on == day and reference == event.reference
        if same and on == day and (event.kind in OWN or (says and not event.reason)):
            return True
    return False


def _words(vault: Vault, track: Track, event: StageEvent, them: str) -> str:
    at_a_body = event.rung in BODY_RUNGS
    body = body_of(vault, track) if at_a_body or event.kind in _BY_A_BODY else ""
    about = "" if them == "the company" else f" about {them}"
    if event.kind in OWN and _is_notice(vault, track):
        said = f"I gave notice to {them}"
    elif event.kind == "escalated":
        it = "it" if them == "the company" or not body else f"my complaint about {them}"
        said = _TAKEN.get(event.rung, f"I took {it} to {body or them}").format(them=them)
    elif event.kind == "asked" and at_a_body:
        said = f"I asked {body}{about}"
    else:
        they = "they" if them == "the company" else them
        said = _SAID[event.kind].format(them=them, they=they, body=body, about=about)
    number = f", under the number {event.reference}" if event.reference else ""
    reason = f": {event.reason.strip().rstrip('.')}" if event.reason.strip() else ""
    return f"{said}{number}{reason}"


def _is_notice(vault: Vault, track: Track) -> bool:
    entry = directory(vault).get(track.agency_id) if track.agency_id else None
    return entry is not None and entry.agency.kind == "notice"


def _them(vault: Vault, track: Track, company_id: str) -> str:
    """``the company``, or the name of another one."""
    return other_party(vault, track, company_id) or "the company"
