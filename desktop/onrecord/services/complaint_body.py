"""Which body the complaint of a line of steps is with, so that its rules count and no other's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.track import NO_BODY, Track
from onrecord.errors import Refused
from onrecord.services.agency_directory import directory
from onrecord.services.views.deadlines import AT_A_BODY, may_be_with
from onrecord.services.who_can_help import matter_of, who_can_help

if TYPE_CHECKING:
    from onrecord.domain.change import Change
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class BodyChoice:
    """Of one line of steps. ``bodies`` are (id, name), the most useful first; ``chosen`` is
    ``NO_BODY`` for none, empty where nobody said. ``at_a_body``: a step on record says that it is with some body."""

    track_id: str
    company: str
    chosen: str
    bodies: tuple[tuple[str, str], ...]
    at_a_body: bool


def set_body(vault: Vault, track_id: str, agency_id: str) -> Change:
    """``agency_id`` is an id of the directory, ``NO_BODY``, or empty to take back what was said.
    Raises NotFound, Refused."""
    vault.get(Track, track_id)
    entry = directory(vault).get(agency_id)
    if agency_id not in ("", NO_BODY) and entry is None:
        raise Refused("This body is not in the directory. Choose another one.", "agency_id")
    said = "Not with a body" if agency_id else "Took back whom the complaint is with"
    if entry:
        said = f"The complaint is with {entry.agency.called}"
    with vault.change(said) as tx:
        tx.patch(Track, track_id, agency_id=agency_id)
    return replace(tx.change, result=track_id)


def body_choices(
    vault: Vault, dispute_id: str, today: date | None = None
) -> tuple[BodyChoice, ...]:
    """For each line of steps of the dispute, in the order they were opened. Without a place and
    a kind of matter no body is offered, but one chosen before stays in the list."""
    known, made = directory(vault), list[BodyChoice]()
    for track in vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid"):
        matter = matter_of(vault, dispute_id, today or date.today(), track_id=track.id)
        options = who_can_help(vault, matter) if matter.place.country and matter.sector else ()
        bodies = [(one.agency.id, one.agency.called) for one in options if may_be_with(one)]
        if track.agency_id not in ("", NO_BODY, *dict(bodies)):
            entry = known.get(track.agency_id)
            bodies.append((track.agency_id, entry.agency.called if entry else track.agency_id))
        party = vault.find(Counterparty, "id = ?", [track.counterparty_id], limit=1)
        made.append(
            BodyChoice(
                track.id,
                track.name or (party[0].name if party else ""),
                track.agency_id,
                tuple(bodies),
                not AT_A_BODY.isdisjoint(matter.starts),
            )
        )
    return tuple(made)
