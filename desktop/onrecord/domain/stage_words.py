"""What happened on the way up, in the words of the screen."""

from __future__ import annotations

from onrecord.domain.track import StageEvent
from onrecord.domain.when import When

_WORDS = {
    "asked": "I asked", "denied": "They said no", "answered": "They answered",
    "final_response": "Their final answer", "deadlock": "They will not move",
    "escalated": "I took it further", "served": "It reached the company",
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


def stage_name(kind: str, rung: str = "") -> str:
    """``They said no``; with the rung where it was taken to, ``I took it further: court``."""
    words = _WORDS.get(kind, kind)
    to = RUNG_WORDS.get(rung, "") if kind == "escalated" else ""
    return f"{words}: {to.lower()}" if to else words


def stage_line(event: StageEvent) -> str:
    """A step as one line: what, where to, when, under which reference."""
    said = stage_name(event.kind, event.rung)
    if event.dated:
        said += f", {When(event.dated).words()}"
    return f"{said}, ref {event.reference}" if event.reference else said
