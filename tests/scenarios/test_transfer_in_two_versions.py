"""Scenario 7: I say 22 November for the 29th, they say 13 November for 14 December; nothing shows it."""

from __future__ import annotations

import pytest

from onrecord.domain.fact import Fact
from onrecord.errors import Refused
from onrecord.packet.content import Frozen
from onrecord.services.bundle_content import bundle_content
from onrecord.services.export_bundle import export_bundle
from onrecord.services.facts import add_fact, add_version, remove_fact
from onrecord.services.letters.start_letter import start_letter
from onrecord.services.open_dispute import open_dispute
from onrecord.services.start_packet import start_packet
from onrecord.services.views.facts import fact_detail
from onrecord.services.views.timeline import timeline
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

MINE = "I asked to move the service on 29 November"
THEIRS = "Order placed for 14 December"


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Tui Broadband (sample)", "Transfer on the wrong day").result


@pytest.fixture
def mine(vault: Vault, dispute: str) -> str:
    return add_fact(vault, dispute, MINE, "22 November 2015").result


def test_both_versions_are_kept_and_shown_beside_each_other(
    vault: Vault, dispute: str, mine: str
) -> None:
    theirs = add_version(vault, mine, THEIRS, "13 November 2015").result
    detail = fact_detail(vault, mine)
    assert detail.other is not None
    assert (detail.fact.words, detail.other.words) == (MINE, THEIRS)
    assert (detail.fact.dated, detail.other.dated) == ("2015-11-22", "2015-11-13")
    assert (detail.fact.side, detail.other.side) == ("mine", "theirs")
    back = fact_detail(vault, theirs)
    assert back.other is not None and back.other.id == mine
    notes = {r.id: r.note for r in timeline(vault, dispute) if r.kind == "fact"}
    assert notes == {mine: "my version of two", theirs: "their version of two"}


def test_the_packet_prints_their_version_below_mine(vault: Vault, dispute: str, mine: str) -> None:
    add_version(vault, mine, THEIRS, "13 November 2015")
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    (row,) = content.chronology
    assert row.other is not None
    assert (row.other.when, row.other.words) == ("2015-11-13", f"{THEIRS}.")


def test_with_nothing_to_show_it_is_recalled_later_and_worded_so(
    workshop: Workshop, dispute: str, mine: str
) -> None:
    detail = fact_detail(workshop.vault, mine)
    assert detail.ground.kind == "recalled"
    assert detail.worded == f"I recall: {MINE}"
    packet = start_packet(workshop.vault, dispute).result
    content = bundle_content(workshop.vault, packet, Frozen())
    assert content.chronology[0].words == f"I recall: {MINE}."
    assert content.chronology[0].ground == "recalled"
    assert not export_bundle(workshop, packet).problems


def test_what_would_make_it_firmer_is_offered_and_the_letters_are_there(
    vault: Vault, dispute: str, mine: str
) -> None:
    offered = [r.action for r in fact_detail(vault, mine).remedies]
    assert offered == ["cite", "request_notes", "carrier_record"]
    for template in ("confirm_call", "request_notes"):
        assert start_letter(vault, dispute, template).result


def test_taking_out_mine_leaves_theirs_as_a_statement_of_its_own(
    vault: Vault, dispute: str, mine: str
) -> None:
    theirs = add_version(vault, mine, THEIRS, "13 November 2015").result
    change = remove_fact(vault, mine)
    assert vault.get(Fact, theirs).version_of_id == ""
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    assert [row.words for row in content.chronology] == [f"They say: {THEIRS}."]
    vault.undo(change)
    assert vault.get(Fact, theirs).version_of_id == mine


def test_there_are_two_versions_and_no_more(vault: Vault, mine: str) -> None:
    theirs = add_version(vault, mine, THEIRS, "13 November 2015").result
    with pytest.raises(Refused, match="already"):
        add_version(vault, mine, "Something else", "")
    with pytest.raises(Refused, match="already"):
        add_version(vault, theirs, "Something else", "")
