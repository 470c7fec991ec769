"""Complaints that a body passed on to the company, under the body's own number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.track import BODY_RUNGS, NO_BODY, StageEvent, Track
from onrecord.services.agency_directory import directory
from onrecord.services.rows import step_order

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


_UNNAMED = "the body it is with"
_MOST = 20
"""Characters that have room beside a number on a cover."""


@dataclass(frozen=True)
class BodyFile:
    """The number a body has for a complaint."""

    body: str
    number: str

    @property
    def said(self) -> tuple[str, str]:
        """For a cover: ``FCC file`` and the number; where that is long its name beside ``File``
        and the number, as the numbers of other companies stand there."""
        if self.body == _UNNAMED:
            return "File number", self.number
        short = f"{self.body} file"
        return (short, self.number) if len(short) <= _MOST else (self.body, f"File {self.number}")


@dataclass(frozen=True)
class PassedOn:
    """``body`` is what it is called, ``reference`` its number for the complaint, where known."""

    event: StageEvent
    body: str
    reference: str = ""
    company: str = ""
    """The name of whom it went to, where that is another than is asked about."""

    is_notice: bool = False
    """It was a notice of mine to the company itself."""

    @property
    def words(self) -> str:
        if self.is_notice:
            return f"My notice reached {self.company or 'the company'}."
        who = self.body[:1].upper() + self.body[1:]
        number = f", under the number {self.reference}" if self.reference else ""
        return f"{who} passed the complaint on to {self.company or 'the company'}{number}."


def passed_on(vault: Vault, dispute_id: str, company_id: str) -> tuple[PassedOn, ...]:
    """Of a dispute with this company, in the order of the lines of steps."""
    found: list[PassedOn] = []
    for track in vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid"):
        events = vault.find(StageEvent, "track_id = ?", [track.id], order="dated, rowid")
        served = [event for event in events if event.kind == "served"]
        if served:
            body, number = body_of(vault, track), number_of(events)
            other = other_party(vault, track, company_id)
            to = is_notice(vault, track)
            number = served[-1].reference or number
            found.append(PassedOn(served[-1], body, number, other, to))
    return tuple(found)


def files_of(vault: Vault, dispute_id: str, company_id: str) -> tuple[BodyFile, ...]:
    """The numbers that bodies have for the complaint about this company. A notice goes to no body."""
    found: list[BodyFile] = []
    for track in vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid"):
        number = number_of(vault.find(StageEvent, "track_id = ?", [track.id], order=step_order()))
        if number and not is_notice(vault, track) and not other_party(vault, track, company_id):
            found.append(BodyFile(body_of(vault, track), number))
    return tuple(dict.fromkeys(found))


def other_party(vault: Vault, track: Track, company_id: str) -> str:
    """The name of whom a line of steps is against, where that is another company; else empty. One
    that names nobody is against the company the dispute began with."""
    party = track.counterparty_id or vault.get(Dispute, track.dispute_id).counterparty_id
    if party in ("", company_id):
        return ""
    found = vault.find(Counterparty, "id = ?", [party], limit=1)
    return found[0].name if found else ""


def body_of(vault: Vault, track: Track) -> str:
    """What the body a complaint is with is called."""
    entry = directory(vault).get(track.agency_id) if track.agency_id != NO_BODY else None
    return entry.agency.called if entry is not None else _UNNAMED


def is_notice(vault: Vault, track: Track) -> bool:
    """Whether it is a notice to the company itself, and with no body."""
    entry = directory(vault).get(track.agency_id) if track.agency_id else None
    return entry is not None and entry.agency.kind == "notice"


def number_of(events: list[StageEvent]) -> str:
    """The body's number, of the steps of one line: that of the last time it passed the complaint
    on, or else of the last step at a body that has one."""
    told = [event.reference for event in events if event.kind == "served" and event.reference]
    filed = [e.reference for e in events if e.rung in BODY_RUNGS and e.reference]
    return (told or filed or [""])[-1]
