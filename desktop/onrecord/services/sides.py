"""Who stands on which side: what I am here and by which authority; whom a company is part of,
acts through or sold to; and a line of steps against each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty, PartyLink
from onrecord.domain.dispute import Dispute, DisputeParty
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.track import Track
from onrecord.errors import Refused
from onrecord.services.companies import company_named
from onrecord.services.derive import stored_date
from onrecord.services.edit_people import complainant

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

MY_ROLES = ("account_holder", "joint_holder", "helper", "executor")
PARTY_ROLES = ("legal_entity", "parent", "agent", "debt_buyer", "other")
"""What a further party is to the company the dispute began with."""

# The kind of the link, and whether it reads from the new party to the company.
_LINKS = {
    "legal_entity": ("trades_as", True),
    "parent": ("part_of", False),
    "agent": ("acts_for", True),
    "debt_buyer": ("sold_to", False),
}


def my_part(vault: Vault, dispute_id: str) -> DisputePerson | None:
    """The row that says what I am in the dispute, with the authority; None where unsaid."""
    me = complainant(vault, dispute_id)
    if me is None:
        return None
    found = vault.find(
        DisputePerson,
        "dispute_id = ? AND person_id = ? AND role != 'complainant'",
        [dispute_id, me.id],
        order="rowid",
        limit=1,
    )
    return found[0] if found else None


def set_my_part(
    vault: Vault,
    dispute_id: str,
    *,
    role: str | None = None,
    scope: str | None = None,
    expires: str | None = None,
    evidence_id: str | None = None,
) -> Change:
    """What I am here, and for a helper or executor the authority: its document, what it covers,
    until when (a date as typed). What is None stays as it is."""
    vault.get(Dispute, dispute_id)
    if role is not None and role not in ("", *MY_ROLES):
        raise Refused("Choose what you are in this dispute.", "role")
    values: dict[str, str] = {}
    if role:
        values["role"] = role
    if scope is not None:
        values["authority_scope"] = scope.strip()
    if expires is not None:
        values["authority_expires"] = stored_date(expires, "authority_expires")
    if evidence_id is not None:
        values["authority_evidence_id"] = evidence_id
    known, me = my_part(vault, dispute_id), complainant(vault, dispute_id)
    if known is None and not role and role is not None:
        return Change("Nothing to change")
    with vault.change("Changed what I am in the dispute") as tx:
        if me is None:
            me = tx.insert(Person(is_me=True))
        if known is None:
            linked = vault.count(
                DisputePerson, "dispute_id = ? AND person_id = ?", [dispute_id, me.id]
            )
            if not linked:
                tx.insert(DisputePerson(dispute_id=dispute_id, person_id=me.id))
            made = replace(
                DisputePerson(dispute_id=dispute_id, person_id=me.id, role="helper"), **values
            )
            known = tx.insert(made)
        elif role == "":
            tx.remove(DisputePerson, known.id)
        else:
            tx.patch(DisputePerson, known.id, **values)
    return replace(tx.change, result=known.id)


def link_party(vault: Vault, dispute_id: str, name: str, role: str) -> Change:
    """A further party, tied to the company the dispute began with. ``Change.result`` is the id
    of its place in the dispute."""
    dispute, said = vault.get(Dispute, dispute_id), " ".join(name.split())
    if not said:
        raise Refused("Write the name of the company.", "name")
    if role not in PARTY_ROLES:
        raise Refused("Choose what they are to the company.", "role")
    known = company_named(vault, said)
    if known is not None and known.id == dispute.counterparty_id:
        raise Refused("This is the company the dispute is with already.", "name")
    party = known or Counterparty(name=said)
    there = vault.count(
        DisputeParty, "dispute_id = ? AND counterparty_id = ?", [dispute_id, party.id]
    )
    if there:
        raise Refused("They are in this dispute already.", "name")
    row = DisputeParty(dispute_id=dispute_id, counterparty_id=party.id, role=role)
    with vault.change("Added a party") as tx:
        if known is None:
            tx.insert(party)
        tx.insert(row)
        if role in _LINKS and dispute.counterparty_id:
            kind, from_new = _LINKS[role]
            ends = (party.id, dispute.counterparty_id)
            tx.insert(
                PartyLink(
                    from_id=ends[0] if from_new else ends[1],
                    to_id=ends[1] if from_new else ends[0],
                    kind=kind,
                )
            )
    return replace(tx.change, result=row.id)


def drop_party(vault: Vault, id: str) -> Change:
    """Takes a further party out of a dispute. Refused while a line of steps runs against it."""
    row = vault.get(DisputeParty, id)
    dispute = vault.get(Dispute, row.dispute_id)
    tracks = vault.find(
        Track,
        "dispute_id = ? AND counterparty_id = ?",
        [row.dispute_id, row.counterparty_id],
    )
    steps = sum(
        vault.query("SELECT count(*) AS n FROM stage_event WHERE track_id = ?", [t.id])[0]["n"]
        for t in tracks
    )
    if steps:
        raise Refused("There are steps on record against them, so they stay in the dispute.")
    ends = [row.counterparty_id, dispute.counterparty_id]
    links = vault.find(
        PartyLink, "(from_id = ? AND to_id = ?) OR (to_id = ? AND from_id = ?)", [*ends, *ends]
    )
    elsewhere = vault.count(
        DisputeParty, "counterparty_id = ? AND id != ?", [row.counterparty_id, id]
    )
    with vault.change("Took a party out of the dispute") as tx:
        for track in tracks:
            tx.remove(Track, track.id)
        tx.remove(DisputeParty, id)
        for link in links if not elsewhere else ():
            tx.remove(PartyLink, link.id)
    return replace(tx.change, result=id)


def open_track(vault: Vault, dispute_id: str, counterparty_id: str) -> Change:
    """A line of steps of its own against one party. ``Change.result`` is its id."""
    vault.get(Dispute, dispute_id)
    company = vault.get(Counterparty, counterparty_id)
    if vault.count(Track, "dispute_id = ? AND counterparty_id = ?", [dispute_id, counterparty_id]):
        raise Refused(f"There are steps against {company.name} already.")
    track = Track(dispute_id=dispute_id, counterparty_id=counterparty_id)
    with vault.change(f"Opened a line of steps against {company.name}") as tx:
        tx.insert(track)
    return replace(tx.change, result=track.id)
