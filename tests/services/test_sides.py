"""Who I am and for whom, the parties behind a company, and a track against each."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.counterparty import Counterparty, PartyLink
from onrecord.domain.dispute import Dispute, DisputeParty
from onrecord.domain.person import DisputePerson
from onrecord.domain.track import Track
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_people import complainant, edit_complainant
from onrecord.services.record_stage import record_stage
from onrecord.services.sides import drop_party, link_party, my_part, open_track, set_my_part
from onrecord.services.views.deadlines import deadlines
from onrecord.services.views.timeline import timeline
from onrecord.services.views.tracks import tracks
from onrecord.services.who_writes import who_writes
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 10)


def test_a_helper_has_an_authority_that_ends(vault: Vault, dispute: str) -> None:
    edit_complainant(vault, dispute, name="Alex Morgan (sample)")
    set_my_part(vault, dispute, role="helper")
    set_my_part(vault, dispute, scope="bills and calls", expires="31 May 2026")
    part = my_part(vault, dispute)
    assert part is not None
    assert (part.role, part.authority_scope, part.authority_expires) == (
        "helper", "bills and calls", "2026-05-31",
    )  # fmt: skip
    me = complainant(vault, dispute)
    assert me is not None and me.name == "Alex Morgan (sample)"
    (row,) = deadlines(vault, dispute, DAY)
    assert row.words == "The authority of Alex Morgan (sample) ends"
    paper = attach_files(vault, [Pasted("a.txt", b"I allow it.")], dispute_id=dispute).added[0]
    set_my_part(vault, dispute, evidence_id=paper)
    writing = who_writes(vault, dispute)
    assert "with written authority, which holds until 31 May 2026" in writing.words(DAY)
    assert "authority" not in writing.words(date(2026, 6, 1))  # it has ended
    set_my_part(vault, dispute, role="")
    assert my_part(vault, dispute) is None
    assert vault.count(DisputePerson) == 1


def test_parties_are_linked_the_way_they_stand_to_each_other(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id
    link_party(vault, dispute, "Northline Networks Ltd (sample)", "legal_entity")
    link_party(vault, dispute, "Swift Debt (sample)", "debt_buyer")
    found = {(link.kind, link.to_id == company) for link in vault.find(PartyLink)}
    assert found == {("trades_as", True), ("sold_to", False)}
    with pytest.raises(Refused):
        link_party(vault, dispute, "swift debt (sample)", "agent")


def test_each_track_has_its_own_steps_and_the_nearest_date_comes_first(
    vault: Vault, dispute: str
) -> None:
    for name, answers in (("Swift Debt (sample)", "10 days"),):
        link_party(vault, dispute, name, "debt_buyer")
        (party,) = vault.find(Counterparty, "name = ?", [name])
        with vault.change("x") as tx:
            tx.patch(Counterparty, party.id, stated_response=answers)
    with vault.change("x") as tx:
        tx.patch(
            Counterparty, vault.get(Dispute, dispute).counterparty_id, stated_response="8 weeks"
        )
    second = open_track(vault, dispute, party.id).result
    record_stage(vault, dispute, "asked", dated="2026-03-02")
    record_stage(vault, dispute, "asked", dated="2026-03-05", track_id=second)
    rows = tracks(vault, dispute, DAY)
    assert [row.company for row in rows] == ["Swift Debt (sample)", "Northline Telecom (sample)"]
    assert [row.nearest.said for row in rows if row.nearest] == ["15 March 2026", "27 April 2026"]
    record_stage(vault, dispute, "denied", dated="2026-03-08", track_id=second)
    by_id = {row.id: row for row in tracks(vault, dispute, DAY)}
    assert by_id[second].leads_to.rung == "formal"
    with pytest.raises(Refused):
        open_track(vault, dispute, party.id)


def test_the_timeline_says_against_whom_where_steps_run_against_two(
    vault: Vault, dispute: str
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-02", reference="CX-88")
    told = [row.note for row in timeline(vault, dispute) if row.kind == "stage"]
    assert told == ["ref CX-88"]
    row = link_party(vault, dispute, "Swift Debt (sample)", "debt_buyer").result
    party = vault.get(DisputeParty, row).counterparty_id
    second = open_track(vault, dispute, party).result
    record_stage(vault, dispute, "asked", dated="2026-03-05", track_id=second)
    assert {row.note for row in timeline(vault, dispute) if row.kind == "stage"} == {
        "Northline Telecom (sample), ref CX-88", "Swift Debt (sample)",
    }  # fmt: skip


def test_a_party_with_steps_stays_and_one_without_can_go(vault: Vault, dispute: str) -> None:
    row = link_party(vault, dispute, "Swift Debt (sample)", "debt_buyer").result
    party = vault.get(DisputeParty, row).counterparty_id
    track = open_track(vault, dispute, party).result
    step = record_stage(vault, dispute, "asked", track_id=track)
    with pytest.raises(Refused):
        drop_party(vault, row)
    vault.undo(step)
    drop_party(vault, row)
    assert vault.count(DisputeParty) == 0 and vault.count(PartyLink) == 0
    assert vault.count(Track) == 1
