"""The check before sending, folded to a bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from onrecord.services.check_line import CheckLine
from onrecord.services.start_packet import start_packet
from onrecord.ui.design import LinkButton, theme
from onrecord.ui.packet.check_bar import CheckBar
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

LINES = [CheckLine("ask", f"Paper {n} asks something.", act="take_out") for n in range(20)]
Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def bar(qtbot: QtBot, wait: Wait) -> CheckBar:
    window = QWidget()
    qtbot.addWidget(window)
    made = CheckBar(window)
    column = QVBoxLayout(window)
    column.addStretch(1)
    column.addWidget(made)
    made.show_lines(LINES)
    made.set_open(on=True)
    window.resize(700, 620)
    window.show()
    window.activateWindow()
    wait(lambda: window.isActiveWindow() and made.lines_area.verticalScrollBar().maximum() > 300)
    return made


def press(bar: CheckBar, wait: Wait, words: str, row: int) -> None:
    """As a click does: the button has the cursor, and is pressed."""
    button = [one for one in bar.lines_area.findChildren(LinkButton) if one.text() == words][row]
    button.setFocus()
    wait(lambda: QApplication.focusWidget() is button)
    button.click()


def test_the_field_for_a_reason_stays_where_it_was_asked_for(bar: CheckBar, wait: Wait) -> None:
    press(bar, wait, "It is right…", 1)
    assert bar.reason is not None
    field, view = bar.reason, bar.lines_area.viewport()
    wait(lambda: field.hasFocus() and field.y() >= 0 and field.isVisible())
    wait(lambda: bar.lines_area.verticalScrollBar().maximum() > 0)
    assert bar.lines_area.verticalScrollBar().value() == 0
    wait(lambda: view.rect().contains(field.mapTo(view, field.rect().bottomRight())))


def test_a_line_that_is_settled_leaves_the_list_where_it_stands(bar: CheckBar, wait: Wait) -> None:
    bar.remedy_asked.connect(lambda _asked: bar.show_lines(LINES[1:]))
    press(bar, wait, "Leave it out", 0)
    assert bar.lines_area.hasFocus()
    assert bar.lines_area.verticalScrollBar().value() == 0


def test_with_large_text_in_a_small_window_the_opened_check_leaves_its_bar_free(
    room: Room, editor: PacketEditor, qapp: QApplication, wait: Wait
) -> None:
    theme.apply(qapp, "light", text_scale=1.5)
    room.window.resize(1024, 700)
    bar = editor.check
    bar.show_lines(LINES)
    bar.set_open(on=True)
    bar.lines_area.verticalScrollBar().setValue(0)

    def whole(part: QWidget) -> bool:
        return part.height() >= part.sizeHint().height() and part.visibleRegion() == QRegion(
            part.rect()
        )

    wait(lambda: room.window.height() <= 700 and whole(bar.primary) and whole(editor.head.options))
    area, row = bar.lines_area.geometry(), bar.primary.geometry()
    assert area.bottom() < row.top(), "the lines end above the bar"
    assert area.height() <= room.window.height() // 3
    assert area.height() >= 2 * bar.tips.height(), "and there are lines to be read"
    room.window.resize(1024, 1000)
    wait(lambda: bar.lines_area.height() > area.height())


def test_the_check_that_was_opened_is_that_of_one_packet(
    room: Room, editor: PacketEditor, dispute: str, wait: Wait
) -> None:
    other = start_packet(room.vault, dispute).result
    editor.check.show_lines(LINES)
    editor.check.set_open(on=True)
    of, size = editor.preview.tools.of, editor.check.size_words
    wait(lambda: "page" in of.text() and "page" in size.text())
    room.desk.open_packet(other)
    assert not editor.check.is_open
    room.window.resize(room.window.width() + 40, room.window.height())
    assert (of.text(), size.text()) == ("", ""), "nor is its length said of the next one"
    wait(lambda: editor.packet.detail is not None and editor.packet.is_current)
    assert editor.packet.id == other and not editor.check.is_open
