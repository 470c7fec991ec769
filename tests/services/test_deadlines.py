"""Days by rule, promise, stated time and hand, each with how it came about."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.diary import DiaryDeadline
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.person import DisputePerson
from onrecord.domain.track import StageEvent
from onrecord.errors import Refused
from onrecord.services.claim_lines import add_claim
from onrecord.services.complaint_body import set_body
from onrecord.services.diary import add_deadline, plan_action, read_due, settle_date
from onrecord.services.edit_people import add_person, edit_complainant
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.letters.send_letter import mark_letter_sent, note_delivery
from onrecord.services.letters.start_letter import start_letter
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.record_stage import record_stage
from onrecord.services.record_stage_effect import effect_of
from onrecord.services.sides import link_party, open_track
from onrecord.services.track_complaint import track_complaint
from onrecord.services.views.deadlines import all_deadlines, deadlines, nearest, plans
from onrecord.services.views.today import today
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

DAY = date(2016, 11, 1)


def about(vault: Vault, dispute: str, place: str, sector: str) -> None:
    edit_record(vault, Dispute, dispute, place=place, sector=sector)


def test_thirty_days_from_being_served_and_a_reply_in_time(vault: Vault, dispute: str) -> None:
    about(vault, dispute, "US-TX", "internet")
    record_stage(vault, dispute, "served", dated="2016-10-24", rung="ombudsman")
    (row,) = [r for r in deadlines(vault, dispute, DAY) if r.key.startswith("us-fcc-informal:")]
    assert row.end == date(2016, 11, 23)
    assert row.computed == "30 days from 24 October 2016, when the complaint was served"
    assert row.status(DAY) == "ahead" and row.in_words(DAY) == "in 22 days"
    assert row.as_of and row.addresses and row.source
    record_stage(vault, dispute, "answered", dated="2016-10-28", rung="ombudsman")
    (row,) = [r for r in deadlines(vault, dispute, DAY)
              if r.key.startswith("us-fcc-informal:limit0")]  # fmt: skip
    assert row.state == "met"
    assert row.outcome == "They answered on 28 October 2016, in time, 26 days left."


def test_ninety_days_from_the_day_of_issue_counted_by_hand(vault: Vault, dispute: str) -> None:
    made = add_deadline(vault, dispute, "Claim the reduced rate", "90 days from 11 November 2022")
    row = vault.get(DiaryDeadline, made.result)
    assert row.due == "2023-02-09"
    assert row.computed == "90 days from 11 November 2022; the day itself is not counted"


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("one month from 31 January 2028", "2028-02-29"),
        ("within thirty days of 3 March 2026", "2026-04-02"),
        ("a year after 29 February 2028", "2029-02-28"),
        ("14 days from 20 December 2026", "2027-01-03"),
    ],
)
def test_a_span_by_hand_is_read_in_words_too(
    vault: Vault, dispute: str, typed: str, due: str
) -> None:
    made = add_deadline(vault, dispute, "Write to them", typed)
    assert vault.get(DiaryDeadline, made.result).due == due


def test_an_oral_complaint_can_start_a_clock_and_says_that_it_is_assumed(
    vault: Vault, dispute: str
) -> None:
    about(vault, dispute, "IE", "internet")
    log_contact(vault, ContactEntry(dated="2026-03-02", reference="1", dispute_ids=(dispute,)))
    today = date(2026, 3, 10)
    (wait,) = [r for r in deadlines(vault, dispute, today) if r.opens]
    assert wait.end == date(2026, 3, 16)  # ten working days
    assert not wait.firm and "If you complained in your call" in wait.doubts[0]
    assert wait.status(date(2026, 3, 20)) == "unlocked"


def test_without_a_place_no_rule_is_guessed(vault: Vault, dispute: str) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-02")
    assert deadlines(vault, dispute, date(2026, 3, 10)) == ()


def test_the_companys_own_time_passes_and_nothing_arrived(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id
    edit_record(vault, Counterparty, company, stated_response="within 14 days")
    log_contact(vault, ContactEntry(dated="2026-03-02", reference="1", dispute_ids=(dispute,)))
    (row,) = deadlines(vault, dispute, date(2026, 3, 20))
    assert (row.kind, row.said) == ("company", "16 March 2026")
    assert row.status(date(2026, 3, 20)) == "overdue"
    assert "“within 14 days”" in row.computed
    record_stage(vault, dispute, "answered", dated="2026-03-21")
    (row,) = deadlines(vault, dispute, date(2026, 3, 22))
    assert row.outcome == "They answered on 21 March 2026, 5 days late."


def test_a_month_stays_a_month(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id
    edit_record(vault, Counterparty, company, stated_response="30 days")
    record_stage(vault, dispute, "asked", dated="2011-05")
    (row,) = deadlines(vault, dispute, date(2011, 6, 10))
    assert row.said == "between 31 May 2011 and 30 June 2011" and not row.firm


def test_promises_and_rows_by_hand_are_in_one_list_and_plans_apart(
    vault: Vault, dispute: str
) -> None:
    log_contact(
        vault,
        ContactEntry(
            dated="2026-03-02", reference="4471-K", dispute_ids=(dispute,),
            promises=(Promised("credit", "2026-03-14", 8420, "GBP"),),
        ),
    )  # fmt: skip
    today = date(2026, 3, 10)
    add_deadline(vault, dispute, "Send the form", "in 3 days", today=today)
    plan_action(vault, dispute, "Ask at the branch", "tomorrow", today=today)
    rows = deadlines(vault, dispute, today)
    assert [row.words for row in rows] == ["Send the form", "£84.20, credit"]
    assert rows[1].source == "ref 4471-K"
    assert [row.said for row in plans(vault, dispute)] == ["11 March 2026"]
    first = nearest(rows, today)
    assert first is not None and first.in_words(today) == "in 3 days"


def test_a_computed_day_is_met_with_what_it_rested_on_and_opened_again(
    vault: Vault, dispute: str
) -> None:
    about(vault, dispute, "US-TX", "internet")
    record_stage(vault, dispute, "served", dated="2016-10-24", rung="ombudsman")
    row = next(r for r in deadlines(vault, dispute, DAY) if r.key.startswith("us-fcc-informal:"))
    change = settle_date(vault, row, "met")
    (kept,) = vault.find(DiaryDeadline)
    assert (kept.due, kept.state, kept.as_of) == ("2016-11-23", "met", row.as_of)
    after = next(r for r in deadlines(vault, dispute, DAY) if r.key == row.key)
    assert after.state == "met" and after.record == ("deadline", kept.id)
    settle_date(vault, after, "open")
    assert vault.get(DiaryDeadline, kept.id).state == "open"
    assert change.result == kept.id


def test_a_closed_dispute_has_no_dates_among_all(vault: Vault, dispute: str) -> None:
    other = open_dispute(vault, "Parcel Co (sample)", "Lost").result
    add_deadline(vault, dispute, "Send the form", "2026-03-14")
    add_deadline(vault, other, "Collect it", "2026-03-12")
    assert [row.words for row in all_deadlines(vault)] == ["Collect it", "Send the form"]
    edit_record(vault, Dispute, other, state="closed")
    assert [row.words for row in all_deadlines(vault)] == ["Send the form"]


@pytest.mark.parametrize("typed", ["", "soon", "5 working days from 3 March 2026", "31 June 2026"])
def test_what_names_no_day_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_due(typed, "", date(2026, 3, 1))
    assert str(refused.value)[0].isupper() and str(refused.value).endswith(".")


def test_working_days_need_the_country(vault: Vault) -> None:
    when, computed = read_due("5 working days from 3 March 2026", "GB")
    assert when.text == "2026-03-10" and computed.startswith("5 working days from")


def test_a_notice_by_law_starts_its_own_clock_the_day_it_arrived(
    vault: Vault, dispute: str
) -> None:
    """A billing error with the card's bank, and beside it a wrong entry in a credit report."""
    workshop = Workshop(vault)
    edit_record(vault, Dispute, dispute, place="US-TX", sector="credit_card", currency="USD")
    edit_complainant(vault, dispute, name="Alex Sample", postal_address="1 Sample Road")
    add_record(vault, AccountRef(dispute_id=dispute, kind="account", value="4111"))
    add_record(vault, DesiredOutcome(dispute_id=dispute, words="Remove the entry"))
    add_claim(vault, dispute, "Hotel", "268.94", "USD")
    party = vault.get(Dispute, dispute).counterparty_id
    bare = start_letter(vault, dispute, "billing_error").result
    with pytest.raises(Refused, match="address for disputes first"):
        mark_letter_sent(workshop, bare, "post", "23 November 2026")
    edit_record(vault, Counterparty, party, dispute_address="Billing Inquiries\nPO Box 1")
    notice = start_letter(vault, dispute, "billing_error").result
    mark_letter_sent(workshop, notice, "post", "23 November 2026")
    assert not [r for r in deadlines(vault, dispute, date(2026, 11, 28)) if r.kind == "rule"]
    note_delivery(vault, notice, "25 November 2026")
    link_party(vault, dispute, "Credit Bureau (sample)", "other")
    (bureau,) = vault.find(Counterparty, "name = 'Credit Bureau (sample)'")
    edit_record(vault, Counterparty, bureau.id, dispute_address="Disputes\nPO Box 2")
    track = open_track(vault, dispute, bureau.id).result
    entry = start_letter(vault, dispute, "credit_report", track_id=track).result
    mark_letter_sent(workshop, entry, "post", "24 November 2026")
    note_delivery(vault, entry, "27 November 2026")
    workshop.bundler.close()
    rows = [r for r in deadlines(vault, dispute, date(2026, 11, 28)) if r.kind == "rule"]
    more = "if it follows your free yearly report, or you send more information meanwhile"
    assert [(r.said, r.words, r.track_id == track) for r in rows] == [
        ("4 December 2026", "They must pass it to whoever reported the item (FCRA dispute)", True),
        ("25 December 2026", "They must confirm that they have it (FCBA notice)", False),
        ("27 December 2026", "They must settle it (FCRA dispute)", True),
        ("11 January 2027", f"They must settle it, {more} (FCRA dispute)", True),
        ("23 February 2027", "They must settle it (FCBA notice)", False),
    ]
    assert rows[1].computed == "30 days from 25 November 2026, when your notice was received"


