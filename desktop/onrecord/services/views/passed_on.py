"""Complaints that a body passed on to the company, under the body's own number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.track import BODY_RUNGS, NO_BODY, StageEvent, Track
from onrecord.services.agency_directory import directory

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


_UNNAMED = "the body it is with"
_MOST = 20
"""Characters that have room beside a number on a cover."""


@dataclass(frozen=True)
class PassedOn:
    """``body`` is what it is called, ``reference`` its number for the complaint, where known."""

    event: StageEvent
    body: str
    reference: str = ""

    @property
    def kind(self) -> str:
        """What its number is called: ``FCC file``, or where that would be long ``File number``."""
        said = f"{self.body} file"
        return said if len(said) <= _MOST and self.body != _UNNAMED else "File number"

    @property
    def words(self) -> str:
        who = self.body[:1].upper() + self.body[1:]
        number = f", under the number {self.reference}" if self.reference else ""
        return f"{who} passed the complaint on to the company{number}."


def passed_on(vault: Vault, dispute_id: str) -> tuple[PassedOn, ...]:
    """Of a dispute, in the order of the lines of steps."""
    found: list[PassedOn] = []
    for track in vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid"):
        events = vault.find(StageEvent, "track_id = ?", [track.id], order="dated, rowid")
        served = [event for event in events if event.kind == "served"]
        if served:
            body, number = body_of(vault, track), number_of(events)
            found += [PassedOn(one, body, one.reference or number) for one in served[-1:]]
    return tuple(found)


def body_of(vault: Vault, track: Track) -> str:
    """What the body a complaint is with is called."""
    entry = directory(vault).get(track.agency_id) if track.agency_id != NO_BODY else None
    return entry.agency.called if entry is not None else _UNNAMED


def number_of(events: list[StageEvent]) -> str:
    """The body's number, of the steps of one line: that of the last time it passed the complaint
    on, or else of the last step at a body that has one."""
    told = [event.reference for event in events if event.kind == "served" and event.reference]
    filed = [e.reference for e in events if e.rung in BODY_RUNGS and e.reference]
    return (told or filed or [""])[-1]
