"""What happened tells each step on the way up, once, and no firmer than what shows it."""

from __future__ import annotations

import pytest

from intake.documents_made_here import pdf
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.track import StageEvent, Track
from onrecord.packet.content import BundleContent, Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.cite import Spot, cite
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.form_sheet import form_sheet
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.record_stage import record_stage
from onrecord.services.say_it import say_it
from onrecord.services.send_packet import record_sending
from onrecord.services.start_packet import new_version
from onrecord.services.track_complaint import track_at
from onrecord.services.unsent_draft import unsent_draft
from onrecord.vault.vault import Vault


@pytest.fixture
def letter(vault: Vault, dispute: str) -> str:
    """Their letter of 30 May 2025."""
    edit_record(vault, Dispute, dispute, place="NZ", sector="credit_card")
    made = attach_files(vault, [Pasted("no.pdf", pdf(["No"]))], dispute_id=dispute)
    id = made.outcomes[0].evidence_id
    edit_record(vault, Evidence, id, title="Your dispute", dated="2025-05-30", kind="letter")
    return id


@pytest.fixture
def plan(vault: Vault) -> str:
    """Another company."""
    with vault.change("Another company") as tx:
        return tx.insert(Counterparty(name="Sample Health Plan")).id


def content(vault: Vault, dispute: str, agency: str = "nz-bankomb") -> BundleContent:
    packet = packet_for(vault, dispute, Recipient(agency)).result
    return bundle_content(vault, packet, Frozen(dated="2026-11-22"))


def told(vault: Vault, dispute: str) -> list[tuple[str, str]]:
    rows = content(vault, dispute).chronology
    return [(row.when, row.words) for row in rows if row.kind != "silence"]


def send(vault: Vault, packet: str) -> None:
    """Its PDF is taken for made, and goes by post."""
    dispute = vault.get(Packet, packet).dispute_id
    with vault.change("Made") as tx:
        bundle = tx.insert(Bundle(packet_id=packet, dispute_id=dispute, content={}, manifest={})).id
    record_sending(vault, bundle, "post", "10 May 2025")


def test_a_refusal_is_told_in_place_of_the_bare_letter_that_shows_it(
    vault: Vault, dispute: str, letter: str
) -> None:
    record_stage(
        vault, dispute, "denied", dated="30 May 2025", reason="no dispute rights",
        evidence_id=letter,
    )  # fmt: skip
    (row,) = content(vault, dispute).chronology
    assert row.words == "The letter shows: they said no: no dispute rights."
    assert (row.ground, row.citations[0].label) == ("documented", "A1")


def test_what_the_user_said_a_document_shows_stays_beside_the_step(
    vault: Vault, dispute: str, letter: str
) -> None:
    edit_record(vault, Evidence, letter, description="They name a rule that is none")
    record_stage(vault, dispute, "deadlock", dated="30 May 2025", evidence_id=letter)
    words = [words for _, words in told(vault, dispute)]
    assert sorted(words) == [
        "The letter shows: They name a rule that is none.",
        "The letter shows: they said they can do no more.",
    ]


def test_a_step_that_nothing_shows_is_recalled_and_a_sent_one_is_not(
    vault: Vault, dispute: str
) -> None:
    record_stage(vault, dispute, "asked", dated="1 May 2025", reference="K-1")
    assert told(vault, dispute) == [
        ("2025-05-01", "I recall: I complained to the company, under the number K-1.")
    ]


def test_a_message_that_tells_the_step_is_not_told_twice(
    vault: Vault, dispute: str, letter: str
) -> None:
    log_contact(
        vault,
        ContactEntry(kind="email", dated="2026-03-09T10:00", reference="BE-77",
                     outcome="Complaint sent", dispute_ids=(dispute,)),
    )  # fmt: skip
    log_contact(
        vault,
        ContactEntry(kind="letter", direction="in", dated="2025-05-30", outcome="A refusal",
                     dispute_ids=(dispute,), evidence_ids=(letter,)),
    )  # fmt: skip
    record_stage(vault, dispute, "escalated", dated="9 March 2026", rung="formal",
                 reference="BE-77")  # fmt: skip
    record_stage(vault, dispute, "final_response", dated="30 May 2025", evidence_id=letter)
    assert [when[:10] for when, _ in told(vault, dispute)] == ["2025-05-30", "2026-03-09"]


def test_a_last_word_is_told_where_nothing_is_noted_of_the_message_that_brought_it(
    vault: Vault, dispute: str, letter: str
) -> None:
    log_contact(
        vault,
        ContactEntry(kind="email", direction="in", dated="2025-05-30T16:40",
                     dispute_ids=(dispute,), evidence_ids=(letter,)),
    )  # fmt: skip
    record_stage(vault, dispute, "deadlock", dated="30 May 2025", evidence_id=letter)
    assert "The letter shows: they said they can do no more." in [
        w for _, w in told(vault, dispute)
    ]


