"""Amounts and wishes as tables that are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.domain.money import Money
from onrecord.ui.design import theme

if TYPE_CHECKING:
    from onrecord.services.views.money import ClaimView

Index = QModelIndex | QPersistentModelIndex
Edited = Callable[[str, str, Any], None]
"""Called with the id, the field's name and the new value, which is not in the model yet."""


BACK, SHOWN_BY = 3, 4
"""Columns of the amounts that are read, not typed."""


class ClaimModel(QAbstractTableModel):
    """What for, how much, whether it is owed after all, what came back, and what shows it."""

    def __init__(self, edited: Edited, parent: QObject) -> None:
        super().__init__(parent)
        self._edited = edited
        self.lines: tuple[ClaimLine, ...] = ()
        self.views: dict[str, ClaimView] = {}
        self._titles = (
            self.tr("For"),
            self.tr("Amount"),
            self.tr("I do owe this"),
            self.tr("Came back"),
            self.tr("Shown by"),
        )

    def show(self, lines: Sequence[ClaimLine], views: Sequence[ClaimView] = ()) -> None:
        """The same lines again change no cell that is typed in: one that is open stays open."""
        self.views = {one.line.id: one for one in views}
        if tuple(lines) == self.lines:
            if lines:
                end = self.index(len(lines) - 1, SHOWN_BY)
                self.dataChanged.emit(self.index(0, BACK), end)
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (1, BACK):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 2:
            return Qt.CheckState.Checked if line.undisputed else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (1, BACK):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return line.formula or None
        if role == Qt.ItemDataRole.ToolTipRole and column == SHOWN_BY:
            view = self.views.get(line.id)
            return "\n".join(one.title for one in view.shown) if view and view.shown else None
        if role == Qt.ItemDataRole.ForegroundRole and column == SHOWN_BY:
            return theme.current().colour("accent")
        if column in (BACK, SHOWN_BY):
            return self._read(line, column) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 2:
            return self.tr("I do owe this") if line.undisputed else self.tr("I ask for this")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (line.words, typed_words(line), None)[column]
        return None

    def _read(self, line: ClaimLine, column: int) -> str:
        view = self.views.get(line.id)
        if view is None:
            return ""
        if column == BACK:
            return view.back.words() if view.back.minor else ""
        if not view.shown:
            return ""
        first, more = view.shown[0], len(view.shown) - 1
        title = first.title if len(first.title) <= 16 else f"{first.title[:14].rstrip()}…"
        words = self.tr("{0}, p. {1}").format(title, first.page) if first.page else title
        return f"{words} +{more}" if more else words

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self._edited(line.id, "undisputed", value == Qt.CheckState.Checked.value)
        elif role == Qt.ItemDataRole.EditRole and value != self.data(index, role):
            self._edited(line.id, ("words", "amount")[index.column()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 2:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        if index.column() in (BACK, SHOWN_BY):
            return flags
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


def typed_words(line: ClaimLine) -> str:
    """The amount as it is typed: ``NZ$481.85 (US$268.94)`` where the purchase was in another
    currency."""
    amount = amount_words(line.amount_minor, line.currency)
    original = amount_words(line.original_minor, line.original_currency)
    return f"{amount} ({original})" if original else amount


def amount_words(minor: int | None, currency: str) -> str:
    if minor is None:
        return ""
    return Money(minor, currency).words() if currency else str(minor)
