"""Options one click deeper: print, volumes, a passphrase, what goes along, pages turned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from onrecord.domain.packet import Bundle
from onrecord.services.packet_options import exhibit_options, packet_options
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def kept(room: Room, editor: PacketEditor) -> Any:
    return packet_options(room.vault, editor.packet.id)


def shown(editor: PacketEditor) -> Any:
    """What the window has been told by the vault."""
    detail = editor.packet.detail
    assert detail is not None
    return detail.options


def settled(editor: PacketEditor) -> bool:
    return editor.packet._pending == 0


def test_one_section_stands_open_at_a_time(qtbot: Any, editor: PacketEditor) -> None:
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    files = editor.options.files
    assert not any(fold.is_open for fold in files.folds)
    qtbot.mouseClick(files.print.head, Qt.MouseButton.LeftButton)
    assert files.print.is_open and files.box("grey").isVisible()
    qtbot.mouseClick(files.files.head, Qt.MouseButton.LeftButton)
    assert files.files.is_open and not files.print.is_open
    assert "open" in files.files.head.accessibleName()


def test_a_box_is_kept_and_the_pages_follow(
    qtbot: Any, room: Room, editor: PacketEditor, wait: Wait
) -> None:
    before = editor.preview.report
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    files = editor.options.files
    files.open(files.print)
    qtbot.mouseClick(
        files.box("large"), Qt.MouseButton.LeftButton, pos=files.box("large").rect().center() / 4
    )
    wait(lambda: kept(room, editor).large)
    wait(lambda: editor.preview.report is not before)
    files.print.toggle()
    assert files.print.summary.text() == "large"


def test_limits_of_volumes_are_typed_and_a_wrong_one_is_said_below_it(
    qtbot: Any, room: Room, editor: PacketEditor, wait: Wait
) -> None:
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    files = editor.options.files
    files.open(files.files)
    qtbot.keyClicks(files.pages, "12")
    qtbot.keyClick(files.pages, Qt.Key.Key_Return)
    wait(lambda: kept(room, editor).volume_pages == 12 and settled(editor))
    wait(lambda: shown(editor).volume_pages == 12)
    files.pages.selectAll()
    qtbot.keyClicks(files.pages, "1")
    qtbot.keyClick(files.pages, Qt.Key.Key_Return)
    wait(lambda: files.pages_field.findChildren(object) and "at least 2" in said(files.pages_field))
    assert kept(room, editor).volume_pages == 12


def said(field: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in field.findChildren(QLabel))


def test_a_locked_pdf_asks_for_its_passphrase_first(
    qtbot: Any, room: Room, editor: PacketEditor, target: Path, wait: Wait
) -> None:
    editor.packet.set_options({"locked": True})
    wait(lambda: kept(room, editor).locked and settled(editor))
    editor.exporting.begin(editor.packet.id)
    ask = editor.exporting.passphrase
    wait(lambda: editor.exporting.currentWidget() is ask)
    qtbot.keyClicks(ask.edit.edit, "short")
    qtbot.mouseClick(ask.go_on, Qt.MouseButton.LeftButton)
    assert "at least 8" in said(ask.field) and not target.exists()
    qtbot.mouseClick(ask.suggest, Qt.MouseButton.LeftButton)
    words = ask.edit.text()
    assert len(words.split()) == 6
    qtbot.mouseClick(ask.go_on, Qt.MouseButton.LeftButton)
    wait(target.exists)
    assert ask.edit.text() == ""
    with pikepdf.open(target, password=words) as pdf:
        assert pdf.encryption.R == 6
    assert not target.with_name("complaint.manifest.json").exists()


def test_not_now_ends_the_export_and_forgets_what_was_typed(
    qtbot: Any, room: Room, editor: PacketEditor, target: Path, wait: Wait
) -> None:
    editor.packet.set_options({"locked": True})
    wait(lambda: kept(room, editor).locked and settled(editor))
    editor.exporting.begin(editor.packet.id)
    ask = editor.exporting.passphrase
    wait(lambda: editor.exporting.currentWidget() is ask)
    qtbot.keyClicks(ask.edit.edit, "some long words")
    qtbot.keyClick(ask.edit.edit, Qt.Key.Key_Escape)
    assert editor.exporting.currentWidget() is editor.check
    assert ask.edit.text() == "" and not target.exists()
    assert room.vault.find(Bundle) == []


def test_what_is_not_in_whole_goes_along_only_by_a_choice_of_its_own(
    qtbot: Any, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    editor.packet.set_exhibit(documents["february"], "1-2", "", "")
    editor.packet.set_options({"originals": True})
    wait(lambda: kept(room, editor).originals and settled(editor))
    wait(lambda: any(not one.whole for one in editor.packet.detail.exhibits))
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    files = editor.options.files
    files.open(files.along)
    wait(lambda: files.reveals.count() == 2)
    box: Any = files.reveals.itemAt(0).widget()
    assert box.text() == "Also A1, whole"
    assert "shows what you left out" in files.reveals.itemAt(1).widget().text()
    box.click()
    wait(lambda: bool(exhibit_options(room.vault, editor.packet.id)))
    assert exhibit_options(room.vault, editor.packet.id)[documents["february"]].reveal


def test_a_document_is_turned_from_below_its_page(
    qtbot: Any, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    editor.list.choose("exhibit", documents["march"])
    wait(lambda: editor.strip.turn.isVisible())
    before = editor.preview.report
    editor.strip._turn(one=False)
    wait(lambda: bool(exhibit_options(room.vault, editor.packet.id)))
    assert exhibit_options(room.vault, editor.packet.id)[documents["march"]].turns == "90"
    wait(lambda: editor.preview.report is not before)


def test_what_came_after_it_was_sent_goes_on_behind_its_last_page(
    qtbot: Any, room: Room, dispute: str, editor: PacketEditor, wait: Wait
) -> None:
    from onrecord.services.attach_files import Pasted, attach_files
    from onrecord.services.export_bundle import export_bundle
    from onrecord.services.send_packet import record_sending

    workshop = room.session.workshop
    made = export_bundle(workshop, editor.packet.id)
    change = record_sending(room.vault, made.bundle_id, "post", "3 March 2026")
    attach_files(room.vault, [Pasted("late.txt", b"It came late.\n")], dispute_id=dispute)
    room.session.changed.emit(change)
    wait(lambda: editor.packet.fixed)
    sent = editor.packet.id
    editor.versions.late_asked.emit(made.bundle_id)
    wait(lambda: editor.packet.id != sent and editor.packet.detail is not None)
    wait(lambda: editor.preview.report is not None and editor.preview.report.first_page > 1)
    report = editor.preview.report
    assert report.first_page == made.page_count + 1
    assert [one.label for one in editor.packet.detail.exhibits if one.included] == ["A4"]
    wait(lambda: any(x.kind == "exhibit" and x.pages for x in editor.list.lines.lines))
    line = next(x for x in editor.list.lines.lines if x.kind == "exhibit")
    assert int(line.pages.split("-")[0]) > made.page_count  # as printed
    assert editor.title.text() == "Late additions for Ombudsman (sample)"
    assert editor.contents.add.text() == "Add documents", "those that were sent are not missing"
    assert line.first_page <= report.page_count  # where the preview is led


def test_our_words_are_printed_in_a_language_that_is_chosen_or_brought(
    qtbot: Any, room: Room, editor: PacketEditor, wait: Wait, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before = editor.preview.report
    qtbot.mouseClick(editor.options_button, Qt.MouseButton.LeftButton)
    files = editor.options.files
    files.open(files.print)
    box = files.language.box
    assert [box.itemText(n) for n in range(box.count())] == ["English", "Deutsch"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    wait(lambda: kept(room, editor).language == "de")
    wait(lambda: editor.preview.report is not before)
    words = tmp_path / "es.json"
    words.write_text('{"language": "es", "words": {"Contents": "Índice"}}', "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(words), ""))
    files.language.bring.click()
    wait(lambda: box.findData("es") >= 0)
    assert box.currentData() == "de"
