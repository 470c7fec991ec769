"""Sending a packet: where to, what goes along, what is on record of it, and what comes next."""

from __future__ import annotations

import email
import email.message
import shutil
import subprocess
from datetime import date
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.diary import PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.sending import Sending
from onrecord.domain.standing import say_standing
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import Cancelled, Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.before_claim import before_claim
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, preview_content
from onrecord.services.form_words import clear_field, form_words, set_field
from onrecord.services.mail_size import packed, too_large
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.packet_letter import letter_of
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.send_files import CHECK, export_to_folder, save_to_folder
from onrecord.services.send_mail import write_packet_mail
from onrecord.services.send_packet import note_reply, record_sending
from onrecord.services.start_packet import new_version, start_packet
from onrecord.services.trash import trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.views.packet_history import packet_history, what_next
from onrecord.services.views.search import search
from onrecord.services.views.send_sheet import send_sheet
from onrecord.services.views.situations import situations
from onrecord.services.views.tracks import tracks
from onrecord.services.who_can_help import matter_of, who_can_help
from onrecord.services.who_can_help_answers import answers_of
from onrecord.services.workshop import Workshop

DAY = date(2026, 3, 17)


@pytest.fixture
def packet(workshop: Workshop, dispute: str) -> str:
    attach_files(workshop.vault, [Pasted("bill.txt", b"The bill of March.")], dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)
    return start_packet(workshop.vault, dispute).result


@pytest.fixture
def bundle(workshop: Workshop, packet: str) -> str:
    return export_bundle(workshop, packet).bundle_id


def with_ofcom_scheme(workshop: Workshop, packet: str) -> None:
    """In the United Kingdom, about broadband, for a body of the directory."""
    vault = workshop.vault
    dispute = vault.get(Packet, packet).dispute_id
    edit_record(vault, Dispute, dispute, place="GB", sector="broadband")
    edit_record(vault, Packet, packet, agency_id="uk-cisas", recipient="", profile="regulator")


