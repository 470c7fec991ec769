"""The list of acts keeps its promises, and the menus, palette and sheet made from it are whole."""

from __future__ import annotations

from collections import defaultdict

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from onrecord.ui.actions import ActionBook, Catalogue
from onrecord.ui.design import icons

ACTIONS = Catalogue().actions()


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def test_every_action_has_an_id_of_its_own() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_no_two_actions_share_a_key_where_both_work() -> None:
    taken: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for action in ACTIONS:
        if action.shortcut:
            keys = QKeySequence(action.shortcut).toString()
            assert keys, f"{action.id}: {action.shortcut} is no key"
            taken[keys].append((action.id, action.scope))
    for keys, owners in taken.items():
        scopes = [scope for _, scope in owners]
        assert len(set(scopes)) == len(scopes), (keys, owners)
        assert len(scopes) == 1 or "window" not in scopes, (keys, owners)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_words_help_and_a_place(action) -> None:
    assert action.plain.strip()
    assert action.help.endswith(".")
    assert action.menu or action.icon
    assert not action.icon or action.icon in icons.names()


def test_no_two_entries_of_a_menu_share_an_access_key() -> None:
    keys: dict[str, list[str]] = defaultdict(list)
    for action in ACTIONS:
        words = action.words.replace("&&", "")
        if action.menu and "&" in words:
            keys[action.menu].append(words[words.index("&") + 1].lower())
    for menu, used in keys.items():
        assert len(set(used)) == len(used), (menu, used)


def test_the_menus_hold_every_action_that_has_a_menu(window: QMainWindow) -> None:
    book = ActionBook(window)
    book.fill_menu_bar(window.menuBar())
    shown = {
        entry.objectName()
        for top in window.menuBar().actions()
        for entry in top.menu().actions()
        if not entry.isSeparator()
    }
    assert shown == {action.id for action in ACTIONS if action.menu}


def test_an_action_does_nothing_until_it_is_given_something_to_do(window: QMainWindow) -> None:
    book, done = ActionBook(window), []
    assert not book.qaction("lock").isEnabled()
    book.connect_to("lock", lambda: done.append("locked"))
    book.qaction("lock").trigger()
    assert done == ["locked"]


def test_a_key_of_a_view_works_in_that_view_only(qtbot: QtBot, window: QMainWindow) -> None:
    book, done = ActionBook(window), []
    inside, outside = QWidget(), QLineEdit()
    inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    centre = QWidget()
    column = QVBoxLayout(centre)
    column.addWidget(inside)
    column.addWidget(outside)
    window.setCentralWidget(centre)
    book.connect_to("zoom_in", lambda: done.append("larger"), on=inside)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    outside.setFocus()
    qtbot.keyClick(outside, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    inside.setFocus()
    qtbot.keyClick(inside, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert done == ["larger"]


def test_the_palette_finds_what_can_be_done_now_by_a_few_letters(window: QMainWindow) -> None:
    book = ActionBook(window)
    assert book.palette("call") == []
    for name in ("log_call", "lock", "save_contact"):
        book.connect_to(name, lambda: None)
    assert [action.id for action in book.palette("call lo")] == ["log_call"]
    assert book.palette("lo")[0].id in ("lock", "log_call")
    assert "save_contact" not in [action.id for action in book.palette()]


def test_the_sheet_shows_every_key_once_under_where_it_works(window: QMainWindow) -> None:
    book = ActionBook(window)
    rows = [row for _, rows in book.sheet() for row in rows]
    assert len(rows) == sum(bool(action.shortcut) for action in ACTIONS)
    assert (
        "Log a call",
        QKeySequence("Ctrl+L").toString(QKeySequence.SequenceFormat.NativeText),
    ) in rows
