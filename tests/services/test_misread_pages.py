"""On a page whose font says its letters are others a machine reads what is seen, and that is found,
blacked out and gone."""

from __future__ import annotations

import io
import string
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from onrecord.domain.evidence import Evidence
from onrecord.intake.machine import MachineReader
from onrecord.intake.reading import PageText
from onrecord.packet.textpages import text_pages
from onrecord.services.attach_files import attach_files
from onrecord.services.black_out_typed import black_out_typed
from onrecord.services.check_packet import check_packet
from onrecord.services.export_bundle import export_bundle
from onrecord.services.judge_exhibits import judge_exhibits
from onrecord.services.read_documents import read_documents
from onrecord.services.read_pictures import pictures_waiting, read_pictures
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from packet.papers import misnamed, paper, says

_WORDS = (
    "Dear Sir,\n\nthe office of Eszter Quillfeather wrote on Monday.\n\n"
    "Quillfeather was told of the refund.\n"
)
_AFTER = {one: chr(ord(one) + 1) for one in string.ascii_letters}


@pytest.fixture
def letter(workshop: Workshop, dispute: str, tmp_path: Path) -> str:
    files = {"odd.pdf": misnamed(text_pages(_WORDS).pdf, _AFTER), "plain.pdf": paper([says("Hi")])}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        attach_files(workshop.vault, [tmp_path / name], dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)
    return workshop.vault.find(Evidence, "file_name = 'odd.pdf'")[0].id


def _seen(reader: MachineReader, pdf: Path) -> str:
    """All that is seen on the pages of a PDF, whatever it holds as its words."""
    pictures: list[bytes] = []
    for page in pypdfium2.PdfDocument(pdf):
        made = io.BytesIO()
        page.render(scale=2).to_pil().save(made, "PNG")
        pictures.append(made.getvalue())
    return "\n".join(_read(reader, picture) for picture in pictures)


def _read(reader: MachineReader, picture: bytes) -> str:
    ((_, found),) = reader.pages(lambda: [picture], [1], media_type="image/png")
    assert isinstance(found, PageText)
    return found.text


def _held(pdf: Path) -> str:
    """All that it holds as its words."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def test_what_is_seen_there_is_read_found_and_blacked_out(
    workshop: Workshop, dispute: str, letter: str, tmp_path: Path, picture_reader: MachineReader
) -> None:
    vault = workshop.vault
    packet = start_packet(vault, dispute).result
    assert vault.index.search("Quillfeather") == [] and pictures_waiting(vault) == []
    judge_exhibits(workshop, packet)
    assert pictures_waiting(vault) == [(letter, [1])]
    assert read_pictures(vault, picture_reader).read == [letter]
    assert pictures_waiting(vault) == []
    assert [hit.evidence_id for hit in vault.index.search("Quillfeather")] == [letter]

    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    export_bundle(workshop, packet, before)
    assert _seen(picture_reader, before).count("Quillfeather") == 2
    misread = "".join(_AFTER[one] for one in "Quillfeather")
    assert misread in _held(before) and "Quillfeather" in _held(before)
    packet = start_packet(vault, dispute).result
    hidden = black_out_typed(vault, packet, ["Quillfeather"])
    assert (hidden.unread, hidden.absent) == ((), ())
    asked = [one.key for one in check_packet(vault, packet) if one.key.startswith("hidden_unread")]
    assert asked == []
    export_bundle(workshop, packet, after)
    seen = _seen(picture_reader, after)
    assert "Quill" not in seen and "refund" in seen and "Eszter" in seen
    assert not any(words in _held(after) for words in ("Quillfeather", misread))


def test_without_a_machine_the_page_is_asked_about(
    workshop: Workshop, dispute: str, letter: str
) -> None:
    vault = workshop.vault
    packet = start_packet(vault, dispute).result
    judge_exhibits(workshop, packet)
    hidden = black_out_typed(vault, packet, ["Quillfeather"])
    assert len(hidden.unread) == 1
    (asked,) = (one for one in check_packet(vault, packet) if one.key.startswith("hidden_unread"))
    assert asked.evidence_id == letter and asked.holds