def test_a_number_is_never_told_as_that_of_another_company(vault: Vault, dispute: str) -> None:
    first = vault.get(Dispute, dispute).counterparty_id
    with vault.change("Another company, and a number") as tx:
        bank = tx.insert(Counterparty(name="Sample Bank")).id
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=first, value="99-20418-B"))
    log_contact(
        vault,
        ContactEntry(dated="2025-05-02T10:00", reference="C-771", counterparty_id=first,
                     dispute_ids=(dispute,)),
    )  # fmt: skip
    body = track_at(vault, dispute, "nz-bankomb", counterparty_id=bank).result
    record_stage(vault, dispute, "escalated", dated="1 June 2025", rung="ombudsman", track_id=body)
    record_stage(vault, dispute, "asked", dated="1 May 2025")
    record_stage(vault, dispute, "denied", dated="9 May 2025", reference="LA-88213")
    about_the_bank = content(vault, dispute)
    assert about_the_bank.counterparty.name == "Sample Bank"
    company = vault.get(Counterparty, first).name
    assert [(r.kind, r.value) for r in about_the_bank.references] == [
        (company, "Account 99-20418-B")
    ]
    assert "99-20418-B" not in " ".join(say_it(about_the_bank).lines)
    packet = packet_for(vault, dispute, Recipient("nz-bankomb")).result
    fields = {one.code: one.text for one in form_sheet(vault, packet).fields}
    assert "99-20418-B" not in fields.get("account_number", "")
    supervisor = packet_for(vault, dispute, Recipient(profile="supervisor")).result
    of_them = bundle_content(vault, supervisor, Frozen(dated="2026-11-22"))
    assert [(r.kind, r.value) for r in of_them.references] == [
        ("Account", "99-20418-B"), ("Complaint", "LA-88213"),
    ]  # fmt: skip
    said = " ".join(say_it(of_them).lines)
    assert "99-20418-B" in said and "LA-88213" in said and "C-771" not in said


def test_a_notice_to_the_bank_is_about_the_shop_though_the_bank_has_its_own_steps(
    vault: Vault, dispute: str
) -> None:
    first = vault.get(Dispute, dispute).counterparty_id
    shop = vault.get(Counterparty, first).name
    with vault.change("The bank") as tx:
        bank = tx.insert(Counterparty(name="Sample Bank", address="1 Sample Square")).id
        tx.patch(Dispute, dispute, place="US-TX", sector="subscription")
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=first, value="33-2087"))
    track_at(vault, dispute, "us-fcba-billing-error", counterparty_id=bank)
    packet = packet_for(vault, dispute, Recipient("us-fcba-billing-error")).result
    made = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert made.counterparty.name == shop and made.letter is not None
    assert made.letter.recipient[0] == "Sample Bank"
    assert "Sample Bank" not in made.letter.subject and shop in made.letter.subject
    fields = {one.code: one.text for one in form_sheet(vault, packet).fields}
    assert fields.get("account_number", "") == ""


def test_a_complaint_to_the_second_company_is_to_and_about_it(
    vault: Vault, dispute: str, plan: str
) -> None:
    track = track_at(vault, dispute, "", counterparty_id=plan).result
    record_stage(vault, dispute, "denied", dated="9 May 2025", track_id=track)
    packet = packet_for(vault, dispute, Recipient(profile="formal", company_id=plan)).result
    made = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert made.subtitle == "Prepared for Sample Health Plan, complaints"
    assert made.counterparty.name == "Sample Health Plan" and made.letter is not None
    assert made.letter.recipient[0].startswith("Sample Health Plan")
    send(vault, packet)
    assert [e.kind for e in vault.find(StageEvent, "track_id = ?", [track], order="rowid")] == [
        "denied", "escalated",
    ]  # fmt: skip


def test_whom_a_packet_is_about_stays_whatever_its_recipient_is_called(
    vault: Vault, dispute: str, plan: str
) -> None:
    packet = packet_for(vault, dispute, Recipient(profile="formal", company_id=plan)).result
    edit_record(vault, Packet, packet, recipient="The complaints department")
    assert unsent_draft(vault, dispute, "formal", plan) == packet
    assert unsent_draft(vault, dispute, "formal") == ""
    made = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert made.subtitle == "Prepared for The complaints department"
    assert made.counterparty.name == "Sample Health Plan"
    send(vault, packet)
    (line,) = vault.find(Track, "counterparty_id = ?", [plan])
    assert vault.count(StageEvent, "track_id = ?", [line.id]) == 1
    again = new_version(vault, packet).result
    assert vault.get(Packet, again).counterparty_id == plan


