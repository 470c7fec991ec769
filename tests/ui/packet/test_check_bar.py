"""The check before sending, folded to a bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.services.check_line import CheckLine
from onrecord.ui.design import LinkButton
from onrecord.ui.packet.check_bar import CheckBar

LINES = [CheckLine("ask", f"Paper {n} asks something.", act="take_out") for n in range(20)]
Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def bar(qtbot: QtBot, wait: Wait) -> CheckBar:
    made = CheckBar()
    qtbot.addWidget(made)
    made.show_lines(LINES)
    made.set_open(on=True)
    made.resize(700, 200)
    made.show()
    made.activateWindow()
    wait(lambda: made.isActiveWindow() and made.lines_area.verticalScrollBar().maximum() > 300)
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
