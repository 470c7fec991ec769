"""A lender and the credit bureau it reported to: what is of the one is not told as the other's."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.track import Track
from onrecord.packet.content import BundleContent, Frozen
from onrecord.packet.pagedata import page_data
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.form_sheet import form_sheet, form_text
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_body, packet_for
from onrecord.services.record_stage import record_stage
from onrecord.services.say_it import say_it
from onrecord.services.send_packet import record_sending
from onrecord.services.track_complaint import track_at
from onrecord.services.views.deadlines import deadlines
from onrecord.services.views.help import help_view
from onrecord.services.views.helpers import unanswered_of
from onrecord.services.views.send_sheet import send_sheet
from onrecord.services.who_can_help_answers import answer, answers_of, take_back
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

DAY = date(2026, 11, 22)
BUREAU = "Tri-County Credit Bureau (sample)"


@pytest.fixture
def bureau(vault: Vault, dispute: str) -> str:
    """The second company, against which the complaint is with the CFPB."""
    with vault.change("A second company") as tx:
        made = tx.insert(Counterparty(name=BUREAU)).id
        tx.patch(Dispute, dispute, place="US-OH", sector="credit_report")
    return made


@pytest.fixture
def passed(vault: Vault, dispute: str, bureau: str) -> str:
    """The line of steps of a complaint that the CFPB passed on to the bureau."""
    line = track_at(vault, dispute, "us-cfpb", counterparty_id=bureau).result
    record_stage(
        vault, dispute, "escalated", dated="5 October 2026", rung="ombudsman",
        reference="261005-CF1", track_id=line,
    )  # fmt: skip
    record_stage(vault, dispute, "served", dated="6 October 2026", track_id=line)
    return line


def made(vault: Vault, dispute: str, recipient: Recipient) -> BundleContent:
    packet = packet_for(vault, dispute, recipient).result
    return bundle_content(vault, packet, Frozen(dated="2026-11-22"))


def numbers(content: BundleContent) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in content.references]


def told(content: BundleContent) -> list[str]:
    return [row.words for row in content.chronology if row.kind != "silence"]


def test_the_file_against_the_bureau_is_not_told_to_the_lender_as_its_own(
    vault: Vault, dispute: str, bureau: str, passed: str
) -> None:
    of_the_lender = made(vault, dispute, Recipient(profile="formal"))
    assert numbers(of_the_lender) == []
    assert told(of_the_lender) == [
        f"I recall: I took my complaint about {BUREAU} to CFPB, under the number 261005-CF1.",
        f"CFPB passed the complaint on to {BUREAU}, under the number 261005-CF1.",
    ]
    of_the_bureau = made(vault, dispute, Recipient("us-cfpb", company_id=bureau))
    assert numbers(of_the_bureau) == [("CFPB file", "261005-CF1")]
    assert told(of_the_bureau) == [
        "I recall: I took it to CFPB, under the number 261005-CF1.",
        f"CFPB passed the complaint on to {BUREAU}, under the number 261005-CF1.",
    ]


def test_the_company_is_named_where_it_begins_and_after_another_was_told_of(
    vault: Vault, dispute: str, bureau: str
) -> None:
    first = vault.get(Counterparty, vault.get(Dispute, dispute).counterparty_id).name
    line = track_at(vault, dispute, "", counterparty_id=bureau).result
    record_stage(vault, dispute, "asked", dated="7 August 2026", track_id=line)
    record_stage(vault, dispute, "answered", dated="8 August 2026", track_id=line)
    record_stage(vault, dispute, "asked", dated="12 August 2026")
    log_contact(
        vault,
        ContactEntry(dated="2026-08-20T14:00", outcome="Nothing new", counterparty_id=bureau,
                     dispute_ids=(dispute,)),
    )  # fmt: skip
    record_stage(vault, dispute, "denied", dated="4 September 2026", track_id=line)
    words = told(made(vault, dispute, Recipient(profile="formal", company_id=bureau)))
    assert [one.removeprefix("I recall: ") for one in words] == [
        f"I complained to {BUREAU}.", "they answered.", f"I complained to {first}.",
        f"a call to {BUREAU}. Nothing new.", "they said no.",
    ]  # fmt: skip


def test_what_is_asked_of_an_entry_in_a_credit_report_is_about_that_entry(
    vault: Vault, dispute: str, bureau: str
) -> None:
    lender = vault.get(Dispute, dispute).counterparty_id
    track_at(vault, dispute, "us-fcra", counterparty_id=bureau)
    with vault.change("What is asked for") as tx:
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=lender, value="5500 4417"))
        tx.insert(
            ClaimLine(dispute_id=dispute, words="Late fee", amount_minor=3900, currency="USD")
        )
    name = vault.get(Counterparty, lender).name
    notice = packet_for(vault, dispute, Recipient("us-fcra", company_id=bureau)).result
    fields = {one.code: one.text for one in form_sheet(vault, notice).fields}
    assert fields["item_disputed"] == f"Charged after cancelling\n{name}, Account 5500 4417"
    letter = bundle_content(vault, notice, Frozen(dated="2026-11-22")).letter
    assert letter is not None
    assert f"The entry is about my account with {name}: 5500 4417" in "".join(
        run.text for block in letter.blocks for run in block.runs
    )
    cfpb = packet_for(vault, dispute, Recipient("us-cfpb", company_id=bureau)).result
    fields = {one.code: one.text for one in form_sheet(vault, cfpb).fields}
    assert fields["product_and_issue"] == "A credit report: Charged after cancelling"


def test_the_lenders_number_is_not_the_bureaus_before_any_step_against_it(
    vault: Vault, dispute: str, bureau: str
) -> None:
    lender = vault.get(Dispute, dispute).counterparty_id
    with vault.change("A number") as tx:
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=lender, value="5500 4417"))
    name = vault.get(Counterparty, lender).name
    notice = made(vault, dispute, Recipient("us-fcra", company_id=bureau))
    assert numbers(notice) == [(name, "Account 5500 4417")]
    assert not any("My account number" in line for line in say_it(notice).lines)
    fields = {one.code: one.text for one in form_sheet(vault, notice_of(vault)).fields}
    assert fields["item_disputed"] == f"Charged after cancelling\n{name}, Account 5500 4417"


def notice_of(vault: Vault) -> str:
    return vault.find(Packet, "agency_id = 'us-fcra'")[0].id


def test_what_a_body_decided_about_the_other_company_names_that(
    vault: Vault, dispute: str, passed: str
) -> None:
    record_stage(vault, dispute, "rejected", dated="1 November 2026", track_id=passed)
    assert f"I recall: CFPB turned the complaint about {BUREAU} down." in told(
        made(vault, dispute, Recipient(profile="formal"))
    )


def test_the_number_of_the_complaint_is_on_the_cover_though_a_call_gave_it(
    vault: Vault, dispute: str
) -> None:
    with vault.change("A number") as tx:
        tx.insert(AccountRef(dispute_id=dispute, value="8500 4412 07"))
    log_contact(
        vault,
        ContactEntry(dated="2026-07-20T10:00", reference="WE-20447", dispute_ids=(dispute,)),
    )
    record_stage(vault, dispute, "asked", dated="20 July 2026", reference="WE-20447")
    assert numbers(made(vault, dispute, Recipient(profile="formal"))) == [
        ("Account", "8500 4412 07"), ("Complaint", "WE-20447"),
    ]  # fmt: skip


def test_both_numbers_are_on_the_cover_once_the_complaint_is_with_an_ombudsman(
    vault: Vault, dispute: str
) -> None:
    with vault.change("Where it was") as tx:
        tx.patch(Dispute, dispute, place="GB", sector="electricity")
    record_stage(vault, dispute, "asked", dated="20 July 2026", reference="WE-20447")
    record_stage(vault, dispute, "deadlock", dated="9 September 2026", reference="WE-20447")
    body = Recipient("uk-energy-ombudsman")
    packet = packet_for(vault, dispute, body).result
    with vault.change("Made") as tx:
        bundle = tx.insert(Bundle(packet_id=packet, dispute_id=dispute, content={}, manifest={})).id
    record_sending(vault, bundle, "website", "12 September 2026", reference="EO-555")
    again = made(vault, dispute, body)
    assert numbers(again) == [
        ("Complaint", "WE-20447"), ("Energy Ombudsman", "File EO-555"),
    ]  # fmt: skip
    said = say_it(again, packet_body(vault, vault.get(Packet, packet))).lines
    assert (
        "I call about my complaint about Northline Telecom (sample): Charged after cancelling."
        in said
    )
    assert "Your reference of it is EO-555." in said
    assert "The company's reference of it is WE-20447." in said
    assert not any("account number" in line for line in said)


def test_a_number_is_said_of_the_day_it_was_first_given(vault: Vault, dispute: str) -> None:
    for day in ("2026-07-20T10:00", "2026-08-03T10:00"):
        log_contact(vault, ContactEntry(dated=day, reference="WE-20447", dispute_ids=(dispute,)))
    said = say_it(made(vault, dispute, Recipient(profile="supervisor"))).lines
    assert "Your reference of 20 July 2026 is WE-20447." in said


def test_readings_sent_in_by_an_app_are_the_meter_readings(vault: Vault, dispute: str) -> None:
    with vault.change("Where it was") as tx:
        tx.patch(Dispute, dispute, place="GB", sector="electricity")
    shot = attach_files(vault, [Pasted("readings.txt", b"12877")], dispute_id=dispute)
    edit_record(
        vault, Evidence, shot.outcomes[0].evidence_id,
        title="My readings in the app", kind="screenshot",
    )  # fmt: skip
    packet = packet_for(vault, dispute, Recipient("uk-energy-ombudsman")).result
    sheet = form_sheet(vault, packet)
    fields = {one.code: one.text for one in sheet.fields}
    assert fields["meter_readings"] == "In the PDF: A1"
    of_bills = form_text(sheet).split("The bills in question")[1].split("---")[0]
    assert "(no document is marked as this)" in of_bills


def test_the_words_to_send_it_with_name_the_company_it_is_about_and_no_number_of_the_other(
    workshop: Workshop, dispute: str, bureau: str, passed: str
) -> None:
    vault = workshop.vault
    first = vault.get(Dispute, dispute).counterparty_id
    with vault.change("A number with the lender") as tx:
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=first, value="5500 4417"))

    packet = packet_for(vault, dispute, Recipient("us-cfpb", company_id=bureau)).result
    sheet = send_sheet(vault, export_bundle(workshop, packet).bundle_id)
    assert sheet.subject == f"Complaint: {BUREAU}: Charged after cancelling"
    assert "5500 4417" not in sheet.text


def test_a_letter_before_claim_goes_to_the_company_it_claims_from(
    workshop: Workshop, dispute: str, bureau: str
) -> None:
    vault = workshop.vault
    with vault.change("Where they are, in England") as tx:
        tx.patch(Dispute, dispute, place="GB-ENG", sector="shopping")
        tx.patch(Counterparty, bureau, email="claims@tri-county.example")
    track_at(vault, dispute, "", counterparty_id=bureau)
    packet = packet_for(vault, dispute, Recipient("uk-small-claims", company_id=bureau)).result
    sheet = send_sheet(vault, export_bundle(workshop, packet).bundle_id)
    assert sheet.email is not None and sheet.email.value == "claims@tri-county.example"
    assert sheet.recipient == BUREAU


def test_a_day_answered_for_the_bureau_starts_no_clock_of_the_lender(
    vault: Vault, dispute: str, bureau: str
) -> None:
    record_stage(vault, dispute, "asked", dated="12 August 2026")
    notice = track_at(vault, dispute, "us-fcra", counterparty_id=bureau).result
    record_stage(vault, dispute, "escalated", rung="formal", dated="7 August 2026", track_id=notice)
    with vault.change("Also with a body") as tx:
        tx.insert(Track(dispute_id=dispute, counterparty_id=bureau, agency_id="us-cfpb"))
    answer(vault, dispute, "event:notice_received", "10 August 2026", counterparty_id=bureau)

    rows = [row for row in deadlines(vault, dispute, DAY) if "FCRA" in row.words]
    assert {row.track_id for row in rows} == {notice}
    assert [row.said for row in rows] == [
        "17 August 2026", "9 September 2026", "24 September 2026",
    ]  # fmt: skip
    said = {one.code for one in help_view(vault, dispute, DAY).answered}
    assert "event:notice_received" not in said
    of_the_bureau = help_view(vault, dispute, DAY, counterparty_id=bureau).answered
    assert "10 August 2026" in [one.said for one in of_the_bureau]
    take_back(vault, dispute, "event:notice_received")
    assert answers_of(vault, dispute, bureau)
    take_back(vault, dispute, "event:notice_received", counterparty_id=bureau)
    assert not answers_of(vault, dispute, bureau)


def test_nobody_is_said_to_be_late_with_what_their_answer_says_nothing_of(
    vault: Vault, dispute: str, bureau: str
) -> None:
    notice = track_at(vault, dispute, "us-fcra", counterparty_id=bureau).result
    record_stage(vault, dispute, "served", dated="10 August 2026", track_id=notice)
    record_stage(vault, dispute, "denied", dated="4 September 2026", track_id=notice)
    rows = deadlines(vault, dispute, DAY)
    (passing,) = [row for row in rows if row.words.startswith("They must pass it")]
    assert (passing.state, passing.outcome) == ("dropped", "Nothing on record says when they did.")
    (settling,) = [row for row in rows if row.words == "They must settle it (FCRA dispute)"]
    assert settling.outcome == "They answered on 4 September 2026, in time, 5 days left."


def test_who_may_only_owe_an_answer_is_not_reported_as_silent(
    vault: Vault, dispute: str, bureau: str, passed: str
) -> None:
    record_stage(vault, dispute, "asked", dated="12 August 2026")
    assert (late := unanswered_of(vault, dispute, DAY)) is not None and late.company == BUREAU
    record_stage(vault, dispute, "answered", dated="10 October 2026", track_id=passed)
    assert unanswered_of(vault, dispute, DAY) is None
    answer(vault, dispute, "event:complaint_sent", "5 October 2026")
    assert unanswered_of(vault, dispute, DAY) is None


def test_what_the_other_company_promised_is_told_a_supervisor_as_its_own(
    vault: Vault, dispute: str, bureau: str
) -> None:
    lender = vault.get(Dispute, dispute).counterparty_id
    name = vault.get(Counterparty, lender).name
    log_contact(
        vault,
        ContactEntry(
            dated="2026-03-10T14:21", company=name, reference="NL-4471-K", dispute_ids=(dispute,),
            promises=(Promised("a refund", "2026-03-14", 8420, "GBP"),),
        ),
    )  # fmt: skip
    track_at(vault, dispute, "", counterparty_id=bureau)
    content = made(vault, dispute, Recipient(profile="supervisor", company_id=bureau))
    assert content.brief is not None
    (broken,) = content.brief.broken
    assert f"said by {name} in the call of 10 March 2026, reference NL-4471-K" in broken.words
    page = page_data(content, {})["brief"]
    assert {"kind": f"{name}: call, 10 March 2026", "value": "NL-4471-K"} in page["numbers"]
    own = made(vault, dispute, Recipient(profile="supervisor"))
    assert own.brief is not None and "said in the call" in own.brief.broken[0].words


def test_a_complaint_about_the_first_company_at_a_body_that_has_one_about_the_second(
    vault: Vault, dispute: str, passed: str
) -> None:
    lender = vault.get(Dispute, dispute).counterparty_id
    packet = packet_for(vault, dispute, Recipient("us-cfpb", company_id=lender)).result
    content = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert content.counterparty.name == vault.get(Counterparty, lender).name
    with vault.change("Made") as tx:
        bundle = tx.insert(Bundle(packet_id=packet, dispute_id=dispute, content={}, manifest={})).id
    record_sending(vault, bundle, "post", "20 November 2026")
    (line,) = vault.find(Track, "agency_id = 'us-cfpb' AND counterparty_id = ?", [lender])
    assert line.id != passed
