"""The table of documents: 100,000 rows as a list of ids, with pages of rows fetched as seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from onrecord.ui.design import TableDress, theme
from onrecord.ui.desk import Desk
from onrecord.ui.dragging import MIME, mime_of
from onrecord.ui.item_list import (
    CursorAction,
    keep_current_in_view,
    rows_in_view,
    show_row,
    trash_these,
)
from onrecord.ui.list_keys import ListKeys
from onrecord.ui.row_pages import RowPages
from onrecord.ui.thumbnails import Thumbnails
from onrecord.ui.two_lines import TwoLines, paint_two_lines, two_lines_height
from onrecord.ui.words import Words, icon_of

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("title", "kind", "date", "pages", "source")
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 2


class DocumentModel(QAbstractTableModel):
    """``show_ids`` gives the order; rows not here yet show nothing until their page comes."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = Words(self)
        self._ids: Sequence[str] = ()
        self._place: dict[str, int] | None = None
        self._pages: RowPages[str, Any] = RowPages(desk.session, self._came, self)
        self.titles = (
            self.tr("Document"),
            self.tr("Kind"),
            self.tr("Date"),
            self.tr("Pages"),
            self.tr("From"),
        )

    def show_ids(self, dispute_id: str, ids: Sequence[str], first: dict[str, Any]) -> None:
        """``first`` holds rows already read, so that nothing flickers."""
        self.beginResetModel()
        self._ids = ids
        self._place = None
        vault = self._desk.vault

        def more(ids: Sequence[str]) -> dict[str, Any]:
            from onrecord.services.views.document_table import document_page

            return document_page(vault, dispute_id, ids)

        self._pages.begin(ids, more, first, pages=1 if first else 0)
        self.endResetModel()

    def id_at(self, row: int) -> str:
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, id: str) -> int:
        if self._place is None:  # not before something is selected
            self._place = {one: row for row, one in enumerate(self._ids)}
        return self._place.get(id, -1)

    def row(self, number: int) -> Any:
        """The ``DocumentRow`` of a row, or None until its page is here."""
        if not 0 <= number < len(self._ids):
            return None
        self._pages.see(number)
        found = self._pages.page_of(number)
        return found.get(self._ids[number]) if found is not None else None

    def _came(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    # ---------------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        column = COLUMNS[index.column()]
        if role == CELL_ROLE and column == "title":
            return self._cell(row)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == "title":
            return self._cell(row).spoken
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if column == "pages":
                return f"{row.page_count:,}" if row.page_count else ""
            if column == "date" and role == Qt.ItemDataRole.DisplayRole:
                return row.date_words.partition(",")[0]  # the time of day is in the tool tip
            return {
                "title": row.title,
                "kind": self._words.kind(row.kind),
                "date": row.date_words,
                "source": row.source,
            }[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "pages":
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, row: Any) -> TwoLines:
        state = self._words.state(row.read_state)
        note = state or ", ".join(
            p for p in (row.type_name, self._words.size(row.size) if row.size else "") if p
        )
        if row.theirs:
            note = ", ".join(p for p in (self.tr("helps the other side"), note) if p)
        return TwoLines(row.id, row.title, note, icon_of(row.kind), bool(state) or row.theirs)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = dict.fromkeys(index.row() for index in indexes)
        return mime_of({"evidence": [self._ids[row] for row in rows]})


class DocumentTable(QTableView):
    """Enter opens, Space previews, Delete moves to the trash; the header sorts, in SQL."""

    order_changed = Signal(object)  # None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.documents = DocumentModel(desk, self)
        self.setModel(self.documents)
        self.setAccessibleName(self.tr("Documents of this dispute"))
        TableDress(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setItemDelegateForColumn(0, _TitleDelegate(desk, self))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(*self._last_order())
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(56)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sortIndicatorChanged.connect(lambda *_: self._ordered())
        self.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        ListKeys(desk, self, self._selected)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda _index: self.open_current())
        self._unit = 0
        theme.follow(self._sizes)
        if desk.memory is not None:
            desk.memory.keep_header(header, "documents")
        desk.documents_order = self.order

    def _sizes(self) -> None:
        """Columns as wide as they were set, or by default; they grow with the text."""
        px = theme.current().metrics.px
        self.verticalHeader().setDefaultSectionSize(two_lines_height())
        before, self._unit = self._unit, px(100)
        for column, wide in ((1, 108), (2, 112), (3, 68), (4, 160)):
            if not before:
                self.setColumnWidth(column, px(wide))
            elif before != self._unit and not self.isColumnHidden(column):
                self.setColumnWidth(column, self.columnWidth(column) * self._unit // before)

    def _last_order(self) -> tuple[int, Qt.SortOrder]:
        """As it was sorted last, or the newest first."""
        memory = self._desk.memory
        said = memory.value("documents.order") if memory is not None else None
        name, down = said if isinstance(said, list) and len(said) == 2 else ("date", True)  # pyright: ignore
        column = COLUMNS.index(name) if name in COLUMNS else COLUMNS.index("date")
        return column, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder

    def _ordered(self) -> None:
        if self._desk.memory is not None:
            self._desk.memory.set_value("documents.order", list(self.order))
        self._desk.documents_order = self.order
        self.order_changed.emit(None)

    def resizeEvent(self, event: Any) -> None:
        """Where it is narrow, the last columns give way: the title stays readable."""
        px = theme.current().metrics.px
        wide = self.viewport().width()
        self.setColumnHidden(4, wide < px(700))
        self.setColumnHidden(3, wide < px(540))
        self.setColumnHidden(1, wide < px(420))
        super().resizeEvent(event)
        keep_current_in_view(self)

    def moveCursor(self, action: Any, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """A page further is what is in view, also where the whole page scrolls."""
        rows = rows_in_view(self)
        by = {CursorAction.MovePageUp: -rows, CursorAction.MovePageDown: rows}.get(action, 0)
        if not by:
            return super().moveCursor(action, modifiers)
        row = min(max(self.currentIndex().row() + by, 0), self.documents.rowCount() - 1)
        return self.documents.index(row, max(self.currentIndex().column(), 0))

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)  # pyright: ignore
        show_row(self, index)

    @property
    def order(self) -> tuple[str, bool]:
        """The column sorted by, and whether from the end."""
        header = self.horizontalHeader()
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return COLUMNS[header.sortIndicatorSection()], descending

    def show_ids(self, dispute_id: str, ids: Sequence[str], first: dict[str, Any]) -> None:
        """Another order or other documents; what was selected and still is there stays so."""
        chosen = set(self.chosen())
        at = self.currentIndex().row()
        current = self.documents.id_at(at)
        scroll = self.verticalScrollBar().value()
        selection = self.selectionModel()
        was = selection.blockSignals(True)
        self.documents.show_ids(dispute_id, ids, first)
        flag = selection.SelectionFlag
        for one in chosen:
            if (row := self.documents.row_of(one)) >= 0:
                selection.select(self.documents.index(row, 0), flag.Select | flag.Rows)
        row = self.documents.row_of(current) if current else -1
        if current and row < 0 and ids:
            row = min(at, len(ids) - 1)
        if row >= 0:
            selection.setCurrentIndex(self.documents.index(row, 0), flag.NoUpdate)
        selection.blockSignals(was)
        self.verticalScrollBar().setValue(scroll)
        self.viewport().update()
        if chosen and chosen != set(self.chosen()):
            self._selected()

    def chosen(self) -> list[str]:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows(0)})
        return [self.documents.id_at(row) for row in rows]

    def open_current(self) -> None:
        if one := self.documents.id_at(self.currentIndex().row()):
            self._desk.open_document(one)

    def _clicked(self, index: QModelIndex) -> None:
        """A row that is selected already shows its details again, where they were closed."""
        if self.selectionModel().isSelected(index):
            self._selected()

    def _selected(self) -> None:
        self._desk.select("evidence", self.chosen())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif key == Qt.Key.Key_Space:
            if one := self.documents.id_at(self.currentIndex().row()):
                self._desk.act("preview", one)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if chosen := self.chosen():
                trash_these(self._desk, [("evidence", one) for one in chosen])
        else:
            super().keyPressEvent(event)


class _TitleDelegate(QStyledItemDelegate):
    """The small picture, the title, and below it what is to be known of the file."""

    def __init__(self, desk: Desk, table: DocumentTable) -> None:
        super().__init__(table)
        self._thumbnails = Thumbnails.of(desk)
        self._thumbnails.arrived.connect(lambda _arrived: table.viewport().update())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().metrics.px(240), two_lines_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if isinstance(cell, TwoLines):
            picture = self._thumbnails.picture(cell.id)
            paint_two_lines(painter, option, cell, picture, whole_row=False)
        else:
            super().paint(painter, option, index)
