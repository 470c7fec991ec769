"""Letters: filled from what is on record, never from anything else, and kept as they were sent."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from onrecord.domain.contact import Contact, ContactEvidence, Promise
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Block, Body, Run
from onrecord.domain.track import Track
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_people import add_person, edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.letters.letter_content import enclosures, letter_content
from onrecord.services.letters.letter_pdf import letter_text, write_letter, write_mail
from onrecord.services.letters.save_letter import save_letter
from onrecord.services.letters.send_letter import mark_letter_sent, note_delivery
from onrecord.services.letters.start_letter import start_letter
from onrecord.services.letters.templates import (
    our_templates,
    reset_template,
    save_template,
    template,
    templates,
)
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.private_contact import private_in
from onrecord.services.record_stage import record_stage
from onrecord.services.sides import link_party, open_track, set_my_part
from onrecord.services.stored import original_chunks
from onrecord.services.undo_change import undo_change
from onrecord.services.views.letters import letter_choices, letter_detail, letters
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

TODAY = date(2026, 3, 20)


@pytest.fixture
def told(vault: Vault, dispute: str) -> str:
    """A dispute with somebody who complains, an account, an ask, an amount and a broken promise."""
    edit_complainant(
        vault,
        dispute,
        name="Alex Sample",
        postal_address="1 Sample Road\nSampleton",
        print_contact="alex@example.test",
        private_contact="never-print@example.test",
    )
    company = vault.get(Dispute, dispute).counterparty_id
    with vault.change("Set up") as tx:
        tx.patch(Counterparty, company, address="9 Quay\nSampleton", email="help@example.test")
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value="0012 3456"))
        tx.insert(DesiredOutcome(dispute_id=dispute, words="Pay back £84.20."))
        tx.insert(ClaimLine(dispute_id=dispute, words="March", amount_minor=8420, currency="GBP"))
    log_contact(
        vault,
        ContactEntry(
            dated="2026-03-03T14:21",
            zone="Europe/London",
            reference="NT-7781",
            agent_name="Priya",
            lines=(Said("You will have it back."),),
            promises=(Promised("a refund", "2026-03-10", 8420, "GBP"),),
            dispute_ids=(dispute,),
        ),
    )
    return dispute


def _started(vault: Vault, dispute: str, name: str, contact: str = "") -> Letter:
    made = start_letter(vault, dispute, name, contact, today=TODAY).result
    return vault.get(Letter, made)


def _text(letter: Letter) -> str:
    return Body.from_json(letter.body).text()


@pytest.mark.parametrize("name", [one.id for one in our_templates()])
def test_a_letter_for_an_empty_dispute_invents_nothing(
    vault: Vault, dispute: str, name: str
) -> None:
    letter = _started(vault, dispute, name)
    said = _text(letter)
    assert not any(c.isdigit() for c in said.replace("[", "").replace("]", ""))
    assert "None" not in said and "reference ." not in said and "  " not in said
    assert "promise" not in said and "refused" not in said
    assert "Northline Telecom (sample)" in said
    assert Body.from_json(letter.body).blanks(), "who signs it is not known yet"
    assert "[your name]" in said


@pytest.mark.parametrize("name", [one.id for one in our_templates()])
def test_a_letter_names_the_account_or_the_reference(vault: Vault, told: str, name: str) -> None:
    letter = _started(vault, told, name)
    said = _text(letter) + letter.subject
    assert "0012 3456" in said or "NT-7781" in said
    assert said.count("{{") == said.count("{%") == 0 and "\ue000" not in said
    assert "never-print" not in said


def test_a_chat_that_is_kept_is_named_once_with_what_was_promised_in_it(
    vault: Vault, told: str
) -> None:
    paper = attach_files(vault, [Pasted("chat.txt", b"A correction by 11 March")]).added[0]
    log_contact(
        vault,
        ContactEntry(kind="chat", dated="2026-03-04T10:00", dispute_ids=(told,),
                     promises=(Promised("A correction", "2026-03-11"),), evidence_ids=(paper,)),
    )  # fmt: skip
    said = _text(_started(vault, told, "formal_complaint"))
    assert "From our chat of 4 March 2026: A correction, by 11 March 2026." in said
    assert "From our phone call of 3 March 2026: I recall: a refund" in said


def test_a_follow_up_says_no_more_than_the_note_holds(vault: Vault, told: str) -> None:
    said = _text(_started(vault, told, "follow_up"))
    assert "NT-7781" in said and "by 10 March 2026" in said
    assert "I recall: a refund, £84.20" in said, "it was written down long after the call"
    assert "That day has passed. I have no record that it was done." in said
    assert "Pay back £84.20" in said


def test_a_linked_fact_follows_the_vault_and_a_typed_word_does_not(vault: Vault, told: str) -> None:
    letter = _started(vault, told, "complaint")
    body = Body.from_json(letter.body)
    extra = Block((Run("My number 0012 3456, typed by hand."),))
    save_letter(vault, letter.id, Body((*body.blocks, extra)))
    ref = vault.find(AccountRef, "dispute_id = ?", [told])[0]
    with vault.change("Corrected") as tx:
        tx.patch(AccountRef, ref.id, value="9999 0000")
    said = letter_detail(vault, letter.id).body.text()
    assert "My account number is 9999 0000." in said
    assert "My number 0012 3456, typed by hand." in said


def test_a_confirmation_is_about_the_call_it_was_asked_for_from(vault: Vault, told: str) -> None:
    older = log_contact(
        vault,
        ContactEntry(dated="2026-02-01T09:00", agent_name="Sam", dispute_ids=(told,)),
    ).result
    said = _text(_started(vault, told, "confirm_call", older))
    assert "1 February 2026, 09:00" in said and "Sam" in said and "NT-7781" not in said


def test_a_confirmation_words_what_a_key_noted_as_it_is(vault: Vault, told: str) -> None:
    lines = (
        Said("I asked to speak to a supervisor", "me", event="supervisor_asked"),
        Said("Refused: notice period not served", event="denied"),
        Said("Nobody else is here"),
    )
    call = log_contact(
        vault, ContactEntry(dated="2026-02-02T09:00", lines=lines, dispute_ids=(told,))
    ).result
    said = _text(_started(vault, told, "confirm_call", call))
    assert "I said: I asked" not in said and "I was told: Refused" not in said
    assert "I asked to speak to a supervisor" in said and "Refused: notice period" in said
    assert "I was told: Nobody else is here" in said


def test_a_blank_keeps_a_letter_from_going_out(vault: Vault, dispute: str) -> None:
    letter = _started(vault, dispute, "complaint")
    with pytest.raises(Refused, match="what you ask them to do"):
        letter_text(vault, letter.id)


def test_a_statutory_notice_goes_to_no_other_address_than_the_one_for_disputes(
    vault: Vault, told: str
) -> None:
    letter = _started(vault, told, "billing_error")
    assert letter.to_address == ""
    rule = letter_detail(vault, letter.id).rule
    assert rule is not None
    assert any("billing questions on your statement" in line for line in rule.lines)
    assert any("60 days" in line and "received" in line for line in rule.lines)
    assert "12 CFR 1026.13" in rule.sources


def test_what_fits_comes_first(vault: Vault, told: str) -> None:
    call = vault.find(Contact)[0].id
    assert letter_choices(vault, told, today=TODAY).first[0].id == "follow_up"
    assert letter_choices(vault, told, call, today=TODAY).first[0].id == "confirm_call"
    choices = letter_choices(vault, told, today=TODAY)
    assert len(choices.first) <= 4
    assert {t.id for t in (*choices.first, *choices.others)} == {t.id for t in templates(vault)}


def test_a_letter_goes_out_as_a_pdf_with_its_papers_and_is_kept_as_sent(
    vault: Vault, workshop: Workshop, told: str, folder: Path
) -> None:
    paper = attach_files(vault, [Pasted("bill.txt", b"Bill: 84.20")], dispute_id=told).added[0]
    letter = _started(vault, told, "complaint")
    save_letter(vault, letter.id, enclosures=(paper,))
    target = folder / "Complaint.pdf"
    written = write_letter(workshop, letter.id, target)
    assert target.read_bytes().startswith(b"%PDF-")
    assert written.names == ("Enclosure 1 - bill.txt",)
    assert (folder / "Enclosure 1 - bill.txt").read_bytes() == b"Bill: 84.20"
    change = mark_letter_sent(workshop, letter.id, "post", "14 March 2026")
    sent = vault.get(Letter, letter.id)
    assert (sent.state, sent.sent_way, sent.sent_dated) == ("sent", "post", "2026-03-14")
    kept = vault.get(Evidence, sent.pdf_evidence_id)
    assert b"".join(original_chunks(vault, kept)) == target.read_bytes()
    contact = vault.get(Contact, change.result)
    assert (contact.kind, contact.direction, contact.dated) == ("letter", "out", "2026-03-14")
    assert vault.find(ContactEvidence, "contact_id = ?", [contact.id])[0].evidence_id == kept.id
    with pytest.raises(Refused, match="stays as it was"):
        save_letter(vault, letter.id, subject="Another")
    with pytest.raises(Refused, match="sent on 14 March 2026, so it cannot have arrived before"):
        note_delivery(vault, letter.id, "13 March 2026")
    note_delivery(vault, letter.id, "16 March 2026", paper)
    row = letters(vault, told)[0]
    assert (row.delivered_dated, row.proof_evidence_id) == ("2026-03-16", paper)


def test_a_letter_is_saved_again_beside_the_same_copies(
    vault: Vault, workshop: Workshop, told: str, folder: Path
) -> None:
    paper = attach_files(vault, [Pasted("bill.txt", b"Bill: 84.20")], dispute_id=told).added[0]
    letter = _started(vault, told, "complaint")
    save_letter(vault, letter.id, enclosures=(paper,))
    write_letter(workshop, letter.id, folder / "Complaint.pdf")
    write_letter(workshop, letter.id, folder / "Complaint.pdf")
    (folder / "Enclosure 1 - bill.txt").write_bytes(b"something else")
    with pytest.raises(Refused, match="choose another folder"):
        write_letter(workshop, letter.id, folder / "Complaint.pdf")
    assert (folder / "Enclosure 1 - bill.txt").read_bytes() == b"something else"


@pytest.mark.parametrize("typed", ["<", "größe@example.test", "a@b.c; d@e.f", ",", "a b"])
def test_what_is_no_address_is_left_for_the_writer_to_type(
    vault: Vault, workshop: Workshop, told: str, folder: Path, typed: str
) -> None:
    letter = _started(vault, told, "complaint")
    save_letter(vault, letter.id, to_email=typed)
    write_mail(workshop, letter.id, folder / "Draft.eml")
    mail = email.message_from_bytes((folder / "Draft.eml").read_bytes())
    assert mail["To"] is None and mail["X-Unsent"] == "1"


def test_undo_makes_a_sent_letter_a_draft_again(
    vault: Vault, workshop: Workshop, told: str
) -> None:
    letter = _started(vault, told, "complaint")
    change = mark_letter_sent(workshop, letter.id, "post", "2026-03-14")
    assert vault.count(Contact, "direction = 'out' AND kind = 'letter'", []) == 1
    undo_change(vault, change)
    assert vault.get(Letter, letter.id).state == "draft"
    assert vault.count(Contact, "direction = 'out' AND kind = 'letter'", []) == 0


def test_a_letter_sent_follows_the_facts_no_more(
    vault: Vault, workshop: Workshop, told: str
) -> None:
    letter = _started(vault, told, "complaint")
    mark_letter_sent(workshop, letter.id, "email", "2026-03-14")
    ref = vault.find(AccountRef, "dispute_id = ?", [told])[0]
    with vault.change("Corrected") as tx:
        tx.patch(AccountRef, ref.id, value="9999 0000")
    assert "0012 3456" in letter_detail(vault, letter.id).body.text()


def test_a_mail_draft_opens_unsent_with_its_attachments(
    vault: Vault, workshop: Workshop, told: str, folder: Path
) -> None:
    paper = attach_files(vault, [Pasted("größe.bin", b"\x00\x01")], dispute_id=told).added[0]
    letter = _started(vault, told, "follow_up")
    save_letter(vault, letter.id, enclosures=(paper,), subject="Overdue\nBcc: x@example.test")
    target = folder / "Draft.eml"
    write_mail(workshop, letter.id, target)
    mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert mail["X-Unsent"] == "1" and mail["To"] == "help@example.test"
    assert mail["Subject"] == "Overdue Bcc: x@example.test"
    assert mail["Bcc"] is None and mail["From"] is None and mail["Date"] is None
    body = mail.get_body(("plain",))
    assert body is not None and "I have no record that it was done." in body.get_content()
    parts = {p.get_filename(): p.get_content() for p in mail.iter_attachments()}
    assert parts["Enclosure 1 - größe.bin"] == b"\x00\x01"
    assert parts["2026-03-20 Follow-up.pdf"].startswith(b"%PDF-")


def test_a_template_can_be_changed_and_put_back(vault: Vault, told: str) -> None:
    save_template(
        vault,
        "thanks",
        name="Thanks",
        subject="Hello",
        body="Dear all,\n\nThank you, {{ company.name }}.",
    )
    assert template(vault, "thanks").origin == "changed"
    letter = _started(vault, told, "thanks")
    assert _text(letter) == "Dear all,\n\nThank you, Northline Telecom (sample)."
    change = reset_template(vault, "thanks")
    assert template(vault, "thanks").origin == "ours"
    vault.undo(change)
    assert template(vault, "thanks").subject == "Hello"


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ company.name.__init__.__globals__ }}",
        "{{ nothing_like_it }}",
        "{{ 1 / 0 }}",
        "{% for i in range(90000) %}{% for j in range(9) %}too long {% endfor %}{% endfor %}",
        "{% include 'other' %}",
        "{{ me.private_contact }}",
    ],
)
def test_a_template_gets_at_nothing_but_the_facts(vault: Vault, told: str, body: str) -> None:
    made = save_template(vault, "", name="Mine", subject="x", body=body).result
    with pytest.raises(Refused):
        _started(vault, told, made)


def test_a_template_that_cannot_be_read_is_not_saved(vault: Vault) -> None:
    with pytest.raises(Refused, match="Line 2"):
        save_template(vault, "", name="Mine", subject="x", body="one\n{% if %}")


def test_a_letter_says_what_it_could_not_print(workshop: Workshop, told: str, folder: Path) -> None:
    letter = _started(workshop.vault, told, "complaint")
    save_letter(workshop.vault, letter.id, subject="About שלום 漢字")
    assert write_letter(workshop, letter.id, folder / "Complaint.pdf").problem == ""
    save_letter(workshop.vault, letter.id, subject="About \u1b05")
    written = write_letter(workshop, letter.id, folder / "Complaint.pdf")
    assert "In the letter, “\u1b05” cannot be printed as written" in written.problem
    assert written.problem.endswith("Spell it in other letters.")
    save_letter(workshop.vault, letter.id, Body((Block((Run("Words \u1b06"),)),)), subject="About")
    written = write_letter(workshop, letter.id, folder / "Complaint.pdf")
    assert "“\u1b06” cannot be printed" in written.problem, "in the words of it too"


def test_a_letter_belongs_to_one_line_of_steps_and_goes_to_the_firm_behind_the_name(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    link_party(vault, told, "Northline Networks Ltd (sample)", "legal_entity")
    debt = vault.get(
        DisputeParty, link_party(vault, told, "Harbour Collections (sample)", "debt_buyer").result
    ).counterparty_id
    own = open_track(vault, told, debt).result
    (first, *_) = vault.find(Track, "dispute_id = ?", [told], order="rowid")
    record_stage(vault, told, "denied", dated="2026-03-18", track_id=own, reason="not ours")
    choices = letter_choices(vault, told, today=TODAY)
    assert [id for id, _ in choices.tracks] == [first.id, own]
    letter = vault.get(Letter, start_letter(vault, told, "complaint", today=TODAY).result)
    assert letter.track_id == first.id
    assert letter.to_name == "Northline Networks Ltd (sample)"
    theirs = vault.get(
        Letter, start_letter(vault, told, "complaint", today=TODAY, track_id=own).result
    )
    assert (theirs.track_id, theirs.to_name) == (own, "Harbour Collections (sample)")
    assert "Harbour Collections (sample)" in letter_detail(vault, theirs.id).values.values()
    said = letter_detail(vault, theirs.id).body.text()
    assert "NT-7781" not in said, "what the other company said is none of theirs"
    assert "NT-7781" in letter_detail(vault, letter.id).body.text()
    call = log_contact(
        vault, ContactEntry(dated="2026-03-19T10:00", counterparty_id=debt, dispute_ids=(told,))
    ).result
    assert "call of 19 March 2026" in _text(
        vault.get(Letter, start_letter(vault, told, "complaint", track_id=own).result)
    )
    about = start_letter(vault, told, "confirm_call", call).result
    assert vault.get(Letter, about).track_id == own
    assert letter_choices(vault, told, call).tracks[0][0] == own
    body = Body((Block((Run("It is paid."),)),))
    save_letter(vault, theirs.id, body, subject="Paid")
    sent = vault.get(Contact, mark_letter_sent(workshop, theirs.id, "post", "20 March 2026").result)
    assert sent.counterparty_id == debt


@pytest.mark.parametrize(
    "name",
    ["complaint", "formal_complaint", "request_notes", "cancellation", "billing_error",
     "debit_error", "credit_report", "deadlock", "acceptance", "counter_offer"],
)  # fmt: skip
def test_who_acts_for_another_says_so(vault: Vault, told: str, name: str) -> None:
    add_person(vault, told, "Jane Sample", "account_holder")
    set_my_part(vault, told, role="helper", expires="29 February 2028")
    said = _text(_started(vault, told, name))
    assert "I write for Jane Sample, the account holder" in said
    assert "my account." not in said
    set_my_part(vault, told, role="")
    assert "I write for" not in _text(_started(vault, told, name))


@pytest.mark.parametrize("name", [one.id for one in our_templates()])
def test_every_letter_says_for_whom_it_is_written(vault: Vault, told: str, name: str) -> None:
    set_my_part(vault, told, role="helper")
    letter = _started(vault, told, name)
    assert "[for whom you write]" in _text(letter), "nobody is named yet: a gap, and no letter"
    add_person(vault, told, "Jane Sample", "account_holder")
    said = letter_detail(vault, letter.id).body.text() + letter.subject
    assert "I write for Jane Sample, the account holder." in said
    for mine in ("my account", "My account", "my contract", "my calls", "my credit", "My name"):
        assert mine not in said
    assert "Name on the account: Alex" not in said


def test_an_address_that_is_not_known_is_named_and_taken_once_it_is(
    workshop: Workshop, told: str, folder: Path
) -> None:
    vault = workshop.vault
    debt = vault.get(
        DisputeParty, link_party(vault, told, "Harbour Collections (sample)", "debt_buyer").result
    ).counterparty_id
    own = open_track(vault, told, debt).result
    made = start_letter(vault, told, "complaint", today=TODAY, track_id=own).result
    assert letter_detail(vault, made).lacks == ("address", "email")
    assert write_mail(workshop, made, folder / "a.eml").to == ""
    with vault.change("Found out") as tx:
        tx.patch(Counterparty, debt, address="2 Pier\nSampleton", email="post@harbour.example")
    detail = letter_detail(vault, made)
    assert detail.letter.to_address == "2 Pier\nSampleton" and detail.lacks == ()
    assert letter_content(vault, made).recipient[1:] == ("2 Pier", "Sampleton")
    assert write_mail(workshop, made, folder / "b.eml").to == "post@harbour.example"
    mail = email.message_from_bytes((folder / "b.eml").read_bytes(), policy=email.policy.default)
    assert mail["To"] == "post@harbour.example"
    save_letter(vault, made, to_name="Somebody else", to_address="", to_email="")
    assert letter_detail(vault, made).letter.to_address == ""


def test_an_address_taken_out_of_a_letter_does_not_come_back(vault: Vault, told: str) -> None:
    company = vault.get(Dispute, told).counterparty_id
    made = start_letter(vault, told, "complaint", today=TODAY).result
    with vault.change("Found out") as tx:
        tx.patch(Counterparty, company, address="2 Pier", email="post@harbour.example")
    save_letter(vault, made, to_address="")
    assert letter_detail(vault, made).letter.to_address == ""
    assert letter_detail(vault, made).letter.to_email, "only what was taken out stays out"
    assert letter_detail(vault, made).lacks == ("address",)
    save_letter(vault, made, to_address="9 Quay")
    assert letter_detail(vault, made).letter.to_address == "9 Quay"


@pytest.mark.parametrize(
    ("private", "text", "held"),
    [
        ("post", "I sent it by post and by email", False),
        ("by email only, please", "Answer by email only, please.", False),
        ("Wren", "The wrench was not there", False),
        ("Wren Office", "Care of Wren\nOffice", True),
        ("Wren Office", "on t.example/wrenoffice", True),
        ("Ren\u00e9e", "by way of Rene\u0301e", True),
        ("my app", "my appointment", False),
        ("Email only: hidden@mail.example", "write to hidden@mail.example", True),
        ("my mobile, 202-555-0143", "call 202 555 0143", True),
        ("12 Quay", "at 12  Quay", True),
    ],
)
def test_only_an_address_is_kept_private_and_no_way_of_writing(
    vault: Vault, private: str, text: str, held: bool
) -> None:
    edit_complainant(vault, open_dispute(vault, "A (sample)", "b").result, private_contact=private)
    assert bool(private_in(vault, text)) is held


def test_a_letter_to_a_body_is_not_addressed_to_the_company(vault: Vault, told: str) -> None:
    letter = _started(vault, told, "to_body")
    assert (letter.to_name, letter.to_address, letter.to_email) == ("", "", "")
    assert letter_detail(vault, letter.id).lacks == ("to", "address", "email")


def test_a_template_in_another_language_gives_a_whole_letter_in_it(
    workshop: Workshop, told: str, folder: Path
) -> None:
    """Days, amounts, who writes for whom and what stands on the page; typed words stay."""
    vault = workshop.vault
    add_person(vault, told, "Jane Sample", "account_holder")
    set_my_part(vault, told, role="helper")
    save_template(
        vault,
        "follow_up",
        name="Erinnerung",
        subject="Erinnerung: {{ issue }}",
        body="{{ acts_for }}\n\nZuletzt {{ last.what }} vom {{ last.day }}, Zeichen"
        " {{ last.reference }}.\n\n{{ promise.statement }}.\n\nFrist: {{ promise.due }}."
        " Betrag: {{ disputed }}.\n\n{{ ask }}.\n\nMit freundlichen Grüßen\n\n{{ me.name }}",
        language="de",
    )
    letter = _started(vault, told, "follow_up")
    assert (letter.language, letter.title) == ("de", "Erinnerung")
    assert _text(letter) == (
        "Ich schreibe für Jane Sample (Inhaber des Kundenkontos).\n\n"
        "Zuletzt unser Telefonat vom 3. März 2026, Zeichen NT-7781.\n\n"
        "Ich erinnere mich: a refund, 84,20 £, bis 10. März 2026.\n\n"
        "Frist: 10. März 2026. Betrag: 84,20 £.\n\nPay back £84.20.\n\n"
        "Mit freundlichen Grüßen\n\nAlex Sample"
    )
    with vault.change("Later") as tx:
        tx.patch(Promise, vault.find(Promise)[0].id, due="2026-03-12")
    assert "bis 12. März 2026" in letter_detail(vault, letter.id).body.text()
    papers = attach_files(vault, [Pasted("a.txt", b"A")], dispute_id=told).added
    save_letter(vault, letter.id, enclosures=papers)
    write_letter(workshop, letter.id, folder / "a.pdf")
    with pypdfium2.PdfDocument((folder / "a.pdf").read_bytes()) as document:
        page = document[0].get_textpage().get_text_bounded()
    assert "20. März 2026" in page and "Anlage (Kopie)" in page
    assert "March" not in page and "enclosed" not in page and "£84" in page


def test_contact_me_only_by_goes_out_in_no_letter(
    workshop: Workshop, told: str, folder: Path
) -> None:
    letter = _started(workshop.vault, told, "complaint")
    save_letter(workshop.vault, letter.id, subject="Write to Never-Print @ example.test")
    for act in (
        lambda: write_letter(workshop, letter.id, folder / "a.pdf"),
        lambda: write_mail(workshop, letter.id, folder / "a.eml"),
        lambda: letter_text(workshop.vault, letter.id),
        lambda: mark_letter_sent(workshop, letter.id, "email"),
    ):
        with pytest.raises(Refused, match="keep private"):
            act()
    assert not list(folder.iterdir())


def test_who_holds_the_account_with_another_says_with_whom(vault: Vault, told: str) -> None:
    add_person(vault, told, "Jane Sample", "account_holder")
    set_my_part(vault, told, role="joint_holder")
    said = _text(_started(vault, told, "complaint"))
    assert "I hold the account together with Jane Sample." in said
    assert "My account number is 0012 3456." in said


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ("2026-03-11/2026-03-20~mid", "mid-March 2026"),
        ("2026/2026~spring", "spring 2026"),
        ("2025-05/2025-09", "May 2025 to September 2025"),
        ("2026-03-14T10:05", "14 March 2026, 10:05"),
    ],
)
def test_the_rough_day_of_a_call_is_not_made_exact(
    vault: Vault, dispute: str, dated: str, said: str
) -> None:
    call = log_contact(vault, ContactEntry(dated=dated, dispute_ids=(dispute,))).result
    assert f" of {said}." in _text(_started(vault, dispute, "confirm_call", call))


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ("mid-March 2026", "mid-March 2026"),
        ("May to September 2025", "May 2025 to September 2025"),
        ("14 March 2026 10:05", "2026-03-14"),
        ("March 2026", "2026-03"),
    ],
)
def test_the_name_of_an_enclosure_says_its_day_as_it_is_known(
    vault: Vault, dispute: str, dated: str, said: str
) -> None:
    paper = attach_files(vault, [Pasted("bill.txt", b"Bill")], dispute_id=dispute).added[0]
    edit_record(vault, Evidence, paper, title="Bill", dated=dated)
    assert [one.name for one in enclosures(vault, [paper])] == [f"Enclosure 1 - Bill {said}.txt"]
