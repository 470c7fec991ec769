"""What was thrown away in the last 30 days: bring it back, or delete what is older for good."""

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
    QuietButton,
    Space,
    TimelineList,
    TimelineRow,
)
from onrecord.ui.desk import Desk, Place

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
    """Enter or Restore brings the selected back to where they were."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = _Model(self)
        self.list = TimelineList(self)
        self.list.setAccessibleName(self.tr("In the trash"))
        self.list.setModel(self.model)
        self.restore = Button(
            self.tr("Restore"), self, icon="restore", on_click=self.restore_chosen
        )
        self.empty_old = QuietButton(
            self.tr("Delete for good what is older than 30 days"), self, on_click=self._ask
        )
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
            self.tr("What you move here stays for 30 days and can be brought back."),
            self,
        )
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        bar.addWidget(Heading(self.tr("Trash"), self), 1)
        bar.addWidget(self.empty_old)
        bar.addWidget(self.restore)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        self.restore.hide()
        self.empty_old.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        column.addLayout(bar)
        column.addWidget(self.question)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.list)
        self._old = 0
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
        self._old = sum(row.days_left <= 0 for row in rows)
        self.empty_old.setVisible(self._old > 0)
        self.question.setVisible(self.question.isVisible() and self._old > 0)
        self.pages.setCurrentWidget(self.list if rows else self.empty)
        self.restore.setVisible(bool(rows))
        self._chosen()

    def _days_left(self, days: int) -> str:
        if days <= 0:
            return self.tr("over 30 days")
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
        self.question_words.setText(
            self.tr("Delete 1 item for good? This cannot be undone.")
            if self._old == 1
            else self.tr("Delete {0} items for good? This cannot be undone.").format(self._old)
        )
        self.question.show()
        self.keep.setFocus()

    def _keep(self) -> None:
        self.question.hide()
        self.list.setFocus()

    def _delete(self) -> None:
        self.question.hide()
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.trash import purge_trash

            return purge_trash(vault)

        notices = self._desk.session.notices
        self._desk.session.do(verb, lambda change: notices.info(change.words), self, undoable=False)

    def _chosen(self) -> None:
        self.restore.setEnabled(bool(self.list.selectedIndexes()))

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & {"evidence", "contact", "packet", "dispute"}:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.restore_chosen()
        else:
            super().keyPressEvent(event)
