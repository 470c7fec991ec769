"""What happened on the way up, in the words of the screen."""

from __future__ import annotations

from onrecord.domain.track import StageEvent
from onrecord.domain.when import When

_WORDS = {
    "asked": "I asked", "denied": "They said no", "answered": "They answered",
    "final_response": "Their final answer", "deadlock": "They will not move",
    "escalated": "I took it further", "served": "Passed on to the company",
    "recommended": "Recommendation", "rejected": "Turned down", "decided": "Decision",
}  # fmt: skip

RUNG_WORDS = {
    "asked": "Front line",
    "supervisor": "Supervisor",
    "formal": "Formal complaint",
    "executive": "Executive office",
    "ombudsman": "Ombudsman or agency",
    "court": "Court or card dispute",
}
"""The steps of the ladder by name, from the lowest."""


def stage_name(kind: str) -> str:
    """``They said no``."""
    return _WORDS.get(kind, kind)


def stage_line(event: StageEvent) -> str:
    """A step as one line: what, where to, when, under which reference."""
    said = stage_name(event.kind)
    if event.kind == "escalated":
        said += f": {RUNG_WORDS.get(event.rung, event.rung).lower()}"
    if event.dated:
        said += f", {When(event.dated).words()}"
    return f"{said}, ref {event.reference}" if event.reference else said
