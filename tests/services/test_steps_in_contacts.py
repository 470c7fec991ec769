"""A step on the way up and the call or message that it is are told once, and as what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.documents_made_here import pdf
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised, Said
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.packet.content import BundleContent, Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_packet import check
from onrecord.services.cite import Spot, cite
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.form_sheet import form_sheet
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.record_stage import record_stage
from onrecord.vault.vault import Vault

COMPLAINT = ContactEntry(
    dated="2026-07-20T09:15", agent_name="Ines", agent_team="Billing", reference_state="given",
    reference="WE-20447", promises=(Promised("Send the meter records", "2026-08-03"),),
)  # fmt: skip


@pytest.fixture
def energy(vault: Vault, dispute: str) -> str:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="electricity")
    return dispute


def packet_of(vault: Vault, dispute: str) -> str:
    return packet_for(vault, dispute, Recipient("uk-energy-ombudsman")).result


def printed(vault: Vault, dispute: str) -> BundleContent:
    return bundle_content(vault, packet_of(vault, dispute), Frozen(dated="2026-11-22"))


def told(vault: Vault, dispute: str) -> list[str]:
    return [row.words for row in printed(vault, dispute).chronology if row.kind != "silence"]


def test_the_call_on_which_i_complained_says_that_i_did(vault: Vault, energy: str) -> None:
    log_contact(vault, replace(COMPLAINT, dispute_ids=(energy,)))
    record_stage(
        vault, energy, "escalated", dated="20 July 2026", rung="formal", reference="WE-20447"
    )
    (said,) = told(vault, energy)
    assert "I made a formal complaint to the company, under the number WE-20447." in said
    assert "They promised: Send the meter records" in said
    fields = {one.code: one.text for one in form_sheet(vault, packet_of(vault, energy)).fields}
    assert "I made a formal complaint to the company" in fields["what_happened"]
    (first, *_) = printed(vault, energy).proof
    assert [cite.label for cite in first.citations] == ["C1"], "the call is what shows it"


def test_a_letter_sent_on_the_day_of_the_complaint_is_the_complaint(
    vault: Vault, energy: str
) -> None:
    letter = ContactEntry(kind="post", dated="2026-08-07", dispute_ids=(energy,))
    log_contact(vault, letter)
    record_stage(vault, energy, "asked", dated="7 August 2026")
    assert told(vault, energy) == [
        "I recall: a letter by post to them. I complained to the company."
    ]
    log_contact(vault, ContactEntry(dated="2026-08-07T10:00", dispute_ids=(energy,)))
    assert len(told(vault, energy)) == 3, "which of the two it was is not known"


def test_an_email_with_a_promise_is_the_answer_that_is_on_record(vault: Vault, energy: str) -> None:
    made = attach_files(vault, [Pasted("a.pdf", pdf(["We will pay"]))], dispute_id=energy)
    paper = made.outcomes[0].evidence_id
    edit_record(vault, Evidence, paper, dated="2026-05-05", kind="email")
    mail = ContactEntry(
        kind="email", direction="in", dated="2026-05-05T15:40", agent_name="Team Care",
        promises=(Promised("A credit"),), evidence_ids=(paper,), dispute_ids=(energy,),
    )  # fmt: skip
    log_contact(vault, mail)
    record_stage(vault, energy, "answered", dated="5 May 2026", evidence_id=paper)
    assert told(vault, energy) == [
        "An email from Team Care. They answered. They promised: A credit."
    ]


def test_their_offer_and_a_promise_not_kept_are_in_what_happened_and_in_the_form(
    vault: Vault, energy: str
) -> None:
    log_contact(vault, replace(COMPLAINT, dispute_ids=(energy,)))
    offer = Offered("Goodwill credit", amount_minor=7500, currency="GBP", expires="2026-09-30")
    voicemail = ContactEntry(
        kind="voicemail", direction="in", dated="2026-08-19T16:40", offers=(offer,),
        lines=(Said("We are looking at a credit"),), dispute_ids=(energy,),
    )  # fmt: skip
    log_contact(vault, voicemail)
    content = printed(vault, energy)
    sheet = form_sheet(vault, packet_of(vault, energy), content)
    calls = next(one.text for one in sheet.fields if one.code == "call_details")
    happened = " ".join(row.words for row in content.chronology)
    for text in (calls, happened):
        assert "They offered: Goodwill credit: £75.00, until 30 September 2026." in text
        assert "Send the meter records, by 3 August 2026, not kept so far." in text
    day_before = bundle_content(vault, packet_of(vault, energy), Frozen(dated="2026-08-03"))
    assert "not kept" not in " ".join(row.words for row in day_before.chronology)


def silences(vault: Vault, dispute: str) -> list[tuple[str, str]]:
    rows = printed(vault, dispute).chronology
    return [(row.when, row.words) for row in rows if row.kind == "silence"]


def test_bills_pictures_and_what_happened_are_no_word_that_was_owed(
    vault: Vault, energy: str
) -> None:
    add_fact(vault, energy, "I was at home all day and nobody came", "11 August 2025")
    made = attach_files(vault, [Pasted("a.pdf", pdf(["Bill"]))], dispute_id=energy)
    edit_record(vault, Evidence, made.outcomes[0].evidence_id, dated="2026-06-30", kind="bill")
    log_contact(vault, ContactEntry(dated="2026-03", dispute_ids=(energy,)))
    log_contact(vault, replace(COMPLAINT, dispute_ids=(energy,)))
    add_fact(vault, energy, "My meter stood still", "28 July 2026")
    assert silences(vault, energy) == []
    record_stage(vault, energy, "denied", dated="3 August 2026", reason="no access")
    record_stage(vault, energy, "escalated", dated="1 October 2026", rung="executive")
    assert silences(vault, energy) == [("2026-07-20", "13 days without a word")]


def test_a_letter_that_what_happened_stands_for_ends_the_silence(vault: Vault, energy: str) -> None:
    log_contact(vault, replace(COMPLAINT, promises=(), dispute_ids=(energy,)))
    record_stage(vault, energy, "asked", dated="20 July 2026", reference="WE-20447")
    made = attach_files(vault, [Pasted("a.pdf", pdf(["No"]))], dispute_id=energy)
    letter = made.outcomes[0].evidence_id
    edit_record(vault, Evidence, letter, dated="2026-07-25", kind="letter")
    fact = add_fact(vault, energy, "They refused", "25 July 2026").result
    cite(vault, "fact", fact, [Spot(letter, 1)])
    record_stage(vault, energy, "escalated", dated="1 October 2026", rung="executive")
    assert silences(vault, energy) == []


def test_a_chat_is_with_somebody_and_what_went_by_post_is_a_letter(
    vault: Vault, energy: str
) -> None:
    log_contact(vault, ContactEntry(kind="chat", dated="2026-04-14", agent_name="Priya",
                                    dispute_ids=(energy,)))  # fmt: skip
    log_contact(vault, ContactEntry(kind="post", dated="2026-08-07", dispute_ids=(energy,)))
    assert told(vault, energy) == [
        "I recall: a chat with Priya.", "I recall: a letter by post to them.",
    ]  # fmt: skip
    fields = {one.code: one.text for one in form_sheet(vault, packet_of(vault, energy)).fields}
    assert "14 April 2026: chat with them, Priya" in fields["call_details"]
    lines = [line for line in check(vault, packet_of(vault, energy)).lines if line.level == "tip"]
    said = " ".join(f"{line.words} {line.remedy}" for line in lines)
    assert "A letter by post is recalled later" in said and "the letter by post itself" in said
