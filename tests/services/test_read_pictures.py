"""The words in a picture of a letter are found by search, and in the finished bundle."""

from __future__ import annotations

import itertools
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as IMAGE

from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle
from onrecord.domain.rect import Rect
from onrecord.intake import machine
from onrecord.intake.machine import MachineReader
from onrecord.packet.content import from_json
from onrecord.packet.pagewords import page_words
from onrecord.services.attach_files import attach_files
from onrecord.services.check_packet import check_packet
from onrecord.services.export_bundle import exhibit_provider, export_bundle
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.packet_options import set_packet_options
from onrecord.services.private_words import private_in_packet
from onrecord.services.read_documents import read_documents
from onrecord.services.read_pictures import pictures_waiting, read_pictures
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from onrecord.vault.index import IndexedPage
from onrecord.vault.vault import Vault
from onrecord.worker.limits import Limits
from packet.papers import paper, says
from pictures_of_letters import letter, saved, scan, sheet, stamped


def kept(workshop: Workshop, dispute: str, folder: Path, **files: bytes) -> list[str]:
    """Ids of documents that were attached and read, but not their pictures."""
    vault, ids = workshop.vault, list[str]()
    for name, data in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(data)
        attach_files(vault, [path], dispute_id=dispute)
        ids.append(vault.find(Evidence, "file_name = ?", [path.name])[0].id)
    read_documents(vault, workshop.reader)
    return ids


def seen_by_hand(workshop: Workshop, id: str, *words: tuple[str, str]) -> None:
    """As if a machine had read the only page of a document: words, each with its box in
    thousandths of the page."""
    boxes = [(word, *map(float, box.split())) for word, box in words]
    text = " ".join(word for word, _ in words)
    workshop.vault.index.put_seen(id, 1, IndexedPage(1, text, 1000, 1000, boxes))  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def built_again(workshop: Workshop, content: dict[str, Any]) -> bytes:
    made = BytesIO()
    workshop.bundler.build(
        from_json(content),
        provide=exhibit_provider(workshop.vault),
        verdicts={},
        write=made.write,
    )
    return made.getvalue()


def test_a_picture_of_a_letter_is_found_by_a_word_in_it(
    workshop: Workshop, dispute: str, folder: Path, picture_reader: MachineReader
) -> None:
    ids = kept(
        workshop, dispute, folder,
        a_png=letter(), b_jpg=letter(form="JPEG"), c_pdf=letter(form="PDF"),
    )  # fmt: skip
    vault = workshop.vault
    assert vault.index.search("Okafor") == []
    assert sorted(pictures_waiting(vault)) == sorted((id, [1]) for id in ids)
    told: list[tuple[int, int]] = []
    result = read_pictures(
        vault, picture_reader, lambda done, total, _words: told.append((done, total))
    )
    assert sorted(result.read) == sorted(ids)
    assert (result.problems, told) == ([], [(n, 3) for n in range(4)])
    assert {hit.evidence_id for hit in vault.index.search("Okafor")} == set(ids)
    assert {hit.evidence_id for hit in vault.index.search("0012345678")} == set(ids)
    for id in ids:
        (page,) = vault.index.seen_pages(id)
        box = next(one[1:] for one in page.words if one[0].startswith("Okafor"))
        across, down = 1240 / page.width, 1754 / page.height
        # the third word of the second line
        assert 225 < box[1] * down < 240 and 250 < box[3] * down < 275
        assert 255 < box[0] * across < 270 and 350 < box[2] * across < 380
    assert pictures_waiting(vault) == []  # nothing is read twice