def test_a_complaint_to_the_first_company_is_no_step_against_the_second(
    vault: Vault, dispute: str, plan: str
) -> None:
    first = track_at(vault, dispute, "nz-bankomb").result
    track_at(vault, dispute, "", counterparty_id=plan)
    packet = packet_for(vault, dispute, Recipient(profile="formal")).result
    send(vault, packet)
    assert [e.track_id for e in vault.find(StageEvent)] == [first]


def test_the_steps_at_a_body_name_it_and_those_against_another_company_name_that(
    vault: Vault, dispute: str
) -> None:
    with vault.change("Another company") as tx:
        bank = tx.insert(Counterparty(name="Sample Bank")).id
    body = track_at(vault, dispute, "nz-bankomb").result
    other = track_at(vault, dispute, "", counterparty_id=bank).result
    record_stage(vault, dispute, "escalated", dated="1 June 2025", rung="ombudsman", track_id=body)
    record_stage(vault, dispute, "decided", dated="2 June 2025", reason="refund", track_id=body)
    record_stage(vault, dispute, "answered", dated="3 June 2025", track_id=other)
    assert [words for _, words in told(vault, dispute)] == [
        "I recall: I took it to Banking Ombudsman Scheme.",
        "I recall: Banking Ombudsman Scheme decided: refund.",
        "I recall: Sample Bank answered.",
    ]


def test_a_document_cited_for_what_happened_on_its_day_is_not_listed_again(
    vault: Vault, dispute: str, letter: str
) -> None:
    fact = add_fact(vault, dispute, "They refused in writing", "30 May 2025").result
    cite(vault, "fact", fact, [Spot(letter, 1)])
    assert told(vault, dispute) == [("2025-05-30", "The letter shows: They refused in writing.")]


def test_what_the_company_answered_is_the_document_of_its_answer(
    vault: Vault, dispute: str, letter: str
) -> None:
    edit_record(vault, Dispute, dispute, place="CA-ON", sector="mobile")
    record_stage(vault, dispute, "denied", dated="30 May 2025", evidence_id=letter)
    packet = packet_for(vault, dispute, Recipient("ca-ccts")).result
    fields = {one.code: one.text for one in form_sheet(vault, packet).fields}
    assert fields["company_reply"] == "In the PDF: A1"


def test_a_notice_has_the_letter_of_its_law_and_is_about_the_company_it_goes_to(
    vault: Vault, dispute: str
) -> None:
    with vault.change("Another company") as tx:
        bureau = tx.insert(Counterparty(name="Sample Bureau")).id
        tx.patch(Dispute, dispute, place="US-TX", sector="credit_card")
    notice = track_at(vault, dispute, "us-fcra", counterparty_id=bureau).result
    record_stage(vault, dispute, "escalated", dated="25 February 2026", track_id=notice)
    about = content(vault, dispute, "us-fcra")
    assert about.counterparty.name == "Sample Bureau"
    assert about.letter is not None
    assert about.letter.subject == "Dispute of an entry in my credit report"
    assert "Sample Bureau" in about.letter.recipient
    assert about.chronology[-1].words == "I recall: I gave notice to Sample Bureau."
    assert content(vault, dispute, "us-fcba-billing-error").counterparty.name != "Sample Bureau"


def test_what_was_done_first_is_told_of_the_company_this_packet_is_about(
    vault: Vault, dispute: str
) -> None:
    """A credit bureau and the lender behind it: two companies, two lines of steps."""
    edit_record(vault, Dispute, dispute, place="US-TX", sector="credit_report")
    record_stage(vault, dispute, "asked", dated="27 July 2026")
    record_stage(vault, dispute, "denied", dated="24 August 2026", reason="verified")
    with vault.change("A second company") as tx:
        lender = tx.insert(Counterparty(name="Northgate Lending (sample)")).id
    line = track_at(vault, dispute, "us-cfpb", counterparty_id=lender).result
    record_stage(vault, dispute, "asked", dated="1 September 2026", track_id=line)
    made = content(vault, dispute, "us-cfpb")
    assert made.counterparty.name == "Northgate Lending (sample)"
    assert [(row.words, row.when) for row in made.proof] == [
        ("I complained to the company", "2026-09-01")
    ]


def test_who_answered_in_time_had_its_time_to_settle_it(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="broadband")
    record_stage(vault, dispute, "escalated", dated="21 April 2026", rung="formal")
    record_stage(vault, dispute, "answered", dated="5 May 2026")
    assert [row.words for row in content(vault, dispute, "uk-cisas").proof] == [
        "I made a formal complaint to the company",
        "They answered",
        "The company's time to settle it was over",
    ]


def test_a_notice_that_arrived_was_passed_on_by_nobody(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="US-TX", sector="credit_card")
    notice = track_at(vault, dispute, "us-fcba-billing-error").result
    record_stage(vault, dispute, "served", dated="6 August 2026", track_id=notice)
    (row,) = content(vault, dispute, "us-cfpb").chronology
    assert row.words == "My notice reached the company."
