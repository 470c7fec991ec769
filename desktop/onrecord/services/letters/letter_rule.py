"""What a statutory notice has to keep to: its address, its dates, what it must hold, as the
directory has it, with where that was read and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain import agency_words as words
from onrecord.domain.agency import Agency, Basis, TimeLimit, in_force
from onrecord.domain.when import When
from onrecord.services.agency_directory import directory

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class RuleNote:
    """``lines`` are sentences; ``sources`` where they were read; ``page`` an address to check."""

    name: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    revised: str
    page: str = ""


def rule_note(vault: Vault, rule_id: str, today: date | None = None) -> RuleNote | None:
    """None where the directory has no such entry (the user took it out)."""
    entry = directory(vault).get(rule_id)
    if entry is None:
        return None
    agency, day = entry.agency, today or date.today()
    limits = in_force(agency.time_limits, day)
    bases = [limit.basis for limit in limits] + [way.basis for way in agency.submit]
    return RuleNote(
        name=agency.name,
        lines=(
            *_addresses(agency),
            *(_limit(limit) for limit in limits),
            *_asks(agency),
            *_notes(agency),
        ),
        sources=_sources(bases),
        confidence=min((b.confidence for b in bases), key=_SURE.index, default="low"),
        revised=When.of_day(agency.revised).words(),
        page=agency.pages[0].address if agency.pages else "",
    )


_SURE = ("low", "medium", "high")


def _addresses(agency: Agency) -> tuple[str, ...]:
    return tuple(
        f"{words.WAYS.get(way.way, way.way).capitalize()}: {way.to or way.note}."
        for way in agency.submit
        if way.accepted and (way.to or way.note)
    )


def _limit(limit: TimeLimit) -> str:
    what = words.LIMITS[limit.kind][1] if limit.kind in words.LIMITS else limit.kind
    events = " or ".join(words.EVENTS.get(e, e.replace("_", " ")) for e in limit.events)
    one, many = words.UNITS.get(limit.unit, (limit.unit, limit.unit))
    long = f" {limit.amount} {one if limit.amount == 1 else many}" if limit.amount else ""
    if limit.before:
        said = f"{what}{long} before {events}"
    else:
        said = f"{what} within{long} after {events}" if long else f"{what} after {events}"
    for more in (f"or {limit.sooner}" if limit.sooner else "", limit.later, limit.only_if):
        said += f", {more}" if more else ""
    if limit.must_be:
        said += f"; it must be {limit.must_be} by then"
    said = f"{said.rstrip('.')}."
    return f"{said} {limit.note}" if limit.note else said


def _asks(agency: Agency) -> tuple[str, ...]:
    if agency.asks_for is None or not agency.asks_for.items:
        return ()
    items = "; ".join(
        words.ASKS.get(item, item.replace("_", " ")) for item in agency.asks_for.items
    )
    return (f"It should hold: {items}.",)


def _notes(agency: Agency) -> tuple[str, ...]:
    return tuple(note.words for note in agency.notes)


def _sources(bases: list[Basis]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.says() for basis in bases for s in basis.sources))