def test_three_times_for_one_thing_say_when_each_holds(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="US-CA", sector="bank_transfer")
    step = track_complaint(vault, dispute, "us-reg-e", dated="2026-11-02")
    rows = [r for r in deadlines(vault, dispute, date(2026, 11, 22)) if r.kind == "rule"]
    assert [r.said for r in rows] == ["17 November 2026", "17 December 2026", "31 January 2027"]
    said = [r.words for r in rows]
    assert len(set(said)) == 3
    assert "if the bank has put the money back" in said[1] and "for a new account" in said[2]
    (event,) = vault.find(StageEvent, "track_id = ?", [step.result])
    told = " ".join(effect_of(vault, event.id, date(2026, 11, 22)))
    assert told.count("certain") == 1  # said once, not behind each


def test_an_authority_that_is_over_is_said_to_have_ended(vault: Vault, dispute: str) -> None:
    link = add_person(vault, dispute, "Jo Helper (sample)", "helper").result
    with vault.change("x") as tx:
        tx.patch(DisputePerson, link, authority_expires="2026-03-01")
    (row,) = deadlines(vault, dispute, date(2026, 2, 28))
    assert row.words == "The authority of Jo Helper (sample) ends"
    (row,) = deadlines(vault, dispute, date(2026, 3, 2))
    assert row.words == "The authority of Jo Helper (sample) ended"
    (line,) = [one for one in today(vault, date(2026, 3, 2)) if one.action == "open_dates"]
    assert "ask for a new letter of authority" in line.why and "Overdue" not in line.why


