"""The main job, from the empty start window to an exported PDF, counted in inputs.

A click, a field typed into, a key chord and a drop are one input each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeySequence,
    QPainter,
    QPdfWriter,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact
from onrecord.ui.application import App
from onrecord.ui.design import ViewMemory
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.preferences import Preferences

Wait = Callable[[Callable[[], Any]], None]
MOST_INPUTS, MOST_FIELDS = 25, 4


class Person:
    """Uses the window in view; remembers each input."""

    def __init__(self) -> None:
        self.inputs: list[str] = []
        self.fields = 0

    def presses(self, chord: str) -> None:
        self.inputs.append(f"key {chord}")
        keys = QKeySequence(chord)[0]
        QTest.keyClick(self._focus(), keys.key(), keys.keyboardModifiers())

    def types(self, text: str) -> None:
        self.inputs.append(f"type {text}")
        self.fields += 1
        QTest.keyClicks(self._focus(), text)

    def clicks(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        self.inputs.append(f"click {widget.accessibleName() or widget}")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drops(self, files: list[Path], onto: QWidget) -> None:
        self.inputs.append(f"drop {len(files)} files")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
        QApplication.sendEvent(onto, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(onto, QDropEvent(QPointF(300, 300), copy, data, left, none))

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


@pytest.fixture
def app(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[App]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    preferences = Preferences(tmp_path / "window.json")
    preferences.set("theme", "light")
    made = App(
        qapp,
        tmp_path / "Mine.onrecord",
        work_factor=4,
        preferences=preferences,
        memory=ViewMemory(qapp, tmp_path / "view.json"),
    )
    made.show()
    yield made
    if made.room is not None:
        made.room.ended.disconnect()
        made.room.end()
        made.room.window.deleteLater()
    made.start.deleteLater()
    made.deleteLater()


def test_from_an_empty_window_to_a_pdf(
    app: App, qtbot: QtBot, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person()
    with qtbot.waitActive(app.start):
        app.start.activateWindow()
    person.types("five plain words for tests")
    person.presses("Return")
    wait(lambda: app.room is not None and app.room.window.isVisible())
    room = app.room
    assert room is not None
    with qtbot.waitActive(room.window):
        room.window.activateWindow()
    wait(lambda: not room.jobs.running())

    person.presses("Ctrl+N")
    person.types("Northline Telecom (sample)")
    person.presses("Return")
    person.types("Charged after cancelling")
    person.presses("Return")
    wait(lambda: room.desk.place.kind == "dispute")

    person.drops(papers(tmp_path), onto=room.window)
    dispute = room.desk.dispute_id
    wait(lambda: not room.jobs.running() and _documents(room, dispute) == 3)

    person.presses("Ctrl+L")
    person.types("4471-K")
    person.presses("Ctrl+Return")
    wait(lambda: room.vault.find(Contact))
    wait(lambda: not room.window.contact.is_open)
    assert room.vault.find(Contact)[0].reference == "4471-K"

    person.presses("Ctrl+P")
    wait(lambda: room.desk.place.kind == "packet")
    editor = room.window.view("packet")
    assert isinstance(editor, PacketEditor)
    wait(lambda: editor.check.primary.isVisible() and editor.check.primary.isEnabled())
    target = tmp_path / "complaint.pdf"
    asked: list[str] = []

    def save_dialog(*_arguments: object) -> tuple[str, str]:
        asked.append("Enter in the file dialog")
        return str(target), "PDF (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save_dialog)
    person.clicks(editor.check.primary)
    wait(lambda: editor.exporting.question.later.isVisible())
    person.clicks(editor.exporting.question.later)
    wait(lambda: target.exists())
    wait(lambda: not room.jobs.running())
    inputs = person.inputs + asked
    assert len(inputs) <= MOST_INPUTS, inputs
    assert person.fields <= MOST_FIELDS

    from pypdf import PdfReader

    read = PdfReader(target)
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert "4471-K" in text
    assert "Charged after cancelling" in text
    assert "Amount due 84.20" in text
    assert "A3 Screenshot" in text


def _documents(room: Any, dispute: str) -> int:
    rows = room.vault.query(
        "SELECT count(*) AS n FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        " WHERE l.dispute_id = ? AND e.read_state = 'read'",
        [dispute],
    )
    return rows[0]["n"]


def papers(folder: Path) -> list[Path]:
    """Two bills and a screenshot, made here."""
    made: list[Path] = []
    for name, words in (("Bill of 16 February.pdf", "84.20"), ("Bill of 16 March.pdf", "84.20")):
        writer = QPdfWriter(str(folder / name))
        writer.setResolution(72)
        painter = QPainter(writer)
        painter.drawText(72, 100, name.removesuffix(".pdf"))
        painter.drawText(72, 140, f"Amount due {words}")
        painter.end()
        made.append(folder / name)
    picture = QImage(360, 640, QImage.Format.Format_RGB32)
    picture.fill(QColor("#dde7f0"))
    picture.save(str(folder / "Screenshot.png"))
    return [*made, folder / "Screenshot.png"]
