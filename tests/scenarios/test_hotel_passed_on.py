"""Scenario 5: the bank passes me from its fraud team to its chargeback team, then says no. Who
spoke and the reference numbers are synthetic."""

from __future__ import annotations

import pytest

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.evidence import Evidence
from onrecord.packet.content import Frozen
from onrecord.services.arrange_exhibits import places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_packet import check_packet
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.tried import tried
from onrecord.vault.vault import Vault

THREAD = "00112233445566ff"


@pytest.fixture
def dispute(vault: Vault) -> str:
    dispute = open_dispute(vault, "Harbour Bank (sample)", "Hotel booked twice").result
    moved = (Said("Put through", event="transferred"),)
    for entry in (
        ContactEntry(dated="2025-04-25T10:00", agent_team="fraud", reference="F-1", lines=moved,
                     thread_id=THREAD, dispute_ids=(dispute,)),
        ContactEntry(dated="2025-04-25T10:20", agent_team="chargeback", reference="CB-2",
                     thread_id=THREAD, dispute_ids=(dispute,)),
        ContactEntry(dated="2025-04-25T11:00", company="Harbour View Hotel (sample)",
                     attempt=True, dispute_ids=(dispute,)),
    ):  # fmt: skip
        log_contact(vault, entry)
    return dispute


def test_a_transfer_is_one_thread_of_two_calls_and_both_references_stay(
    vault: Vault, dispute: str
) -> None:
    found = tried(vault, dispute)
    assert (found.passed_on, found.to_others, found.spoken, found.failed) == (1, 0, 2, 1)
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    assert [row.reference for row in content.contact_log] == ["F-1", "CB-2", ""]
    assert content.tried == (
        "Channels tried: 3 calls (1 reached nobody).", "Nobody was reached once.",
        "Passed on once.",
    )  # fmt: skip


def test_the_hotel_that_could_not_be_reached_is_an_attempt_and_no_missing_reference(
    vault: Vault, dispute: str
) -> None:
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    last = content.contact_log[-1]
    assert last.attempt
    assert any("Nobody was reached." in row.words for row in content.chronology)


def test_being_sent_to_another_company_counts_as_between_parties(vault: Vault) -> None:
    dispute = open_dispute(vault, "Harbour Bank (sample)", "Hotel booked twice").result
    for minute, company in ((0, "Harbour Bank (sample)"), (5, "Booking site (sample)")):
        log_contact(vault, ContactEntry(dated=f"2025-04-26T09:0{minute}", company=company,
                                        thread_id=THREAD, dispute_ids=(dispute,)))  # fmt: skip
    found = tried(vault, dispute)
    assert (found.passed_on, found.to_others) == (1, 1)
    assert "Passed on once, once to another company." in found.sentences()


def test_the_first_no_opens_the_next_step_and_closes_nothing(vault: Vault, dispute: str) -> None:
    record_stage(vault, dispute, "denied", dated="2025-05", reason="no dispute rights")
    header = dispute_header(vault, dispute)
    assert header.state == "open"
    assert header.next_step is not None and header.next_step.rule != "closed"
    rules = [step.rule for step in (header.next_step, *header.others)]
    assert "denied" in rules


def test_the_first_no_without_a_reason_leads_from_the_reason_to_the_complaint_to_the_ombudsman(
    vault: Vault, dispute: str
) -> None:
    record_stage(vault, dispute, "denied", dated="2025-05-02")
    step = dispute_header(vault, dispute).next_step
    assert step is not None
    assert (
        step.words
        == "Ask for the reason in writing. Then answer the refusal with a formal complaint."
    )
    assert dispute_header(vault, dispute).state == "open"
    record_stage(vault, dispute, "escalated", dated="2025-05-05", rung="formal")
    record_stage(vault, dispute, "final_response", dated="2025-06-02", reason="no dispute rights")
    step = dispute_header(vault, dispute).next_step
    assert step is not None and "ombudsman" in step.words


def test_what_was_shown_before_the_booking_stands_first_and_is_asked_for(
    vault: Vault, dispute: str
) -> None:
    def tips() -> list[str]:
        packet = start_packet(vault, dispute, "regulator").result
        return [line.words for line in check_packet(vault, packet)]

    (mail,) = attach_files(vault, [Pasted("mail.txt", b"Two rooms")], dispute_id=dispute).added
    edit_record(vault, Evidence, mail, dated="2025-04-25", title="Confirmation")
    assert "Do you have the terms as shown before you paid?" in tips()
    (shot,) = attach_files(vault, [Pasted("shot.txt", b"One room")], dispute_id=dispute).added
    edit_record(vault, Evidence, shot, dated="2025-04-25", title="Offer before I paid")
    assert "Do you have the terms as shown before you paid?" not in tips()
    first, second = places(vault, start_packet(vault, dispute, "regulator").result)
    assert (first.evidence_id, first.caption) == (shot, "The terms as shown before I paid")
    assert (second.evidence_id, second.caption) == (mail, "")
