"""Ctrl+K: one field that finds documents, calls, disputes and commands as you type.

It is a part of the window, not a window of its own, so that the cover lies over it and nothing of
it reaches the taskbar. The keyboard stays in the field; the arrows move in the list below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.actions import Action, ActionBook
from onrecord.ui.design import (
    ROW_ROLE,
    Muted,
    Rule,
    Space,
    TimelineList,
    TimelineRow,
    announce,
    theme,
)
from onrecord.ui.design.timeline import row_height
from onrecord.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
PAUSE_MS = 60
"""After the last key, before the vault is asked."""
_MOST = 40
_ROWS = 11
_ICONS = {"dispute": "dispute", "contact": "call", "packet": "packet", "evidence": "document"}


@dataclass(frozen=True)
class Found:
    """A row, and what choosing it does; a heading does nothing."""

    row: TimelineRow
    act: Callable[[], object] | None = None


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.found: list[Found] = []

    def show(self, found: Sequence[Found]) -> None:
        self.beginResetModel()
        self.found = list(found)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.found[index.row()].row
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.found[index.row()].act is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class SearchPalette(QFrame):
    """``open`` shows it over ``window``; Esc, a choice, or a click elsewhere closes it."""

    def __init__(self, desk: Desk, book: ActionBook, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._book = book
        self._window = window
        self._before: QWidget | None = None
        self._disputes_only: Callable[[str], object] | None = None
        self.setProperty("look", "popover")
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Search everything"))
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Search everything"))
        self.field.setClearButtonEnabled(True)
        self.model = _Model(self)
        self.list = TimelineList(self, dates=False)
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setModel(self.model)
        self.list.setSelectionMode(TimelineList.SelectionMode.SingleSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = Muted("", self)
        self.none.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.field)
        column.addWidget(Rule(self))
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.choose())
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Everything can be found, and every command that can be given now."""
        self._open(None, self.tr("Documents, calls, disputes, commands"))

    def open_for_dispute(self, chosen: Callable[[str], object]) -> None:
        """Only disputes are found; ``chosen`` gets the id of the one taken."""
        self._open(chosen, self.tr("File into which dispute?"))

    def _open(self, disputes_only: Callable[[str], object] | None, prompt: str) -> None:
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._disputes_only = disputes_only
        self.field.setPlaceholderText(prompt)
        self.field.clear()
        self._pause.stop()
        self.model.show([])
        self.none.hide()
        self._ask()
        if disputes_only is None:
            self._prepare()
        self._place()
        self.raise_()
        self.show()
        self.field.setFocus()

    def close_palette(self) -> None:
        if self.isVisible():
            self.hide()
            before, self._before = self._before, None
            if before is not None and before.isVisible():
                before.setFocus()

    # ---------------------------------------------------------------- finding

    def _ask(self) -> None:
        typed, vault, only = self.field.text().strip(), self._desk.vault, self._disputes_only

        def query() -> Any:
            from onrecord.services.views.disputes import dispute_list
            from onrecord.services.views.search import Hit, search

            if typed and only is None:
                return search(vault, typed, _MOST)
            rows = dispute_list(vault, typed)
            return [Hit("dispute", row.id, row.id, row.title, row.company) for row in rows]

        self._desk.session.ask(query, lambda hits: self._show(typed, hits), self, "search")

    def _prepare(self) -> None:
        vault = self._desk.vault

        def query() -> None:
            from onrecord.services.views.search import prepare

            prepare(vault)

        self._desk.session.ask(query, lambda _none: None, self)

    def _show(self, typed: str, hits: Any) -> None:
        titles = {
            "dispute": self.tr("Disputes"),
            "contact": self.tr("Calls and messages"),
            "packet": self.tr("Packets"),
            "evidence": self.tr("Documents"),
        }
        found: list[Found] = []
        for kind, title in titles.items():
            rows = [self._hit(hit) for hit in hits if hit.kind == kind]
            if rows:
                found += [Found(TimelineRow(title, "month")), *rows]
        if self._disputes_only is None:
            acts = [a for a in self._book.palette(typed) if self._applies(a)]
            rows = [self._action(action) for action in acts]
            if rows:
                heading = Found(TimelineRow(self.tr("What you can do"), "month"))
                found += [heading, *(rows if typed else rows[:_ROWS])]
        self.model.show(found)
        first = next((n for n, one in enumerate(found) if one.act is not None), -1)
        if first >= 0:
            self.list.setCurrentIndex(self.model.index(first))
            self.list.scrollToTop()
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        self.none.setText(self._nothing() if typed else self.tr("There is no dispute yet."))
        self._place()

    def _nothing(self) -> str:
        from onrecord.services.read_pictures import can_read_pictures

        told = self.tr("Nothing has these words. Pages that are still being read come later.")
        if not can_read_pictures() or not self._desk.preferences.reads_pictures:
            told += " " + self.tr("Words in scans, photos and screenshots are not searched here.")
        return told

    def _hit(self, hit: Any) -> Found:
        note = self.tr("p. {0}").format(hit.page) if hit.page else ""
        snippet = " ".join(str(hit.snippet).split())
        row = TimelineRow(
            snippet if snippet else "",
            icon=_ICONS[hit.kind],
            lead=hit.title,
            note=note,
        )
        typed = self.field.text().strip()
        return Found(row, lambda: self._go_to(hit, typed))

    def _go_to(self, hit: Any, typed: str) -> None:
        desk = self._desk
        if self._disputes_only is not None:
            self._disputes_only(hit.id)
        elif hit.kind == "dispute":
            desk.show_dispute(hit.id)
        elif hit.kind == "evidence":
            if hit.dispute_id and desk.dispute_id != hit.dispute_id:
                desk.show_dispute(hit.dispute_id, "documents")
            desk.open_document(hit.id, hit.page or 1, words=typed if hit.page else "")
        elif hit.kind == "packet":
            if desk.dispute_id != hit.dispute_id:
                desk.show_dispute(hit.dispute_id, "packets")
            desk.open_packet(hit.id, sending=hit.sent)
        else:
            if hit.dispute_id:
                desk.show_dispute(hit.dispute_id)
            else:
                desk.show_to_sort()
            desk.select("contact", (hit.id,))

    def _action(self, action: Action) -> Found:
        made = self._book.qaction(action.id)
        keys = made.shortcut().toString(made.shortcut().SequenceFormat.NativeText)
        row = TimelineRow(
            action.help, icon=action.icon or "chevron-right", lead=action.plain, note=keys
        )
        return Found(row, made.trigger)

    def _applies(self, action: Action) -> bool:
        """An act of a document or a list makes sense only where there is one."""
        kind = self._desk.place.kind
        return {
            "window": action.id != "search",
            "list": bool(self._desk.selection.ids),
            "document": kind == "document",
            "packet": kind == "packet",
        }.get(action.scope, False)

    # ---------------------------------------------------------------- choosing

    def choose(self) -> None:
        """Do what the current row says."""
        index = self.list.currentIndex()
        if self._pause.isActive():  # Enter came before the answer to the last letters
            self._pause.stop()
            self._ask()
            return
        act = self.model.found[index.row()].act if index.isValid() else None
        if act is not None:
            self.close_palette()
            act()

    def _move(self, step: int) -> None:
        rows = [n for n, one in enumerate(self.model.found) if one.act is not None]
        if not rows:
            return
        now = self.list.currentIndex().row()
        at = rows.index(now) if now in rows else -1
        there = rows[max(0, min(at + step, len(rows) - 1))]
        index = self.model.index(there)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        announce(self.field, self.model.found[there].row.spoken)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if kind == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._left)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return False

    def _key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS - 2,
            Qt.Key.Key_PageUp: 2 - _ROWS,
        }
        if key in steps:
            self._move(steps[key])
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        else:
            return key == Qt.Key.Key_Tab
        return True

    def _left(self) -> None:
        focus = QApplication.focusWidget()
        if self.isVisible() and focus is not None and not self.isAncestorOf(focus):
            self._before = None
            self.close_palette()

    def _place(self) -> None:
        px = theme.current().metrics.px
        wide = min(px(640), self._window.width() - 2 * Space.XL)
        rows = min(max(len(self.model.found), 1), _ROWS)
        high = self.field.sizeHint().height() + 4 * Space.S + 4 + rows * row_height() + Space.S
        high = min(high, self._window.height() - 3 * Space.XXL)
        self.setGeometry((self._window.width() - wide) // 2, Space.S, wide, high)
