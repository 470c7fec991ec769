"""Which bodies have a complaint, since when, and whether they decided: by the steps on its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.track import BODY_RUNGS, NO_BODY, StageEvent, Track, rung_of_body
from onrecord.domain.when import When


@dataclass(frozen=True)
class Held:
    """``track_id`` is the line of steps on which it is with them; ``since`` may be no day."""

    track_id: str
    since: When
    decided: bool = False


def held_by(tracks: Iterable[Track], events: Iterable[StageEvent]) -> dict[str, Held]:
    """By the id of the body. A line that only leads to one, on which nothing was brought to it yet,
    is not there."""
    steps = list(events)
    found: dict[str, Held] = {}
    for track in tracks:
        if track.agency_id in ("", NO_BODY) or track.agency_id in found:
            continue
        own = [one for one in steps if one.track_id == track.id]
        brought = [When(one.dated) for one in own if _brought(one, track.agency_id)]
        if brought:
            days = sorted((one for one in brought if one.text), key=lambda one: one.sort_key)
            decided = any(one.kind == "decided" for one in own)
            found[track.agency_id] = Held(track.id, days[0] if days else When(""), decided)
    return found


def _brought(event: StageEvent, agency_id: str) -> bool:
    """Whether the step took the complaint to the body, and not further up at the company. A notice
    by law goes to the company itself."""
    to_it = event.rung in BODY_RUNGS or event.rung == rung_of_body("notice", agency_id)
    return event.kind == "escalated" and to_it
