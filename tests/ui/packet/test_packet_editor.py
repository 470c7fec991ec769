"""Putting a packet together: order, pages, captions, what is left out, options, the check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.errors import KnownError
from onrecord.services.arrange_exhibits import places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.export_bundle import export_bundle
from onrecord.services.log_contact import log_contact
from onrecord.services.send_packet import record_sending
from onrecord.services.trash import trash_items
from onrecord.services.views.packets import packets
from onrecord.services.views.timeline import timeline
from onrecord.ui.design import Space
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room
from ui.filled import filled_buttons

from .conftest import bill

Wait = Callable[[Callable[[], Any]], None]
ALT = Qt.KeyboardModifier.AltModifier


def in_preview(editor: PacketEditor) -> list[tuple[str, str]]:
    """Label and title of each document, as the built pages have them."""
    report = editor.preview.report
    assert report is not None
    return [(e["label"], e["title"]) for e in report.manifest["exhibits"]]


def in_list(editor: PacketEditor) -> list[tuple[str, str]]:
    return [(x.label, x.title) for x in editor.list.lines.lines if x.kind == "exhibit"]


def shown_pages(editor: PacketEditor, label: str) -> list[int | None]:
    report = editor.preview.report
    assert report is not None
    return [p.exhibit_page for p in report.pages if p.exhibit_label == label and p.kind == "copy"]


def choose(editor: PacketEditor, evidence_id: str) -> None:
    editor.list.setFocus()
    assert editor.list.choose("exhibit", evidence_id)


def test_it_opens_filled_with_what_is_on_record(editor: PacketEditor) -> None:
    assert editor.title.text() == "Packet for Ombudsman (sample)"
    assert in_list(editor) == [
        ("A1", "Bill of February"), ("A2", "Bill of March"), ("A3", "note"),
    ]  # fmt: skip
    assert in_preview(editor) == in_list(editor)


def test_order_by_keys_changes_the_real_pages_and_is_undone(
    qtbot: QtBot, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    choose(editor, documents["march"])
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    assert in_list(editor)[0] == ("A1", "Bill of March")
    wait(lambda: in_preview(editor)[0] == ("A1", "Bill of March"))
    assert editor.list.chosen() is not None
    assert editor.list.chosen().key == documents["march"]  # pyright: ignore
    lines = [line.key for line in editor.list.lines.lines]
    before = lines[lines.index(documents["march"]) - 1]
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)  # it is the first: now in front of a part
    lines = [line.key for line in editor.list.lines.lines]
    assert lines[lines.index(documents["march"]) + 1] == before
    room.session.settle()
    room.session.undo.undo()
    room.session.undo.undo()
    wait(lambda: in_preview(editor)[0] == ("A1", "Bill of February"))
    wait(lambda: in_list(editor) == in_preview(editor))


def test_the_pages_of_the_chosen_document_stay_in_view_when_its_move_is_undone(
    qtbot: QtBot, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    def in_view() -> str:
        line, report = editor.list.chosen(), editor.preview.report
        assert line is not None and report is not None and line.key == documents["february"]
        return f"{line.label} {report.pages[editor.preview.pages.current_page - 1].exhibit_label}"

    choose(editor, documents["february"])
    wait(lambda: in_view() == "A1 A1")
    qtbot.keyClick(editor.list, Qt.Key.Key_Down, ALT)
    wait(lambda: in_preview(editor)[0] == ("A1", "Bill of March"))
    wait(lambda: in_view() == "A2 A2")
    room.session.settle()
    wait(lambda: room.session.undo.can_undo)
    room.session.undo.undo()
    wait(lambda: in_preview(editor)[0] == ("A1", "Bill of February"))
    wait(lambda: in_view() == "A1 A1")


def test_fast_keys_move_a_document_as_often_as_they_are_pressed(
    qtbot: QtBot, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    choose(editor, documents["february"])
    for _ in range(2):
        qtbot.keyClick(editor.list, Qt.Key.Key_Down, ALT)
    room.session.settle()
    wait(lambda: in_preview(editor)[2] == ("A3", "Bill of February"))
    wait(lambda: in_list(editor) == in_preview(editor))


def test_order_by_drag(
    room: Room, editor: PacketEditor, documents: dict[str, str], packet_id: str, wait: Wait
) -> None:
    first = editor.list.lines.row_of("exhibit", documents["february"])
    top = editor.list.visualRect(editor.list.lines.index(first)).top()
    editor.list.drop_at(documents["note"], top)
    assert [title for _, title in in_list(editor)] == ["note", "Bill of February", "Bill of March"]
    wait(lambda: places(room.vault, packet_id)[0].evidence_id == documents["note"])


def test_pages_are_typed_like_1_3_5(
    qtbot: QtBot, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    choose(editor, documents["february"])
    qtbot.keyClicks(editor.strip.pages, "1-3, 5")
    wait(lambda: shown_pages(editor, "A1") == [1, 2, 3, 5])
    editor.strip.pages.selectAll()
    qtbot.keyClicks(editor.strip.pages, "9")
    assert editor.strip.pages_field.error.text() == "There is no page 9: this document has 5 pages."
    qtbot.keyClick(editor.strip.pages, Qt.Key.Key_Return)
    room.session.settle()
    assert shown_pages(editor, "A1") == [1, 2, 3, 5]


def test_caption_and_label_are_printed(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    choose(editor, documents["march"])
    qtbot.keyClicks(editor.strip.caption, "Charged after cancelling")
    qtbot.keyClicks(editor.strip.label, "B7")
    qtbot.keyClick(editor.strip.label, Qt.Key.Key_Return)
    wait(lambda: ("B7", "Bill of March") in in_preview(editor))
    assert in_list(editor)[2] == ("A2", "note")


def test_two_labels_alike_are_refused_with_a_sentence(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], packet_id: str, room: Room,
    wait: Wait,
) -> None:  # fmt: skip
    for name in ("february", "march"):
        choose(editor, documents[name])
        qtbot.keyClicks(editor.strip.label, "X1")
        qtbot.keyClick(editor.strip.label, Qt.Key.Key_Return)
    wait(lambda: "Two documents have the label X1" in editor.strip.label_field.error.text())
    assert [p.label for p in places(room.vault, packet_id)] == ["X1", "", ""]


def test_what_is_left_out_stays_in_view_as_a_count_and_comes_back(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    choose(editor, documents["march"])
    qtbot.keyClick(editor.list, Qt.Key.Key_Delete)
    assert editor.left_out.text() == "1 left out, show"
    wait(lambda: len(in_preview(editor)) == 2)
    qtbot.mouseClick(editor.left_out, Qt.MouseButton.LeftButton)
    assert editor.list.choose("left_out", documents["march"])
    qtbot.keyClick(editor.list, Qt.Key.Key_Return)
    wait(lambda: [label for label, _ in in_preview(editor)] == ["A1", "A2", "A3"])
    assert in_list(editor)[2] == ("A3", "Bill of March")


def test_a_document_that_came_later_is_counted_as_not_in_it(
    room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    assert editor.contents.add.text() == "Add documents"
    dispute = room.vault.get(Packet, packet_id).dispute_id
    before = packets(room.vault, dispute)[0].left_out
    late = [Pasted("answer.txt", b"Their answer (sample)")]
    room.desk.session.do(lambda: attach_files(room.vault, late, dispute_id=dispute).change)
    wait(lambda: editor.contents.add.text() == "Add documents, 1 not in it yet")
    assert packets(room.vault, dispute)[0].left_out == before + 1


def test_a_click_on_a_document_leads_to_its_first_page(
    editor: PacketEditor, documents: dict[str, str]
) -> None:
    choose(editor, documents["march"])
    line = editor.list.chosen()
    assert line is not None
    assert editor.preview.pages.current_page == line.first_page > 1


def test_options_change_the_cover_and_the_parts(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    editor.options.recipient.selectAll()
    qtbot.keyClicks(editor.options.recipient, "Supervisor (sample)")
    qtbot.keyClicks(editor.options.ask, "Pay back 84.20.")
    before = len(editor.list.lines.lines)
    qtbot.mouseClick(editor.options.parts["claims"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(editor.options, Qt.Key.Key_Escape)
    assert editor.left.currentIndex() == 0
    wait(lambda: editor.title.text() == "Packet for Supervisor (sample)")
    wait(lambda: len(editor.list.lines.lines) == before - 1)
    wait(lambda: room.vault.get(Packet, packet_id).ask == "Pay back 84.20.")
    wait(lambda: "claims" not in room.vault.get(Packet, packet_id).parts)


def test_a_part_left_out_by_key_comes_back_by_undo(
    qtbot: QtBot, room: Room, editor: PacketEditor, wait: Wait
) -> None:
    editor.list.choose("part", "contact_log")
    qtbot.keyClick(editor.list, Qt.Key.Key_Delete)
    wait(lambda: editor.list.lines.row_of("part", "contact_log") < 0)
    room.session.settle()
    wait(lambda: room.session.undo.can_undo)
    room.session.undo.undo()
    wait(lambda: editor.list.lines.row_of("part", "contact_log") >= 0)


def test_a_document_that_came_later_is_added_from_the_list(
    qtbot: QtBot, room: Room, dispute: str, editor: PacketEditor, wait: Wait
) -> None:
    from onrecord.services.attach_files import Pasted, attach_files

    room.session.do(
        lambda: attach_files(room.vault, [Pasted("new.pdf", bill("April", 1))], dispute_id=dispute)
    )
    qtbot.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    wait(lambda: editor.picker.list.count() == 1)
    assert editor.picker.list.item(0).text().splitlines()[1].endswith(", no date")
    above = editor.picker.hint.mapTo(editor.picker, editor.picker.hint.rect().bottomLeft())
    assert editor.picker.list.y() - above.y() > Space.XS, "the list keeps off the words above it"
    qtbot.mouseClick(editor.picker.add, Qt.MouseButton.LeftButton)
    wait(lambda: len(in_preview(editor)) == 4)
    wait(lambda: editor.picker.list.count() == 0)
    qtbot.keyClick(editor.picker, Qt.Key.Key_Escape)
    assert editor.left.currentIndex() == 0


def test_a_file_from_disk_is_kept_in_the_dispute_and_put_into_the_packet(
    qtbot: QtBot, room: Room, dispute: str, editor: PacketEditor, wait: Wait, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from onrecord.services.views.documents import documents

    file = tmp_path / "april.pdf"
    file.write_bytes(bill("April", 1))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(file)], ""))
    editor.show_picker()
    qtbot.mouseClick(editor.picker.disk, Qt.MouseButton.LeftButton)
    wait(lambda: len(in_preview(editor)) == 4)
    assert len(documents(room.vault, dispute)) == 4


def test_a_dropped_file_goes_into_the_packet(
    editor: PacketEditor, wait: Wait, tmp_path: Path
) -> None:
    file = tmp_path / "april.pdf"
    file.write_bytes(bill("April", 1))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys)
    editor.dragEnterEvent(enter)
    assert enter.isAccepted()
    editor.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, *keys))
    wait(lambda: len(in_preview(editor)) == 4)


def test_the_check_leads_to_its_remedy(qtbot: QtBot, editor: PacketEditor, wait: Wait) -> None:
    wait(lambda: editor.check.tips.text() == "1 tip")
    assert editor.check.primary.text() == "Export PDF"
    qtbot.mouseClick(editor.check.tips, Qt.MouseButton.LeftButton)
    assert editor.check.is_open
    from onrecord.ui.design import LinkButton

    remedy = editor.check.lines_area.findChildren(LinkButton)[0]
    assert remedy.text() == "Change the text"
    qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
    wait(lambda: editor.left.currentWidget() is editor.options)


def test_what_stops_it_is_shown_before_anything_is_exported(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, documents: dict[str, str],
    wait: Wait, target: Path,
) -> None:  # fmt: skip
    row = room.vault.find(PacketExhibit, "evidence_id = ?", [documents["march"]])[0]

    def break_it() -> Any:
        with room.vault.change("Pages of another file") as tx:
            tx.patch(PacketExhibit, row.id, pages="7")
        return tx.change

    room.session.do(break_it)
    wait(lambda: editor.check.stops)
    assert editor.check.primary.text() == "Review 1, then export"
    qtbot.mouseClick(editor.check.primary, Qt.MouseButton.LeftButton)
    assert editor.check.is_open and not editor.check.primary.isEnabled()
    wait(lambda: "There is no page 7" in editor.preview.problem.text())
    qtbot.mouseClick(editor.check.remedy, Qt.MouseButton.LeftButton)
    editor.strip.pages.selectAll()
    qtbot.keyClicks(editor.strip.pages, "1")
    qtbot.keyClick(editor.strip.pages, Qt.Key.Key_Return)
    wait(lambda: not editor.check.stops and editor.check.primary.isEnabled())
    wait(lambda: not editor.preview.problem.isVisible())
    assert not target.exists()


def test_a_problem_told_late_leaves_the_check_at_rest_and_goes_with_the_next_pages(
    editor: PacketEditor, wait: Wait
) -> None:
    preview = editor.preview
    wait(lambda: preview.is_current and preview.report and not preview.report.waiting)
    preview._not_made(KnownError("The pages could not be made."), preview._changes - 1)
    assert preview.problem.isVisible() and preview.is_current
    preview.refresh()
    wait(lambda: preview.is_current and not preview.problem.isVisible())


def test_of_a_text_no_pages_are_told_that_the_pdf_does_not_have(
    room: Room, editor: PacketEditor, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    """It is broken into pages where it is set: what was counted while reading is another number."""
    assert room.vault.get(Evidence, documents["note"]).page_count
    choose(editor, documents["note"])
    assert "no pages of its own" in editor.strip.about.text()
    assert not editor.strip.pages.isEnabled()
    choose(editor, documents["february"])
    assert editor.strip.about.text().startswith("5 pages.")
    assert editor.strip.pages.isEnabled()
    rows = {row.id: row.note for row in timeline(room.vault, dispute) if row.kind == "evidence"}
    assert (rows[documents["note"]], rows[documents["february"]]) == ("", "5 pages")
    room.desk.show_dispute(dispute, "documents")
    for name, said in (("note", False), ("february", True)):
        room.desk.select("evidence", (documents[name],))
        file = room.window.inspector.panel("evidence").file
        wait(lambda name=name, file=file: name[:3] in file.text())
        assert ("page" in file.text()) is said


def test_a_sent_packet_is_read_only_and_changed_as_a_new_version(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, documents: dict[str, str],
    wait: Wait,
) -> None:  # fmt: skip
    bundle_id = export_bundle(room.session.workshop, packet_id).bundle_id
    room.session.do(lambda: record_sending(room.vault, bundle_id, "email", "3 March 2026"))
    wait(lambda: editor.sent is not None)
    assert editor.sent is not None and editor.sent.action is not None
    assert editor.sent.label.text().startswith("Sent 3 March 2026.")
    choose(editor, documents["march"])
    assert editor.strip.pages.isReadOnly() and not editor.strip.leave_out.isVisible()
    before = in_list(editor)
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    assert in_list(editor) == before
    qtbot.mouseClick(editor.sent.action, Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.place.kind == "packet" and room.desk.place.id != packet_id)
    wait(lambda: editor.packet.detail is not None and not editor.packet.fixed)
    assert room.vault.get(Bundle, bundle_id).packet_id == packet_id


def test_a_document_opened_from_the_check_leads_back_to_the_packet(
    room: Room, editor: PacketEditor, packet_id: str, documents: dict[str, str], wait: Wait
) -> None:
    room.desk.open_document(documents["march"])
    assert editor.preview.report is None  # the worker with the documents is gone
    room.desk.go_back()
    assert (room.desk.place.kind, room.desk.place.id) == ("packet", packet_id)
    wait(lambda: editor.preview.report is not None)


def test_a_sent_packet_leads_to_what_was_sent_and_makes_no_further_version(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    bundle_id = export_bundle(room.session.workshop, packet_id).bundle_id
    room.session.do(lambda: record_sending(room.vault, bundle_id, "email", "3 March 2026"))
    wait(lambda: editor.check.primary.text() == "What was sent")
    assert not editor.check.tips.isVisible()
    qtbot.keyClick(editor.list, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: editor.sending.isVisible() and editor.sending.sheet is not None)
    assert editor.sending.title.text() == "It is sent"
    assert room.vault.count(Bundle) == 1


def test_the_pages_of_a_sent_packet_are_those_that_were_sent(
    room: Room, editor: PacketEditor, packet_id: str, dispute: str, wait: Wait
) -> None:
    bundle_id = export_bundle(room.session.workshop, packet_id).bundle_id
    record_sending(room.vault, bundle_id, "email", "3 March 2026")
    for day in range(1, 29):  # pages of further calls
        entry = ContactEntry(
            dated=f"2026-02-{day:02}", outcome="Later " * 60, dispute_ids=(dispute,)
        )
        log_contact(room.vault, entry)
    room.desk.show_today()
    room.desk.open_packet(packet_id)
    preview = editor.preview
    wait(lambda: preview.is_current and preview.report and not preview.report.waiting)
    assert preview.report is not None
    assert preview.report.page_count == room.vault.get(Bundle, bundle_id).page_count


@pytest.mark.parametrize("part", ["list", "options", "picker"])
def test_few_fields_one_filled_button_and_a_name_for_all(
    editor: PacketEditor, documents: dict[str, str], part: str
) -> None:
    choose(editor, documents["march"])
    if part == "options":
        editor.show_options()
    elif part == "picker":
        editor.show_picker()
    fields: list[QWidget] = [
        *editor.findChildren(QLineEdit), *editor.findChildren(QPlainTextEdit),
    ]  # fmt: skip
    assert len([f for f in fields if f.isVisible()]) <= 4
    assert len(filled_buttons(editor.window())) == 1
    for control in [*fields, *editor.findChildren(QAbstractButton)]:
        assert not control.isVisible() or control.accessibleName() or control.text()


@pytest.mark.parametrize(("remedy", "kept"), [("Put it back", 3), ("Leave it out", 2)])
def test_a_document_in_the_trash_can_be_put_back_or_left_out_from_the_check(
    qtbot: QtBot,
    room: Room,
    editor: PacketEditor,
    documents: dict[str, str],
    wait: Wait,
    remedy: str,
    kept: int,
) -> None:
    session, vault = room.session, room.vault
    session.do(lambda: trash_items(vault, [(Evidence, documents["note"])]))
    wait(lambda: editor.check.stops and len(in_list(editor)) == 2)
    editor.check.press()
    from onrecord.ui.design import LinkButton

    button = next(b for b in editor.check.lines_area.findChildren(LinkButton) if b.text() == remedy)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    wait(lambda: not editor.check.needing and len(in_list(editor)) == kept)
    wait(lambda: len(in_preview(editor)) == kept)
