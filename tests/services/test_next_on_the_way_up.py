"""The next step and the ladder above it say the same; with two opponents, against whom."""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.next_step import NextStep
from onrecord.domain.track import StageEvent
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.log_contact import log_contact
from onrecord.services.not_now import put_off_step
from onrecord.services.record_stage import forget_stage, record_stage
from onrecord.services.send_packet import record_sending
from onrecord.services.sides import link_party
from onrecord.services.start_packet import start_packet
from onrecord.services.track_complaint import open_line_against
from onrecord.services.undo_change import undo_change
from onrecord.services.views.disputes import dispute_header, dispute_list
from onrecord.services.views.helpers import helpers_of
from onrecord.services.views.today import today
from onrecord.services.views.tracks import TrackRow, tracks
from onrecord.services.where_it_stands import where_it_stands
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

DAY = date(2026, 6, 1)


def next_of(row: TrackRow) -> list[tuple[str, str]]:
    return [(one.rung, one.note) for one in row.steps if one.state == "next"]


def at_home(vault: Vault, dispute: str) -> None:
    with vault.change("x") as tx:
        tx.patch(Dispute, dispute, place="GB-ENG", sector="telecoms")


def test_a_final_answer_leads_to_the_ombudsman_in_both(vault: Vault, dispute: str) -> None:
    at_home(vault, dispute)
    log_contact(vault, ContactEntry(dated="2026-04-01", dispute_ids=(dispute,)))
    record_stage(vault, dispute, "asked", dated="2026-04-01")
    record_stage(vault, dispute, "denied", dated="2026-04-05", reason="too late")
    head = dispute_header(vault, dispute, date(2026, 4, 6))
    (row,) = tracks(vault, dispute, date(2026, 4, 6))
    assert head.next_step and head.next_step.words == "Answer the refusal with a formal complaint."
    assert next_of(row) == [("formal", "")] and row.leads_to.rung == "formal"
    record_stage(vault, dispute, "final_response", dated="2026-05-20", reason="no")
    head = dispute_header(vault, dispute, DAY)
    (row,) = tracks(vault, dispute, DAY)
    assert head.next_step and head.next_step.rung == "ombudsman"
    assert next_of(row) == [("ombudsman", "")]
    assert [rung.rung for rung in row.rungs if rung.state == "next"] == ["ombudsman"]


def test_while_one_waits_the_ladder_says_from_when_the_next_door_is_open(
    vault: Vault, dispute: str
) -> None:
    at_home(vault, dispute)
    record_stage(vault, dispute, "escalated", rung="formal", dated="2026-05-25")
    (row,) = tracks(vault, dispute, DAY)
    ((rung, note),) = next_of(row)
    assert rung == "ombudsman" and note.startswith("from ") and "July 2026" in note


def test_a_broken_promise_goes_to_a_supervisor_in_both(vault: Vault, dispute: str) -> None:
    log_contact(vault, ContactEntry(dated="2026-04-01", dispute_ids=(dispute,)))
    add_record(vault, Promise(dispute_id=dispute, words="call back", due="2026-04-10"))
    (row,) = tracks(vault, dispute, DAY)
    assert next_of(row) == [("supervisor", "")]


def test_with_two_opponents_the_step_says_whom(vault: Vault, dispute: str) -> None:
    at_home(vault, dispute)
    other = open_line_against(vault, dispute, "Cedar Collections (sample)").result
    (cedar,) = vault.find(Counterparty, "name = ?", ["Cedar Collections (sample)"])
    call = ContactEntry(
        dated="2026-05-02", counterparty_id=cedar.id, dispute_ids=(dispute,),
        reference_state="given", reference="C-1",
    )  # fmt: skip
    contact = log_contact(vault, call).result
    record_stage(vault, dispute, "asked", dated="2026-05-01")
    record_stage(vault, dispute, "denied", dated="2026-05-20", reason="not ours", track_id=other)
    step = dispute_header(vault, dispute, DAY).next_step
    assert step and step.words == (
        "Answer the refusal of Cedar Collections (sample) with a formal complaint."
    )
    assert step.why.startswith("Cedar Collections (sample) said no: not ours.")
    assert any(step.words == line.words for line in today(vault, DAY))
    by_id = {row.id: row for row in tracks(vault, dispute, DAY)}
    assert next_of(by_id[other]) == [("formal", "")]
    record_stage(vault, dispute, "final_response", dated="2026-05-25", track_id=other)
    step = dispute_header(vault, dispute, DAY).next_step
    assert step and step.words.startswith(
        "Take your complaint about Cedar Collections (sample) to "
    )
    promise = Promise(
        dispute_id=dispute, contact_id=contact, words="strike the entry", due="2026-05-28"
    )
    add_record(vault, promise)
    step = dispute_header(vault, dispute, DAY).next_step
    assert step and step.words == (
        "Put the broken promise in front of a supervisor of Cedar Collections (sample)."
    )


