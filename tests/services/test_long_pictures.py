"""A chat in one very long screenshot is several pages, in the vault and in the bundle alike."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from onrecord.domain.evidence import Evidence
from onrecord.packet.pagewords import page_words
from onrecord.services.attach_files import attach_files
from onrecord.services.export_bundle import export_bundle
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.open_document import open_document
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from onrecord.vault.index import IndexedPage
from pictures_of_letters import font, saved

_APART = 120  # pixels from message to message


def chat() -> bytes:
    """Forty messages, each with a bar of its own in black."""
    made = Image.new("RGB", (600, 40 * _APART), "#ece5dd")
    pen = ImageDraw.Draw(made)
    for n in range(40):
        pen.text((40, 10 + n * _APART), f"Message {n + 1}", fill="black", font=font(40))
        pen.rectangle((40, 70 + n * _APART, 300, 90 + n * _APART), fill="black")
    return saved(made)


def kept(workshop: Workshop, dispute: str, folder: Path) -> str:
    (folder / "chat.png").write_bytes(chat())
    attach_files(workshop.vault, [folder / "chat.png"], dispute_id=dispute)
    return workshop.vault.find(Evidence)[0].id


def test_its_pages_are_the_same_in_the_window_and_in_the_bundle(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path
) -> None:
    vault = workshop.vault
    id = kept(workshop, dispute, folder)
    read_documents(vault, workshop.reader)
    count = vault.get(Evidence, id).page_count
    pages = vault.index.pages(id)
    assert count == len(pages) == 4
    document = open_document(workshop, id)
    assert [document.page_size(n) for n in range(1, 5)] == [(p.width, p.height) for p in pages]
    document.close()
    # "Message 25" is the fifth of page 3: as if a machine had read it there
    vault.index.put_seen(
        id, 3, IndexedPage(3, "Kestrel", 1000, 1000, [("Kestrel", 60, 340, 400, 380)])
    )
    packet = start_packet(vault, dispute).result
    mark_page(vault, packet, Mark("black_out", id, 2, ("0 100 1000 300",)))
    export_bundle(workshop, packet, tmp_path / "one.pdf")
    with pypdfium2.PdfDocument(tmp_path / "one.pdf") as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        mine = [
            n for n, text in enumerate(texts) if text.strip().startswith(("A1 · p.", "Kestrel"))
        ]
        assert [texts[n].count("Kestrel") for n in mine] == [0, 0, 1, 0]
        second, third = pdf[mine[1]], pdf[mine[2]]
        shown = second.render(scale=1).to_pil().convert("L")
        assert shown.getpixel((shown.width // 2, shown.height // 4)) == 0  # in the black box
        assert shown.getpixel((shown.width // 2, shown.height // 2)) > 200  # type: ignore[operator]
        (box,) = page_words(third).find("Kestrel")
        assert box.x0 > 60 and 200 < box.y0 < 350


def test_one_that_was_read_as_one_page_stays_one(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path
) -> None:
    vault = workshop.vault
    id = kept(workshop, dispute, folder)
    with vault.change("As a version before read it") as tx:
        tx.patch(Evidence, id, page_count=1)
    read_documents(vault, workshop.reader)
    assert vault.get(Evidence, id).page_count == len(vault.index.pages(id)) == 1
    document = open_document(workshop, id)
    assert document.page_count == 1
    document.close()
    packet = start_packet(vault, dispute).result
    export_bundle(workshop, packet, tmp_path / "one.pdf")
    with pypdfium2.PdfDocument(tmp_path / "one.pdf") as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len([text for text in texts if text.startswith("A1 · p.")]) == 1
