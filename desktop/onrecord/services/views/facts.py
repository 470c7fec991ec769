"""One thing that happened as the inspector shows it: both versions, what shows it, how firmly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.diary import PlannedAction
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.domain.ground import (
    Ground,
    Remedy,
    firmest,
    ground_of_fact,
    remedies,
    worded_fact,
)
from onrecord.services.facts import carrier_plan
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


def fact_detail(vault: Vault, id: str, today: date | None = None) -> FactDetail:
    """Raises NotFound."""
    fact = vault.get(Fact, id)
    others = (
        vault.find(Fact, "id = ?", [fact.version_of_id], limit=1)
        if fact.version_of_id
        else vault.find(Fact, "version_of_id = ?", [id], order="rowid", limit=1)
    )
    other = others[0] if others else None
    mine = tuple(places(vault, [id]).get(id, ()))
    pages = {(p.evidence_id, p.page) for p in mine if p.evidence_id and not p.gone}
    where, args = in_list("id", (p.contact_id for p in mine if p.contact_id and not p.gone))
    contacts = vault.find(Contact, where, args)
    ground, rests_on = ground_of_fact(fact, len(pages), contacts), firmest(contacts)
    kind = next((p.evidence_id for p in mine if p.evidence_id and not p.gone), "")
    shown = vault.find(Evidence, "id = ?", [kind], limit=1)
    name = shown[0].kind if shown and shown[0].kind != "other" else "document"
    return FactDetail(
        fact=fact,
        places=mine,
        ground=ground,
        worded=worded_fact(fact, ground, kind=name, contact=rests_on),
        remedies=_remedies(vault, fact, ground, rests_on, today or date.today()),
        contact_id=rests_on.id if rests_on else "",
        other=other,
    )


def _remedies(
    vault: Vault, fact: Fact, ground: Ground, contact: Contact | None, today: date
) -> tuple[Remedy, ...]:
    """What is among my plans already is not offered again."""
    found = remedies(ground, contact, today, fact.words)
    planned = "dispute_id = ? AND words = ? AND state = 'open'"
    if vault.count(PlannedAction, planned, [fact.dispute_id, carrier_plan(fact.dated)]):
        found = [one for one in found if one.action != "carrier_record"]
    return tuple(found)
