"""Words in any script, long texts and cited pages of them, in the finished PDF."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from intake.documents_made_here import word
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation, Fact
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.errors import Refused, WorkerFailed
from onrecord.packet.bundler import Bundler
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, leave_out
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_packet import CheckLine, check_packet
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import ExportResult, export_bundle
from onrecord.services.packet_options import set_packet_options
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.trash import restore_items, trash_items
from onrecord.services.workshop import Workshop

SCRIPTS = (
    "Русский Ελληνικά", "שלום עולם", "مرحبا بالعالم", "नमस्ते दुनिया", "বাংলা", "ภาษาไทย", "தமிழ்",
    "漢字", "ひらがな", "한국어", "ქართული", "አማርኛ", "✓ ☐ ► ★ → ≤", "😀",
)  # fmt: skip
UNKNOWN = "ᬅᬆ"  # Balinese: in no font that ships


def packet_of(workshop: Workshop, dispute: str, *files: Pasted) -> tuple[str, list[str]]:
    ids = list(attach_files(workshop.vault, list(files), dispute_id=dispute).added)
    read_documents(workshop.vault, workshop.reader)
    return start_packet(workshop.vault, dispute).result, ids


def exported(workshop: Workshop, packet: str, tmp_path: Path) -> tuple[ExportResult, list[str]]:
    target = tmp_path / "out.pdf"
    result = export_bundle(workshop, packet, target)
    with pypdfium2.PdfDocument(target.read_bytes()) as document:
        return result, [words(page) for page in document]


def words(page: Any) -> str:
    return page.get_textpage().get_text_bounded()


def needing(workshop: Workshop, packet: str) -> list[CheckLine]:
    return [line for line in check_packet(workshop.vault, packet) if line.level != "tip"]


def test_every_common_script_is_printed_with_letters_of_its_own(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    text = "\n\n".join(SCRIPTS)
    packet, _ = packet_of(workshop, dispute, Pasted("note.txt", text.encode()))
    edit_record(workshop.vault, Packet, packet, title="漢字 and שלום", summary=text)
    assert needing(workshop, packet) == []
    result, pages = exported(workshop, packet, tmp_path)
    assert result.problems == ()
    for page in (pages[0], pages[-2]):  # the cover, and the note before the closing page
        plain = "".join(page.split())
        assert "\ufffd" not in plain
        for sign in ("Русский", "漢字", "ひらがな", "한국어", "ქართული", "አማርኛ", "☐", "😀"):
            assert sign in plain
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        fonts: Any = pdf.pages[0].Resources.Font
        names = {str(fonts[name].BaseFont).partition("+")[2] for name in fonts}
    for face in ("Hebrew", "Arabic", "Bengali", "Thai", "Tamil", "CJK", "Emoji"):
        assert any(face in name for name in names), face


def test_what_no_font_has_is_said_before_and_seen_in_the_pdf(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    packet, (note,) = packet_of(
        workshop, dispute, Pasted("note.txt", f"They wrote {UNKNOWN} to me.".encode())
    )
    edit_record(workshop.vault, Packet, packet, ask=f"Pay {UNKNOWN} back.")
    edit_record(workshop.vault, Evidence, note, title=f"Note {UNKNOWN}")
    lines = needing(workshop, packet)
    assert [(line.level, line.evidence_id, line.act) for line in lines] == [
        ("ask", "", "text"), ("ask", note, "title"), ("ask", note, ""),
    ]  # fmt: skip
    assert "In what you ask for, “ᬅᬆ” cannot be printed as written" in lines[0].words
    assert "U+1B05" in lines[0].words
    assert all(line.remedy for line in lines)
    result, pages = exported(workshop, packet, tmp_path)
    assert len(result.problems) == 3
    assert any("In the words of A1, “ᬅᬆ”" in words for words in result.problems)
    assert "Pay \ufffd\ufffd back." in pages[0]
    assert "They wrote \ufffd\ufffd to me." in pages[-2]
    assert "U+1B05, U+1B06" in pages[-2]


def long_mail(lines: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "All of it", "Northline <care@northline.example>"
    message.set_content("".join(f"Line {n} of the mail, which goes on.\n" for n in range(lines)))
    return bytes(message)


def test_a_citation_of_a_later_page_of_a_text_lands_where_those_words_are(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    note = "".join(f"Row {n} of the note, as it was kept.\n\n" for n in range(300))
    packet, ids = packet_of(
        workshop, dispute, Pasted("mail.eml", long_mail(400)), Pasted("note.txt", note.encode())
    )
    fact = Fact(dispute_id=dispute, words="It says so", dated="2026-01-02")
    with vault.change("A fact") as tx:
        tx.insert(fact)
        for id in ids:
            cited = Citation(of_table="fact", of_id=fact.id, evidence_id=id, page=5)
            tx.insert(cited)
    result, pages = exported(workshop, packet, tmp_path)
    assert result.problems == ()
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        numbers: dict[Any, int] = {page.objgen: n for n, page in enumerate(pdf.pages)}
        targets = [
            numbers[link.Dest[0].objgen]
            for page, words in zip(pdf.pages, pages, strict=True)
            if words.startswith("What happened")
            for link in page.Annots
        ]
    first_words = [vault.index.text(id).split("\f")[4].strip().splitlines()[0] for id in ids]
    for words in first_words:
        assert any(words in pages[target] for target in targets), words
        assert not any(words in page for n, page in enumerate(pages) if n not in targets)


def test_a_mail_too_long_to_be_read_whole_is_not_cut_without_a_word(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    packet, (mail,) = packet_of(workshop, dispute, Pasted("mail.eml", long_mail(60)))
    edit_record(
        workshop.vault, Evidence, mail, problem="Only a part."
    )  # as reading it says beyond its limit
    (line,) = needing(workshop, packet)
    assert (line.level, line.evidence_id, line.act) == ("ask", mail, "take_out")
    assert "only its first part is in the PDF" in line.words
    result, pages = exported(workshop, packet, tmp_path)
    said = "Only the first part of this long text is printed here."
    assert any(said in words for words in result.problems)
    divider = next(n for n, page in enumerate(pages) if page.startswith("A1"))
    assert said in " ".join(pages[divider].split())
    assert said in " ".join(pages[-2].split())


def test_a_web_page_is_printed_as_words_and_not_as_its_source(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    page = b"<!DOCTYPE html><html><body><p>Your <b>refund</b> is on its way.</p></body></html>"
    packet, _ = packet_of(workshop, dispute, Pasted("page.html", page))
    _, pages = exported(workshop, packet, tmp_path)
    assert "Your refund is on its way." in pages[-2]
    assert "<p>" not in "".join(pages)


def test_a_word_document_is_printed_as_its_words(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    letter = word("We refund 84.20 by 1 April.", head="Northline Telecom (sample)")
    packet, (id,) = packet_of(workshop, dispute, Pasted("letter.docx", letter))
    _, pages = exported(workshop, packet, tmp_path)
    assert "Northline Telecom (sample) We refund 84.20 by 1 April." in " ".join(pages[-2].split())
    assert [line for line in needing(workshop, packet) if line.evidence_id == id] == []


def test_a_document_in_the_trash_stops_until_it_is_put_back_or_left_out(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    packet, (one, two) = packet_of(
        workshop, dispute, Pasted("one.txt", b"One."), Pasted("two.txt", b"Two.")
    )
    trash_items(vault, [(Evidence, one)])
    (stop,) = needing(workshop, packet)
    assert (stop.level, stop.act, stop.also) == ("stop", "put_back", "take_out")
    with pytest.raises(Refused, match="in the trash"):
        export_bundle(workshop, packet)
    # Another change of the packet does not throw it out behind the user's back.
    arrange_exhibits(vault, packet, [ExhibitPlace(two, caption="The other")])
    assert vault.count(PacketExhibit, "packet_id = ?", [packet]) == 2
    change = leave_out(vault, packet, one)
    assert needing(workshop, packet) == []
    assert export_bundle(workshop, packet).page_count
    vault.undo(change)
    assert [line.level for line in needing(workshop, packet)] == ["stop"]
    restore_items(vault, [(Evidence, one)])
    assert needing(workshop, packet) == []
    _, pages = exported(workshop, packet, tmp_path)
    assert any("One." in page for page in pages)


def test_a_document_that_could_not_be_examined_is_told_and_stood_for(
    workshop: Workshop, dispute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.test_finished_bundle import paper

    def fails(*_: Any, **__: Any) -> Any:
        raise WorkerFailed("Reading this document took too much memory.")

    packet, (bill,) = packet_of(workshop, dispute, Pasted("bill.pdf", paper(["The bill"])))
    assert needing(workshop, packet) == []
    judge = Bundler.judge
    monkeypatch.setattr(Bundler, "judge", fails)
    result, pages = exported(workshop, packet, tmp_path)
    (line,) = needing(workshop, packet)
    assert (line.level, line.evidence_id, line.act) == ("ask", bill, "take_out")
    assert "“bill” could not be examined. Reading this document took" in line.words
    assert any("could not be read" in words for words in result.problems)
    assert any("NOT SHOWN" in page for page in pages)
    # As soon as it can be examined, all is well again.
    monkeypatch.setattr(Bundler, "judge", judge)
    again, pages = exported(workshop, packet, tmp_path)
    assert again.problems == ()
    assert needing(workshop, packet) == []
    assert any("The bill" in page for page in pages)


def test_a_title_without_an_end_in_any_script_stays_on_its_page(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    from packet.made_up import letters_off_the_page

    packet, (one,) = packet_of(workshop, dispute, Pasted("one.txt", b"One."))
    for words in ("שלום" * 60, "漢" * 200, "W" * 60 + " " + "w" * 140):
        edit_record(workshop.vault, Packet, packet, title=words, ask=words, recipient=words)
        edit_record(workshop.vault, Evidence, one, title=words, description=words, source=words)
        edit_record(workshop.vault, Dispute, dispute, summary=words)
        exported(workshop, packet, tmp_path)
        lost = "".join(letters_off_the_page((tmp_path / "out.pdf").read_bytes()))
        assert set(lost) <= set("A1 · p.0123456789"), words  # the stamp stands in the margin


def test_a_plain_text_that_may_be_too_long_is_asked_about(workshop: Workshop, dispute: str) -> None:
    """It is printed whole or not at all; in large print it needs more pages."""
    texts = [Pasted(f"{n}.txt", b"a line\n" * n) for n in (5_000, 25_000, 60_000)]
    packet, ids = packet_of(workshop, dispute, *texts)
    for large, asked in ((False, ids[2:]), (True, ids[1:])):
        set_packet_options(workshop.vault, packet, large=large)
        lines = [one for one in needing(workshop, packet) if "1,000 pages" in one.words]
        assert [one.evidence_id for one in lines] == asked
        assert all(one.level == "ask" and one.act == "take_out" for one in lines)
