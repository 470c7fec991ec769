"""What was thrown away in the last 30 days: put it back, or delete it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import (
    ROW_ROLE,
    Body,
    Button,
    DangerButton,
    EmptyState,
    Heading,
    Muted,
    QuietButton,
    Space,
    TimelineList,
    TimelineRow,
    announce,
)
from onrecord.ui.desk import Desk, Place

_TABLES = {"evidence", "contact", "packet", "letter", "dispute"}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Item:
    kind: str
    id: str
    row: TimelineRow


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[_Item] = []

    def show(self, items: Sequence[_Item]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.items[index.row()].row
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None


class TrashView(QWidget):
    """Enter puts the selected back to where they were; Delete asks, and deletes them for good."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = _Model(self)
        self.list = TimelineList(self)
        self.list.setAccessibleName(self.tr("In the trash"))
        self.list.setModel(self.model)
        self.restore = Button(
            self.tr("Put back"), self, icon="restore", on_click=self.restore_chosen,
            hint=self.tr("To where it was"), shortcut="Enter",
        )  # fmt: skip
        self.purge = QuietButton(
            self.tr("Delete for good…"), self, on_click=self._ask, shortcut="Del"
        )
        self.teach = Muted(self.tr("What is here is deleted for good after 30 days."), self)
        self.question = QWidget(self)
        asks = QHBoxLayout(self.question)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.setSpacing(Space.S)
        self.question_words = Body("", self.question)
        self.delete = DangerButton(self.tr("Delete for good"), self, on_click=self._delete)
        self.keep = QuietButton(self.tr("Keep"), self, on_click=self._keep)
        asks.addWidget(self.question_words, 1)
        asks.addWidget(self.delete)
        asks.addWidget(self.keep)
        self.question.hide()
        self.empty = EmptyState(
            "trash",
            self.tr("The trash is empty"),
            self.tr(
                "What you move here can be put back for 30 days. After that it is deleted for good."
            ),
            self,
        )
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        bar.addWidget(Heading(self.tr("Trash"), self), 1)
        bar.addWidget(self.purge)
        bar.addWidget(self.restore)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        for part in (self.restore, self.purge, self.teach):
            part.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        column.addLayout(bar)
        column.addWidget(self.teach)
        column.addWidget(self.question)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.list)
        self._doomed: list[tuple[str, str]] = []
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.list.doubleClicked.connect(lambda _index: self.restore_chosen())
        desk.session.changed.connect(self._changed)
        self._chosen()

    def show_place(self, _place: Place) -> None:
        self.refresh()

    def refresh(self) -> None:
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.views.trash import trash_rows

            return trash_rows(vault)

        self._desk.session.ask(query, self._show, self, "trash")

    def _show(self, rows: Any) -> None:
        self.model.show(
            [
                _Item(
                    row.kind,
                    row.id,
                    TimelineRow(
                        row.words,
                        date=f"{row.trashed.day} {row.trashed:%b}",
                        icon=row.icon,
                        note=self._days_left(row.days_left),
                        note_tone="warning" if row.days_left <= 3 else "neutral",
                    ),
                )
                for row in rows
            ]
        )
        here = {(row.kind, row.id) for row in rows}
        if not here.issuperset(self._doomed):
            self._keep()  # what was asked about is not here any more
        self.pages.setCurrentWidget(self.list if rows else self.empty)
        for part in (self.restore, self.purge, self.teach):
            part.setVisible(bool(rows))
        self._chosen()

    def _days_left(self, days: int) -> str:
        if days <= 0:
            return self.tr("deleted at the next unlock")
        return self.tr("1 day left") if days == 1 else self.tr("{0} days left").format(days)

    def chosen(self) -> list[tuple[str, str]]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [(self.model.items[row].kind, self.model.items[row].id) for row in rows]

    def restore_chosen(self) -> None:
        chosen, vault = self.chosen(), self._desk.vault
        if not chosen:
            return

        def verb() -> Change:
            from onrecord.domain.tables import BY_TABLE
            from onrecord.services.trash import restore_items

            return restore_items(vault, [(BY_TABLE[kind], id) for kind, id in chosen])

        self._desk.session.do(verb, say=True)

    def _ask(self) -> None:
        self._doomed = self.chosen()
        count = len(self._doomed)
        if not count:
            return
        words = (
            self.tr("Delete this for good? This cannot be undone.")
            if count == 1
            else self.tr("Delete these {0} for good? This cannot be undone.").format(count)
        )
        if any(kind == "dispute" for kind, _ in self._doomed):
            words += " " + self.tr("A dispute takes with it what no other dispute uses.")
        self.question_words.setText(words)
        self.question.show()
        announce(self.question, words)
        self.keep.setFocus()

    def _keep(self) -> None:
        self._doomed = []
        if self.question.isVisible():
            self.question.hide()
            self.list.setFocus()

    def _delete(self) -> None:
        doomed, vault = self._doomed, self._desk.vault
        self._keep()

        def verb() -> Change:
            from onrecord.domain.tables import BY_TABLE
            from onrecord.services.trash import purge_items

            return purge_items(vault, [(BY_TABLE[kind], id) for kind, id in doomed])

        notices = self._desk.session.notices
        self._desk.session.do(verb, lambda change: notices.info(change.words), self, undoable=False)

    def _chosen(self) -> None:
        for button in (self.restore, self.purge):
            button.setEnabled(bool(self.list.selectedIndexes()))

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.restore_chosen()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ask()
        elif event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._keep()
        else:
            super().keyPressEvent(event)
