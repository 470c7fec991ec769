"""What a bundle is told to print: no more than there is, and nothing that gives away the rest."""

from __future__ import annotations

import json
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.packet import Bundle, Packet
from onrecord.errors import Refused
from onrecord.packet.content import Cite
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, leave_out, places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.cite import Spot, add_cited, cite
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import bundle_chunks, export_bundle, preview_content
from onrecord.services.log_contact import log_contact
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.services.track_complaint import track_at
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault


def blank_pdf(pages: int) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def packet_of(workshop: Workshop, dispute: str, *documents: Pasted) -> str:
    attach_files(workshop.vault, documents, dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)
    return start_packet(workshop.vault, dispute).result


def test_parts_with_nothing_in_them_are_not_printed(vault: Vault, dispute: str) -> None:
    packet = start_packet(vault, dispute).result
    assert preview_content(vault, packet).parts == ("cover", "index", "hashes")
    log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,)))
    assert preview_content(vault, packet).parts == (
        "cover", "index", "chronology", "contact_log", "hashes",
    )  # fmt: skip


def test_a_packet_without_any_document_is_still_a_bundle(workshop: Workshop, dispute: str) -> None:
    packet = start_packet(workshop.vault, dispute).result
    assert export_bundle(workshop, packet).page_count == 3


def test_a_long_text_and_a_long_mail_go_in_whole(workshop: Workshop, dispute: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Your complaint"
    mail.set_content("A line of the mail.\n" * 150)
    packet = packet_of(
        workshop,
        dispute,
        Pasted("notes.txt", b"A line of the notes.\n" * 400),
        Pasted("reply.eml", bytes(mail)),
    )
    result = export_bundle(workshop, packet)
    assert not result.problems
    manifest = workshop.vault.get(Bundle, result.bundle_id).manifest
    assert all(len(e["pages"]) > 1 and e["method"] == "made" for e in manifest["exhibits"])


def test_pages_cannot_be_chosen_of_what_is_broken_into_pages_by_us(
    workshop: Workshop, dispute: str
) -> None:
    packet = packet_of(workshop, dispute, Pasted("notes.txt", b"A line.\n" * 400))
    (place,) = places(workshop.vault, packet)
    with pytest.raises(Refused, match="no pages of its own"):
        arrange_exhibits(workshop.vault, packet, [ExhibitPlace(place.evidence_id, pages="1")])


def test_the_hash_of_a_document_that_goes_in_in_part_stays_in_the_vault(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    packet = packet_of(workshop, dispute, Pasted("bill.pdf", blank_pdf(3)))
    (place,) = places(vault, packet)
    stored = vault.get(ObjectRecord, vault.get(Evidence, place.evidence_id).object_id)
    assert preview_content(vault, packet).exhibits[0].sha256 == stored.sha256
    arrange_exhibits(vault, packet, [ExhibitPlace(place.evidence_id, pages="1, 3")])
    bundle = vault.get(Bundle, export_bundle(workshop, packet, tmp_path / "bundle.pdf").bundle_id)
    assert stored.sha256 not in json.dumps([bundle.manifest, bundle.content])
    (exhibit,) = bundle.manifest["exhibits"]
    assert exhibit["sha256_of"] == "copy"
    assert len(exhibit["sha256"]) == 64


def test_every_problem_names_its_document(workshop: Workshop, dispute: str) -> None:
    packet = packet_of(
        workshop, dispute, Pasted("a.zip", b"PK\x03\x04 something"), Pasted("b.pdf", b"%PDF-1.7 no")
    )
    problems = export_bundle(workshop, packet).problems
    assert [words[:3] for words in problems] == ["A1:", "A2:"]


def test_a_call_is_told_as_one_tells_it(vault: Vault, dispute: str) -> None:
    log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,)))
    mail = ContactEntry(kind="email", direction="in", dated="2026-03-02", dispute_ids=(dispute,))
    log_contact(vault, mail)
    told = [
        row.words for row in preview_content(vault, start_packet(vault, dispute).result).chronology
    ]
    assert told[0].endswith("a call to them.")
    assert told[1].endswith("an email from them.")


def test_a_document_called_c1_is_not_taken_for_a_call(vault: Vault, dispute: str) -> None:
    attach_files(vault, [Pasted("a.txt", b"words")], dispute_id=dispute)
    log_contact(vault, ContactEntry(dated="2026-03-01", dispute_ids=(dispute,)))
    packet = start_packet(vault, dispute).result
    assert preview_content(vault, packet).contact_log[0].label == "C1"
    edit_record(vault, Packet, packet, label_prefix="C")
    content = preview_content(vault, packet)
    assert content.exhibits[0].label == "C1"
    assert content.contact_log[0].label == "CC1"
    assert content.chronology[0].citations[0].label == "CC1"


