"""The directory as it is looked through: each body, and each figure of one with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.agency import TimeLimit, Wait
from onrecord.domain.agency_figures import FigureLine, figure_at, figures
from onrecord.domain.agency_words import KINDS, SECTORS
from onrecord.domain.place import says
from onrecord.domain.when import When
from onrecord.errors import NotFound
from onrecord.services.agency_directory import Entry, directory
from onrecord.services.agency_directory_edit import is_mine_figure
from onrecord.services.views.help import Line, line

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class EntryRow:
    """A body in the list. ``about`` says what it is and where it works."""

    id: str
    name: str
    about: str
    origin: str
    newer: bool
    search: str


@dataclass(frozen=True)
class FigureRow:
    """A figure of an entry. ``mine``: it is the user's; ``ours`` what ours says in its place.
    ``amount`` and ``unit`` are there for a length, to be corrected."""

    path: str
    group: str
    label: str
    line: Line
    kind: str
    mine: bool
    ours: str
    amount: str
    unit: str


@dataclass(frozen=True)
class EntryView:
    """One entry. ``revised`` says when it was last gone over; ``alone``: none of ours stands behind
    the user's own."""

    id: str
    name: str
    kind: str
    origin: str
    newer: bool
    revised: str
    rows: tuple[FigureRow, ...]
    alone: bool = False


def entries(vault: Vault) -> tuple[EntryRow, ...]:
    """All bodies by name."""
    rows = [_row(id, entry) for id, entry in directory(vault).items()]
    return tuple(sorted(rows, key=lambda row: (row.origin != "mine", row.name.casefold())))


def entry_view(vault: Vault, id: str) -> EntryView:
    """Raises NotFound."""
    entry = directory(vault).get(id)
    if entry is None:
        raise NotFound("There is no such entry in the directory.")
    agency = entry.agency
    return EntryView(
        id,
        agency.name,
        KINDS[agency.kind],
        entry.origin,
        entry.newer,
        When.of_day(agency.revised).words(),
        tuple(_figure(entry, one) for one in figures(agency)),
        entry.alone,
    )


def _row(id: str, entry: Entry) -> EntryRow:
    agency = entry.agency
    where = "everywhere" if agency.coverage.everywhere else says(agency.coverage.places)
    covers = ", ".join(SECTORS[s] for one in agency.covers for s in one.sectors)
    about = f"{KINDS[agency.kind]}; {where}"
    about = f"{about[:1].upper()}{about[1:]}"
    return EntryRow(
        id, agency.name, about, entry.origin, entry.newer,
        f"{agency.name} {agency.short_name} {about} {covers}".casefold(),
    )  # fmt: skip


def _figure(entry: Entry, one: FigureLine) -> FigureRow:
    mine = entry.origin == "mine" and is_mine_figure(entry.agency, entry.set_aside, one.path)
    other = figure_at(entry.set_aside, one.path) if mine and entry.set_aside else None
    amount, unit = _length(entry, one.path)
    return FigureRow(
        one.path, one.group, one.label, line(one.words, one.basis, entry), one.kind, mine,
        other.words if other else "", amount, unit,
    )  # fmt: skip


def _length(entry: Entry, path: str) -> tuple[str, str]:
    name, _, rest = path.partition("[")
    rules: tuple[Wait | TimeLimit, ...] = {
        "waits": entry.agency.waits, "time_limits": entry.agency.time_limits,
    }.get(name, ())  # fmt: skip
    if not rules:
        return "", ""
    rule = rules[int(rest.removesuffix("]"))]
    return str(rule.amount or ""), rule.unit
