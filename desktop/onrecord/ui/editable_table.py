"""A short table whose cells are changed in place: as high as its rows, never scrolling inside."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTableView, QWidget

from onrecord.ui.design import TableDress, theme


@dataclass(frozen=True)
class RowsRemoved:
    """Delete was pressed on these rows."""

    rows: tuple[int, ...]


class EditableTable(QTableView):
    """F2, Enter or a double click changes a cell; Space turns a mark; Delete asks to remove."""

    remove_asked = Signal(object)  # RowsRemoved

    def __init__(self, name: str, parent: QWidget | None = None, *, header: bool = True) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        TableDress(self)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setVisible(header)
        self.horizontalHeader().setStretchLastSection(False)
        theme.follow(self.updateGeometry)

    def setModel(self, model: object) -> None:
        super().setModel(model)  # pyright: ignore[reportArgumentType]
        for signal in (
            self.model().modelReset,
            self.model().rowsInserted,
            self.model().rowsRemoved,
        ):
            signal.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount()
        head = self.horizontalHeader()
        top = head.sizeHint().height() if not head.isHidden() else 0
        return QSize(200, top + rows * self.verticalHeader().defaultSectionSize() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()  # the page scrolls, not the table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            rows = sorted({index.row() for index in self.selectedIndexes()})
            if rows:
                self.remove_asked.emit(RowsRemoved(tuple(rows)))
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.state() != QAbstractItemView.State.EditingState
            and self.currentIndex().isValid()
        ):
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
            else:
                self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
