"""What an update of the directory would change, figure by figure, before it is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.domain.agency import Agency
from onrecord.domain.agency_figures import FigureLine, differences
from onrecord.services.agency_directory import Entry, checked, directory

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class FigureChange:
    """``before`` and ``after`` are empty where there was or will be none; ``about`` says the
    source and its age where only these differ, or differ too."""

    path: str
    label: str
    before: str
    after: str
    about: str = ""


@dataclass(frozen=True)
class EntryChange:
    """``state`` is ``new``, ``changed``, ``same``, ``older`` (what is there was gone over later,
    and goes on to count) or ``yours`` (the user's own entry goes on to count)."""

    id: str
    name: str
    state: str
    figures: tuple[FigureChange, ...] = ()


def update_changes(vault: Vault, bodies: dict[str, dict[str, Any]]) -> tuple[EntryChange, ...]:
    """For each entry of an update that was read, in the order of the file."""
    known = directory(vault)
    return tuple(_entry(checked(body), known.get(id)) for id, body in bodies.items())


def _entry(new: Agency, known: Entry | None) -> EntryChange:
    old = known.agency if known else None
    if known is None or old is None:
        return EntryChange(new.id, new.name, "new", _figures(None, new))
    if known.origin == "mine":
        return EntryChange(new.id, new.name, "yours", _figures(known.set_aside, new))
    if new.revised <= old.revised:
        same = not differences(old, new)
        return EntryChange(new.id, new.name, "same" if same else "older", _figures(old, new))
    found = _figures(old, new)
    return EntryChange(new.id, new.name, "changed" if found else "same", found)


def _figures(old: Agency | None, new: Agency) -> tuple[FigureChange, ...]:
    return tuple(_figure(*pair) for pair in differences(old, new))


def _figure(before: FigureLine | None, after: FigureLine | None) -> FigureChange:
    line = after or before
    assert line is not None
    about = ""
    if after and after.basis and (before is None or before.basis != after.basis):
        said = "; ".join(source.says() for source in after.basis.sources)
        about = f"{said}, {after.basis.age()}"
    return FigureChange(
        line.path, line.label, before.words if before else "", after.words if after else "", about
    )
