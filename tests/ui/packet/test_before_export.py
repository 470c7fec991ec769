"""Before the first export the recovery sheet is asked for, once; the export goes on either way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.domain.housekeeping import Setting
from onrecord.domain.packet import Packet
from onrecord.services.edit_record import edit_record
from onrecord.services.recovery_sheet import ASKED_BEFORE_EXPORT, recovery_sheet_done
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.recovery_sheet import RecoverySheet
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def never_asked(room: Room, editor: PacketEditor) -> None:
    with room.vault.change("As in a new vault") as tx:
        tx.remove(Setting, ASKED_BEFORE_EXPORT)


def asks(editor: PacketEditor) -> bool:
    return editor.exporting.currentWidget() is editor.exporting.question


def made(editor: PacketEditor) -> bool:
    return editor.exporting.currentWidget() is editor.exporting.result


def test_later_goes_on_with_the_export_and_it_is_not_asked_again(
    qtbot: QtBot, room: Room, editor: PacketEditor, never_asked: None, wait: Wait, target: Path
) -> None:
    editor.check.press()
    wait(lambda: asks(editor))
    assert room.window.focusWidget() is editor.exporting.question.now
    qtbot.keyClick(editor.exporting.question.now, Qt.Key.Key_Escape)
    wait(lambda: made(editor))
    assert target.exists()
    assert not recovery_sheet_done(room.vault)
    target.unlink()
    editor.exporting.begin(editor.packet.id)
    wait(target.exists)
    wait(lambda: made(editor))


def test_the_question_stays_while_the_preview_is_brought_up_to_date(
    qtbot: QtBot, room: Room, editor: PacketEditor, never_asked: None, wait: Wait, target: Path
) -> None:
    editor.check.press()
    wait(lambda: asks(editor))
    made_before = editor.preview.report
    room.session.do(lambda: edit_record(room.vault, Packet, editor.packet.id, ask="Pay it back"))
    editor.packet.judged.emit()
    assert asks(editor)
    wait(lambda: editor.preview.report is not made_before)
    assert asks(editor)
    qtbot.keyClick(editor.exporting.question.now, Qt.Key.Key_Escape)
    wait(lambda: made(editor))
    assert target.exists()


def test_the_sheet_can_be_made_first_by_keys_alone_and_then_the_export_goes_on(
    qtbot: QtBot, room: Room, editor: PacketEditor, never_asked: None, wait: Wait, target: Path
) -> None:
    editor.check.press()
    wait(lambda: asks(editor))
    qtbot.keyClick(editor.exporting.question.now, Qt.Key.Key_Return)
    wait(lambda: isinstance(room.window.page, RecoverySheet) and room.window.page.code)
    page = room.window.page
    assert isinstance(page, RecoverySheet)
    assert not target.exists()
    qtbot.keyClicks(page.typed, page.code.rpartition("-")[2])
    qtbot.keyClick(page.typed, Qt.Key.Key_Return)
    wait(lambda: made(editor))
    assert target.exists()
    assert recovery_sheet_done(room.vault)


def test_closing_the_sheet_unmade_goes_on_with_the_export(
    qtbot: QtBot, room: Room, editor: PacketEditor, never_asked: None, wait: Wait, target: Path
) -> None:
    editor.check.press()
    wait(lambda: asks(editor))
    qtbot.mouseClick(editor.exporting.question.now, Qt.MouseButton.LeftButton)
    wait(lambda: isinstance(room.window.page, RecoverySheet) and room.window.page.code)
    assert room.window.page is not None
    room.window.page.close_page()
    wait(lambda: made(editor))
    assert target.exists()


def test_whoever_goes_elsewhere_instead_exports_nothing(
    qtbot: QtBot, room: Room, editor: PacketEditor, never_asked: None, wait: Wait, target: Path
) -> None:
    editor.check.press()
    wait(lambda: asks(editor))
    room.desk.show_today()
    room.desk.act("about")
    assert room.window.page is not None
    room.window.page.close_page()
    room.session.settle()
    QApplication.processEvents()
    assert not target.exists()
    assert not asks(editor)
