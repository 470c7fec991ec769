"""Who can help, worked out from a vault: what is asked, what the answers change, what is shown."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.matter_answer import NOT_KNOWN, MatterAnswer
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.diary import settle_date
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.record_stage import forget_stage, record_stage
from onrecord.services.record_stage_effect import effect_of
from onrecord.services.track_complaint import (
    close_line,
    open_line_against,
    track_at,
    track_complaint,
)
from onrecord.services.views.deadlines import DueRow, deadlines
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.help import HelpCard, help_view
from onrecord.services.views.recipients import recipients
from onrecord.services.views.tracks import tracks
from onrecord.services.who_can_help_answers import answer, take_back
from onrecord.vault.vault import Vault

DAY = date(2026, 11, 22)


def card(vault: Vault, dispute: str, id: str, **more: str) -> HelpCard:
    (found,) = [c for c in help_view(vault, dispute, DAY, **more).cards if c.id == id]
    return found


def question(vault: Vault, dispute: str) -> str:
    asked = help_view(vault, dispute, DAY).question
    return asked.code if asked else ""


@pytest.fixture
def mobile(vault: Vault, dispute: str) -> str:
    """A mobile phone in England."""
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "a mobile phone")
    return dispute


def test_where_and_what_are_asked_before_anybody_is_named(vault: Vault, dispute: str) -> None:
    view = help_view(vault, dispute, DAY)
    assert view.best == () and len(view.rest) == len(view.cards) >= 40
    assert view.question and view.question.code == "place" and view.more_questions == 1
    answer(vault, dispute, "place", "the United Kingdom")
    assert vault.get(Dispute, dispute).place == "GB"
    assert question(vault, dispute) == "sector"
    answer(vault, dispute, "sector", "mobile")
    assert question(vault, dispute) == "first_complaint"
    assert len(help_view(vault, dispute, DAY).best) == 3


def test_the_first_complaint_starts_the_clock_and_can_be_not_yet(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "no")
    assert question(vault, mobile) != "first_complaint"
    take_back(vault, mobile, "first_complaint")
    assert question(vault, mobile) == "first_complaint"
    answer(vault, mobile, "first_complaint", "20 October 2026")
    (event,) = vault.find(StageEvent)
    assert (event.kind, event.dated) == ("asked", "2026-10-20")
    found = card(vault, mobile, "uk-cisas")
    assert found.status == "later, from 1 December 2026"
    assert found.unlocks and found.unlocks.source and found.unlocks.as_of.startswith("as of")
    assert found.expires and found.expires.unverified


def test_a_call_may_have_been_the_complaint_and_that_is_asked(vault: Vault, mobile: str) -> None:
    log_contact(vault, ContactEntry(dated="2026-09-01", reference="1", dispute_ids=(mobile,)))
    (call,) = vault.find(Contact)
    assert question(vault, mobile) == f"complained:{call.id}"
    asked = help_view(vault, mobile, DAY).question
    assert asked and "call of 1 September 2026" in asked.words
    assert card(vault, mobile, "uk-cisas").verdict == "perhaps"
    said = answer(vault, mobile, f"complained:{call.id}", "no")
    assert card(vault, mobile, "uk-cisas").verdict == "later"
    vault.undo(said)
    answer(vault, mobile, f"complained:{call.id}", "yes")
    assert card(vault, mobile, "uk-cisas").verdict == "now"
    (event,) = vault.find(StageEvent)
    assert (event.contact_id, event.reference) == (call.id, "1")


def test_i_do_not_know_is_an_answer_and_the_question_does_not_come_again(
    vault: Vault, mobile: str
) -> None:
    answer(vault, mobile, "first_complaint", "2026-09-01")
    code = question(vault, mobile)
    assert code
    answer(vault, mobile, code, NOT_KNOWN)
    assert question(vault, mobile) != code
    (said,) = [a for a in help_view(vault, mobile, DAY).answered if a.code == code]
    assert said.said == "I do not know"


def test_where_the_company_is_and_what_it_cost_open_and_close_doors(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "Ireland")
    answer(vault, dispute, "sector", "shopping")
    answer(vault, dispute, "first_complaint", "2026-09-01")
    answer(vault, dispute, "no_court_action", "no")
    answer(vault, dispute, "in_writing", "yes")
    assert card(vault, dispute, "eu-ecc-net").verdict == "perhaps"
    answer(vault, dispute, "company_country", "Germany")
    assert vault.get(Counterparty, vault.get(Dispute, dispute).counterparty_id).place == "DE"
    assert card(vault, dispute, "eu-ecc-net").verdict == "now"
    answer(vault, dispute, "company_country", "Ireland")
    assert card(vault, dispute, "eu-ecc-net").verdict == "cannot"


def test_a_price_and_a_condition_are_answered(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "credit_card")
    before = card(vault, dispute, "uk-s75")
    assert before.verdict == "perhaps"
    answer(vault, dispute, "price", "£50.00")
    assert card(vault, dispute, "uk-s75").verdict == "cannot"
    answer(vault, dispute, "price", "£481.85")
    assert card(vault, dispute, "uk-s75").verdict != "cannot"
    with pytest.raises(Refused):
        answer(vault, dispute, "price", "a lot")
    with pytest.raises(Refused):
        answer(vault, dispute, "no_court_action", "maybe")
    assert vault.count(MatterAnswer) == 1


def test_whether_a_court_case_was_begun_is_asked_the_natural_way_round(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "no_court_action", "yes")  # yes, I have begun one
    (row,) = vault.find(MatterAnswer)
    assert row.value == "no"
    (said,) = help_view(vault, dispute, DAY).answered
    assert (said.words, said.said) == ("Have you begun a court case about it?", "yes")


def test_a_date_told_by_hand_is_counted_from(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "Texas")
    answer(vault, dispute, "sector", "credit_card")
    answer(vault, dispute, "event:first_wrong_statement_sent", "1 September 2026")
    expired = card(vault, dispute, "us-fcba-billing-error")
    assert expired.verdict == "expired"
    answer(vault, dispute, "event:first_wrong_statement_sent", "1 November 2026")
    found = card(vault, dispute, "us-fcba-billing-error")
    assert found.expires and "31 December 2026" in found.expires.words


def test_each_wrong_charge_has_its_own_time(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "Texas")
    answer(vault, dispute, "sector", "credit_card")
    code = "event:first_wrong_statement_sent"
    answer(vault, dispute, code, "1 November 2026; 1 September 2026")
    found = card(vault, dispute, "us-fcba-billing-error")
    assert found.verdict == "now" and found.expires and "31 December 2026" in found.expires.words
    late = [line.words for line in found.why if "1 September 2026" in line.words]
    assert late == [
        "For what counts from 1 September 2026 it had to be brought by 31 October 2026."
    ]
    said = {one.code: one.said for one in help_view(vault, dispute, DAY).answered}
    assert said[code] == "1 September 2026; 1 November 2026"
    answer(vault, dispute, code, "1 September 2026; 1 August 2026")
    assert card(vault, dispute, "us-fcba-billing-error").verdict == "expired"


def test_what_is_settled_of_one_wrong_charge_is_not_settled_of_another(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "Texas")
    answer(vault, dispute, "sector", "credit_card")
    code = "event:first_wrong_statement_sent"

    def rows() -> dict[str, DueRow]:
        found = deadlines(vault, dispute, DAY)
        return {r.said: r for r in found if r.key.startswith("us-fcba-billing-error:")}

    answer(vault, dispute, code, "20 September 2026; 1 November 2026")
    settle_date(vault, rows()["31 December 2026"], "met")
    settle_date(vault, rows()["19 November 2026"], "dropped")
    answer(vault, dispute, code, "10 September 2026; 20 September 2026; 1 November 2026")
    assert {said: row.state for said, row in rows().items()} == {
        "9 November 2026": "open",
        "19 November 2026": "dropped",
        "31 December 2026": "met",
    }


def test_a_day_that_another_time_runs_from_is_asked_for_at_its_body(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "Canada")
    answer(vault, dispute, "sector", "air_travel")
    answer(vault, dispute, "first_complaint", "2026-06-19")
    code = "event:delayed_baggage"
    cta = card(vault, dispute, "ca-cta")
    (asked,) = [one for one in cta.to_say if one.code == code]
    assert asked.words == "When did you get the delayed baggage?"
    assert (
        asked.why == "Claim from the company within 21 days of the day you got the delayed baggage."
    )
    answer(vault, dispute, code, "17 June 2026")
    cta = card(vault, dispute, "ca-cta")
    assert code not in {one.code for one in cta.to_say}
    assert [line.words for line in cta.by if "8 July 2026" in line.words]


def test_who_decides_stands_before_who_only_takes_reports(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "scam")
    cards = {one.id: one.verdict for one in help_view(vault, dispute, DAY).cards}
    assert next(iter(cards)) == "uk-fos" and cards["uk-fos"] == "perhaps"
    order = list(cards)
    advice = order.index("uk-citizens-advice-consumer")
    assert all(cards[one] == "perhaps" for one in order[:advice])
    assert all(cards[one] not in ("now", "perhaps") for one in order[advice + 1 :])


def test_every_figure_says_where_it_was_read(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "2026-09-01")
    for found in help_view(vault, mobile, DAY).cards:
        dated = (found.unlocks, found.expires, *found.days, *found.will_not, *found.asks_for)
        for line in (one for one in dated if one is not None):
            assert line.source and line.as_of, (found.id, line.words)


def test_two_companies_are_told_apart(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "2026-09-01")
    open_line_against(vault, mobile, "Swift Debt (sample)")
    other = next(t for t in vault.find(Track) if t.counterparty_id != vault.get(
        Dispute, mobile).counterparty_id).counterparty_id  # fmt: skip
    view = help_view(vault, mobile, DAY)
    assert [name for _, name in view.companies] == [
        "Northline Telecom (sample)", "Swift Debt (sample)",
    ]  # fmt: skip
    assert card(vault, mobile, "uk-cisas").verdict == "now"
    assert card(vault, mobile, "uk-cisas", counterparty_id=other).verdict == "later"


# -------------------------------------------------------------------- the way up


def test_a_body_that_has_the_complaint_is_said_to_have_it(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "2026-09-01")
    assert card(vault, mobile, "uk-cisas").status.startswith("now")
    line = track_complaint(vault, mobile, "uk-cisas", dated="2026-11-02").result
    found = card(vault, mobile, "uk-cisas")
    assert (found.status, found.verdict) == ("has it since 2 November 2026", "now")
    assert found.expires is None and card(vault, mobile, "uk-comms-ombudsman").expires
    assert card(vault, mobile, "uk-comms-ombudsman").status.startswith("now")
    (choice,) = [one for one in recipients(vault, mobile, DAY)[0] if one.agency_id == "uk-cisas"]
    assert choice.note == "has it since 2 November 2026"
    record_stage(vault, mobile, "decided", dated="2026-11-20", track_id=line)
    assert card(vault, mobile, "uk-cisas").status == "has decided it"


def test_of_two_companies_only_that_one_is_with_the_body(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "2026-09-01")
    track_complaint(vault, mobile, "uk-cisas", dated="2026-11-02")
    open_line_against(vault, mobile, "Swift Debt (sample)")
    mine = vault.get(Dispute, mobile).counterparty_id
    other = next(t.counterparty_id for t in vault.find(Track) if t.counterparty_id != mine)
    assert card(vault, mobile, "uk-cisas").status == "has it since 2 November 2026"
    assert "has it" not in card(vault, mobile, "uk-cisas", counterparty_id=other).status
    track_complaint(vault, mobile, "uk-comms-ombudsman", dated="2026-11-12", counterparty_id=other)
    notes = {one.agency_id: one.note for one in recipients(vault, mobile, DAY)[0]}
    assert notes["uk-cisas"].startswith("has it")
    assert "has it" not in notes["uk-comms-ombudsman"]


def test_what_my_time_runs_from_at_a_body_that_has_the_complaint_is_asked_first(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "electricity")
    answer(vault, dispute, "first_complaint", "2026-03-01")
    before = question(vault, dispute)
    assert before and before != "event:case_opened"
    track_complaint(vault, dispute, "uk-energy-ombudsman", dated="2026-11-10")
    asked = help_view(vault, dispute, DAY).question
    assert asked and (asked.code, asked.words) == (
        "event:case_opened", "When was your case opened?",
    )  # fmt: skip
    assert asked.why == "Hand in your documents within 14 days of the day your case was opened."
    answer(vault, dispute, "event:case_opened", "14 November 2026")
    assert question(vault, dispute) == before
    due = {row.said: row.words for row in deadlines(vault, dispute, DAY)}
    assert "Hand in your documents" in due["28 November 2026"]


def test_what_is_with_a_body_that_decided_or_before_where_it_was_is_known_presses_nobody(
    vault: Vault, dispute: str
) -> None:
    line = track_complaint(vault, dispute, "uk-energy-ombudsman", dated="2026-11-10").result
    assert question(vault, dispute) == "place"
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "electricity")
    assert question(vault, dispute) == "event:case_opened"
    record_stage(vault, dispute, "decided", dated="2026-11-20", track_id=line)
    assert question(vault, dispute) != "event:case_opened"


def test_a_line_that_went_up_at_the_company_only_is_with_no_body(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "electricity")
    line = track_at(vault, dispute, "uk-energy-ombudsman").result
    record_stage(vault, dispute, "escalated", dated="2026-11-02", rung="formal", track_id=line)
    assert question(vault, dispute) != "event:case_opened"
    record_stage(vault, dispute, "escalated", dated="2026-11-10", rung="ombudsman", track_id=line)
    assert question(vault, dispute) == "event:case_opened"


def test_a_court_that_has_the_claim_asks_for_the_hearing(vault: Vault, mobile: str) -> None:
    track_complaint(vault, mobile, "uk-small-claims", dated="2026-11-10")
    asked = help_view(vault, mobile, DAY).question
    assert asked and asked.words == "When is the hearing?"
    assert "within 14 days before the day the hearing takes place" in asked.why
    answer(vault, mobile, asked.code, "no")
    assert question(vault, mobile) != asked.code


def test_a_complaint_at_a_body_takes_the_free_line_and_a_second_one_a_new_line(
    vault: Vault, mobile: str
) -> None:
    first = track_complaint(vault, mobile, "uk-cisas", dated="2026-11-02", reference="C-1").result
    (track,) = vault.find(Track)
    assert (track.id, track.agency_id, track.rung) == (first, "uk-cisas", "ombudsman")
    assert track_at(vault, mobile, "uk-cisas").result == first
    second = track_complaint(vault, mobile, "uk-small-claims", dated="2026-11-20").result
    assert second != first and vault.get(Track, second).rung == "court"
    rows = tracks(vault, mobile, DAY)
    assert {row.body for row in rows} == {"CISAS", "County Court, small claims track"}
    assert card(vault, mobile, "uk-cisas").track_id == first
    with pytest.raises(Refused):
        track_complaint(vault, mobile, "uk-cisas", reference="without a day")


def test_a_debt_is_disputed_with_its_collector_within_thirty_days(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "Columbus, OH")
    answer(vault, dispute, "sector", "debt_collection")
    answer(vault, dispute, "event:debt_notice", "2026-11-10")
    found = card(vault, dispute, "us-fdcpa")
    assert found.verdict == "now" and "10 December 2026" in str(found)
    assert card(vault, dispute, "us-cfpb").verdict == "now"


def test_a_day_that_two_times_run_from_is_asked_for_once(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "Georgia")
    answer(vault, dispute, "sector", "air_travel")
    (asked,) = card(vault, dispute, "us-dot-air").to_say
    assert asked.words == "When did the refund become due?"
    assert "7 working days" in asked.why and "20 days" in asked.why


def test_who_takes_complaints_about_accounts_takes_those_about_their_card(
    vault: Vault, dispute: str
) -> None:
    answer(vault, dispute, "place", "Arizona")
    answer(vault, dispute, "sector", "debit_card")
    assert card(vault, dispute, "us-cfpb").verdict == "now"


def test_a_notice_to_the_bank_starts_the_time_the_bank_has(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "Vermont")
    answer(vault, dispute, "sector", "debit_card")
    track_complaint(vault, dispute, "us-reg-e", dated="2026-11-02")
    due = [row for row in deadlines(vault, dispute, DAY) if row.who == "company"]
    assert due and all(row.key.startswith("us-reg-e:") for row in due if not row.opens)
    (line,) = tracks(vault, dispute, DAY)
    assert line.rung == "formal"  # no court yet, and no card dispute
    track_complaint(vault, dispute, "card-chargeback", dated="2026-11-03")
    assert {line.agency_id: line.rung for line in tracks(vault, dispute, DAY)} == {
        "us-reg-e": "formal", "card-chargeback": "court",
    }  # fmt: skip


def test_more_than_three_lines_are_all_there(vault: Vault, mobile: str) -> None:
    for about in ("credit report", "the modem", "the contract"):
        open_line_against(vault, mobile, "Northline Telecom (sample)", about=about)
    open_line_against(vault, mobile, "Swift Debt (sample)")
    rows = tracks(vault, mobile, DAY)
    assert len(rows) == 5
    assert "Northline Telecom (sample), credit report" in {row.company for row in rows}
    with pytest.raises(Refused):
        open_line_against(vault, mobile, "Northline Telecom (sample)")
    empty = next(row for row in rows if row.company == "Swift Debt (sample)")
    close_line(vault, empty.id)
    assert len(tracks(vault, mobile, DAY)) == 4
    record_stage(vault, mobile, "asked", dated="2026-11-01", track_id=rows[0].id)
    with pytest.raises(Refused):
        close_line(vault, rows[0].id)


def test_a_deadlock_letter_opens_the_way_and_says_so(vault: Vault, mobile: str) -> None:
    answer(vault, mobile, "first_complaint", "2026-11-10")
    assert card(vault, mobile, "uk-cisas").verdict == "later"
    event = record_stage(vault, mobile, "deadlock", dated="2026-11-20").result
    said = effect_of(vault, event, DAY)
    assert "CISAS can take it now." in said
    assert card(vault, mobile, "uk-cisas").verdict == "now"
    step = dispute_header(vault, mobile, DAY).next_step
    assert step is not None


def test_the_next_step_names_the_body_whose_door_opened(vault: Vault, mobile: str) -> None:
    log_contact(vault, ContactEntry(dated="2026-09-01", reference="1", dispute_ids=(mobile,)))
    answer(vault, mobile, "first_complaint", "2026-09-01")
    step = dispute_header(vault, mobile, DAY).next_step
    assert step and (step.rule, step.action) == ("unlocked", "who_can_help")
    assert step.words == "Take it to CISAS."
    assert step.why == "Their time to answer was over on 13 October 2026."
    early = dispute_header(vault, mobile, date(2026, 10, 1)).next_step
    assert early and early.rule != "unlocked"
    reply = record_stage(vault, mobile, "answered", dated="2026-09-20").result
    step = dispute_header(vault, mobile, DAY).next_step
    assert step and step.why == "Their time to settle it was over on 13 October 2026."
    assert any("time to settle it" in line.words for line in card(vault, mobile, "uk-cisas").why)
    forget_stage(vault, reply)
    track_complaint(vault, mobile, "uk-cisas", dated="2026-11-02")
    after = dispute_header(vault, mobile, DAY).next_step
    assert after and after.rule != "unlocked"


def test_the_ladder_shows_what_was_reached_skipped_and_comes_next(
    vault: Vault, mobile: str
) -> None:
    record_stage(vault, mobile, "asked", dated="2026-11-01", reference="4471-K")
    formal = record_stage(vault, mobile, "escalated", rung="formal", dated="2026-11-05").result
    record_stage(vault, mobile, "final_response", dated="2026-11-20", reason="no dispute rights")
    (row,) = tracks(vault, mobile, DAY)
    assert [(rung.rung, rung.state) for rung in row.rungs] == [
        ("asked", "done"), ("supervisor", "passed"), ("formal", "here"), ("executive", "ahead"),
        ("ombudsman", "next"), ("court", "ahead"),
    ]  # fmt: skip
    assert row.rungs[0].events[0].reference == "4471-K"
    assert [one.name for one in row.rungs[2].events] == ["I took it further", "Their final answer"]
    forget_stage(vault, formal)
    assert vault.find(Track)[0].rung == "asked"


@pytest.mark.parametrize(
    ("subject", "reply", "kind"),
    [
        ("Complaint, account 12", "Re: Complaint, account 12", "email"),
        ("Réclamation, compte 12", "RE: Réclamation, compte 12", "email"),
        ("Beschwerde", "AW: Beschwerde", "other"),
    ],
)
def test_the_complaint_itself_shows_that_one_complained_that_day(
    vault: Vault, mobile: str, subject: str, reply: str, kind: str
) -> None:
    files = [Pasted(f"{n}.txt", f"{n}".encode()) for n in range(3)]
    ids = attach_files(vault, files, dispute_id=mobile).added
    for id, title in zip(ids, (subject, reply, "Your bill"), strict=True):
        edit_record(vault, Evidence, id, kind=kind, dated="2026-08-12T08:00", title=title)
    answer(vault, mobile, "first_complaint", "12 August 2026")
    (asked,) = vault.find(StageEvent, "kind = 'asked'")
    assert asked.evidence_id == ids[0]


def test_the_only_mail_of_that_day_is_the_complaint_if_it_is_not_from_who_replied(
    vault: Vault, mobile: str
) -> None:
    ids = attach_files(
        vault, [Pasted(f"{n}.txt", f"{n}".encode()) for n in range(2)], dispute_id=mobile
    ).added
    edit_record(
        vault, Evidence, ids[0], kind="email", dated="2026-08-10T08:30", source="me@home.example",
        title="Pedido AH-55120: niet geleverd",
    )  # fmt: skip
    answer(vault, mobile, "first_complaint", "9 August 2026")
    edit_record(
        vault, Evidence, ids[1], kind="email", dated="2026-08-24T19:10", source="shop@them.example",
        title="Re: Pedido AH-55120",
    )  # fmt: skip
    answer(vault, mobile, "first_complaint", "10 August 2026")
    (nothing, mail) = vault.find(StageEvent, "kind = 'asked'", order="dated")
    assert (nothing.evidence_id, mail.evidence_id) == ("", ids[0])


def test_a_mail_the_company_sent_by_itself_is_not_taken_for_the_complaint(
    vault: Vault, mobile: str
) -> None:
    files = [Pasted(f"{n}.txt", f"{n}".encode()) for n in range(2)]
    ids = attach_files(vault, files, dispute_id=mobile).added
    for id, source, title in (
        (ids[0], "Shop <noreply@them.example>", "Your bill is ready"),
        (ids[1], "help@Them.example", "Re: my order"),
    ):
        edit_record(
            vault, Evidence, id, kind="email", dated="2026-08-10T08:30", source=source, title=title
        )
    answer(vault, mobile, "first_complaint", "10 August 2026")
    (asked,) = vault.find(StageEvent, "kind = 'asked'")
    assert asked.evidence_id == ""