def test_a_promise_broken_before_a_body_takes_it_goes_there_and_to_no_supervisor(
    vault: Vault, dispute: str
) -> None:
    with vault.change("x") as tx:
        tx.patch(Dispute, dispute, place="AU-QLD", sector="insurance")
    log_contact(vault, ContactEntry(dated="2026-04-01", dispute_ids=(dispute,)))
    record_stage(vault, dispute, "asked", dated="2026-04-01")
    add_record(vault, Promise(dispute_id=dispute, words="a decision", due="2026-04-10"))
    early, late = date(2026, 4, 20), date(2026, 5, 20)
    step = dispute_header(vault, dispute, early).next_step
    assert step and "supervisor" in step.words
    step = dispute_header(vault, dispute, late).next_step
    assert step and step.words == "Take it to AFCA."
    assert [line.words for line in today(vault, late) if line.action == step.action] == [step.words]
    (row,) = tracks(vault, dispute, late)
    assert [rung for rung, _ in next_of(row)] == ["ombudsman"]
    (promise,) = vault.find(Promise)
    edit_record(vault, Promise, promise.id, due="2026-05-10")  # after the door had opened
    step = dispute_header(vault, dispute, late).next_step
    assert step and "supervisor" in step.words, "one broken just now"
    step = dispute_header(vault, dispute, date(2026, 6, 20)).next_step
    assert step and step.words == "Take it to AFCA."


def test_a_step_without_a_day_is_as_new_as_its_noting(vault: Vault, dispute: str) -> None:
    at_home(vault, dispute)
    other = open_line_against(vault, dispute, "Cedar Collections (sample)").result
    now = date.today()  # a step without a day has that of its noting
    month, week = ((now - timedelta(days=ago)).isoformat() for ago in (80, 7))
    record_stage(vault, dispute, "asked", dated=month)
    record_stage(vault, dispute, "final_response", dated=week)
    record_stage(vault, dispute, "asked", dated=month, track_id=other)
    record_stage(vault, dispute, "final_response", dated="", track_id=other)
    first = helpers_of(vault, dispute, now)[0]
    assert first.track_id == other, "what was noted last stands where the dispute is"


def test_words_of_the_second_company_lead_to_it(vault: Vault, dispute: str) -> None:
    link_party(vault, dispute, "Cedar Collections (sample)", "debt_buyer")
    (cedar,) = vault.find(Counterparty, "name LIKE 'Cedar%'")
    with vault.change("x") as tx:
        tx.patch(Counterparty, cedar.id, address="2 Pier, Sampleton")
    packet = start_packet(vault, dispute, "formal").result
    spot = where_it_stands(vault, packet, ["2 Pier"])
    assert spot is not None and (spot.table, spot.id) == ("counterparty", cedar.id)


def test_a_deadlock_without_a_letter_is_told_as_noted_and_the_letter_asked_for(
    vault: Vault, dispute: str
) -> None:
    at_home(vault, dispute)
    call = ContactEntry(
        dated="2026-05-20T10:00", agent_name="Priya", reference_state="refused",
        dispute_ids=(dispute,),
    )  # fmt: skip
    contact = log_contact(vault, call).result
    record_stage(vault, dispute, "asked", dated="2026-04-01")
    record_stage(vault, dispute, "deadlock", dated="2026-05-20", contact_id=contact)
    (row,) = tracks(vault, dispute, DAY)
    assert row.leads_to.why.startswith("Priya said they will not move, in the call of 20 May 2026")
    head = dispute_header(vault, dispute, DAY)
    letter = next(one for one in head.others if one.rule == "no_letter")
    assert letter.words == "Ask for their final answer in writing."
    assert letter.action == "write_deadlock"
    assert "You have their" not in f"{row.leads_to.why}{head.next_step}"
    assert head.next_step and "No letter of theirs is attached" in head.next_step.why


def test_today_names_the_same_body_and_is_not_red_for_an_older_promise(
    vault: Vault, dispute: str
) -> None:
    at_home(vault, dispute)
    log_contact(vault, ContactEntry(dated="2026-04-01", dispute_ids=(dispute,)))
    add_record(vault, Promise(dispute_id=dispute, words="call back", due="2026-04-10"))
    record_stage(vault, dispute, "asked", dated="2026-04-01")
    record_stage(vault, dispute, "denied", dated="2026-04-20", reason="no")
    (line,) = [one for one in today(vault, date(2026, 4, 21)) if one.dispute_id == dispute]
    assert line.words == "Answer the refusal with a formal complaint."
    assert line.urgency == 2  # or its button makes the packet of a broken promise
    record_stage(vault, dispute, "final_response", dated="2026-05-20")
    step = dispute_header(vault, dispute, DAY).next_step
    (line,) = [one for one in today(vault, DAY) if one.dispute_id == dispute]
    assert step and line.words == step.words and line.id == step.about


