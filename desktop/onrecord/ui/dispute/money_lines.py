"""Amounts and wishes as tables that are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.domain.money import Money

Index = QModelIndex | QPersistentModelIndex
Edited = Callable[[str, str, Any], None]
"""Called with the id, the field's name and the new value, which is not in the model yet."""


class ClaimModel(QAbstractTableModel):
    """What for, how much, and whether it is owed after all."""

    def __init__(self, edited: Edited, parent: QObject) -> None:
        super().__init__(parent)
        self._edited = edited
        self.lines: tuple[ClaimLine, ...] = ()
        self._titles = (self.tr("For"), self.tr("Amount"), self.tr("I do owe this"))

    def show(self, lines: Sequence[ClaimLine]) -> None:
        """The same lines again change nothing: a cell that is being typed in stays open."""
        if tuple(lines) == self.lines:
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 2:
            return Qt.CheckState.Checked if line.undisputed else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 2:
            return self.tr("I do owe this") if line.undisputed else self.tr("I ask for this")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (line.words, amount_words(line.amount_minor, line.currency), None)[column]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self._edited(line.id, "undisputed", value == Qt.CheckState.Checked.value)
        elif role == Qt.ItemDataRole.EditRole and value != self.data(index):
            self._edited(line.id, ("words", "amount")[index.column()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 2:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable


class WishModel(QAbstractTableModel):
    """One wish a row; the mark says that it was got."""

    def __init__(self, edited: Edited, parent: QObject) -> None:
        super().__init__(parent)
        self._edited = edited
        self.lines: tuple[DesiredOutcome, ...] = ()

    def show(self, lines: Sequence[DesiredOutcome]) -> None:
        if tuple(lines) == self.lines:
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        got = line.status == "got"
        if index.column() == 1:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if got else Qt.CheckState.Unchecked
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self.tr("I got this")
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.words
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            got = value == Qt.CheckState.Checked.value
            self._edited(line.id, "status", "got" if got else "wanted")
        elif role == Qt.ItemDataRole.EditRole and value != line.words:
            self._edited(line.id, "words", str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 1:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable


def amount_words(minor: int | None, currency: str) -> str:
    if minor is None:
        return ""
    return Money(minor, currency).words() if currency else str(minor)
