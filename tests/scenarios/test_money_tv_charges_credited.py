"""Scenario 1: disputed TV charges and a late fee, credited in one sum of $223.66."""

from __future__ import annotations

import pytest

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.fact import Citation
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_record import add_record
from onrecord.services.ledger import record_by_hand, record_row, remove_entries
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.settle_promise import settle_promise
from onrecord.services.views.matches import statement_rows
from onrecord.services.views.money import money
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

# The split of $223.66 is invented; the source gives only the sum.
CHARGES = (("TV, July bill", "71.22"), ("TV, August bill", "71.22"), ("TV, September bill", "71.22"),
           ("Late charge, July bill", "10.00"))  # fmt: skip
LATER = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX>\n<CCSTMTRS>\n<CURDEF>USD\n<BANKTRANLIST>\n"
    "<STMTTRN>\n<TRNTYPE>CREDIT\n<DTPOSTED>20161115120000[-5:EST]\n<TRNAMT>223.66\n"
    "<FITID>9\n<NAME>BRIGHT CABLE (sample)\n</STMTTRN>\n</BANKTRANLIST>\n</CCSTMTRS>\n</OFX>\n"
)


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Bright Cable (sample)", "TV charges I disputed").result


@pytest.fixture
def promise(vault: Vault, dispute: str) -> str:
    entry = ContactEntry(
        dated="2016-10-28T11:00",
        dispute_ids=(dispute,),
        promises=(Promised("credit of the TV charges", "", 22366, "USD"),),
    )
    log_contact(vault, entry)
    return vault.find(Promise)[0].id


def state(vault: Vault, promise: str) -> str:
    return vault.get(Promise, promise).state


def test_the_disputed_amounts_sum_exactly_and_each_leads_to_a_page(
    vault: Vault, dispute: str
) -> None:
    bill = attach_files(vault, [Pasted("bill.txt", b"TV 71.22")], dispute_id=dispute).added[0]
    for words, amount in CHARGES:
        line = add_claim(vault, dispute, words, amount, "USD").result
        add_record(vault, Citation(of_table="claim_line", of_id=line, evidence_id=bill, page=1))
    view = money(vault, dispute)
    assert view.asked[0].minor == 22366
    assert all(one.shown[0].page == 1 for one in view.claims)


def test_the_promised_credit_stays_open_until_a_statement_shows_it(
    workshop: Workshop, dispute: str, promise: str
) -> None:
    vault = workshop.vault
    for words, amount in CHARGES:
        add_claim(vault, dispute, words, amount, "USD")
    with pytest.raises(Refused, match="recorded from a statement"):
        settle_promise(vault, promise, "kept")
    assert state(vault, promise) == "open"
    (later,) = attach_files(vault, [Pasted("nov.ofx", LATER.encode())], dispute_id=dispute).added
    read_documents(vault, workshop.reader, [later])
    (match,) = statement_rows(vault, dispute).matches
    assert match.targets[0].promise_id == promise
    assert match.reasons[:2] == ("the same amount, US$223.66", "names Bright Cable (sample)")
    change = record_row(vault, dispute, later, match.movement.number, promise_id=promise)
    kept = vault.get(Promise, promise)
    assert (kept.state, kept.settled_when, kept.settled_evidence_id) == (
        "kept",
        "2016-11-15",
        later,
    )
    view = money(vault, dispute)
    (balance,) = view.balances
    assert view.entries[0].shown is not None
    assert view.entries[0].shown.rect, "it opens at the very row"
    assert (balance.back.minor, balance.owed.minor) == (22366, 0)
    assert statement_rows(vault, dispute).matches == (), "what is recorded is not suggested again"
    vault.undo(change)
    assert state(vault, promise) == "open"


def test_what_i_only_wrote_down_myself_keeps_no_promise(
    vault: Vault, dispute: str, promise: str
) -> None:
    record_by_hand(vault, dispute, "223.66", "15 November 2016", "USD", promise_id=promise)
    assert state(vault, promise) == "open"
    assert money(vault, dispute).balances[0].back.minor == 22366


def test_a_part_of_it_leaves_the_promise_open_and_the_rest_keeps_it(
    vault: Vault, dispute: str, promise: str
) -> None:
    bill = attach_files(vault, [Pasted("bill.txt", b"credit")], dispute_id=dispute).added[0]
    record_by_hand(vault, dispute, "200", "2016-11-15", "USD", promise_id=promise, evidence_id=bill)
    assert state(vault, promise) == "open"
    rest = record_by_hand(
        vault, dispute, "23.66", "2016-12-15", "USD", promise_id=promise, evidence_id=bill
    )
    assert state(vault, promise) == "kept"
    remove_entries(vault, [rest.result])
    assert state(vault, promise) == "open"
