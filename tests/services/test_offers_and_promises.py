"""Offers and promises: written down, answered, broken by a paper that shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake.documents_made_here import pdf
from onrecord.domain.contact import Contact, Offer, Promise
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation, Fact
from onrecord.domain.offer import against_least, offer_state
from onrecord.errors import Refused
from onrecord.packet.content import Cite, Frozen
from onrecord.services.add_promise import add_promise
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.break_promise import break_promise, contrary_documents
from onrecord.services.bundle_content import bundle_content
from onrecord.services.change_offer import change_offer
from onrecord.services.change_promise import change_promise
from onrecord.services.cite import Spot
from onrecord.services.cite_new import Shown, cite_new
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.log_contact import log_contact
from onrecord.services.offers import add_offer, counter_offer, set_least, settle_offer
from onrecord.services.start_packet import start_packet
from onrecord.vault.vault import Vault


@pytest.fixture
def bill(vault: Vault, dispute: str) -> str:
    added = attach_files(vault, [Pasted("bill.pdf", pdf(["Bill"]))], dispute_id=dispute).added[0]
    edit_record(
        vault, Evidence, added, dated="16 March 2026", title="Bill of March", kind="bill",
        media_type="application/pdf", page_count=1, read_state="read",
    )  # fmt: skip
    return added


@pytest.fixture
def promise(vault: Vault, dispute: str) -> str:
    entry = ContactEntry(
        dated="2026-03-01T14:21", dispute_ids=(dispute,), promises=(Promised("the charge gone", "2026-03-14"),)
    )  # fmt: skip
    log_contact(vault, entry)
    return vault.find(Promise)[0].id


def test_a_later_bill_breaks_the_promise_and_is_cited(
    vault: Vault, dispute: str, bill: str, promise: str
) -> None:
    assert contrary_documents(vault, promise) == [(bill, "Bill of March, 16 Mar 2026")]
    break_promise(vault, promise, bill, 1, "60 100 300 160")
    one = vault.get(Promise, promise)
    assert (one.state, one.settled_when, one.settled_evidence_id) == ("broken", "2026-03-16", bill)
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    (row,) = [r for r in content.chronology if "had promised" in r.words]
    assert row.when == "2026-03-16"
    assert "Bill of March shows that it was not done." in row.words
    assert Cite("A1", 1, "60 100 300 160") in row.citations


def test_a_paper_from_before_the_day_promised_breaks_nothing(
    vault: Vault, bill: str, promise: str
) -> None:
    edit_record(vault, Evidence, bill, dated="2 March 2026")
    with pytest.raises(Refused, match="They had until 14 March 2026"):
        break_promise(vault, promise, bill)
    assert vault.get(Promise, promise).state == "open"
    assert contrary_documents(vault, promise) == []


def test_breaking_it_is_one_step_of_undo(vault: Vault, bill: str, promise: str) -> None:
    change = break_promise(vault, promise, bill)
    vault.undo(change)
    assert vault.get(Promise, promise).state == "open"
    assert vault.count(Citation) == 0


def test_a_promise_in_a_letter_counts_from_the_day_of_the_letter(
    vault: Vault, dispute: str, bill: str
) -> None:
    shown = Shown("promise", "we will repay", "within four months")
    made = cite_new(vault, dispute, shown, [Spot(bill, 1)]).result
    one = vault.get(Promise, made)
    assert one.due == "2026-07-16"
    assert "within four months" in one.words
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    (row,) = [r for r in content.chronology if "shows a promise" in r.words]
    assert (row.when, row.ground, row.citations) == ("2026-03-16", "documented", (Cite("A1", 1),))


def test_a_promise_in_a_letter_is_not_due_before_the_letter(
    vault: Vault, dispute: str, bill: str
) -> None:
    shown = Shown("promise", "we will repay", "14 March 2026")
    with pytest.raises(Refused, match="before 16 March 2026, when they promised it") as wrong:
        cite_new(vault, dispute, shown, [Spot(bill, 1)])
    assert wrong.value.path == "detail"
    assert not vault.count(Promise)
    made = cite_new(vault, dispute, replace(shown, detail="16 March 2026"), [Spot(bill, 1)]).result
    with pytest.raises(Refused, match="before 16 March 2026"):
        change_promise(vault, made, due="1 March 2026")
    change_promise(vault, made, due="within ten days")
    assert vault.get(Promise, made).due == "2026-03-26"
    edit_record(vault, Evidence, bill, dated="March 2026")
    change_promise(vault, made, due="1 March 2026")  # on which day of March is not known


def test_the_paper_that_broke_a_promise_does_not_say_when_it_was_made(
    vault: Vault, dispute: str, bill: str
) -> None:
    made = add_promise(vault, dispute, "all of it back", due="14 March 2026").result
    break_promise(vault, made, bill)
    change_promise(vault, made, due="10 March 2026")
    assert vault.get(Promise, made).due == "2026-03-10"


def test_an_offer_is_not_over_before_it_was_made(vault: Vault, dispute: str) -> None:
    contact = log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,))).result
    with pytest.raises(Refused, match="before 1 March 2026, when they offered it"):
        add_offer(vault, dispute, "a credit", "£40", expires="1 February 2026", contact_id=contact)
    offer = add_offer(
        vault, dispute, "a credit", "£40", expires="within ten days", contact_id=contact
    ).result
    assert vault.get(Offer, offer).expires == "2026-03-11"
    with pytest.raises(Refused, match="when they offered it"):
        change_offer(vault, offer, expires="28 February 2026")
    entry = ContactEntry(
        dated="2026-03-01", dispute_ids=(dispute,), offers=(Offered("£40", expires="2026-02-01"),)
    )
    with pytest.raises(Refused, match="when they offered it") as wrong:
        log_contact(vault, entry)
    assert wrong.value.path == "offers[0].expires"


def test_an_offer_is_countered_by_mine_and_both_are_kept(vault: Vault, dispute: str) -> None:
    theirs = add_offer(vault, dispute, "a credit", "£40", expires="30 April 2026").result
    mine = counter_offer(vault, theirs, "all of it", "84.20").result
    assert vault.get(Offer, theirs).state == "countered"
    made = vault.get(Offer, mine)
    assert (made.side, made.amount_minor, made.currency, made.counters_id) == (
        "me", 8420, "GBP", theirs,
    )  # fmt: skip
    with pytest.raises(Refused, match="open"):
        counter_offer(vault, theirs, "again")


def test_the_least_i_would_accept_is_said_to_me_and_printed_nowhere(
    vault: Vault, dispute: str
) -> None:
    contact = log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,))).result
    offer = add_offer(vault, dispute, "a credit", "£40", contact_id=contact).result
    set_least(vault, offer, "61.37")
    one = vault.get(Offer, offer)
    assert against_least(one) == "£21.37 below the least you would accept (£61.37)."
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    assert "61.37" not in repr(content) and "21.37" not in repr(content)
    assert content.contact_log[0].offers
    with pytest.raises(Refused, match="GBP"):
        set_least(vault, offer, "$50")


def test_an_offer_ends_on_its_last_day_by_itself(vault: Vault, dispute: str) -> None:
    offer = vault.get(
        Offer, add_offer(vault, dispute, "a credit", "£40", expires="30 April 2026").result
    )
    assert offer_state(offer, date(2026, 4, 30)) == "proposed"
    assert offer_state(offer, date(2026, 5, 1)) == "expired"
    with pytest.raises(Refused, match="It ended on 30 April 2026"):
        settle_offer(vault, offer.id, "accepted", "2 May 2026")
    settle_offer(vault, offer.id, "accepted", "29 April 2026")
    assert vault.get(Offer, offer.id).settled_when == "2026-04-29"
    settle_offer(vault, offer.id, "proposed")
    assert vault.get(Offer, offer.id).settled_when == ""


def test_an_expiry_said_on_a_call_counts_from_it(vault: Vault, dispute: str) -> None:
    contact = log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,))).result
    offer = add_offer(
        vault, dispute, "a credit", "£40", expires="within 14 days", contact_id=contact
    ).result
    assert vault.get(Offer, offer).expires == "2026-03-15"
    assert vault.get(Contact, contact).dated == "2026-03-01"


def test_the_words_of_what_is_on_record_can_be_put_right(vault: Vault, dispute: str) -> None:
    promise = add_promise(vault, dispute, "al of it back", due="14 March 2026").result
    offer = add_offer(vault, dispute, "a credti", "£40").result
    fact = add_fact(vault, dispute, "I canceled", "3 January 2026").result
    assert change_promise(vault, promise, "Changed it", words="all of it back").words
    change_offer(vault, offer, "Changed it", words="a credit")
    said = edit_record(vault, Fact, fact, "Changed it", words="I cancelled")
    assert vault.get(Promise, promise).words == "all of it back"
    assert vault.get(Offer, offer).words == "a credit"
    assert (vault.get(Fact, fact).words, said.words) == ("I cancelled", "Changed it")


def test_working_days_of_promises_and_offers_leave_out_the_holidays_of_the_place(
    vault: Vault, dispute: str, promise: str
) -> None:
    with pytest.raises(Refused):  # of which country is not said yet
        change_promise(vault, promise, due="within 10 working days")
    with vault.change("Easter") as tx:
        tx.patch(Contact, vault.find(Contact)[0].id, dated="2027-03-24")
        tx.patch(Dispute, dispute, place="GB-ENG")
    change_promise(vault, promise, due="within 3 working days")
    assert vault.get(Promise, promise).due == "2027-03-31"  # Good Friday and Easter Monday
    offer = add_offer(
        vault, dispute, "Half", "40", usual="GBP", contact_id=vault.find(Contact)[0].id,
        expires="3 working days",
    ).result  # fmt: skip
    assert vault.get(Offer, offer).expires == "2027-03-31"
    change_offer(vault, offer, expires="4 working days")
    assert vault.get(Offer, offer).expires == "2027-04-01"


@pytest.mark.parametrize(
    ("due", "words"),
    [("by 31 July", "a refund"), ("within ten days", "a refund, “within ten days”")],
)
def test_a_promise_says_its_day_once(vault: Vault, dispute: str, due: str, words: str) -> None:
    made = add_promise(vault, dispute, "a refund", due=due).result
    assert vault.get(Promise, made).words == words


def test_an_offer_that_came_with_no_call_is_in_what_happened(
    vault: Vault, dispute: str, bill: str
) -> None:
    shown = Shown("offer", "Half of it back", detail="£42.10")
    cite_new(vault, dispute, shown, [Spot(bill, 1)])
    add_offer(vault, dispute, "Waive the fee")
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    told = {row.words: row for row in content.chronology}
    (row,) = [one for words, one in told.items() if "Half of it back" in words]
    assert row.words.startswith("The bill shows an offer: Half of it back")
    assert row.when == "2026-03-16" and Cite("A1", 1) in row.citations
    assert "They offered: Waive the fee." in told
