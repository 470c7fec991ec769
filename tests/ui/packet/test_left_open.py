"""What happens to a packet that is left open: words are read, pages are made, the check follows."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from onrecord.domain.letter import Letter
from onrecord.domain.packet import Packet
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.packet_for import add_letter
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.ui.design import LinkButton
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room
from onrecord.vault.index import IndexedPage
from ui.packet.conftest import bill

Wait = Callable[[Callable[[], Any]], None]
NUMBER = "4471 0098 2213"


@pytest.fixture
def reads_nothing(room: Room) -> None:
    """Words in pictures are found when the test says so."""
    room.desk.preferences.set("read_pictures", False)


def opened(room: Room, dispute: str, files: list[Pasted], wait: Wait) -> tuple[PacketEditor, Any]:
    """The editor with a packet of these files, and their ids."""
    result = attach_files(room.vault, files, dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    packet = start_packet(room.vault, dispute, recipient="Ombudsman (sample)").result
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet)
    editor = room.window.view("packet")
    assert isinstance(editor, PacketEditor)
    wait(lambda: editor.preview.report is not None and editor.list.lines.lines)
    return editor, [one.evidence_id for one in result.outcomes]


def blacken(editor: PacketEditor) -> LinkButton | None:
    found = editor.marks.findChildren(LinkButton)
    name = f"Black out {NUMBER}"
    return next((b for b in found if b.accessibleName() == name and b.isVisible()), None)


def test_words_read_in_a_picture_are_offered_to_be_blacked_out_and_are(
    reads_nothing: None, room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    photo = BytesIO()
    Image.new("RGB", (600, 800), "white").save(photo, "PNG")
    files = [Pasted("photo.png", photo.getvalue()), Pasted("march.pdf", bill("March", 2))]
    editor, (id, _) = opened(room, dispute, files, wait)
    editor.preview.marking.all.trigger()
    wait(lambda: editor.marks._found is not None)
    assert blacken(editor) is None

    known = room.vault.index.pages(id)[0]
    words = [("Account", 60, 60, 150, 90), ("no.", 160, 60, 190, 90)]
    words += [(n, 200 + 60 * k, 60, 250 + 60 * k, 90) for k, n in enumerate(NUMBER.split())]
    said = IndexedPage(1, f"Account no. {NUMBER}", known.width, known.height, words)
    room.vault.index.put_seen(id, 1, said)
    room.desk.words_seen.emit(id)
    wait(lambda: blacken(editor) is not None)
    offered = blacken(editor)
    assert offered is not None
    offered.click()
    label = next(d.label for d in editor.packet.detail.exhibits if d.evidence_id == id)
    wait(lambda: "redacted" in [
        p.kind for p in editor.preview.report.pages if p.exhibit_label == label
    ])  # fmt: skip


def unmakeable(data: bytes) -> bytes:
    """The boxes of its second page do not meet: nothing of it is drawn, and so nothing taken away."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages[1].obj["/CropBox"] = pikepdf.Array([2000, 2000, 2100, 2100])
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_page_that_cannot_be_made_is_told_with_its_document_and_the_rest_is_there(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    files = [
        Pasted("april.pdf", unmakeable(bill("April", 3))),
        Pasted("broken.pdf", b"%PDF-1.7\nnothing that can be read"),
        Pasted("march.pdf", bill("March", 2)),
    ]
    editor, ids = opened(room, dispute, files, wait)
    labels = {d.evidence_id: d.label for d in editor.packet.detail.exhibits}
    editor.marking.hide_words("sheet")
    pages = editor.preview

    def kinds(id: str) -> list[str]:
        found = pages.report.pages if pages.report is not None else ()
        return [p.kind for p in found if p.exhibit_label == labels[id] and p.exhibit_page]

    wait(lambda: kinds(ids[0]) == ["redacted", "sheet", "redacted"])
    wait(lambda: kinds(ids[2]) == ["redacted", "redacted"])
    wait(lambda: not pages.state.text() and not pages._further.isActive())
    assert not pages._loader.has_call("update") and not pages._loader.has_call("get_on")
    assert kinds(ids[1]) == ["sheet"]
    told = " ".join(problem.words for problem in pages.report.problems)
    assert f"{labels[ids[0]]} page 2 could not be blacked out" in told
    wait(lambda: any("broken" in line.words for line in editor.check.needing))


def test_while_the_check_is_behind_it_says_so_and_says_nothing_of_before(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    bar = editor.check
    wait(lambda: not bar.is_looking)
    before = bar.needs.text()
    editor.packet.include(documents["march"], False)
    assert bar.is_looking
    assert bar.needs.text() != before and not bar.remedy.isVisible()
    wait(lambda: not bar.is_looking)
    assert editor.packet.measured.pages == editor.preview.report.page_count
    assert bar.needs.text() == before


def test_what_changes_no_page_sets_none(
    qtbot: QtBot, room: Room, editor: PacketEditor, wait: Wait
) -> None:
    wait(lambda: editor.preview.is_current)
    pages = editor.preview.report
    editor.preview.refresh()
    assert not editor.preview.is_current
    wait(lambda: editor.preview.is_current)
    assert editor.preview.report is pages


def test_the_pages_stay_while_the_letter_is_written_and_go_when_one_leaves(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    room.session.do(lambda: add_letter(room.vault, packet_id))
    wait(lambda: editor.preview.is_current and "letter" in editor.preview.report.parts)
    letter = room.vault.get(Packet, packet_id).letter_id
    room.desk.open_letter(letter)
    assert editor.preview.is_running and not editor.isVisible()
    edit_record(room.vault, Letter, letter, subject="Charged twice in March")
    was = editor.preview.report
    room.desk.go_back()
    wait(lambda: editor.isVisible() and editor.preview.report is not was)
    room.desk.open_letter(letter)
    room.desk.show_today()
    assert not editor.preview.is_running
