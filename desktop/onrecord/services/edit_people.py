"""Who complains, and who else has a part in a dispute."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.person import ROLES, DisputePerson, Person
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def complainant(vault: Vault, dispute_id: str) -> Person | None:
    """The person who complains: the one named in the dispute, else the one marked as me."""
    links = vault.find(
        DisputePerson,
        "dispute_id = ? AND role = 'complainant'",
        [dispute_id],
        order="rowid",
        limit=1,
    )
    if links:
        return vault.get(Person, links[0].person_id)
    me = vault.find(Person, "is_me = 1", [], order="rowid", limit=1)
    return me[0] if me else None


def edit_complainant(vault: Vault, dispute_id: str, **values: Any) -> Change:
    """Sets fields of the person who complains, who is made and linked where missing."""
    vault.get(Dispute, dispute_id)
    person = complainant(vault, dispute_id)
    linked = person is not None and vault.count(
        DisputePerson, "dispute_id = ? AND person_id = ?", [dispute_id, person.id]
    )
    with vault.change("Changed who complains") as tx:
        if person is None:
            person = Person(is_me=True, **values)
            tx.insert(person)
        else:
            tx.patch(Person, person.id, **values)
        if not linked:
            tx.insert(DisputePerson(dispute_id=dispute_id, person_id=person.id))
    return replace(tx.change, result=person.id)


def add_person(vault: Vault, dispute_id: str, name: str, role: str) -> Change:
    """Somebody else with a part in the dispute; ``Change.result`` is the link's id."""
    said = " ".join(name.split())
    if not said:
        raise Refused("Write the name of the person.", "name")
    if role not in ROLES:
        raise Refused("Choose what part the person has.", "role")
    vault.get(Dispute, dispute_id)
    known = [p for p in vault.find(Person) if p.name.casefold() == said.casefold()]
    person = known[0] if known else Person(name=said)
    link = DisputePerson(dispute_id=dispute_id, person_id=person.id, role=role)
    with vault.change("Added a person") as tx:
        if not known:
            tx.insert(person)
        tx.insert(link)
    return replace(tx.change, result=link.id)
