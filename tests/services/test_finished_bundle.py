"""The finished file of a rich dispute, read as whoever gets it would: the file and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation, Fact
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.log_contact import log_contact
from onrecord.services.read_documents import read_documents
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault
from packet.papers import holds

LEFT_OUT = "Wombatsecret4711"


def paper(pages: list[str], rotate: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for words in pages:
            page: Any = pdf.add_blank_page(page_size=size)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Rotate = rotate
            page.Contents = pikepdf.Stream(pdf, f"BT /F 20 Tf 60 400 Td ({words}) Tj ET".encode())
        pdf.save(out)
    return out.getvalue()


def picture(width: int, height: int, kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return out.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["Date"] = "Your bill", "Mon, 02 Mar 2026 09:12:00 +0000"
    message.set_content("A line of the mail.\n" * 120)
    return bytes(message)


def papers() -> list[Pasted]:
    many = [Pasted(f"Bill {n}.pdf", paper([f"Bill {n}", f"Bill {n} again"])) for n in range(20)]
    return [
        *many,
        Pasted("terms.pdf", paper(["Terms one", LEFT_OUT, "Terms three", "Terms four"])),
        Pasted("turned.pdf", paper(["Turned"], rotate=90)),
        Pasted("wide.pdf", paper(["Wide"], size=(1200, 400))),
        Pasted("wide.jpg", picture(1600, 500, "JPEG")),
        Pasted("tall.png", picture(400, 1900, "PNG")),
        Pasted("notes.txt", b"A line of the notes.\n" * 200),
        Pasted("mail.eml", mail()),
        Pasted("table.xlsx", b"PK\x03\x04 not to be shown"),
    ]


def log_calls(vault: Vault, dispute: str) -> None:
    for day in range(1, 29):
        entry = ContactEntry(
            dated=f"2026-02-{day:02}T10:00",
            zone="Europe/London",
            reference=f"CMP-{day}",
            promises=(Promised("call back", due=f"2026-03-{day:02}"),),
            dispute_ids=(dispute,),
        )
        log_contact(vault, entry)


@dataclass
class Leaf:
    """A page as its reader has it: its number, its words, and where its links lead."""

    number: int
    words: str
    foot: str
    links: list[tuple[str, int]]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Leaf], bytes]]:
    folder = tmp_path_factory.mktemp("finished")
    vault, _ = Vault.create(folder / "v.onrecord", "words", work_factor=4, memory=None)
    with Workshop(vault) as workshop:
        dispute = build_sample(workshop)
        attach_files(vault, papers(), dispute_id=dispute)
        read_documents(vault, workshop.reader)
        terms = vault.find(Evidence, "file_name = 'terms.pdf'")[0]
        edit_record(vault, Evidence, terms.id, dated="2025-06")
        fact = Fact(dispute_id=dispute, words="Notice is a month", dated="2025-07")
        with vault.change("A fact") as tx:
            tx.insert(fact)
            tx.insert(Citation(of_table="fact", of_id=fact.id, evidence_id=terms.id, page=4))
        log_calls(vault, dispute)
        packet = start_packet(vault, dispute).result
        chosen = [
            ExhibitPlace(p.evidence_id, "1, 4, 3" if p.evidence_id == terms.id else p.pages)
            for p in places(vault, packet)
        ]
        arrange_exhibits(vault, packet, chosen)
        target = folder / "bundle.pdf"
        export_bundle(workshop, packet, target)
        data = target.read_bytes()
        yield read(data), data


def read(data: bytes) -> list[Leaf]:
    shown = pypdfium2.PdfDocument(data)
    pages = pypdf.PdfReader(BytesIO(data)).pages
    numbers = {p.indirect_reference.idnum: n for n, p in enumerate(pages, 1)}  # type: ignore[union-attr]
    leaves: list[Leaf] = []
    for number, page in enumerate(pages, 1):
        view: Any = shown[number - 1]
        text = view.get_textpage()
        links: list[tuple[str, int]] = []
        for note in [n.get_object() for n in page.get("/Annots") or []]:
            box = [float(v) for v in note["/Rect"]]
            target = numbers[note.raw_get("/Dest")[0].idnum]
            links.append((" ".join(text.get_text_bounded(*box).split()), target))
        words = text.get_text_range()
        leaves.append(Leaf(number, words, words[-120:], links))
    shown.close()
    return leaves


def label_of(leaf: Leaf) -> str:
    """The exhibit a page belongs to, by its own stamp or, on a title sheet, by its heading."""
    stamped = re.search(rf"\b(A\d+)(?: · [^|]*?)?\s*{leaf.number}\s*\Z", leaf.words)
    if stamped:
        return stamped[1]
    headed = re.match(r"\s*(A\d+)\b", leaf.words)
    return headed[1] if headed else ""


def test_every_page_prints_the_number_it_has(finished: tuple[list[Leaf], bytes]) -> None:
    leaves, _ = finished
    for leaf in leaves:
        assert re.search(rf"(?<!\d){leaf.number}(?!\d)", leaf.foot), (leaf.number, leaf.foot)


def test_every_link_lands_on_the_page_that_bears_what_it_promises(
    finished: tuple[list[Leaf], bytes],
) -> None:
    leaves, _ = finished
    followed = {"page": 0, "exhibit": 0, "contact": 0}
    for leaf in leaves:
        for words, target in leaf.links:
            there = leaves[target - 1]
            page = re.search(r"(?:^|p\.|page)\s*(\d+)(?:–\d+)?$", words)
            if page:
                followed["page"] += 1
                assert int(page[1]) == target, (leaf.number, words, target)
            exhibit = re.match(r"A\d+\b", words)
            if exhibit:
                followed["exhibit"] += 1
                assert label_of(there) == exhibit[0], (leaf.number, words, target)
            contact = re.match(r"C\d+\b", words)
            if contact:
                followed["contact"] += 1
                assert re.search(rf"^{contact[0]}\b", there.words, re.M), (words, target)
            assert page or exhibit or contact or words, f"page {leaf.number} has an empty link"
    assert followed["page"] > 90 and followed["exhibit"] > 90 and followed["contact"] > 60


def test_the_index_lists_all_that_is_there_and_nothing_else(
    finished: tuple[list[Leaf], bytes],
) -> None:
    leaves, _ = finished
    first_chronology = next(x.number for x in leaves if x.words.startswith("What happened"))
    index = [x for x in leaves if 1 < x.number < first_chronology]
    listed = [words for leaf in index for words, _ in leaf.links]
    labels = [words for words in listed if re.fullmatch(r"A\d+", words)]
    assert labels == [f"A{n}" for n in range(1, len(labels) + 1)]
    assert len(labels) == len(papers()) + 8  # those of the sample
    spans = [re.fullmatch(r"(\d+)–(\d+)", words) for words in listed]
    ends = [(int(m[1]), int(m[2])) for m in spans if m]
    assert len(ends) == len(labels)
    for (_, end), (start, _) in pairwise(ends):
        assert start == end + 1
    for label, (start, end) in zip(labels, ends, strict=True):
        own = [x.number for x in leaves if label_of(x) == label]
        assert own == list(range(start, end + 1)), label


def test_no_page_bears_the_label_of_another_document(finished: tuple[list[Leaf], bytes]) -> None:
    leaves, _ = finished
    for leaf in leaves:
        bill = re.search(r"^Bill (\d+)\b(?! of)", leaf.words)
        if bill and label_of(leaf):
            title = next(x for x in leaves if re.match(rf"{label_of(leaf)}\b", x.words))
            assert f"Bill {bill[1]}" in title.words


def test_what_stood_on_the_page_left_out_is_in_no_stream_or_string(
    finished: tuple[list[Leaf], bytes],
) -> None:
    leaves, data = finished
    assert any("Terms four" in leaf.words for leaf in leaves)
    assert not any(LEFT_OUT in leaf.words for leaf in leaves)
    assert holds(data, "Terms four")
    assert not holds(data, LEFT_OUT)


def test_bookmarks_and_page_labels_say_the_same(finished: tuple[list[Leaf], bytes]) -> None:
    leaves, data = finished
    reader = pypdf.PdfReader(BytesIO(data))
    assert reader.page_labels == [str(leaf.number) for leaf in leaves]
    seen = 0

    def follow(marks: list[Any]) -> None:
        nonlocal seen
        for mark in marks:
            if isinstance(mark, list):
                follow(mark)
                continue
            seen += 1
            named = re.search(r"\(p\. (\d+)\)$", str(mark.title))
            assert named, mark.title
            number = reader.get_destination_page_number(mark)
            assert number is not None and int(named[1]) == number + 1
            label = re.match(r"A\d+\b", str(mark.title))
            if label:
                assert label_of(leaves[number]) == label[0]

    follow(list(reader.outline))
    assert seen > 60
