"""The check says when a body does not take a complaint yet, or no longer; before that it is what
the steps on record say of it."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.dispute import Dispute
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check
from onrecord.services.edit_people import edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.form_sheet import form_sheet
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.record_stage import record_stage
from onrecord.services.track_complaint import track_at
from onrecord.services.views.deadlines import deadlines
from onrecord.services.views.help import help_view
from onrecord.vault.vault import Vault

DAY = date(2026, 11, 22)


def door(vault: Vault, packet: str) -> list[CheckLine]:
    return [x for x in check(vault, packet, today=DAY).lines if x.key.startswith("door:")]


def of(vault: Vault, dispute: str, place: str, sector: str, agency: str) -> str:
    edit_record(vault, Dispute, dispute, place=place, sector=sector)
    return packet_for(vault, dispute, Recipient(agency)).result


def test_a_body_that_opens_with_their_final_answer_is_not_written_to_in_vain(
    vault: Vault, dispute: str
) -> None:
    packet = of(vault, dispute, "NZ", "credit_card", "nz-bankomb")
    record_stage(vault, dispute, "denied", dated="2025-05-30")
    (line,) = door(vault, packet)
    assert line.words.startswith("Banking Ombudsman Scheme does not take it yet. It opens as soon")
    assert (line.level, line.act) == ("tip", "who_can_help")
    record_stage(vault, dispute, "deadlock", dated="2025-06-30")
    assert not door(vault, packet)


def test_a_way_that_ended_is_said_so(vault: Vault, dispute: str) -> None:
    packet = of(vault, dispute, "England", "electricity", "uk-energy-ombudsman")
    record_stage(vault, dispute, "deadlock", dated="2024-04-20")
    (line,) = door(vault, packet)
    assert "was over on 20 April 2025" in line.words


def test_the_most_a_body_can_award_stands_beside_what_it_costs(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="CA-ON", sector="mobile")
    cards = help_view(vault, dispute, DAY).cards
    (ccts,) = [one for one in cards if one.id == "ca-ccts"]
    assert "The most they can award is CA$5,000.00." in [line.words for line in ccts.why]


def test_a_complaint_that_was_passed_on_is_one_the_airline_got(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="US-CA", sector="air_travel")
    track = track_at(vault, dispute, "us-dot-air").result
    record_stage(vault, dispute, "served", dated="2026-11-03", track_id=track)
    ends = {row.end for row in deadlines(vault, dispute, DAY) if row.key.startswith("us-dot-air")}
    assert {date(2026, 12, 3), date(2027, 1, 2)} <= ends


@pytest.mark.parametrize("events", [28, 60])
def test_a_form_tells_as_many_events_as_have_room(vault: Vault, dispute: str, events: int) -> None:
    packet = of(vault, dispute, "US-TX", "electricity", "us-tx-puc")
    for number in range(events):
        add_fact(vault, dispute, f"The meter was read wrongly, number {number}", f"{2000 + number}")
    (told,) = [one for one in form_sheet(vault, packet).fields if one.limit == 1500]
    assert 1400 < told.count <= 1500
    assert "number 0." in told.text and f"number {events - 1}." in told.text
    assert f"of {events} events" in told.note


def test_an_account_number_where_it_becomes_public_holds_the_cover_up_too(
    vault: Vault, dispute: str
) -> None:
    with vault.change("Account") as tx:
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value="GG-445566"))
    packet = of(vault, dispute, "US-VT", "subscription", "us-vt-cap")
    (line,) = [x for x in check(vault, packet).lines if x.key == "number:account_number:The cover"]
    assert (line.level, line.holds, line.found) == ("ask", True, ("GG-445566",))
    other = of(vault, dispute, "US-NY", "tv", "us-fcc-informal")
    assert not [x for x in check(vault, other).lines if x.key.startswith("number:account")]


def test_what_i_wrote_is_told_where_nobody_said_more(vault: Vault, dispute: str) -> None:
    said = Said(side="me", words="Please pay back the deposit")
    log_contact(vault, ContactEntry(kind="message", dated="2026-02-05", lines=(said,),
                                    dispute_ids=(dispute,)))  # fmt: skip
    packet = of(vault, dispute, "England", "other", "uk-small-claims")
    fields = {one.code: one.text for one in form_sheet(vault, packet).fields}
    assert "a message to them. I said: Please pay back the deposit." in fields["chronology"]
    assert fields["letter_before_claim"] == "In the PDF: the letter"


def test_a_body_is_not_written_to_by_nobody(vault: Vault, dispute: str) -> None:
    packet = of(vault, dispute, "England", "bank_transfer", "uk-fos")
    (line,) = [x for x in check(vault, packet, today=DAY).lines if x.key == "sender:name"]
    assert (line.level, line.act) == ("ask", "people")
    edit_complainant(vault, dispute, name="Sam Okafor (sample)")
    assert not [x for x in check(vault, packet, today=DAY).lines if x.key == "sender:name"]


def test_what_was_brought_to_a_body_in_time_is_not_due_there_any_more(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="England", sector="bank_transfer")
    record_stage(vault, dispute, "asked", dated="2026-07-14")
    record_stage(vault, dispute, "final_response", dated="2026-09-24")
    (before,) = [x for x in deadlines(vault, dispute, DAY) if "(FOS)" in x.words and x.end]
    assert (before.state, str(before.end)) == ("open", "2027-03-24")
    track = track_at(vault, dispute, "uk-fos").result
    record_stage(vault, dispute, "escalated", dated="2026-11-22", rung="ombudsman", track_id=track)
    (after,) = [x for x in deadlines(vault, dispute, DAY) if "(FOS)" in x.words and x.end]
    assert (after.state, after.outcome) == ("met", "You brought it to them on 22 November 2026.")


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("A parcel was never delivered", False),
        ("The parcel came after I cancelled the order", True),
        ("Charged for a trial", True),
    ],
)
def test_who_waits_for_a_parcel_is_not_asked_for_a_cancellation(
    vault: Vault, dispute: str, title: str, asked: bool
) -> None:
    edit_record(vault, Dispute, dispute, title=title)
    packet = of(vault, dispute, "US-WA", "retail", "card-chargeback")
    (line,) = [x for x in check(vault, packet, today=DAY).lines if x.key == "asks:papers"]
    assert ("the confirmation that you cancelled" in line.words) is asked
    assert "deliver" in line.words
