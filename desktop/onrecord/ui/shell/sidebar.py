"""The left side: Today, To sort, and every dispute with where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.clipboard import can_keep, sources_of
from onrecord.ui.design import (
    ROW_ROLE,
    Button,
    IconButton,
    Muted,
    SidebarList,
    SidebarRow,
    Space,
    set_look,
)
from onrecord.ui.desk import Desk, Place
from onrecord.ui.dragging import dragged_items

Index = QModelIndex | QPersistentModelIndex
_SEARCH_FROM = 8
"""The filter field appears from this many disputes on; fewer are seen at a glance."""

_INSIGHTS_FROM = 3
"""Insights come into the list with so many disputes that have ended; the menu has them always."""


class SidebarModel(QAbstractListModel):
    """Rows in words with the place each leads to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[tuple[SidebarRow, Place | None]] = []

    def show(self, rows: Sequence[tuple[SidebarRow, Place | None]]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def place(self, index: Index) -> Place | None:
        return self._rows[index.row()][1] if index.isValid() else None

    def row_of(self, place: Place) -> int:
        for number, (_row, to) in enumerate(self._rows):
            if to is not None and (to.kind, to.id) == (place.kind, place.id):
                return number
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()][0]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.place(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        )


class _PlacesList(SidebarList):
    """Takes what is dragged onto a dispute: documents and calls of the window are filed into it,
    files from outside are kept in it. Files that are let go elsewhere here go to To sort."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)  # the row that would take it is framed
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_items(event.mimeData()) or can_keep(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        place = self._place_at(event)
        onto = place is not None and place.kind == "dispute"
        over = place if onto or (place is not None and place.kind == "to_sort") else None
        self._point_at(event if over is not None else None)
        if can_keep(event.mimeData()) or (onto and dragged_items(event.mimeData())):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._point_at(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._point_at(None)
        place = self._place_at(event)
        dispute = place.id if place is not None and place.kind == "dispute" else ""
        items = dragged_items(event.mimeData())
        if items and not dispute:
            event.ignore()
            return
        event.acceptProposedAction()
        if items:
            for kind, ids in items.items():
                self._desk.file_into(kind, ids, dispute)
        elif can_keep(event.mimeData()):
            self._desk.attach(sources_of(event.mimeData()), "drop", into=dispute)

    def _point_at(self, event: QDragMoveEvent | None) -> None:
        """The row that would take it is framed."""
        self.show_target(
            self.indexAt(event.position().toPoint()) if event is not None else QModelIndex()
        )

    def _place_at(self, event: QDropEvent | QDragMoveEvent) -> Place | None:
        model = self.model()
        index = self.indexAt(event.position().toPoint())
        return model.place(index) if isinstance(model, SidebarModel) else None


class Sidebar(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        set_look(self, "look", "side")
        self.model = SidebarModel(self)
        self.list = _PlacesList(desk, self)
        self.list.setAccessibleName(self.tr("Places and disputes"))
        self.list.setModel(self.model)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Find a dispute"))
        self.filter.setAccessibleName(self.tr("Find a dispute"))
        self.filter.setClearButtonEnabled(True)
        self.filter.hide()
        self.none = Muted("", self)
        self.none.hide()
        self.new = Button(
            self.tr("New dispute"), self, icon="add", on_click=desk.new_dispute, shortcut="Ctrl+N"
        )
        self.trash = IconButton(
            "trash", self.tr("Trash"), self, role="muted", on_click=desk.show_trash
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.list, 1)
        inset = QVBoxLayout()
        inset.setContentsMargins(Space.M, 0, Space.M, 0)
        inset.setSpacing(Space.S)
        inset.addWidget(self.none)
        inset.addWidget(self.filter)
        foot = QHBoxLayout()
        foot.setSpacing(Space.XS)
        foot.addWidget(self.new, 1)
        foot.addWidget(self.trash)
        inset.addLayout(foot)
        column.addLayout(inset)

        selection = self.list.selectionModel()
        selection.currentChanged.connect(self._chosen)
        self.list.clicked.connect(lambda index: self._chosen(index, index))
        self.filter.textChanged.connect(lambda _text: self.refresh())
        desk.place_changed.connect(lambda _place: self._mark())
        desk.session.changed.connect(self._changed)

    def refresh(self) -> None:
        vault, search = self._desk.vault, self.filter.text()

        def query() -> Any:
            from onrecord.services.views.disputes import dispute_list
            from onrecord.services.views.to_sort import to_sort_count
            from onrecord.ui.today import read_today

            lines = len(read_today(vault).lines)  # the number is that of what Today shows
            return lines, to_sort_count(vault), dispute_list(vault, search)

        self._desk.session.ask(query, self._show, self, "sidebar")

    def _show(self, found: Any) -> None:
        due, unsorted, disputes = found
        rows: list[tuple[SidebarRow, Place | None]] = [
            (SidebarRow(self.tr("Today"), "place", icon="today", count=due), Place("today")),
            (
                SidebarRow(self.tr("To sort"), "place", icon="tosort", count=unsorted),
                Place("to_sort"),
            ),
        ]
        ended = sum(one.state == "closed" for one in disputes)
        if ended >= _INSIGHTS_FROM and not self.filter.text():
            rows.append(
                (SidebarRow(self.tr("Insights"), "place", icon="ladder"), Place("insights"))
            )
        all_closed = bool(disputes) and disputes[0].state == "closed"
        if not all_closed and (disputes or self.filter.text()):
            rows.append((SidebarRow(self.tr("Disputes"), "heading"), None))
        closed = False
        for one in disputes:
            if one.state == "closed" and not closed:
                closed = True
                rows.append((SidebarRow(self.tr("Closed"), "heading"), None))
            rows.append(
                (
                    SidebarRow(
                        one.title,
                        "item",
                        one.standing,
                        note_tone="danger" if one.late else "neutral",
                    ),
                    Place("dispute", one.id),
                )
            )
        self.none.setVisible(not disputes and bool(self.filter.text()))
        self.none.setText(self.tr("No dispute has these words."))
        if len(disputes) >= _SEARCH_FROM:
            self.filter.show()
        self.model.show(rows)
        self._mark()

    def _mark(self) -> None:
        place = self._desk.place
        if place.kind in ("document", "packet", "letter"):
            place = Place("dispute", self._desk.dispute_id)
        number = self.model.row_of(place)
        selection = self.list.selectionModel()
        was = selection.blockSignals(True)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))
        else:
            self.list.clearSelection()
        selection.blockSignals(was)
        self.list.viewport().update()

    def _chosen(self, current: Index, _before: Index) -> None:
        place = self.model.place(current)
        if place is not None and place.kind == "dispute":
            place = replace(place, tab=self._desk.last_tab(place.id))
        if place is not None:
            self._desk.go(place)

    def _changed(self, change: Change) -> None:
        if change.tables() - {"draft", "object", "pending_export"} or _is_new_draft(change):
            self.refresh()


def _is_new_draft(change: Change) -> bool:
    """Begun or gone; not one more word in it."""
    return any(one.table == "draft" and (one.row is None or not one.after) for one in change.before)
