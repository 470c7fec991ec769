"""A screen reader goes through what scrolls while it changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from onrecord.ui.design.read_aloud import keep_parts_of_what_scrolls
from onrecord.ui.design.scroll import ScrollArea


def test_an_area_has_the_same_parts_when_its_bar_goes_and_none_beyond_them(qtbot: Any) -> None:
    keep_parts_of_what_scrolls()
    page, words = QWidget(), QLabel("line\n" * 100)
    qtbot.addWidget(page)
    area = ScrollArea(words, page)
    QVBoxLayout(page).addWidget(area)
    page.resize(200, 100)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    met = QAccessible.queryAccessibleInterface(area)
    parts = met.childCount()
    words.setText(
        "one line"
    )  # asked for how many, and before it is asked for the last the bar goes
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    assert met.childCount() == parts
    area.hide()
    assert met.childCount() == parts
    assert met.child(parts) is None
