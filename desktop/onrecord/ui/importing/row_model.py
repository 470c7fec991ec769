"""The rows of a file as they would be taken in, each with a mark that can be taken off."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from onrecord.domain.when import When
from onrecord.services.importing.plan_import import ImportPlan, PlannedRow
from onrecord.ui.design import TableDress, theme

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """``without`` holds the lines the person took the mark from."""

    marked = Signal(object)  # None: by the person

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[PlannedRow, ...] = ()
        self._asks = False
        self.without: set[int] = set()
        self._titles = (self.tr("Date"), self.tr("What"), self.tr("What becomes of it"))

    def show_plan(self, plan: ImportPlan) -> None:
        self.beginResetModel()
        self._rows = plan.rows
        self._asks = bool(plan.asks_order)
        lines = {row.row.line for row in plan.rows}
        self.without &= lines
        self.endResetModel()

    def taken(self) -> int:
        """How many rows have their mark."""
        return sum(row.taken and row.row.line not in self.without for row in self._rows)

    def date(self, row: PlannedRow) -> str:
        """The day, or both it may be until the person has said which."""
        if self._asks and len(set(row.row.days)) > 1:
            return self.tr(" or ").join(When(day).short() for day in dict.fromkeys(row.row.days))
        return When(row.dated).short()

    def words(self, row: PlannedRow) -> str:
        """What becomes of a row, in words."""
        if row.state == "here":
            return self.tr("already here")
        if row.state == "confirmed":
            return self.tr("already confirmed")
        if row.state == "other":
            return self.tr("left out: {0}").format(row.note)
        if row.row.line in self.without:
            return self.tr("left out")
        if row.state == "match":
            return self.tr("confirms {0}").format(row.note)
        said = self.tr("my plan") if row.plan else self.tr("new")
        return f"{said}: {row.note}" if row.note else said

    # ---------------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (self.date(row), row.words, self.words(row))[column]
        if role == Qt.ItemDataRole.CheckStateRole and column == 0 and row.taken:
            off = row.row.line in self.without
            return Qt.CheckState.Unchecked if off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ForegroundRole and not self._is_on(row):
            return theme.current().colour("muted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{When(row.dated).words()}, {row.words}, {self.words(row)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        line = self._rows[index.row()].row.line
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.without.discard(line)
        else:
            self.without.add(line)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), 2))
        self.marked.emit(None)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self._rows[index.row()].taken:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _is_on(self, row: PlannedRow) -> bool:
        return row.taken and row.row.line not in self.without


def row_table(model: RowModel, name: str, parent: QWidget) -> QTableView:
    """The table; Space takes the mark off the row in view, or puts it back."""
    table = _Table(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    TableDress(table)
    head = table.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    return table


class _Table(QTableView):
    def keyPressEvent(self, event: Any) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            first = index.siblingAtColumn(0)
            if first.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                on = first.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
                state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
                first.model().setData(first, state.value, Qt.ItemDataRole.CheckStateRole)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        date = min(theme.current().metrics.px(210), width * 36 // 100)
        self.setColumnWidth(0, date)
        self.setColumnWidth(1, (width - date) * 11 // 20)
