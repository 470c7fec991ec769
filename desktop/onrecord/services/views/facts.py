"""One thing that happened as the inspector shows it: both versions, what shows it, how firmly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.domain.ground import (
    GROUNDS,
    Ground,
    Remedy,
    ground_of,
    ground_of_contact,
    remedies,
    worded,
)
from onrecord.services.rows import in_list
from onrecord.services.views.citing import CitedPlace, places

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class FactDetail:
    """``worded`` is the sentence as a packet prints it; ``other`` the version of the other side, or
    the fact this is a version of; ``contact_id`` the call it rests on, where it does."""

    fact: Fact
    places: tuple[CitedPlace, ...]
    ground: Ground
    worded: str
    remedies: tuple[Remedy, ...]
    contact_id: str = ""
    other: Fact | None = None
    other_places: tuple[CitedPlace, ...] = ()


def fact_detail(vault: Vault, id: str, today: date | None = None) -> FactDetail:
    """Raises NotFound."""
    fact = vault.get(Fact, id)
    others = (
        vault.find(Fact, "id = ?", [fact.version_of_id], limit=1)
        if fact.version_of_id
        else vault.find(Fact, "version_of_id = ?", [id], order="rowid", limit=1)
    )
    other = others[0] if others else None
    cited = places(vault, [id, *([other.id] if other else [])])
    mine = tuple(cited.get(id, ()))
    pages = {(p.evidence_id, p.page) for p in mine if p.evidence_id and not p.gone}
    where, args = in_list("id", (p.contact_id for p in mine if p.contact_id and not p.gone))
    contacts = vault.find(Contact, where, args)
    ground = ground_of(len(pages), contacts)
    firmest = min(contacts, key=lambda c: GROUNDS.index(ground_of_contact(c).kind), default=None)
    kind = next((p.evidence_id for p in mine if p.evidence_id and not p.gone), "")
    shown = vault.find(Evidence, "id = ?", [kind], limit=1)
    name = shown[0].kind if shown and shown[0].kind != "other" else "document"
    return FactDetail(
        fact=fact,
        places=mine,
        ground=ground,
        worded=worded(fact.words, ground, kind=name, contact=firmest),
        remedies=tuple(remedies(ground, firmest, today or date.today())),
        contact_id=firmest.id if firmest else "",
        other=other,
        other_places=tuple(cited.get(other.id, ())) if other else (),
    )
