"""Paste and drop anywhere mean attach; a large batch is told of in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.ui.design import Popover
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def test_a_pasted_picture_is_a_document_of_the_dispute_in_view(
    room: Room, qtbot: QtBot, wait: Wait, dispute: str
) -> None:
    room.desk.show_dispute(dispute)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitActive(room.window):
        room.window.activateWindow()
    room.window.sidebar.list.setFocus()
    qtbot.keyClick(room.window.sidebar.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: room.vault.find(DisputeEvidence, "dispute_id = ?", [dispute]))
    one = room.vault.find(Evidence)[0]
    assert one.file_name.startswith("Pasted picture ")
    assert one.arrived == "paste"


def test_paste_in_a_text_field_is_text(room: Room, qtbot: QtBot, wait: Wait) -> None:
    QGuiApplication.clipboard().setText("4471-K")
    room.desk.log_contact()
    with qtbot.waitActive(room.window):
        room.window.activateWindow()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    qtbot.keyClick(focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert focus.text() == "4471-K"
    assert not room.vault.find(Evidence)


def test_nothing_to_paste_is_said(room: Room) -> None:
    QGuiApplication.clipboard().setText("only words")
    room.commands.book.qaction("paste").trigger()
    assert any("no picture and no file" in b.label.text() for b in room.window.notices.bars())


def test_a_large_batch_with_many_refusals_is_told_of_in_one_place(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "good.txt").write_text("a bill")
    for number in range(9):
        (folder / f"empty {number}.txt").touch()
    room.desk.attach([folder])
    wait(lambda: any(p.isVisible() for p in room.window.findChildren(Popover)))
    popover = next(p for p in room.window.findChildren(Popover) if p.isVisible())
    said = [label.text() for label in popover.findChildren(QLabel)]
    assert sum("is empty" in sentence for sentence in said) == 9
    popover.close()
    assert len(room.vault.find(Evidence)) == 1


def test_dropped_files_outside_a_dispute_go_to_to_sort(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    bill = tmp_path / "bill.txt"
    bill.write_text("a bill")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(bill))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), copy, data, left, none)
    QApplication.sendEvent(room.window, enter)
    assert enter.isAccepted()
    assert room.window.drops._overlay.isVisible()
    QApplication.sendEvent(room.window, QDropEvent(QPointF(400, 300), copy, data, left, none))
    assert not room.window.drops._overlay.isVisible()
    wait(lambda: room.vault.find(Evidence))
    assert not room.vault.find(DisputeEvidence)
    wait(lambda: room.session.undo.can_undo)
    room.session.undo.undo()
    wait(lambda: room.vault.find(Evidence)[0].trashed_at)