def test_the_bundle_has_the_words_behind_the_picture_and_is_the_same_twice(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path
) -> None:
    (id,) = kept(workshop, dispute, folder, letter_png=letter())
    packet = start_packet(workshop.vault, dispute).result
    export_bundle(workshop, packet, tmp_path / "before.pdf")
    seen_by_hand(workshop, id, ("Okafor", "209 125 300 150"), ("$118.40", "300 260 420 290"))
    export_bundle(workshop, packet, tmp_path / "after.pdf")
    bundles = sorted(workshop.vault.find(Bundle), key=lambda one: one.number)
    assert "Okafor" not in text_of(tmp_path / "before.pdf")
    said = text_of(tmp_path / "after.pdf")
    assert "Okafor" in said and "118.40" in said
    workshop.vault.index.forget(id)  # what is read later changes nothing that was made
    for bundle, name in zip(bundles, ("before", "after"), strict=True):
        assert built_again(workshop, bundle.content) == (tmp_path / f"{name}.pdf").read_bytes()
    # A bundle from before there was such a thing says nothing of words seen in pictures.
    older = json.loads(json.dumps(bundles[0].content))
    for exhibit in older["exhibits"]:
        del exhibit["seen"]
    assert built_again(workshop, older) == (tmp_path / "before.pdf").read_bytes()


@pytest.mark.parametrize("hidden", ["Okafor", "0012 3456 78"])
def test_words_that_are_hidden_everywhere_go_from_a_picture_and_from_behind_it(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path, hidden: str
) -> None:
    (id,) = kept(workshop, dispute, folder, letter_pdf=letter(form="PDF"))
    seen_by_hand(
        workshop, id, ("Dear", "100 128 160 152"), ("Okafor,", "205 128 305 152"),
        ("0012", "366 174 428 197"), ("3456", "435 174 500 197"), ("78.", "505 174 545 197"),
    )  # fmt: skip
    packet = start_packet(workshop.vault, dispute).result
    mark_page(workshop.vault, packet, Mark("black_out", words=hidden, everywhere=True))
    export_bundle(workshop, packet, tmp_path / "one.pdf")
    said = text_of(tmp_path / "one.pdf")
    gone, stays = ("Okafor", "3456") if hidden == "Okafor" else ("3456", "Okafor")
    assert gone not in said and stays in said and "Dear" in said
    page = shown(tmp_path / "one.pdf", "Dear")[0]
    box = (205, 128, 305, 152) if hidden == "Okafor" else (366, 174, 545, 197)
    across, down = page.width / 1000, page.height / 1000
    part = page.crop(tuple(round(v * k) for v, k in zip(box, (across, down) * 2, strict=True)))
    assert part.convert("L").getextrema()[1] < 40  # black all over


