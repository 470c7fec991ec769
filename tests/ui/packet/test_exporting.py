"""From the button to a PDF outside the vault, and everything that can come between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.packet import Bundle, Packet
from onrecord.services import export_bundle as exporting_service
from onrecord.services.check_packet import CheckLine
from onrecord.services.edit_record import edit_record
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]
ALT = Qt.KeyboardModifier.AltModifier


def press_export(qtbot: QtBot, editor: PacketEditor) -> None:
    qtbot.mouseClick(editor.check.primary, Qt.MouseButton.LeftButton)


def made(editor: PacketEditor) -> bool:
    return editor.exporting.currentWidget() is editor.exporting.result


def test_the_exported_file_opens_elsewhere_and_has_the_pages_of_the_preview(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], wait: Wait, target: Path
) -> None:
    editor.list.choose("exhibit", documents["march"])
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    report = editor.preview.report
    reader = pypdf.PdfReader(target)
    assert report is not None and len(reader.pages) == report.page_count
    assert editor.exporting.result.words.text() == (
        f"Saved. {report.page_count} pages. Everything was checked: links, pages, nothing left"
        " behind."
    )
    index = reader.pages[1].extract_text()
    assert index.index("Bill of March") < index.index("Bill of February")
    assert sorted(p.name for p in target.parent.iterdir()) == [
        "complaint.manifest.json", "complaint.pdf",
    ]  # fmt: skip


def test_a_press_while_the_preview_is_made_is_an_export(
    qtbot: QtBot, editor: PacketEditor, wait: Wait, target: Path
) -> None:
    editor.packet.saved.emit()  # the preview is set anew from here on
    assert editor.check.primary.isEnabled()
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    assert target.exists()
    editor.packet.judged.emit()
    assert made(editor)


def test_the_result_is_only_as_high_as_its_words_after_a_long_check(
    qtbot: QtBot, editor: PacketEditor, wait: Wait, target: Path
) -> None:
    line = CheckLine("tip", "Something to think of before this goes out.")
    editor.check.show_lines([line] * 12)
    editor.check.set_open(on=True)
    wait(lambda: editor.exporting.height() > 150)
    editor.exporting.begin(editor.packet.id)
    wait(lambda: made(editor))
    wait(lambda: editor.exporting.height() < 110)


def test_what_was_typed_last_is_in_the_exported_file(
    qtbot: QtBot, editor: PacketEditor, documents: dict[str, str], wait: Wait, target: Path
) -> None:
    editor.list.choose("exhibit", documents["february"])
    qtbot.keyClicks(editor.strip.caption, "Typed a moment ago")
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "Typed a moment ago" in text


def test_an_edit_after_the_export_makes_a_new_version(
    qtbot: QtBot, room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait,
    target: Path,
) -> None:  # fmt: skip
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    wait(lambda: editor.versions.text() == "Version 1")
    editor.list.choose("exhibit", documents["march"])
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    wait(lambda: not made(editor))
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    wait(lambda: editor.versions.text() == "2 versions")
    assert room.vault.count(Bundle) == 2


def test_the_result_stays_whatever_is_done_elsewhere_and_goes_when_the_packet_prints_another_thing(
    qtbot: QtBot, room: Room, editor: PacketEditor, dispute: str, wait: Wait, target: Path
) -> None:
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    told: set[str] = set()
    room.session.changed.connect(lambda change: told.update(change.tables()))
    open_dispute(room.vault, "Brightwave (sample)", "No refund")
    wait(lambda: "counterparty" in told)
    ask_through(room, wait)
    assert made(editor)
    edit_record(room.vault, Packet, editor.packet.id, ask="Pay back 84.20")
    wait(lambda: not made(editor))


def ask_through(room: Room, wait: Wait) -> None:
    """Until all that was to be read by now has come."""
    came: list[bool] = []
    room.session.ask(lambda: True, came.append, room.window)
    wait(lambda: came)


def test_stopping_leaves_nothing(
    qtbot: QtBot, room: Room, editor: PacketEditor, wait: Wait, target: Path
) -> None:
    target.write_bytes(b"the old file")
    told: list[Any] = []
    room.notices.raised.connect(told.append)
    press_export(qtbot, editor)
    wait(lambda: editor.exporting.is_running)
    cancel = editor.exporting.progress.strip.cancel_button
    assert cancel is not None
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    wait(lambda: not editor.exporting.is_running)
    assert not made(editor)
    assert told[-1].text == "Stopped. No file was written and nothing was changed."
    assert [p.name for p in target.parent.iterdir()] == ["complaint.pdf"]
    assert target.read_bytes() == b"the old file"
    assert room.vault.count(Bundle) == 0


def test_an_error_is_one_sentence_and_the_old_file_stays(
    qtbot: QtBot, room: Room, editor: PacketEditor, wait: Wait, target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    missing = target.parent / "gone" / "complaint.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(missing), ""))
    told: list[Any] = []
    room.notices.raised.connect(told.append)
    press_export(qtbot, editor)
    wait(lambda: told)
    assert told[-1].kind == "error"
    assert told[-1].text.startswith("There is no folder")
    assert not editor.exporting.is_running and not made(editor)


def test_giving_up_in_the_file_dialog_changes_nothing(
    qtbot: QtBot, room: Room, editor: PacketEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nothing_chosen(*args: Any, **_named: Any) -> tuple[str, str]:
        asked.append(args[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", nothing_chosen)
    press_export(qtbot, editor)
    qtbot.waitUntil(lambda: bool(asked))
    assert not editor.exporting.is_running
    assert Path(asked[0]).name.startswith("Packet 20")  # names no dispute and no company
    assert room.vault.count(Bundle) == 0


def test_the_pdf_is_looked_at_and_saved_again_from_the_vault(
    qtbot: QtBot, editor: PacketEditor, wait: Wait, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    qtbot.mouseClick(editor.exporting.result.look, Qt.MouseButton.LeftButton)
    quick = editor.exporting._quick
    assert quick is not None
    wait(lambda: quick.overlay.pages.page_count == len(pypdf.PdfReader(target).pages))
    qtbot.keyClick(quick.overlay.pages, Qt.Key.Key_Escape)
    again = target.with_name("again.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(again), ""))
    qtbot.mouseClick(editor.exporting.result.again, Qt.MouseButton.LeftButton)
    wait(again.exists)
    assert again.read_bytes() == target.read_bytes()


def test_what_is_not_as_it_was_is_said_with_the_result(
    qtbot: QtBot, editor: PacketEditor, wait: Wait, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = exporting_service.export_bundle

    def with_note(*args: Any, **named: Any) -> Any:
        from dataclasses import replace

        return replace(real(*args, **named), problems=("2 pages of A1 are included as a picture.",))

    monkeypatch.setattr(exporting_service, "export_bundle", with_note)
    press_export(qtbot, editor)
    wait(lambda: made(editor))
    result = editor.exporting.result
    assert result.more.text() == "1 note"
    assert result.problems.itemAt(0).widget().text() == "2 pages of A1 are included as a picture."  # pyright: ignore
