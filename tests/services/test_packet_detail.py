"""A packet in full, its pages while it is edited, and documents opened to be looked at."""

from __future__ import annotations

import pytest

from intake.documents_made_here import pdf
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.packet import Packet
from onrecord.domain.packet_order import in_order
from onrecord.errors import NeedsPassword, Refused
from onrecord.services import open_document as opening
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, leave_out
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, preview_content
from onrecord.services.live_preview import LivePreview
from onrecord.services.open_document import open_bundle, open_document
from onrecord.services.packet_places import parts_kept
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.trash import restore_items, trash_items
from onrecord.services.views.packet_detail import packet_detail
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault


@pytest.fixture
def ids(vault: Vault, workshop: Workshop, dispute: str) -> list[str]:
    files = [Pasted(f"{n}.pdf", pdf([f"Bill {n}", "page two"])) for n in (1, 2, 3)]
    result = attach_files(vault, files, dispute_id=dispute)
    read_documents(vault, workshop.reader)
    return [o.evidence_id for o in result.outcomes]


def test_a_packet_tells_what_is_in_it_what_is_left_out_and_what_could_be_added(
    vault: Vault, dispute: str, ids: list[str]
) -> None:
    packet = start_packet(vault, dispute).result
    arrange_exhibits(
        vault, packet, [ExhibitPlace(ids[1], pages="2"), ExhibitPlace(ids[0], included=False)]
    )
    link = vault.find(DisputeEvidence, "evidence_id = ?", [ids[1]])[0]
    with vault.change("theirs") as tx:
        tx.patch(DisputeEvidence, link.id, theirs=True)
    detail = packet_detail(vault, packet)
    assert [(d.evidence_id, d.label, d.included) for d in detail.exhibits] == [
        (ids[1], "A1", True), (ids[0], "", False),
    ]  # fmt: skip
    first = detail.exhibits[0]
    assert (first.pages, first.theirs, first.page_count, first.is_pdf) == ("2", True, 2, True)
    assert [other[0] for other in detail.others] == [ids[2]]
    assert detail.dispute_title == "Charged after cancelling"


def printed(vault: Vault, packet: str) -> list[str]:
    """Parts by name and documents by title, as they are printed."""
    content = preview_content(vault, packet)
    order = in_order(content.parts, len(content.exhibits))
    return [one.name or content.exhibits[one.document].title for one in order]


def test_a_part_between_documents_stays_between_them_while_one_is_in_the_trash(
    vault: Vault, dispute: str, ids: list[str]
) -> None:
    packet = start_packet(vault, dispute).result
    places = [ExhibitPlace(id) for id in ids]
    arrange_exhibits(vault, packet, places, ("cover", "document", "document", "index"))
    assert printed(vault, packet) == ["cover", "1", "2", "index", "3"]
    trash_items(vault, [(Evidence, ids[0])])
    assert printed(vault, packet) == ["cover", "2", "index", "3"]
    shown = packet_detail(vault, packet)
    assert shown.packet.parts == ("cover", "document", "index")

    # What is moved meanwhile stands where it was put; what comes back, where it was.
    arrange_exhibits(
        vault, packet, [ExhibitPlace(ids[2]), ExhibitPlace(ids[1])], shown.packet.parts
    )
    assert printed(vault, packet) == ["cover", "3", "index", "2"]
    arrange_exhibits(vault, packet, [ExhibitPlace(ids[1]), ExhibitPlace(ids[2])])
    kept = parts_kept(vault, packet, ("document", "index"))  # the cover is taken out
    edit_record(vault, Packet, packet, parts=kept)
    assert printed(vault, packet) == ["2", "index", "3"]
    restore_items(vault, [(Evidence, ids[0])])
    assert printed(vault, packet) == ["1", "2", "index", "3"]


def test_labels_alike_do_not_keep_a_packet_from_being_shown(
    vault: Vault, dispute: str, ids: list[str]
) -> None:
    from onrecord.domain.packet import PacketExhibit

    packet = start_packet(vault, dispute).result
    with vault.change("alike") as tx:
        for row in vault.find(PacketExhibit, "packet_id = ?", [packet])[:2]:
            tx.patch(PacketExhibit, row.id, label="X")
    assert [d.label for d in packet_detail(vault, packet).exhibits] == ["X", "X", "?"]


def test_the_preview_follows_the_packet(
    vault: Vault, workshop: Workshop, dispute: str, ids: list[str]
) -> None:
    packet = start_packet(vault, dispute).result
    live = LivePreview(workshop, packet)
    try:
        before, paper = live.update()
        assert paper == "a4"
        arrange_exhibits(vault, packet, [ExhibitPlace(ids[2], pages="1")])
        after, _ = live.update()
        assert [e["id"] for e in after.manifest["exhibits"]] == [ids[2]]
        assert after.page_count < before.page_count
        page = live.page(after.page_count, 0.5)
        assert page.width > 200 and len(page.data) == page.stride * page.height
    finally:
        live.close()


def test_a_protected_document_opens_with_its_password_only(
    vault: Vault, workshop: Workshop
) -> None:
    locked = pdf(["secret"], password="open sesame")
    id = attach_files(vault, [Pasted("locked.pdf", locked)]).added[0]
    with pytest.raises(NeedsPassword):
        open_document(workshop, id)
    document = open_document(workshop, id, "open sesame")
    try:
        assert document.page_count == 1
    finally:
        document.close()


def test_a_file_too_large_is_not_opened(
    vault: Vault, workshop: Workshop, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_SIZE", 10)
    with pytest.raises(Refused, match="too large"):
        open_document(workshop, ids[0])


def test_a_pdf_that_was_made_can_be_looked_at(
    vault: Vault, workshop: Workshop, dispute: str, ids: list[str]
) -> None:
    made = export_bundle(workshop, start_packet(vault, dispute).result)
    document = open_bundle(workshop, made.bundle_id)
    try:
        assert document.page_count == made.page_count
    finally:
        document.close()


@pytest.mark.parametrize("way", ["arranged", "left out"])
def test_a_part_between_documents_stays_where_it_is_when_one_before_it_is_left_out(
    vault: Vault, dispute: str, ids: list[str], way: str
) -> None:
    packet = start_packet(vault, dispute).result
    some = [ExhibitPlace(id) for id in ids]
    arrange_exhibits(vault, packet, some, ("cover", "document", "document", "claims", "hashes"))
    if way == "arranged":
        arrange_exhibits(vault, packet, some[1:])
    else:
        leave_out(vault, packet, ids[0])
    order = in_order(vault.get(Packet, packet).parts, 2)
    assert [one.name or one.document for one in order] == ["cover", 0, "claims", 1, "hashes"]
