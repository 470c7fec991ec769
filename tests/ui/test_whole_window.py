"""What every screen must be: one filled button, few fields, a name for each control, plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from onrecord.domain.evidence import Evidence
from onrecord.ui.design import Field
from onrecord.ui.jobs import Job
from onrecord.ui.shell.room import Room
from ui.filled import filled_buttons
from ui.walk import every_screen, settled
from ui.words_of_the_screen import not_for_the_screen

Wait = Callable[[Callable[[], Any]], None]
NOWHERE = QModelIndex()


def test_no_screen_has_more_than_one_filled_button_or_four_fields(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    wrong: list[str] = []
    for name, window in every_screen(room, wait, tmp_path / "papers"):
        filled = [button.text() for button in filled_buttons(window) if seen(button)]
        if len(filled) > 1:
            wrong.append(f"{name}: filled buttons {filled}")
        fields = [f.label.text() for f in window.findChildren(Field) if seen(f)]
        if len(fields) > 4:
            wrong.append(f"{name}: fields {fields}")
    assert not wrong, "\n".join(wrong)


def test_every_control_has_a_name_that_a_screen_reader_can_say(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    nameless: set[str] = set()
    for name, window in every_screen(room, wait, tmp_path / "papers"):
        for control in window.findChildren(QWidget):
            if control.isVisible() and is_control(control) and not spoken(control):
                nameless.add(f"{name}: {path(control)}")
    assert not nameless, "\n".join(sorted(nameless))


def test_every_screen_speaks_plainly(room: Room, wait: Wait, tmp_path: Path) -> None:
    found: set[str] = set()
    for name, window in every_screen(room, wait, tmp_path / "papers"):
        in_packet = name == "packet"
        for text in texts(window):
            for term in not_for_the_screen(text, packet=in_packet):
                found.add(f"{name}: “{term}” in “{text}”")
    for action in room.window.book:
        for text in (action.plain, action.help):
            for term in not_for_the_screen(text, packet=action.scope == "packet"):
                found.add(f"action {action.id}: “{term}” in “{text}”")
    assert not found, "\n".join(sorted(found))


def test_titles_jobs_and_the_taskbar_name_no_dispute_and_no_company(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    titles: set[str] = set()
    said: set[str] = set()
    start = room.jobs.start

    def listen(words: str, **more: Any) -> Job:
        said.add(words)
        return start(words, **more)

    room.jobs.start = listen
    for _name, window in every_screen(room, wait, tmp_path / "papers"):
        titles.add(window.windowTitle())
        for top in QApplication.topLevelWidgets():
            titles.add(top.windowTitle())
    room.desk.act("verify")
    settled(room, wait)
    for text in titles | said:
        assert "Northline" not in text
        assert "bill" not in text.lower()
        assert "Charged" not in text
    assert titles <= {"OnRecord", ""}
    assert "Verifying everything" in said


def test_no_action_is_left_without_something_to_do(room: Room, wait: Wait, tmp_path: Path) -> None:
    """Every entry can be used on some screen, and each key that is listed does something."""
    usable: set[str] = set()
    for _name, _window in every_screen(room, wait, tmp_path / "papers"):
        usable |= {a.id for a in room.window.book if room.window.book.qaction(a.id).isEnabled()}
    room.desk.trash("evidence", [room.vault.find(Evidence)[0].id])
    settled(room, wait)
    usable |= {a.id for a in room.window.book if room.window.book.qaction(a.id).isEnabled()}
    room.session.undo.undo()
    settled(room, wait)
    usable |= {a.id for a in room.window.book if room.window.book.qaction(a.id).isEnabled()}
    assert usable == {action.id for action in room.window.book}


# ---------------------------------------------------------------- what is on screen


def seen(widget: QWidget) -> bool:
    """On screen, or a turn of the wheel away; not on a page behind another."""
    return widget.isVisible()


def is_control(widget: QWidget) -> bool:
    """Something the keyboard reaches. The inner line of a spin box speaks by its box."""
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
        return False
    if widget.focusProxy() is not None:
        return False
    return type(widget.parentWidget()).__name__ not in ("QSpinBox", "QComboBox", "QDoubleSpinBox")


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def path(widget: QWidget) -> str:
    names: list[str] = []
    above: QWidget | None = widget
    while above is not None:
        names.append(type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names[:5])


def texts(window: QWidget) -> set[str]:
    """All words a person can see or hear on this screen, without those they typed."""
    found: set[str] = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(n) for n in range(widget.count())}
        if isinstance(widget, QTabBar):
            found |= {widget.tabText(n) for n in range(widget.count())}
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found |= rows(widget.model())
    for menu in window.findChildren(QMenu):
        found |= {action.text() for action in menu.actions()}
    for action in window.findChildren(QAction):
        found |= {action.text(), action.toolTip(), action.statusTip()}
    return {re.sub(r"(?<!&)&", "", text) for text in found if text}


def rows(model: QAbstractItemModel) -> set[str]:
    found: set[str] = set()
    # A list's model keeps its number of columns to itself: it is one.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(NOWHERE)
    for row in range(min(model.rowCount(NOWHERE), 200)):
        for column in range(columns):
            found.add(str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or ""))
    for column in range(columns):
        head = model.headerData(column, Qt.Orientation.Horizontal)
        found.add(str(head or ""))
    return found
