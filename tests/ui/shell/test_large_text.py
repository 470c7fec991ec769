"""At text size 200 % in a window of 1280 by 800 nothing is cut: it wraps, or it scrolls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from onrecord.services.who_can_help_answers import answer
from onrecord.ui.design import theme
from onrecord.ui.shell.room import Room
from ui.walk import Story, settled, tell

Wait = Callable[[Callable[[], Any]], None]
SPARE = 3
"""Pixels that may lack where a line of text sits in a row of a fixed height."""


@pytest.fixture
def story(room: Room, qapp: QApplication, wait: Wait, tmp_path: Path) -> Story:
    theme.apply(qapp, "light", text_scale=2.0)
    told = tell(room, tmp_path / "papers")
    room.window.resize(1280, 800)
    settled(room, wait)
    return told


def cut(window: QWidget) -> list[str]:
    """Words that do not fit in their place and cannot be scrolled to."""
    found: list[str] = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, QLabel | QAbstractButton):
            continue
        if not part.text():
            continue
        wraps = isinstance(part, QLabel) and part.wordWrap()
        need = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
        if part.height() < need - SPARE:
            found.append(f"“{part.text()}” is {part.height()} high and needs {need}")
        if isinstance(part, QAbstractButton) and part.width() < part.minimumSizeHint().width():
            found.append(f"“{part.text()}” is narrower than its words")
        if not reachable(part, window):
            found.append(f"“{part.text()}” is outside of what can be seen")
    return found


def fits(window: QWidget, wait: Wait, where: str = "") -> None:
    """Layouts come to rest a moment after what they show has arrived."""
    try:
        wait(lambda: not cut(window))
    except QtTimeout:
        raise AssertionError(f"{where}: {cut(window)}") from None


def reachable(part: QWidget, window: QWidget) -> bool:
    box = QRect(part.mapTo(window, QPoint()), part.size())
    above = part.parentWidget()
    while above is not None and above is not window:
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return True
        place = QRect(above.mapTo(window, QPoint()), above.size())
        if not place.adjusted(-SPARE, -SPARE, SPARE, SPARE).contains(box):
            return False
        above = above.parentWidget()
    return window.rect().contains(box)


def scrolls(window: QWidget) -> list[str]:
    """What scrolls up and down within something that scrolls up and down."""
    found: list[str] = []
    for area in window.findChildren(QAbstractScrollArea):
        above = area.parentWidget() if moves(area) else None
        while above is not None and above is not window:
            if isinstance(above, QAbstractScrollArea) and moves(above):
                found.append(f"{type(area).__name__} in {type(above).__name__}")
            above = above.parentWidget()
    return found


def moves(area: QAbstractScrollArea) -> bool:
    return area.isVisible() and area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("tab", ["timeline", "documents", "money", "packets"])
def test_one_thing_scrolls_and_not_one_in_another(
    room: Room, story: Story, wait: Wait, tab: str
) -> None:
    """With what is selected open at the side and a notice above: the whole page does."""
    room.notices.error("The document could not be opened. It may be damaged. " * 2)
    room.desk.show_dispute(story.dispute, tab)
    room.desk.select("contact", (story.call,))
    settled(room, wait)
    wait(lambda: room.window.view("dispute").whole.verticalScrollBar().maximum() > 0)
    wait(lambda: not scrolls(room.window))
    fits(room.window, wait, tab)
    tabs = room.window.view("dispute").tabs
    wait(lambda: all(tabs.rect().contains(tabs.tabRect(n)) for n in range(tabs.count())))


def test_the_keys_walk_through_rows_that_are_all_there(
    room: Room, story: Story, wait: Wait, qtbot: QtBot
) -> None:
    """The list does not scroll: the page follows the row that is current."""
    room.desk.show_dispute(story.dispute)
    view = room.window.view("dispute")
    rows = view.pages.currentWidget().list
    wait(lambda: rows.items.rowCount() and rows.verticalScrollBar().maximum() == 0)
    wait(lambda: view.whole.verticalScrollBar().maximum() > 0)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Home)
    first = rows.currentIndex().row()
    qtbot.keyClick(rows, Qt.Key.Key_PageDown)
    wait(lambda: first < rows.currentIndex().row())
    qtbot.keyClick(rows, Qt.Key.Key_End)
    wait(lambda: rows.visualRect(rows.currentIndex()).bottom() <= seen_of(rows))


def seen_of(rows: QAbstractScrollArea) -> int:
    return rows.viewport().visibleRegion().boundingRect().bottom() + SPARE


@pytest.mark.parametrize("tab", ["timeline", "documents", "money", "packets"])
def test_a_dispute(room: Room, story: Story, wait: Wait, tab: str) -> None:
    room.desk.show_dispute(story.dispute, tab)
    wait(lambda: room.window.view("dispute").next.title.text())
    settled(room, wait)
    fits(room.window, wait)
    step = room.window.view("dispute").next
    room.window.view("dispute").whole.ensureWidgetVisible(step.primary)
    assert step.primary.visibleRegion().boundingRect() == step.primary.rect()


def test_in_a_small_window_details_stand_below_and_go_again(
    room: Room, story: Story, wait: Wait
) -> None:
    room.window.resize(1024, 700)
    room.desk.show_dispute(story.dispute)
    settled(room, wait)
    places = room.window.sidebar.geometry()
    for kind, ids in (("contact", (story.call,)), ("evidence", story.documents[1:])):
        room.desk.select(kind, ids)
        settled(room, wait)
        wait(lambda: room.window.side.y() > room.window.centre.y())
        fits(room.window, wait, kind)
    room.desk.select("", ())
    wait(lambda: room.window.sidebar.isVisible() and room.window.sidebar.geometry() == places)


def test_what_is_open_at_the_side(room: Room, story: Story, wait: Wait) -> None:
    room.desk.show_dispute(story.dispute)
    for kind, id in (("evidence", story.documents[0]), ("contact", story.call)):
        room.desk.select(kind, (id,))
        settled(room, wait)
        fits(room.window, wait, kind)
    room.desk.log_contact()
    for page in ("promise", "details", "outcome"):
        settled(room, wait)
        fits(room.window, wait, page)
        room.window.contact.show_page(page)
    room.window.contact.close_form()


def test_new_dispute_below_three_notices(room: Room, story: Story, wait: Wait) -> None:
    room.desk.new_dispute()
    for number in range(3):
        room.notices.error(f"{number}. The document could not be opened. It may be damaged. " * 2)
    settled(room, wait)
    fits(room.window, wait)


@pytest.mark.parametrize("name", ["settings", "shortcuts", "about"])
def test_pages(room: Room, story: Story, wait: Wait, name: str) -> None:
    room.desk.act(name)
    settled(room, wait)
    fits(room.window, wait)


def test_a_page_that_needs_the_room_gets_that_of_the_places(
    room: Room, story: Story, wait: Wait
) -> None:
    """All of who can help has long names with what they say of each beside them."""
    answer(room.vault, story.dispute, "place", "England")
    answer(room.vault, story.dispute, "sector", "mobile")
    room.window.resize(1100, 720)
    room.desk.show_dispute(story.dispute)
    room.desk.act("who_can_help")
    wait(lambda: room.window.page is not None and room.window.page.cards)
    page: Any = room.window.page
    page.others.click()
    wait(lambda: not room.window.sidebar.isVisible())
    wait(lambda: page.area.widget().width() <= page.area.viewport().width())
    page.close_page()
    wait(lambda: room.window.sidebar.isVisible())


def test_the_search_says_less_rather_than_half_of_a_word(room: Room, story: Story) -> None:
    search = room.window.top.search
    assert search.text() == "Search everything"
    room.window.resize(1024, 700)
    QApplication.processEvents()
    assert search.text() == "Search" and search.accessibleName() == "Search everything"
    assert search.width() >= search.sizeHint().width()


def test_back_at_the_usual_size_the_list_of_places_is_as_wide_as_before(
    room: Room, qapp: QApplication, wait: Wait
) -> None:
    room.window.resize(1280, 800)
    wait(lambda: room.window.sidebar.isVisible())
    before = room.window.sidebar.width()
    theme.apply(qapp, "light", text_scale=2.0)
    wait(lambda: room.window.sidebar.width() > before)
    theme.apply(qapp, "light", text_scale=1.0)
    wait(lambda: room.window.sidebar.width() == before)
