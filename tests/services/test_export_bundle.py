"""From a packet to the PDF that goes out, and what happens when it cannot."""

from __future__ import annotations

import hashlib
import io
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from intake.documents_made_here import pdf
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import PendingExport
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.domain.person import Person
from onrecord.errors import Cancelled, KnownError, Refused
from onrecord.packet.content import from_json
from onrecord.services import export_bundle as module
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_packet import check_packet
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.export_bundle import (
    bundle_chunks,
    export_bundle,
    manifest_path,
    packet_to_export,
    write_bundle,
)
from onrecord.services.extract_original import extract_original
from onrecord.services.judge_exhibits import judge_exhibits
from onrecord.services.live_preview import LivePreview
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.progress import quiet
from onrecord.services.read_documents import read_documents
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.send_packet import record_sending
from onrecord.services.start_packet import new_version, start_packet
from onrecord.services.views.history import history
from onrecord.services.views.packets import packets
from onrecord.services.workshop import Workshop
from onrecord.vault.objects import ObjectStore
from onrecord.vault.stored_object import StoredObject
from onrecord.vault.unlisted import BUNDLE, UNFINISHED
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 17)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def packet(workshop: Workshop, dispute: str) -> str:
    attach_files(
        workshop.vault,
        [Pasted("first.txt", b"The first document."), Pasted("second.png", picture())],
        dispute_id=dispute,
    )
    read_documents(workshop.vault, workshop.reader)
    return start_packet(workshop.vault, dispute).result


def test_the_sample_becomes_a_bundle_that_is_kept_and_written(
    workshop: Workshop, tmp_path: Path
) -> None:
    vault = workshop.vault
    dispute = build_sample(workshop, DAY)
    chosen = packet_to_export(vault, dispute)
    assert not [line for line in check_packet(vault, chosen) if line.level != "tip"]
    target = tmp_path / "out.pdf"
    result = export_bundle(workshop, chosen, target)
    assert result.problems == ()
    data = target.read_bytes()
    bundle = vault.get(Bundle, result.bundle_id)
    assert b"".join(bundle_chunks(vault, bundle.id)) == data
    assert hashlib.sha256(data).hexdigest() == bundle.pdf_sha256
    manifest = json.loads(manifest_path(target).read_text("utf-8"))
    assert manifest["pdf"] == {
        "sha256": bundle.pdf_sha256, "length": len(data), "page_count": result.page_count,
    }  # fmt: skip
    assert manifest["custody"]["sha256"] == bundle.custody_head
    head = vault.query("SELECT sha256 FROM custody WHERE seq = ?", [bundle.custody_length])
    assert head[0]["sha256"] == bundle.custody_head
    content = from_json(bundle.content)
    assert content.sample
    assert [e.label for e in content.exhibits] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    grounds = {row.ground for row in content.chronology}
    assert grounds >= {"documented", "noted_with_reference", "noted", "recalled"}
    assert sum(row.channel == "call" for row in content.contact_log) == 4
    assert [e.label for e in content.exhibits if e.theirs] == ["A7"]
    assert vault.count(PendingExport) == 0
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [
        "out.manifest.json", "out.pdf",
    ]  # fmt: skip
    assert vault.verify().ok