def shown(path: Path, word: str) -> tuple[Image.Image, Rect]:
    """The picture of a document on a page of a bundle, drawn, and a word's box in its pixels."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        for page in pdf:
            found = page_words(page).find(word)
            if found and list(page.get_objects(filter=[IMAGE])):
                scale = 1200 / max(page.get_size())
                return page.render(scale=scale).to_pil(), Rect(*(v * scale for v in found[0]))
    finally:
        pdf.close()
    raise AssertionError(f"{word} stands nowhere")


def ink(page: Image.Image, around: Rect, by: float) -> Rect:
    """What is drawn in and near a box."""
    area = (around.x0 - by, around.y0 - by, around.x1 + by, around.y1 + by)
    left, top = max(0, round(area[0])), max(0, round(area[1]))
    part = page.crop((left, top, round(area[2]), round(area[3]))).convert("L")
    x0, y0, x1, y1 = part.point(lambda shade: 255 if shade < 128 else 0).getbbox()  # type: ignore[operator]
    return Rect(left + x0, top + y0, left + x1, top + y1)


GEOMETRIES: dict[str, dict[str, Any]] = {
    "Alpine": {},
    "Bergamot": {"rotate": 90, "margin": 20},
    "Cardinal": {"rotate": 180, "origin": (-50, 30)},
    "Dolphin": {"rotate": 270, "unit": 2, "origin": (100, -200), "margin": 35},
    "Emerald": {"unit": 3.5, "margin": 10},
}


def test_the_words_lie_where_they_are_seen_however_a_page_is_turned_and_cut(
    workshop: Workshop,
    dispute: str,
    folder: Path,
    tmp_path: Path,
    picture_reader: MachineReader,
) -> None:
    files = {
        f"{word}_pdf": scan(sheet(f"On {word} Road", size=(900, 300), letters=48), **how)
        for word, how in GEOMETRIES.items()
    }
    photo, turned = sheet("On Falcon Road", size=(900, 300), letters=48), Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    files["Falcon_jpg"] = saved(photo.rotate(90, expand=True), "JPEG", exif=turned)
    kept(workshop, dispute, folder, **files)
    read_pictures(workshop.vault, picture_reader)
    packet = start_packet(workshop.vault, dispute).result
    export_bundle(workshop, packet, tmp_path / "copied.pdf")
    set_packet_options(workshop.vault, packet, flat=True)
    export_bundle(workshop, packet, tmp_path / "flat.pdf")
    for name, word in itertools.product(("copied.pdf", "flat.pdf"), (*GEOMETRIES, "Falcon")):
        page, box = shown(tmp_path / name, word)
        tall = box.y1 - box.y0
        drawn = ink(page, box, 0.15 * tall)
        assert abs(drawn.x0 - box.x0) < 0.12 * tall and abs(drawn.x1 - box.x1) < 0.3 * tall, word
        assert box.y0 < drawn.y0 + 0.1 * tall and drawn.y1 < box.y1 + 0.1 * tall, word
        assert drawn.y1 - drawn.y0 > 0.4 * tall, word


def test_a_word_under_a_box_drawn_by_hand_is_not_behind_the_picture(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path
) -> None:
    (id,) = kept(workshop, dispute, folder, letter_png=letter())
    seen_by_hand(
        workshop, id, ("Okafor,", "205 128 305 152"), ("0012", "366 174 428 197"),
        ("$118.40", "260 220 350 242"), ("Priya", "300 311 350 334"),
    )  # fmt: skip
    packet = start_packet(workshop.vault, dispute).result
    mark_page(workshop.vault, packet, Mark("black_out", id, 1, ("0 165 1000 205",)))
    mark_page(workshop.vault, packet, Mark("black_out", id, 1, ("340 320 360 330",)))  # its end
    export_bundle(workshop, packet, tmp_path / "one.pdf")
    said = text_of(tmp_path / "one.pdf")
    assert "Okafor" in said and "118.40" in said
    assert "0012" not in said and "Priya" not in said


def test_what_a_scan_shows_is_proposed_to_be_blacked_out(
    workshop: Workshop, dispute: str, folder: Path
) -> None:
    (id,) = kept(workshop, dispute, folder, letter_png=letter())
    seen_by_hand(workshop, id, ("202-555-0143", "205 128 305 152"))
    packet = start_packet(workshop.vault, dispute).result
    (one,) = private_in_packet(workshop.vault, packet)
    assert (one.kind, one.words, one.places[0].evidence_id) == ("phone", "202-555-0143", id)


def test_a_hostile_picture_costs_one_sentence(
    workshop: Workshop,
    dispute: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    picture_reader: MachineReader,
) -> None:
    small = Limits(address_space_mb=3072, cpu_s=60, wall_s=0.05, answer_mb=16)
    monkeypatch.setattr(machine, "_LIMITS", small)
    bad, good = kept(
        workshop, dispute, folder, bad_png=letter("This is", "too much"), good_png=letter()
    )
    vault = workshop.vault
    result = read_pictures(vault, workshop.machine, only=[bad])
    assert [id for id, _words in result.problems] == [bad]
    problem = vault.get(Evidence, bad).problem
    assert problem.count(".") == 1 and "could not be read" in problem
    monkeypatch.undo()
    result = read_pictures(vault, picture_reader)
    assert (result.read, result.problems) == ([good], [])
    assert pictures_waiting(vault) == []  # what failed is not tried again and again


def test_stopped_it_goes_on_where_it_was(
    workshop: Workshop, dispute: str, folder: Path, picture_reader: MachineReader
) -> None:
    small = {"size": (600, 200)}
    files = {
        name: saved(sheet(f"The {name[:3]} of them", **small)) for name in ("one_png", "two_png")
    }  # type: ignore[arg-type]
    kept(workshop, dispute, folder, **files)
    vault = workshop.vault
    seen: list[int] = []
    result = read_pictures(
        vault, picture_reader, lambda done, *_: seen.append(done), lambda: 1 in seen
    )
    assert result.stopped and len(pictures_waiting(vault)) == 1
    assert not read_pictures(vault, picture_reader).stopped
    assert pictures_waiting(vault) == []


def test_an_index_from_before_pictures_were_read_is_kept_and_they_are_read_then(
    workshop: Workshop, dispute: str, folder: Path, picture_reader: MachineReader
) -> None:
    picture, text = kept(
        workshop, dispute, folder,
        letter_png=saved(sheet("Dear Ms Okafor", size=(600, 200))),
        note_txt=b"They said it shows as cancelled.",
    )  # fmt: skip
    path = workshop.vault.path
    with workshop.vault.index._writing() as connection:  # as the version before left it
        connection.execute("DROP TABLE seen_page")
        connection.execute("ALTER TABLE page_text DROP COLUMN over_picture")
        connection.execute("PRAGMA user_version = 2")
    workshop.close()
    with Workshop(Vault.open(path, "five plain words for tests")) as again:
        assert again.vault.get(Evidence, text).read_state == "read"  # nothing is read anew
        assert again.vault.index.matching("cancelled") == {text}
        assert pictures_waiting(again.vault) == [(picture, [1])]
        read_pictures(again.vault, picture_reader)
        assert again.vault.index.matching("Okafor") == {picture}
        assert again.vault.index.matching("cancelled") == {text}


def test_a_scan_that_carries_a_stamp_of_its_own_is_read_beside_it(
    workshop: Workshop, dispute: str, folder: Path, tmp_path: Path, picture_reader: MachineReader
) -> None:
    note = says("A letter without any picture")
    (fax, plain) = kept(
        workshop, dispute, folder,
        fax_pdf=stamped(scan(sheet()), "RECEIVED 3 March 2026 Fax 202-555-0199"),
        plain_pdf=paper([note]),
    )  # fmt: skip
    vault = workshop.vault
    assert pictures_waiting(vault) == [(fax, [1])]
    packet = start_packet(vault, dispute).result
    mark_page(vault, packet, Mark("black_out", words="0012 3456 78", everywhere=True))

    def asked() -> list[str]:
        return [x.words for x in check_packet(vault, packet) if x.key.startswith("hidden_unread:")]

    export = tmp_path / "one.pdf"
    read_pictures(vault, picture_reader)
    text = vault.index.text(fax)
    assert text.upper().count("RECEIVED") == 1 and text.count("0199") == 1  # nothing twice
    assert vault.index.matching("okafor") == vault.index.matching("received") == {fax}
    (seen,) = vault.index.seen_pages(fax)
    assert "RECEIVED" not in seen.text.upper() and vault.index.seen_pages(plain) == []
    assert asked() == []
    export_bundle(workshop, packet, export)
    said = text_of(export)
    assert "Okafor" in said and "RECEIVED 3 March" in said and "3456" not in said
    page, box = shown(export, "Okafor")
    drawn = ink(page, box, 0.15 * (box.y1 - box.y0))
    assert abs(drawn.x0 - box.x0) < 0.15 * (box.y1 - box.y0)


def test_the_check_says_which_scans_go_out_without_words(
    workshop: Workshop, dispute: str, folder: Path
) -> None:
    scanned, _photo = kept(
        workshop, dispute, folder, scan_pdf=letter(form="PDF"), photo_png=letter()
    )
    packet = start_packet(workshop.vault, dispute).result

    def told() -> list[str]:
        return [one.words for one in check_packet(workshop.vault, packet) if one.weight == 4]

    assert [words.split(" goes")[0] for words in told()] == ["“scan”"]
    seen_by_hand(workshop, scanned, ("Okafor", "209 125 300 150"))
    assert told() == []


def test_without_the_packages_nothing_waits(workshop: Workshop, dispute: str, folder: Path) -> None:
    (id,) = kept(workshop, dispute, folder, letter_png=letter())
    assert pictures_waiting(workshop.vault) == []
    assert workshop.vault.get(Evidence, id).problem == ""