def said_by(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_a_step_that_was_passed_over_is_not_shown_as_done(
    workshop: Workshop, dispute: str, packet: str, bundle: str
) -> None:
    record_sending(workshop.vault, bundle, "post", "3 March 2026", today=DAY)
    steps = tracks(workshop.vault, dispute, DAY)[0].steps
    assert [(one.rung, one.state) for one in steps[:4]] == [
        ("asked", "done"), ("supervisor", "passed"), ("formal", "here"), ("executive", "next"),
    ]  # fmt: skip


def test_what_was_sent_to_the_company_is_on_record_and_on_the_ladder(
    workshop: Workshop, dispute: str, packet: str, bundle: str
) -> None:
    vault = workshop.vault
    change = record_sending(vault, bundle, "post", "3 March 2026", reference="C-55", today=DAY)
    (sent,) = vault.find(Sending)
    assert (sent.id, sent.dated, sent.way, sent.reference) == (
        change.result, "2026-03-03", "post", "C-55",
    )  # fmt: skip
    made = vault.get(Bundle, bundle)
    assert (made.sent_when, made.sent_way) == ("2026-03-03", "post")
    assert vault.get(Packet, packet).state == "sent"
    (event,) = vault.find(StageEvent)
    assert (event.kind, event.rung, event.dated, event.reference) == (
        "escalated", "formal", "2026-03-03", "C-55",
    )  # fmt: skip
    (track,) = vault.find(Track)
    assert (track.rung, event.track_id) == ("formal", track.id)
    (contact,) = vault.find(Contact)
    assert (contact.kind, contact.direction, contact.reference) == ("letter", "out", "C-55")
    (row,) = packet_history(vault, dispute)
    assert row.says() == "Sent on 3 March 2026 by post, version 1, acknowledged as C-55"
    undo_change(vault, change)
    assert packet_history(vault, dispute) == ()
    assert vault.get(Packet, packet).state == "draft"
    assert vault.count(Contact) == vault.count(StageEvent) == 0


def test_the_same_packet_by_email_and_by_post_is_two_sendings_and_one_step(
    workshop: Workshop, dispute: str, bundle: str
) -> None:
    vault = workshop.vault
    record_sending(vault, bundle, "email", "3 March 2026", today=DAY)
    record_sending(vault, bundle, "post", "4 March 2026", recipient="Head office", today=DAY)
    assert [row.by for row in packet_history(vault, dispute)] == ["by post", "by email"]
    assert vault.count(StageEvent) == vault.count(Contact) == 1
    assert vault.get(Bundle, bundle).sent_when == "2026-03-03"


def test_what_comes_back_goes_with_what_was_sent(
    workshop: Workshop, dispute: str, bundle: str
) -> None:
    vault = workshop.vault
    sent = record_sending(vault, bundle, "email", "3 March 2026", today=DAY).result
    proof = attach_files(vault, [Pasted("receipt.txt", b"Taken at the counter.")])
    proof_id = proof.outcomes[0].evidence_id
    note_reply(vault, sent, reference="77-A", acknowledged="5 March 2026", proof_id=proof_id)
    (row,) = packet_history(vault, dispute)
    assert (row.reference, row.acknowledged, row.proof) == ("77-A", "5 March 2026", "receipt")
    assert row.says().endswith("acknowledged as 77-A on 5 March 2026")
    assert vault.find(StageEvent)[0].reference == "77-A"
    with pytest.raises(Refused, match="before it was sent"):
        note_reply(vault, sent, acknowledged="1 March 2026")


@pytest.mark.parametrize(
    ("way", "dated", "field"), [("pigeon", "", "way"), ("post", "soon", "dated"),
                                ("post", "March 2026", "dated"), ("post", "1 May 2026", "dated")],
)  # fmt: skip
def test_a_slip_is_refused_by_its_field(
    workshop: Workshop, bundle: str, way: str, dated: str, field: str
) -> None:
    with pytest.raises(Refused) as error:
        record_sending(workshop.vault, bundle, way, dated, today=DAY)
    assert error.value.path == field
    assert workshop.vault.count(Sending) == 0


def test_a_body_of_the_directory_says_where_to_and_by_when(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    with_ofcom_scheme(workshop, packet)
    record_stage(vault, dispute, "asked", dated="2026-03-01", rung="formal")
    bundle = export_bundle(workshop, packet).bundle_id
    sheet = send_sheet(vault, bundle, DAY)
    assert sheet.recipient and sheet.pages
    assert all(page.value.startswith("https://") and page.source for page in sheet.pages)
    assert sheet.files[0][0] == "Charged after cancelling.pdf"
    assert sheet.subject.startswith("Complaint: Northline Telecom (sample)")
    assert sheet.text.startswith("Dear Sir or Madam,\n\nMy complaint, “")
    assert "“Charged after cancelling”, is attached." in sheet.text
    assert sheet.sheets == (sheet.sides + 1) // 2
    sent = record_sending(vault, bundle, "website", "16 March 2026", today=DAY).result
    (track,) = vault.find(Track)
    assert (track.agency_id, track.rung) == ("uk-cisas", "ombudsman")
    assert vault.count(Contact) == 0  # it is no message to the company
    assert what_next(vault, sent, DAY).words == ""  # no rule says when this one decides


@pytest.mark.parametrize(
    ("agency", "sector", "place", "words"),
    [
        ("us-ca-cpuc", "electricity", "US-CA",
         "They have until 26 March 2026: They confirm that they have it (CPUC). It will show on"
         " that day."),
        ("us-fcc-informal", "broadband", "US-CA",
         "The company must answer within 30 days of the day the complaint was served. Put that day on"
         " record when you hear of it."),
    ],
)  # fmt: skip
def test_until_when_they_have_follows_from_their_own_rules(
    workshop: Workshop, dispute: str, packet: str, agency: str, sector: str, place: str, words: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, dispute, place=place, sector=sector)
    edit_record(vault, Packet, packet, agency_id=agency, profile="regulator")
    record_stage(vault, dispute, "asked", dated="2026-03-01", rung="formal")
    bundle = export_bundle(workshop, packet).bundle_id
    sent = record_sending(vault, bundle, "website", "16 March 2026", today=DAY).result
    assert what_next(vault, sent, DAY).words == words


def test_a_second_body_gets_a_line_of_steps_of_its_own(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    with_ofcom_scheme(workshop, packet)
    record_sending(vault, export_bundle(workshop, packet).bundle_id, "website", today=DAY)
    other = start_packet(vault, dispute, "regulator").result
    edit_record(vault, Packet, other, agency_id="uk-comms-ombudsman")
    record_sending(vault, export_bundle(workshop, other).bundle_id, "website", today=DAY)
    assert [t.agency_id for t in vault.find(Track, order="rowid")] == [
        "uk-cisas", "uk-comms-ombudsman",
    ]  # fmt: skip


def test_a_folder_holds_all_of_it_and_can_be_checked_with_what_every_computer_has(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    target = tmp_path / "For the scheme"
    result = export_to_folder(workshop, packet, target, remind=True, today=DAY)
    assert [*result.names] == [
        "Charged after cancelling.pdf", "Charged after cancelling - manifest.json", CHECK,
    ]  # fmt: skip
    assert sorted(p.name for p in target.iterdir()) == sorted(result.names)
    (plan,) = workshop.vault.find(PlannedAction)
    assert (plan.dated, "For the scheme" in plan.words) == ("2026-03-24", True)
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum here")
    found = subprocess.run(
        [tool, "--ignore-missing", "-c", CHECK], cwd=target, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines() == [
        "Charged after cancelling.pdf: OK", "Charged after cancelling - manifest.json: OK",
    ]  # fmt: skip
    with (target / "Charged after cancelling.pdf").open("ab") as file:
        file.write(b"x")
    found = subprocess.run(
        [tool, "--ignore-missing", "-c", CHECK], cwd=target, capture_output=True, text=True
    )
    assert found.returncode != 0


def test_for_a_body_the_answers_to_its_form_lie_beside_without_what_is_blacked_out(
    workshop: Workshop, dispute: str, packet: str, tmp_path: Path
) -> None:
    with_ofcom_scheme(workshop, packet)
    said = "Take back bill 44711234"
    edit_record(workshop.vault, Packet, packet, ask=said, title=f"{said} (sample)")
    first = export_to_folder(workshop, packet, tmp_path / "one")
    text, pages = (f"Form fields (for you).{kind}" for kind in ("txt", "pdf"))
    assert "44711234" in (tmp_path / "one" / text).read_text("utf-8")
    assert "44711234" in said_by(tmp_path / "one" / pages)
    (bill,) = workshop.vault.find(Evidence)
    hide = Mark("black_out", bill.id, 1, (), "44711234", "account", everywhere=True)
    mark_page(workshop.vault, packet, hide)
    second = export_to_folder(workshop, packet, tmp_path / "two")
    for path in (tmp_path / "two").iterdir():
        assert b"44711234" not in path.read_bytes(), path.name
        assert "44711234" not in path.name
    assert "44711234" not in said_by(tmp_path / "two" / pages)
    save_to_folder(workshop, second.export.bundle_id, tmp_path / "three")
    for path in (tmp_path / "two").iterdir():
        assert path.read_bytes() == (tmp_path / "three" / path.name).read_bytes(), path.name
    assert len(second.names) == len(first.names)
    sheet = send_sheet(workshop.vault, second.export.bundle_id, DAY)
    assert "44711234" not in f"{sheet.subject} {sheet.text} {sheet.files}"


def test_words_in_a_form_are_those_of_the_revision_that_goes_out(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    with_ofcom_scheme(workshop, packet)
    vault = workshop.vault
    set_field(vault, packet, "what_happened", "As I said it first.")
    first = export_to_folder(workshop, packet, tmp_path / "one")
    set_field(vault, packet, "what_happened", "As I said it later.")
    second = export_to_folder(workshop, packet, tmp_path / "two")
    assert second.export.bundle_id != first.export.bundle_id
    save_to_folder(workshop, first.export.bundle_id, tmp_path / "again")
    text = "Form fields (for you).txt"
    assert "As I said it first." in (tmp_path / "again" / text).read_text("utf-8")
    assert "As I said it later." in (tmp_path / "two" / text).read_text("utf-8")
    record_sending(vault, second.export.bundle_id, "post", "1 March 2026", today=DAY)
    with pytest.raises(Refused, match="was sent"):
        clear_field(vault, packet, "what_happened")
    new = new_version(vault, packet).result
    assert form_words(vault, new) == {"what_happened": "As I said it later."}


def test_a_mail_is_as_large_as_its_files_are_packed_in_it() -> None:
    data = bytes(1_000_000)
    mail = email.message.EmailMessage()
    mail.add_attachment(data, maintype="application", subtype="pdf", filename="a.pdf")
    assert 0 <= len(mail.as_bytes(policy=default.clone(linesep="\r\n"))) - packed(len(data)) < 1000
    assert not too_large([18_000_000]) and too_large([9_000_000, 9_500_000])


def test_the_number_that_came_back_finds_what_was_sent(
    workshop: Workshop, dispute: str, packet: str, bundle: str
) -> None:
    vault = workshop.vault
    with_ofcom_scheme(workshop, packet)
    sent = record_sending(vault, bundle, "website", "3 March 2026", today=DAY).result
    assert not search(vault, "ACK-2026/118")
    note_reply(vault, sent, reference="ACK-2026/118")
    for typed in ("ACK-2026/118", "ack 2026 118", "2026118"):
        hit = next(one for one in search(vault, typed) if one.kind == "packet")
        assert (hit.id, hit.sent, hit.dispute_id) == (packet, bundle, dispute)
        assert hit.snippet.startswith("sent on 3 March 2026 through their website to CISAS")
        assert hit.snippet.endswith("· ACK-2026/118")
    assert "dispute" in {one.kind for one in search(vault, "2026118")}  # and the step it took
    trash_items(vault, [(Packet, packet)])
    assert "packet" not in {one.kind for one in search(vault, "2026118")}


def test_a_number_that_is_blacked_out_leaves_no_gap_in_the_words_to_copy(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    party = vault.get(Dispute, dispute).counterparty_id
    with vault.change("Added a reference") as tx:
        tx.insert(AccountRef(dispute_id=dispute, counterparty_id=party, kind="account", value="44"))
    before = send_sheet(vault, export_bundle(workshop, packet).bundle_id, DAY)
    assert before.subject.endswith("Account 44") and "Account 44" in before.text
    (bill,) = vault.find(Evidence)
    mark_page(vault, packet, Mark("black_out", bill.id, 1, (), "44", "account", everywhere=True))
    after = send_sheet(vault, export_bundle(workshop, packet).bundle_id, DAY)
    assert "Account" not in f"{after.subject} {after.text}"
    assert "removed" not in f"{after.subject} {after.text}"


def test_a_folder_is_written_whole_or_not_at_all(
    workshop: Workshop, packet: str, bundle: str, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    asked = iter([False])
    with pytest.raises(Cancelled):
        save_to_folder(workshop, bundle, target, cancelled=lambda: next(asked, True))
    assert not target.exists()
    target.mkdir()
    (target / "mine.txt").write_text("Keep me.")
    with pytest.raises(Refused, match="already"):
        export_to_folder(workshop, packet, target)
    assert [p.name for p in target.iterdir()] == ["mine.txt"]
    with pytest.raises(Refused, match="outside the vault"):
        export_to_folder(workshop, packet, workshop.vault.path / "out")


def test_a_mail_draft_has_the_pdf_and_the_words(
    workshop: Workshop, bundle: str, tmp_path: Path
) -> None:
    written = write_packet_mail(workshop, bundle, tmp_path / "draft.eml")
    mail = email.message_from_bytes((tmp_path / "draft.eml").read_bytes(), policy=default)
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Complaint: Charged after cancelling"
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == [*written.names] == ["Charged after cancelling.pdf"]
    # Whoever copies the words may have saved the file under any other name.
    assert ".pdf" not in send_sheet(workshop.vault, bundle, DAY).text


def test_the_text_of_a_law_is_no_address_to_send_to(workshop: Workshop, packet: str) -> None:
    vault = workshop.vault
    edit_record(vault, Packet, packet, agency_id="uk-s75", recipient="Section 75")
    assert send_sheet(vault, export_bundle(workshop, packet).bundle_id).pages == ()


def test_a_website_nobody_knows_is_not_the_first_way_to_send_it(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Packet, packet, agency_id="us-reg-e", recipient="Reg E notice")
    sheet = send_sheet(vault, export_bundle(workshop, packet).bundle_id)
    assert sheet.ways and sheet.ways[0] != "website" and "website" in sheet.ways


@pytest.mark.parametrize("agency", ["uk-small-claims", ""])
def test_a_letter_before_claim_that_was_posted_is_not_in_court_and_its_time_runs(
    workshop: Workshop, dispute: str, agency: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="shopping")
    record_stage(vault, dispute, "asked", dated="2026-02-01")
    record_stage(vault, dispute, "denied", dated="2026-02-10")
    whom = Recipient(agency_id=agency, profile="" if agency else "small_claims")
    packet = packet_for(vault, dispute, whom, DAY).result
    letter = letter_of(vault, vault.get(Packet, packet))
    assert letter is not None and letter.subject.startswith("Letter before claim")
    bundle = export_bundle(workshop, packet).bundle_id
    assert send_sheet(vault, bundle, DAY).recipient == "Northline Telecom (sample)"
    change = record_sending(vault, bundle, "post", "3 March 2026", today=DAY)
    assert answers_of(vault, dispute) == {"event:letter_before_claim": "2026-03-03"}
    assert say_standing(situations(vault, [dispute], DAY)[dispute]) == (
        "They said no. There is a next step."
    )
    (line,) = tracks(vault, dispute, DAY)
    assert (line.rung, line.body) == ("formal", "")
    (row,) = packet_history(vault, dispute)
    assert row.says() == "Sent to Northline Telecom (sample) on 3 March 2026 by post, version 1"
    assert [one.direction for one in vault.find(Contact)] == ["out"]
    for day, verdict in ((date(2026, 3, 10), "later"), (date(2026, 3, 20), "now")):
        options = who_can_help(vault, matter_of(vault, dispute, day))
        assert [o.verdict for o in options if o.agency.id == "uk-small-claims"] == [verdict]
    undo_change(vault, change)
    assert answers_of(vault, dispute) == {} and not vault.find(Contact)


def test_what_goes_out_after_the_letter_before_claim_is_for_the_court(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="shopping")
    whom = Recipient(agency_id="uk-small-claims")
    first = packet_for(vault, dispute, whom, DAY).result
    letter = export_bundle(workshop, first).bundle_id
    record_sending(vault, letter, "post", "1 March 2026", today=DAY)
    again = new_version(vault, first).result
    assert before_claim(vault, vault.get(Packet, again))
    other = packet_for(vault, dispute, whom, DAY).result
    record_sending(
        vault, export_bundle(workshop, other).bundle_id, "website", "16 March 2026", today=DAY
    )
    assert answers_of(vault, dispute) == {"event:letter_before_claim": "2026-03-01"}
    assert say_standing(situations(vault, [dispute], DAY)[dispute]) == (
        "It is with court since 16 March 2026."
    )


def test_a_tribunal_that_asks_for_no_letter_before_claim_gets_the_packet_itself(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, dispute, place="CA-BC", sector="air_travel")
    packet = packet_for(vault, dispute, Recipient(agency_id="ca-bc-crt"), DAY).result
    bundle = export_bundle(workshop, packet).bundle_id
    record_sending(vault, bundle, "website", "16 March 2026", today=DAY)
    assert vault.find(Sending)[0].recipient == "Civil Resolution Tribunal of British Columbia"
    assert vault.find(Track)[0].rung == "court" and answers_of(vault, dispute) == {}


def test_a_notice_of_a_wrong_charge_is_with_the_bank_that_issued_the_card(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Packet, packet, agency_id="us-fcba-billing-error")
    bundle = export_bundle(workshop, packet).bundle_id
    record_sending(vault, bundle, "post", "3 March 2026", today=DAY)
    assert say_standing(situations(vault, [dispute], DAY)[dispute]) == (
        "It is with the bank that issued the card since 3 March 2026."
    )


def test_a_packet_changed_after_it_was_sent_is_the_next_version_on_its_cover_and_file(
    workshop: Workshop, packet: str, bundle: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    record_sending(vault, bundle, "post", "1 March 2026", today=DAY)
    revised = new_version(vault, packet).result
    edit_record(vault, Packet, revised, ask="Take it all back.")
    assert preview_content(vault, revised).frozen.revision == 2
    made = export_to_folder(workshop, revised, tmp_path / "two")
    assert made.names[0] == "Charged after cancelling v2.pdf"
    assert "Version 2" in said_by(tmp_path / "two" / made.names[0])
    record_sending(vault, made.export.bundle_id, "post", "2 March 2026", today=DAY)
    assert [row.number for row in packet_history(vault, vault.get(Packet, packet).dispute_id)] == [
        2, 1,
    ]  # fmt: skip
    third = new_version(vault, revised).result
    assert preview_content(vault, third).frozen.revision == 3
    other = start_packet(vault, vault.get(Packet, packet).dispute_id).result
    assert preview_content(vault, other).frozen.revision == 1