def test_an_unchanged_packet_gives_the_very_same_file(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    first = export_bundle(workshop, packet, tmp_path / "one.pdf")
    again = export_bundle(workshop, packet, tmp_path / "two.pdf")
    assert (again.again, again.bundle_id) == (True, first.bundle_id)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    write_bundle(workshop, first.bundle_id, tmp_path / "three.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "three.pdf").read_bytes()
    edit_record(vault, Packet, packet, ask="Pay it back.")
    other = export_bundle(workshop, packet)
    assert not other.again
    assert vault.get(Bundle, other.bundle_id).number == 2
    (row,) = packets(vault, vault.get(Packet, packet).dispute_id)
    assert [bundle.number for bundle in row.bundles] == [2, 1]


@pytest.mark.parametrize("shown", [False, True], ids=["at once", "after a preview"])
def test_the_same_revision_built_twice_is_the_same_to_the_byte(
    workshop: Workshop, packet: str, shown: bool
) -> None:
    vault = workshop.vault
    if shown:
        live = LivePreview(workshop, packet)
        report, _ = live.update()
        live.close()
        assert report.layout["numbers"]["last"] == report.page_count
        assert workshop.laid_out(packet) == report.layout
    bundle = vault.get(Bundle, export_bundle(workshop, packet).bundle_id)
    content = from_json(bundle.content)
    built = io.BytesIO()
    workshop.bundler.build(
        content,
        provide=module.exhibit_provider(vault),
        verdicts={},
        write=built.write,
    )
    assert hashlib.sha256(built.getvalue()).hexdigest() == bundle.pdf_sha256


def test_a_target_that_cannot_be_written_stays_as_it_was(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    with pytest.raises(Refused, match="There is no folder"):
        export_bundle(workshop, packet, tmp_path / "nowhere" / "out.pdf")
    with pytest.raises(Refused, match="outside the vault"):
        export_bundle(workshop, packet, vault.path / "out.pdf")
    with pytest.raises(Refused, match="is a folder"):
        export_bundle(workshop, packet, tmp_path)
    if os.geteuid():
        shut = tmp_path / "shut"
        shut.mkdir()
        (shut / "out.pdf").write_bytes(b"old")
        shut.chmod(0o500)
        with pytest.raises(KnownError, match="may not be written"):
            export_bundle(workshop, packet, shut / "out.pdf")
        assert (shut / "out.pdf").read_bytes() == b"old"
    assert vault.count(PendingExport) == 0


def test_damage_in_the_middle_of_writing_leaves_the_old_file_and_nothing_beside_it(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    bundle = vault.get(Bundle, export_bundle(workshop, packet).bundle_id)
    path = vault.objects.path(bundle.object_id)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    with pytest.raises(KnownError):
        write_bundle(workshop, bundle.id, target)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["out.pdf"]
    assert vault.count(PendingExport) == 0


def test_a_pdf_that_the_disk_spoilt_while_it_was_kept_goes_nowhere(
    workshop: Workshop, packet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = workshop.vault
    before, add = set(vault.objects.ids()), vault.objects.add

    def spoilt(*args: Any, **more: Any) -> StoredObject:
        stored = add(*args, **more)
        path = vault.objects.path(stored.id)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return stored

    monkeypatch.setattr(vault.objects, "add", spoilt)
    with pytest.raises(KnownError, match="damaged"):
        export_bundle(workshop, packet, tmp_path / "out.pdf")
    assert not list(tmp_path.glob("out*"))
    assert vault.count(Bundle) == 0 and set(vault.objects.ids()) == before


def test_stopping_an_export_leaves_nothing(workshop: Workshop, packet: str, tmp_path: Path) -> None:
    vault = workshop.vault
    before = set(vault.objects.ids())
    target = tmp_path / "out.pdf"
    with pytest.raises(Cancelled):
        export_bundle(workshop, packet, target, quiet, lambda: True)
    assert not target.exists()
    assert set(vault.objects.ids()) == before
    assert vault.count(Bundle) == 0


def test_what_an_export_that_was_cut_off_left_goes_with_the_next_unless_files_are_in_doubt(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    left = vault.objects.add([b"%PDF-"], meta=UNFINISHED)
    vault.objects = ObjectStore(vault.path, vault.keyring, fixed_time=vault.objects.fixed_time)
    vault.warnings.append("The files of this vault come from different copies.")
    made = vault.get(Bundle, export_bundle(workshop, packet).bundle_id)
    assert vault.objects.path(left.id).exists()
    vault.warnings.clear()
    edit_record(vault, Packet, packet, ask="Pay it back.")
    export_bundle(workshop, packet)
    assert not vault.objects.path(left.id).exists()
    assert vault.objects.path(made.object_id).exists() and vault.verify().ok
    notes = {one.id: one.meta for one in vault.objects.unlisted(())}
    assert notes[made.object_id] == BUNDLE  # finished


def test_what_was_sent_is_read_only_and_changed_as_a_new_version(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    bundle = export_bundle(workshop, packet).bundle_id
    record_sending(vault, bundle, "post", "3 March 2026")
    with pytest.raises(Refused, match="new version"):
        arrange_exhibits(vault, packet, places(vault, packet))
    with pytest.raises(Refused, match="new version"):
        edit_record(vault, Packet, packet, ask="Something else.")
    copy = new_version(vault, packet).result
    assert [p.evidence_id for p in places(vault, copy)] == [
        p.evidence_id for p in places(vault, packet)
    ]


def test_order_pages_labels_and_captions_are_checked_and_kept(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    first, second = places(vault, packet)
    change = arrange_exhibits(
        vault,
        packet,
        [
            ExhibitPlace(second.evidence_id, "1", "What they wrote", "B7"),
            ExhibitPlace(first.evidence_id, included=False),
        ],
    )
    content = module.preview_content(vault, packet)
    assert [(e.label, e.pages, e.caption) for e in content.exhibits] == [
        ("B7", (1,), "What they wrote")
    ]
    vault.undo(change)
    assert len(module.preview_content(vault, packet).exhibits) == 2
    for place, path in (
        (ExhibitPlace(first.evidence_id, "9"), "places[0].pages"),
        (ExhibitPlace(first.evidence_id, label="a/b"), "label"),
        (ExhibitPlace("0" * 16), "places[0]"),
    ):
        with pytest.raises(Refused) as refused:
            arrange_exhibits(vault, packet, [place])
        assert refused.value.path == path
    assert vault.count(PacketExhibit, "packet_id = ?", [packet]) == 2


def test_the_check_stops_for_a_private_address_in_the_text(workshop: Workshop, packet: str) -> None:
    vault = workshop.vault
    add_record(vault, Person(name="Alex (sample)", private_contact="hidden@mail.example"))
    assert not [line for line in check_packet(vault, packet) if line.level == "stop"]
    edit_record(vault, Packet, packet, ask="Write to HIDDEN@mail.example.")
    (stop,) = [line for line in check_packet(vault, packet) if line.level == "stop"]
    assert "you keep private" in stop.words
    with pytest.raises(Refused, match="you keep private"):
        export_bundle(workshop, packet)


def test_an_address_blacked_out_everywhere_hides_no_other_one_from_the_check(
    vault: Vault, packet: str
) -> None:
    for name in ("one", "other"):
        add_record(vault, Person(name=name, private_contact=f"{name}@mail.example"))
    edit_record(vault, Packet, packet, ask="Write to One@mail.example or other@mail.example.")
    mark_page(vault, packet, Mark("black_out", words="one@mail.example", everywhere=True))
    stops = [line for line in check_packet(vault, packet) if line.level == "stop"]
    assert [line.found for line in stops] == [("other@mail.example",)]
    edit_record(vault, Packet, packet, ask="Write to One@mail.example.")
    assert not [line for line in check_packet(vault, packet) if line.level == "stop"]


def test_a_document_that_needs_its_password_stops_until_it_is_given(
    workshop: Workshop, packet: str
) -> None:
    vault = workshop.vault
    first = places(vault, packet)[0].evidence_id
    edit_record(vault, Evidence, first, read_state="needs_password")
    (stop,) = [line for line in check_packet(vault, packet) if line.level == "stop"]
    assert (stop.remedy, stop.evidence_id) == ("Give its password.", first)


def test_a_document_is_examined_once_its_password_is_known(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    data = pdf(["secret"], password="open sesame")
    id = attach_files(vault, [Pasted("locked.pdf", data)], dispute_id=dispute).added[0]
    read_documents(vault, workshop.reader)
    packet = start_packet(vault, dispute).result
    assert id not in judge_exhibits(workshop, packet)
    edit_record(vault, Evidence, id, password="open sesame", read_state="read")
    assert not [line for line in check_packet(vault, packet) if "examined" in line.words]
    assert id in judge_exhibits(workshop, packet)


def test_an_original_comes_back_bit_for_bit(vault: Vault, tmp_path: Path) -> None:
    data = os.urandom(100_000)
    id = attach_files(vault, [Pasted("x.bin", data)]).added[0]
    extract_original(vault, id, tmp_path / "out.bin")
    assert (tmp_path / "out.bin").read_bytes() == data
    stored = vault.get(ObjectRecord, vault.get(Evidence, id).object_id)
    assert stored.length == 100_000
    said = [row.words for row in history(vault, PendingExport.TABLE)]
    assert said[-1] == "Wrote the original of “x” outside the vault"
    assert vault.verify().ok