def test_a_notice_on_one_line_starts_no_clock_of_another_rule(vault: Vault, dispute: str) -> None:
    """A dispute with a credit bureau beside a bank's debit: each by its own rule, and where that
    counts from the day it arrived, from then."""
    edit_record(vault, Dispute, dispute, place="US-CA", sector="bank_transfer")
    link_party(vault, dispute, "Credit Bureau (sample)", "other")
    (bureau,) = vault.find(Counterparty, "name = 'Credit Bureau (sample)'")
    track = open_track(vault, dispute, bureau.id).result
    set_body(vault, track, "us-fcra")
    record_stage(vault, dispute, "escalated", rung="formal", dated="2026-11-02", track_id=track)
    day = date(2026, 11, 22)
    assert not [r for r in deadlines(vault, dispute, day) if r.kind == "rule"]
    record_stage(vault, dispute, "served", dated="2026-11-05", track_id=track)
    rows = [r for r in deadlines(vault, dispute, day) if r.kind == "rule"]
    assert [r.said for r in rows] == ["13 November 2026", "5 December 2026", "20 December 2026"]
    assert all("FCRA" in r.words and r.track_id == track for r in rows)


def test_a_promise_counts_for_the_line_against_whoever_made_it(vault: Vault, dispute: str) -> None:
    link_party(vault, dispute, "Swift Debt (sample)", "debt_buyer")
    (buyer,) = vault.find(Counterparty, "name = 'Swift Debt (sample)'")
    track = open_track(vault, dispute, buyer.id).result
    call = ContactEntry(dated="2026-11-01", counterparty_id=buyer.id, dispute_ids=(dispute,),
                        promises=(Promised("strike the entry", "2026-11-10"),))  # fmt: skip
    log_contact(vault, call)
    (row,) = deadlines(vault, dispute, date(2026, 11, 5))
    assert row.track_id == track


def test_a_refusal_by_the_company_is_no_answer_to_a_complaint_at_a_body(
    vault: Vault, dispute: str
) -> None:
    about(vault, dispute, "US-OH", "bank_account")
    record_stage(vault, dispute, "asked", dated="2016-06-15")
    record_stage(vault, dispute, "denied", dated="2016-08-03")

    def asked() -> list[str]:
        rows = deadlines(vault, dispute, DAY)
        return [row.words for row in rows if "settles it" in row.words]

    assert not asked()
    at_cfpb = track_complaint(vault, dispute, "us-cfpb").result
    record_stage(vault, dispute, "answered", dated="2016-10-28", track_id=at_cfpb)
    assert asked() == ["Say whether their answer settles it (CFPB)"]


def test_an_answer_from_before_a_complaint_went_to_a_body_is_none_to_it(
    vault: Vault, dispute: str
) -> None:
    about(vault, dispute, "US-PA", "loan")
    record_stage(vault, dispute, "asked", dated="2016-07-15")
    record_stage(vault, dispute, "answered", dated="2016-08-05")
    at_cfpb = track_complaint(vault, dispute, "us-cfpb", dated="2016-10-24").result

    def asked() -> list[str]:
        rows = deadlines(vault, dispute, DAY)
        return [row.said for row in rows if "settles it" in row.words]

    assert not asked()
    record_stage(vault, dispute, "answered", dated="2016-10-28", track_id=at_cfpb)
    assert asked() == ["27 December 2016"]
