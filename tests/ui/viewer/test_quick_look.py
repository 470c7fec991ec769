"""Space looks at a document over the list; Space again goes back to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.quick_look import QuickLook

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def look(room: Room) -> QuickLook:
    return QuickLook(room.desk, room.window)


def test_space_closes_it_and_the_list_has_the_keys_again(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], look: QuickLook, wait: Wait
) -> None:
    room.window.activateWindow()
    room.desk.show_dispute(dispute)
    wait(lambda: QApplication.focusWidget() is not None)
    before = QApplication.focusWidget()
    look.show(documents["bill"])
    overlay = look.overlay
    wait(lambda: overlay.pages.page_count == 5 and overlay.pages.is_drawn(1))
    wait(lambda: overlay.title.text() == "bill")
    qtbot.keyClick(overlay.pages, Qt.Key.Key_Space)
    assert not look.is_open
    assert QApplication.focusWidget() is before
    assert room.desk.place.kind == "dispute"


def test_enter_opens_the_document(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], look: QuickLook, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    look.show(documents["bill"])
    wait(lambda: look.overlay.pages.page_count == 5)
    qtbot.keyClick(look.overlay.pages, Qt.Key.Key_Return)
    assert (room.desk.place.kind, room.desk.place.id) == ("document", documents["bill"])
    assert not look.is_open


def test_what_cannot_be_shown_says_why(
    documents: dict[str, str], look: QuickLook, wait: Wait
) -> None:
    look.show(documents["song"])
    wait(lambda: look.overlay.problem.isVisible())
    assert look.overlay.problem.text().startswith("This kind of file cannot be shown yet.")
