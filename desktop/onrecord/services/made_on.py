"""The day a promise or an offer was made, by what is on record: its call, else what is cited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, Offer, Promise
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.when import When

if TYPE_CHECKING:
    from onrecord.services.cite import Spot
    from onrecord.vault.vault import Vault


def made_on(vault: Vault, term: Promise | Offer) -> date | None:
    """None where no call and no place says it to the day. Of several places the first counts;
    the document that shows it broken says nothing of the day it was made."""
    if term.contact_id:
        return whole_day(vault.get(Contact, term.contact_id).dated)
    cited = vault.find(Citation, "of_table = ? AND of_id = ?", [term.TABLE, term.id])
    broke = term.settled_evidence_id if isinstance(term, Promise) else ""
    places = [(one.contact_id, one.evidence_id) for one in cited]
    return first_day(vault, (one for one in places if not broke or one[1] != broke))


def shown_on(vault: Vault, spots: Iterable[Spot]) -> date | None:
    """The day of what is about to be cited."""
    return first_day(vault, ((one.contact_id, one.evidence_id) for one in spots))


def first_day(vault: Vault, places: Iterable[tuple[str, str]]) -> date | None:
    """Of places (call, document), each with one of the two."""
    days: list[date] = []
    for contact_id, evidence_id in places:
        found = (
            vault.find(Contact, "id = ?", [contact_id], limit=1)
            if contact_id
            else vault.find(Evidence, "id = ?", [evidence_id], limit=1)
        )
        day = whole_day(found[0].dated) if found else None
        if day is not None:
            days.append(day)
    return min(days, default=None)


def whole_day(dated: str) -> date | None:
    """None for a month, a year or a range: it is not known on which day of it."""
    when = When(dated)
    return when.first_day if when.precision in ("day", "minute") else None
