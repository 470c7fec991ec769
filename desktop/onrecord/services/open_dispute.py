"""Open a dispute: which company, and what went wrong in a sentence. No more is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.track import Track
from onrecord.errors import Refused
from onrecord.services.companies import company_named

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def open_dispute(vault: Vault, company: str, went_wrong: str, **more: Any) -> Change:
    """A new dispute with its first track; ``Change.result`` is its id.

    A company of that name that the vault knows already is used again, and so is the person who
    is marked as me. ``more`` sets further fields of the dispute.
    """
    name, title = " ".join(company.split()), " ".join(went_wrong.split())
    if not name:
        raise Refused("Say which company it is about.", "company")
    if not title:
        raise Refused("Say in a sentence what went wrong.", "title")
    known = company_named(vault, name)
    party = known or Counterparty(name=name)
    dispute = Dispute(title=title, counterparty_id=party.id, **more)
    me = vault.find(Person, "is_me = 1", limit=1)
    with vault.change("Opened a dispute") as tx:
        if known is None:
            tx.insert(party)
        tx.insert(dispute)
        tx.insert(Track(dispute_id=dispute.id, counterparty_id=party.id))
        if me:
            tx.insert(DisputePerson(dispute_id=dispute.id, person_id=me[0].id))
    return replace(tx.change, result=dispute.id)
