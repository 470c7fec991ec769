"""How a packet becomes files: volumes, what goes along, a passphrase, and what comes later."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.domain.packet_options import turns_of, turns_text
from onrecord.errors import Refused
from onrecord.packet.content import Frozen, from_json
from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.arrange_exhibits import arrange_exhibits, leave_out, places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.bundle_files import bundle_files
from onrecord.services.check_line import Act
from onrecord.services.check_packet import check_packet
from onrecord.services.cite import Spot, cite
from onrecord.services.export_bundle import bundle_chunks, export_bundle, manifest_path
from onrecord.services.issues import add_issue
from onrecord.services.late_additions import continue_packet, last_sent
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.mark_theirs import mark_theirs
from onrecord.services.packet_options import (
    exhibit_options,
    packet_options,
    reveal_original,
    set_packet_options,
    turn_exhibit,
)
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.send_files import export_to_folder, packet_files
from onrecord.services.send_packet import record_sending
from onrecord.services.start_packet import new_version, start_packet
from onrecord.services.undo_change import undo_change
from onrecord.services.views.packets import packets
from onrecord.services.workshop import Workshop
from packet.papers import paper, says

KEY = "five plain words for it"


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "SecretCamera 5000"
    Image.new("RGB", (300, 200), "teal").save(out, "WEBP", exif=exif)
    return out.getvalue()


def mail() -> bytes:
    return b"From: billing@northline.example\nSubject: Your bill\n\nYou owe us 84.20.\n"


@cache
def documents(count: int = 4) -> list[Pasted]:
    return [
        Pasted(f"Bill {n}.pdf", paper([says(f"Bill {n} page {p}") for p in (1, 2, 3)]))
        for n in range(1, count + 1)
    ]


def attached(workshop: Workshop, dispute: str, files: list[Pasted]) -> None:
    attach_files(workshop.vault, files, dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)


@pytest.fixture
def packet(workshop: Workshop, dispute: str) -> str:
    attached(workshop, dispute, documents())
    return start_packet(workshop.vault, dispute).result


def evidence(workshop: Workshop, name: str) -> str:
    return workshop.vault.find(Evidence, "file_name = ?", [name])[0].id


def printed(path: Path) -> str:
    from packet.papers import text_of

    data = path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
    return "\n".join(text_of(data, n) for n in range(1, count + 1))


def test_volumes_are_files_of_their_own_and_one_manifest_names_them(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    set_packet_options(workshop.vault, packet, volume_pages=10)
    result = export_bundle(workshop, packet, tmp_path / "out.pdf")
    names = [path.name for path in result.paths]
    assert names == ["out volume 1 of 2.pdf", "out volume 2 of 2.pdf", "out.manifest.json"]
    manifest = json.loads(result.paths[-1].read_text("utf-8"))
    for path, volume in zip(result.paths[:2], manifest["volumes"], strict=True):
        data = path.read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (volume["length"], volume["sha256"])
        assert len(pikepdf.open(path).pages) <= 10
    second = b"".join(bundle_chunks(workshop.vault, result.bundle_id, 2))
    assert second == result.paths[1].read_bytes()


def test_a_folder_has_every_volume_and_its_hash(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    set_packet_options(workshop.vault, packet, volume_pages=10, originals=True)
    written = export_to_folder(workshop, packet, tmp_path / "out")
    check = (tmp_path / "out" / "CHECK.txt").read_text("utf-8")
    assert len([name for name in written.names if "volume" in name]) == 2
    for name in written.names:
        if name != "CHECK.txt":
            data = (tmp_path / "out" / name).read_bytes()
            assert f"{hashlib.sha256(data).hexdigest()}  {name}" in check


def test_options_are_undone_and_go_into_the_next_version(workshop: Workshop, packet: str) -> None:
    vault = workshop.vault
    change = set_packet_options(vault, packet, grey=True, volume_pages=50)
    turn_exhibit(vault, packet, evidence(workshop, "Bill 1.pdf"), 90, 2)
    record_sending(vault, export_bundle(workshop, packet).bundle_id, "post", "3 March 2026")
    with pytest.raises(Refused, match="was sent"):
        set_packet_options(vault, packet, grey=False)
    later = new_version(vault, packet).result
    assert (packet_options(vault, later).grey, packet_options(vault, later).volume_pages) == (
        True,
        50,
    )
    content = from_json(vault.get(Bundle, export_bundle(workshop, later).bundle_id).content)
    assert [(t.page, t.by) for t in content.exhibits[0].turns] == [(2, 90)]
    undo_change(vault, change)
    assert not packet_options(vault, packet).grey


def test_what_cannot_be_is_refused_by_field(workshop: Workshop, packet: str) -> None:
    for values, field in (
        ({"volume_pages": 1}, "volume_pages"),
        ({"volume_bytes": 500}, "volume_bytes"),
        ({"pictures": "tiny"}, "pictures"),
        ({"continues_bundle_id": "0" * 16}, "continues_bundle_id"),
    ):
        with pytest.raises(Refused) as refused:
            set_packet_options(workshop.vault, packet, **values)
        assert refused.value.path == field


def test_a_passphrase_opens_the_same_pages_and_is_kept_nowhere(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    set_packet_options(vault, packet, locked=True)
    with pytest.raises(Refused) as refused:
        export_bundle(workshop, packet, tmp_path / "none.pdf")
    assert refused.value.path == "passphrase"
    with pytest.raises(Refused, match="at least 8"):
        export_bundle(workshop, packet, tmp_path / "none.pdf", passphrase="short")
    one = export_bundle(workshop, packet, tmp_path / "one.pdf", passphrase=KEY)
    two = export_bundle(workshop, packet, tmp_path / "two.pdf", passphrase=KEY)
    assert one.bundle_id == two.bundle_id  # what was locked is the same to the byte
    assert not manifest_path(tmp_path / "one.pdf").exists()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "one.pdf")
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(b"".join(bundle_chunks(vault, one.bundle_id)))
    with pikepdf.open(tmp_path / "one.pdf", password=KEY) as locked, pikepdf.open(plain) as free:
        assert locked.encryption.R == 6 and locked.encryption.bits == 256
        assert len(locked.pages) == len(free.pages)
        for a, b in zip(locked.pages, free.pages, strict=True):
            assert a.Contents.read_bytes() if not isinstance(a.Contents, pikepdf.Array) else True
            assert a.mediabox == b.mediabox
    assert (tmp_path / "one.pdf").read_bytes() != (tmp_path / "two.pdf").read_bytes()
    for row in vault.query("SELECT name FROM sqlite_master WHERE type = 'table'"):
        assert KEY not in str(vault.query(f"SELECT * FROM {row['name']}"))


def test_original_files_do_not_lie_open_beside_a_locked_pdf(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    set_packet_options(workshop.vault, packet, locked=True, originals=True)
    with pytest.raises(Refused, match="lie open"):
        export_bundle(workshop, packet, tmp_path / "out.pdf", passphrase=KEY)
    assert list(tmp_path.glob("*.pdf")) == [] and list(tmp_path.glob("*.zip")) == []
    assert workshop.vault.count(Bundle) == 0  # no version of what never went out


@pytest.mark.parametrize("act", ["alone", "unlocked"])
def test_the_check_says_so_before_a_passphrase_is_typed_and_a_click_settles_it(
    workshop: Workshop, packet: str, act: Act
) -> None:
    vault = workshop.vault
    set_packet_options(vault, packet, locked=True, originals=True)
    line = next(one for one in check_packet(vault, packet) if one.name == "open_beside")
    assert line.level == "stop" and {line.act, line.also} == {"alone", "unlocked"}
    apply_remedy(vault, packet, line, act)
    assert not any(one.name == "open_beside" for one in check_packet(vault, packet))
    options = packet_options(vault, packet)
    assert options.locked is (act == "alone") and options.originals is (act == "unlocked")


def test_originals_go_along_only_of_what_is_in_whole(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    set_packet_options(vault, packet, originals=True)
    chosen = places(vault, packet)
    first = evidence(workshop, "Bill 1.pdf")
    arrange_exhibits(
        vault, packet,
        [replace(p, pages="1-2") if p.evidence_id == first else p for p in chosen],
    )  # fmt: skip
    result = export_bundle(workshop, packet, tmp_path / "out.pdf")
    with zipfile.ZipFile(tmp_path / "out originals.zip") as made:
        assert made.testzip() is None
        assert sorted(made.namelist()) == [
            "A2 Bill 2.pdf", "A3 Bill 3.pdf", "A4 Bill 4.pdf", "manifest.json",
        ]  # fmt: skip
        assert made.read("A2 Bill 2.pdf") == documents()[1].data
    assert result.paths[-1].name == "out originals.zip"
    reveal_original(vault, packet, first, reveal=True)
    export_bundle(workshop, packet, tmp_path / "more.pdf")
    with zipfile.ZipFile(tmp_path / "more originals.zip") as made:
        assert made.read("A1 Bill 1.pdf") == documents()[0].data
        told = json.loads(made.read("manifest.json"))
    one = next(one for one in told["along"] if one["exhibit"] == "A1")
    assert one["sha256"] is None and one["length"] is None  # could be guessed at what was left out


def test_the_zip_is_the_same_twice(workshop: Workshop, packet: str, tmp_path: Path) -> None:
    set_packet_options(workshop.vault, packet, originals=True)
    export_bundle(workshop, packet, tmp_path / "one.pdf")
    export_bundle(workshop, packet, tmp_path / "two.pdf")
    one, two = (tmp_path / f"{n} originals.zip" for n in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_what_a_portal_refuses_goes_along_in_a_usual_kind(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    attached(workshop, dispute, [Pasted("shot.webp", photo()), Pasted("bill.eml", mail())])
    vault = workshop.vault
    packet = start_packet(vault, dispute).result
    set_packet_options(vault, packet, converted=True)
    export_bundle(workshop, packet, tmp_path / "out.pdf")
    with zipfile.ZipFile(tmp_path / "out originals.zip") as made:
        names = {name.partition(" ")[2]: made.read(name) for name in made.namelist()}
    assert set(names) == {"shot.jpg", "bill.pdf", ""}
    assert b"SecretCamera" not in names["shot.jpg"]
    with Image.open(io.BytesIO(names["shot.jpg"])) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (300, 200), {})
    target = tmp_path / "bill.pdf"
    target.write_bytes(names["bill.pdf"])
    assert "You owe us 84.20." in printed(target)


def test_late_additions_go_on_after_the_last_page_and_label(
    workshop: Workshop, dispute: str, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    sent = export_bundle(workshop, packet, tmp_path / "sent.pdf")
    record_sending(vault, sent.bundle_id, "post", "3 March 2026")
    attached(workshop, dispute, [Pasted("Late.pdf", paper([says("The late letter")]))])
    later = continue_packet(vault, last_sent(vault, dispute)).result
    assert [row.late for row in packets(vault, dispute)] == [True, False]
    result = export_bundle(workshop, later, tmp_path / "late.pdf")
    (first_name, _), (name, _) = (packet_files(vault, one.bundle_id)[0] for one in (sent, result))
    assert (
        name
        == first_name.removesuffix(".pdf") + f" - additions from page {sent.page_count + 1}.pdf"
    )
    with pikepdf.open(tmp_path / "late.pdf") as pdf:
        labels = [page.label for page in pdf.pages]
    first = sent.page_count + 1
    assert labels == [str(n) for n in range(first, first + result.page_count)]
    words = printed(tmp_path / "late.pdf")
    assert f"They follow page {sent.page_count} of the bundle" in " ".join(words.split())
    content = from_json(vault.get(Bundle, result.bundle_id).content)
    assert [e.label for e in content.exhibits] == ["A5"]
    last = first + result.page_count - 1
    assert f"A5 · p. 1 {last - 1}" in " ".join(words.split())
    again = export_bundle(workshop, later, tmp_path / "again.pdf")
    assert (
        again.again
        and (tmp_path / "again.pdf").read_bytes() == (tmp_path / "late.pdf").read_bytes()
    )


def test_late_additions_follow_late_additions(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    first = export_bundle(workshop, packet)
    attached(workshop, dispute, [Pasted("Second.pdf", paper([says("second")]))])
    second = continue_packet(vault, first.bundle_id).result
    made = export_bundle(workshop, second)
    attached(workshop, dispute, [Pasted("Third.pdf", paper([says("third")]))])
    third = continue_packet(vault, made.bundle_id).result
    content = from_json(vault.get(Bundle, export_bundle(workshop, third).bundle_id).content)
    assert content.options.first_page == first.page_count + made.page_count + 1
    assert [e.label for e in content.exhibits] == ["A6"]
    assert [one.label for one in content.before.exhibits] == ["A1", "A2", "A3", "A4", "A5"]


def test_what_was_left_out_on_purpose_stays_out_of_late_additions(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    id = evidence(workshop, "Bill 2.pdf")
    leave_out(vault, packet, id)
    sent = export_bundle(workshop, packet)
    later = continue_packet(vault, sent.bundle_id).result
    rows = vault.find(PacketExhibit, "packet_id = ?", [later])
    assert [(row.evidence_id, row.included) for row in rows] == [(id, False)]
    assert vault.get(Packet, later).label_prefix == "A"


def test_a_paper_of_theirs_that_was_sent_before_is_not_asked_for_again(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    id = evidence(workshop, "Bill 2.pdf")
    mark_theirs(vault, id, dispute, True)
    issue = add_issue(vault, dispute, "Was it cancelled?", "Yes.", "Too late.").result
    cite(vault, "issue", issue, [Spot(id, 1)], "theirs")
    sent = export_bundle(workshop, packet)
    later = continue_packet(vault, sent.bundle_id).result
    asked = [one.words for one in check_packet(vault, later) if one.act == "include"]
    assert asked == []
    leave_out(vault, packet, id)
    assert any("helps the other side" in one.words for one in check_packet(vault, packet))


def test_a_step_keeps_the_letter_that_was_sent_before_and_misses_one_that_is_left_out(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    id = evidence(workshop, "Bill 2.pdf")
    record_stage(vault, dispute, "denied", dated="3 March 2026", reason="too late", evidence_id=id)

    def told(of: str) -> tuple[str, str, list[str]]:
        rows = bundle_content(vault, of, Frozen()).chronology
        row = next(row for row in rows if "too late" in row.words)
        return row.ground, row.ground_words, [one.label for one in row.citations]

    shown = ("documented", "A document shows it", ["A2"])
    assert told(packet) == shown
    later = continue_packet(vault, export_bundle(workshop, packet).bundle_id).result
    assert told(later) == shown
    leave_out(vault, packet, id)
    assert told(packet) == ("recalled", "What shows it is not in this packet", [])


def test_turns_are_kept_as_short_words() -> None:
    assert turns_of("180 2:90 3:0 x:1 4:45") == {0: 180, 2: 90, 3: 0}
    assert turns_text({0: 180, 2: 450, 3: 180, 5: 0}) == "180 2:90 5:0"
    assert turns_text({0: 360, 1: 0}) == ""


def test_files_of_a_bundle_say_what_they_are(workshop: Workshop, packet: str) -> None:
    made = export_bundle(workshop, packet)
    kinds = [(one.ending, one.kind) for one in bundle_files(workshop, made.bundle_id)]
    assert kinds == [(".pdf", "pdf"), (".manifest.json", "manifest")]


def test_what_was_turned_to_be_read_is_offered_to_be_turned_in_the_copy(
    workshop: Workshop, packet: str
) -> None:
    from onrecord.services.apply_remedy import apply_remedy
    from onrecord.services.check_packet import check_packet
    from onrecord.services.edit_record import edit_record

    vault = workshop.vault
    id = evidence(workshop, "Bill 3.pdf")
    edit_record(vault, Evidence, id, view_rotation=180)
    (line,) = [one for one in check_packet(vault, packet) if one.act == "turn"]
    assert line.evidence_id == id and "as it came" in line.words
    apply_remedy(vault, packet, line)
    assert exhibit_options(vault, packet)[id].turns == "180"
    assert not [one for one in check_packet(vault, packet) if one.act == "turn"]


def test_a_place_that_would_go_along_in_an_original_is_asked_about(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    id = evidence(workshop, "Bill 1.pdf")
    with vault.change("A place") as tx:
        tx.patch(Evidence, id, has_location=True)

    def levels() -> set[str]:
        lines = check_packet(vault, packet)
        return {one.level for one in lines if one.evidence_id == id and "taken" in one.words}

    assert levels() == {"tip"}
    set_packet_options(vault, packet, originals=True)
    assert levels() == {"ask"}
    mark_page(vault, packet, Mark("black_out", id, 1, ("60 120 300 150",)))
    assert levels() == {"tip"}  # it stays here
    reveal_original(vault, packet, id, reveal=True)
    assert levels() == {"ask"}


def test_the_mildest_way_that_fits_is_offered_with_the_page_that_loses_most(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    from onrecord.services.picture_sizes import offer_to_fit, picture_sizes, take_offer

    fine, coarse = io.BytesIO(), io.BytesIO()
    Image.effect_noise((2400, 2400), 90).convert("RGB").save(fine, "JPEG", quality=92)
    Image.effect_noise((500, 500), 90).convert("RGB").save(coarse, "JPEG", quality=92)
    attached(
        workshop,
        dispute,
        [Pasted("coarse.jpg", coarse.getvalue()), Pasted("scan.jpg", fine.getvalue())],
    )
    vault = workshop.vault
    packet = start_packet(vault, dispute).result
    sizes = picture_sizes(workshop, packet)
    assert sizes[""] > sizes["200"] > sizes["grey"]

    offer = offer_to_fit(workshop, packet, sizes["200"] + 3000)

    def near(length: int, other: int) -> bool:
        return abs(length - other) < 2000  # the moment, the version and the hashes printed in it

    assert offer.now == "" and near(offer.before, sizes[""]) and not offer.fits_now
    assert offer.pictures == "200" and near(offer.after, sizes["200"])
    assert (offer.label, offer.page) == ("A2", 1)  # the other has no dots to spare
    assert offer.looks is not None and offer.looks[0].apart(offer.looks[1])[0] > 0
    assert 0 < offer.spot[0] < 1 and 0 < offer.spot[1] < 1
    assert packet_options(vault, packet).pictures == ""  # so far it is an offer

    take_offer(vault, packet, offer)
    assert packet_options(vault, packet).pictures == "200"
    made = export_bundle(workshop, packet, tmp_path / "small.pdf")
    assert made.path is not None
    assert near(made.path.stat().st_size, offer.after)

    again = offer_to_fit(workshop, packet, sizes["grey"] + 3000)
    assert again.now == "200" and near(again.before, sizes["200"])
    with pytest.raises(Refused, match="divide it into volumes"):
        offer_to_fit(workshop, packet, 10_000)
    with pytest.raises(Refused, match="how large"):
        offer_to_fit(workshop, packet, 0)
    assert packet_options(vault, packet).pictures == "200"


def test_what_fits_already_is_left_as_it_is(workshop: Workshop, packet: str) -> None:
    from onrecord.services.picture_sizes import offer_to_fit, take_offer

    offer = offer_to_fit(workshop, packet, 50_000_000)
    take_offer(workshop.vault, packet, offer)
    assert offer.fits_now and offer.looks is None and offer.before == offer.after
    assert packet_options(workshop.vault, packet).pictures == ""


def test_no_original_goes_along_of_what_holds_words_blacked_out_everywhere(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    from onrecord.services.views.packet_detail import packet_detail

    vault = workshop.vault
    set_packet_options(vault, packet, originals=True)
    first = evidence(workshop, "Bill 1.pdf")
    mark_page(vault, packet, Mark("black_out", first, 1, ("60 120 300 150",)))
    mark_page(vault, packet, Mark("black_out", words="Bill 2", everywhere=True))
    assert [d.label for d in packet_detail(vault, packet).exhibits if not d.whole] == ["A1", "A2"]
    export_bundle(workshop, packet, tmp_path / "out.pdf")
    with zipfile.ZipFile(tmp_path / "out originals.zip") as made:
        names = made.namelist()
    assert not [name for name in names if name.startswith(("A1", "A2"))]
    assert [name for name in names if name.startswith("A3")]


def test_no_original_goes_along_that_holds_it_where_nobody_sees(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    from onrecord.services.check_packet import check_packet
    from onrecord.services.views.packet_detail import packet_detail
    from packet.papers import paper, says

    def linked(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = pdf.make_indirect(
            pikepdf.Array([pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.test/?u=Quillfeather"),
            )])
        )  # fmt: skip

    vault = workshop.vault
    files = [
        Pasted("clean.pdf", paper([says("A bill (sample)")])),
        Pasted("link.pdf", paper([says("A bill with a link (sample)")], change=linked)),
    ]
    attached(workshop, dispute, files)
    packet = start_packet(vault, dispute).result
    set_packet_options(vault, packet, originals=True)
    mark_page(vault, packet, Mark("black_out", words="Quillfeather", everywhere=True))
    export_bundle(workshop, packet, tmp_path / "out.pdf")
    with zipfile.ZipFile(tmp_path / "out originals.zip") as made:
        assert sorted(made.namelist()) == ["A1 clean.pdf", "manifest.json"]
    (tip,) = [x for x in check_packet(vault, packet) if x.key.startswith("kept_back:")]
    assert tip.words.startswith("The original file of A2 does not go along")
    (second,) = [d for d in packet_detail(vault, packet).exhibits if not d.whole]
    assert second.label == "A2"
    reveal_original(vault, packet, second.evidence_id, reveal=True)
    assert not [x for x in check_packet(vault, packet) if x.key.startswith("kept_back:")]
    export_bundle(workshop, packet, tmp_path / "more.pdf")
    with zipfile.ZipFile(tmp_path / "more originals.zip") as made:
        assert "A2 link.pdf" in made.namelist()


def test_a_file_that_would_show_what_was_removed_is_held_back_at_the_last_moment(
    workshop: Workshop, packet: str
) -> None:
    """Whatever was thought before: what the pages turned out to be decides."""
    vault = workshop.vault
    set_packet_options(vault, packet, originals=True)
    made = export_bundle(workshop, packet)
    bundle = vault.get(Bundle, made.bundle_id)
    manifest = json.loads(json.dumps(bundle.manifest))
    manifest["exhibits"][0]["sha256_of"] = "copy"
    with vault.change("As if") as tx:
        tx.patch(Bundle, bundle.id, manifest=manifest)
    with pytest.raises(Refused, match="its file would show it"):
        bundle_files(workshop, bundle.id)