def test_a_packet_that_was_made_and_not_sent_is_what_comes_next(
    workshop: Workshop, dispute: str
) -> None:
    vault, now = workshop.vault, date.today()
    at_home(vault, dispute)
    log_contact(vault, ContactEntry(dated="2026-04-01", dispute_ids=(dispute,)))
    attach_files(vault, [Pasted("bill.txt", b"The bill of March.")], dispute_id=dispute)
    record_stage(vault, dispute, "asked", dated="2026-04-01")
    record_stage(vault, dispute, "denied", dated="2026-04-05", reason="too late")

    def steps() -> list[NextStep]:
        head = dispute_header(vault, dispute, now)
        return [one for one in (head.next_step, *head.others) if one]

    packet = start_packet(vault, dispute, recipient="Northline Telecom (sample), complaints").result
    made = export_bundle(workshop, packet).bundle_id
    first = steps()[0]
    assert first.words == "Send the packet you made, or put on record that it went."
    assert "for Northline Telecom (sample), complaints, and nothing" in first.why
    assert (first.button, first.action, first.about) == ("Now send it", "send_packet", made)
    assert "formal_letter" not in [step.rule for step in steps()], "it is written"
    assert first.words in [line.words for line in today(vault, now)]
    put_off = put_off_step(vault, dispute, first.rule, now)
    assert steps()[0].rule != "send_packet"
    undo_change(vault, put_off)
    sent = record_sending(vault, made, "post")
    assert "send_packet" not in [step.rule for step in steps()]
    undo_change(vault, sent)
    by_hand = record_stage(vault, dispute, "escalated", rung="formal", dated=now.isoformat())
    with vault.change("Noted a minute later") as tx:
        tx.patch(StageEvent, by_hand.result, created_at="2999-01-01T00:00:00Z")
    assert "send_packet" not in [step.rule for step in steps()], "it went out after all"
    forget_stage(vault, by_hand.result)
    assert steps()[0].rule == "send_packet"
    record_stage(vault, dispute, "final_response", dated=(now + timedelta(days=1)).isoformat())
    assert "send_packet" not in [step.rule for step in steps()], "they answered since"


def test_a_packet_against_one_company_waits_though_the_other_answered(
    workshop: Workshop, dispute: str
) -> None:
    vault, tomorrow = workshop.vault, (date.today() + timedelta(days=1)).isoformat()
    record_stage(vault, dispute, "denied", dated="2026-04-05")
    other = open_line_against(vault, dispute, "Cedar Collections (sample)").result
    attach_files(vault, [Pasted("bill.txt", b"The bill of March.")], dispute_id=dispute)
    export_bundle(workshop, start_packet(vault, dispute).result)
    record_stage(vault, dispute, "denied", dated=tomorrow, track_id=other)
    step = dispute_header(vault, dispute).next_step
    assert step and step.rule == "send_packet"


def test_one_company_at_a_regulator_hides_nothing_of_the_other(vault: Vault, dispute: str) -> None:
    other = open_line_against(vault, dispute, "Cedar Collections (sample)").result
    (first,) = (row.id for row in tracks(vault, dispute, DAY) if row.id != other)
    party = vault.get(Dispute, dispute).counterparty_id
    call = ContactEntry(
        dated="2026-03-02", counterparty_id=party, dispute_ids=(dispute,),
        reference_state="given", reference="N-1",
    )  # fmt: skip
    contact = log_contact(vault, call).result
    add_record(
        vault,
        Promise(dispute_id=dispute, contact_id=contact, words="call back", due="2026-03-10"),
    )
    record_stage(vault, dispute, "asked", dated="2026-03-02", track_id=first)
    record_stage(
        vault, dispute, "escalated", rung="ombudsman", dated="2026-05-30", track_id=other
    )  # fmt: skip

    def standing() -> str:
        (row,) = dispute_list(vault, today=DAY)
        head = dispute_header(vault, dispute, DAY)
        assert row.standing == head.standing
        return head.standing

    def step() -> str:
        step = dispute_header(vault, dispute, DAY).next_step
        assert step is not None
        return step.words

    assert standing() == (
        "Northline Telecom (sample) promised call back by 10 March 2026. It is 83 days late."
    )
    assert step() == (
        "Put the broken promise in front of a supervisor of Northline Telecom (sample)."
    )
    (promise,) = vault.find(Promise)
    edit_record(vault, Promise, promise.id, state="withdrawn")
    assert standing() == (
        "Your complaint about Cedar Collections (sample) is with an ombudsman or regulator"
        " since 30 May 2026."
    )
    record_stage(
        vault, dispute, "denied", dated="2026-04-02", reason="too late", track_id=first
    )  # fmt: skip
    assert standing() == (
        "Your complaint about Cedar Collections (sample) is with an ombudsman or regulator"
        " since 30 May 2026. Northline Telecom (sample) said no."
    )
    assert step() == "Answer the refusal of Northline Telecom (sample) with a formal complaint."
    record_stage(
        vault, dispute, "rejected", dated="2026-05-31", reason="not ours", track_id=other
    )  # fmt: skip
    record_stage(vault, dispute, "escalated", rung="court", dated="2026-06-01", track_id=other)
    assert step() == "Answer the refusal of Northline Telecom (sample) with a formal complaint."