def test_a_beginning_of_labels_that_cannot_be_stamped_is_refused(
    workshop: Workshop, dispute: str
) -> None:
    packet = packet_of(workshop, dispute, Pasted("a.txt", b"words"))
    edit_record(workshop.vault, Packet, packet, label_prefix="\u042f")
    with pytest.raises(Refused, match="cannot begin a label"):
        export_bundle(workshop, packet)


def test_a_box_cited_in_the_viewer_is_where_the_bundle_leads(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    packet = packet_of(workshop, dispute, Pasted("bill.pdf", blank_pdf(3)))
    (place,) = places(vault, packet)
    fact = Fact(dispute_id=dispute, dated="2026-03-16", words="They charged me again")
    add_cited(
        vault, fact, [Spot(place.evidence_id, 2, "60 100 300 160")], "Put on record what happened"
    )
    content = preview_content(vault, packet)
    (row,) = [row for row in content.chronology if "charged me again" in row.words]
    assert row.citations == (Cite("A1", 2, "60 100 300 160"),)
    assert row.ground == "documented"
    result = export_bundle(workshop, packet)
    assert not result.problems
    with pikepdf.open(BytesIO(b"".join(bundle_chunks(vault, result.bundle_id)))) as pdf:
        pages = [page.objgen for page in pdf.pages]
        (dest,) = [
            note.Dest for page in pdf.pages for note in page.get("/Annots", [])
            if str(note.Dest[1]) == "/FitR"
        ]  # fmt: skip
        x0, y0, x1, y1 = (float(v) for v in list(dest)[2:])
        height = float(pdf.pages[pages.index(dest[0].objgen)].MediaBox[3])
    assert x0 <= 60 and x1 >= 300 and y0 <= height - 160 and y1 >= height - 100


def test_what_a_document_shows_that_is_left_out_is_not_called_undocumented(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    packet = packet_of(workshop, dispute, Pasted("terms.pdf", blank_pdf(1)))
    (place,) = places(vault, packet)
    fact = Fact(dispute_id=dispute, dated="2026-03-16", words="I found their terms")
    add_cited(vault, fact, [Spot(place.evidence_id, 1)], "Put on record what happened")

    def told() -> tuple[str, str]:
        rows = preview_content(vault, packet).chronology
        return next((r.ground, r.ground_words) for r in rows if "found their terms" in r.words)

    assert told() == ("documented", "A document shows it")
    leave_out(vault, packet, place.evidence_id)
    assert told() == ("recalled", "What shows it is not in this packet")
    edit_record(vault, Evidence, place.evidence_id, trashed_at="2026-03-20T10:00:00Z")
    assert told() == ("recalled", "No document and no note made at the time")


def test_both_sides_of_a_disagreement_are_printed_with_their_documents(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    packet = packet_of(
        workshop, dispute, Pasted("chat.pdf", blank_pdf(1)), Pasted("policy.pdf", blank_pdf(2))
    )
    chat, policy = (place.evidence_id for place in places(vault, packet))
    issue = Issue(dispute_id=dispute, title="Could I claim afterwards?", mine="Yes, within 90 days.",
                  theirs="Not after the journey.")  # fmt: skip
    add_cited(vault, issue, [Spot(chat, 1)], "Added where we disagree", "mine")
    cite(vault, "issue", issue.id, [Spot(policy, 2)], "theirs")
    content = preview_content(vault, packet)
    (row,) = content.issues
    assert (row.mine_citations, row.their_citations) == ((Cite("A1", 1),), (Cite("A2", 2),))
    assert "issues" in content.parts
    result = export_bundle(workshop, packet)
    assert not result.problems
    manifest = vault.get(Bundle, result.bundle_id).manifest
    assert [e["label"] for e in manifest["exhibits"]] == ["A1", "A2"]


def test_the_number_under_which_a_body_passed_the_complaint_on_is_printed(
    vault: Vault, dispute: str
) -> None:
    packet = start_packet(vault, dispute).result
    track = track_at(vault, dispute, "us-fcc-informal").result
    record_stage(vault, dispute, "served", dated="2016-10-24", reference="1283196", track_id=track)
    content = preview_content(vault, packet)
    assert [(r.kind, r.value) for r in content.references] == [("FCC file", "1283196")]
    (row,) = content.chronology
    assert row.when == "2016-10-24"
    assert row.words == "FCC passed the complaint on to the company, under the number 1283196."
