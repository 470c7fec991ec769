"""A list of documents, calls and promises in rows: one model, one view, keys that act.

Used by the timeline and by To sort. Enter opens, Space previews, Delete moves to the trash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

from onrecord.ui.design import ROW_ROLE, TimelineList, TimelineRow
from onrecord.ui.desk import Desk
from onrecord.ui.dragging import MIME, mime_of
from onrecord.ui.list_keys import ListKeys
from onrecord.ui.row_pages import PAGE, RowPages

ScrollHint = QAbstractItemView.ScrollHint
CursorAction = QAbstractItemView.CursorAction
Index = QModelIndex | QPersistentModelIndex
DRAGGED = ("evidence", "contact")
AT_ONCE = 4 * PAGE
"""So many rows come with the order itself: a list that is no longer is there whole."""
BLANK = TimelineRow("")
"""Stands where a row is on its way."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """``kind`` is a table's name, or "" for a heading or a gap."""

    kind: str
    id: str
    row: TimelineRow


@dataclass(frozen=True)
class Items:
    """Rows by their keys, (kind, id) each; those with no kind are in ``between``, by their number.

    ``first`` holds rows already read, ``more`` reads others off the GUI thread when they are seen.
    """

    keys: Sequence[Key]
    between: Mapping[int, TimelineRow]
    first: Mapping[Key, TimelineRow]
    more: Callable[[Sequence[Key]], Mapping[Key, TimelineRow]]

    @classmethod
    def none(cls) -> Items:
        return cls((), {}, {}, lambda _keys: {})

    @classmethod
    def read(
        cls,
        keys: Sequence[Key],
        between: Mapping[int, TimelineRow],
        more: Callable[[Sequence[Key]], Mapping[Key, TimelineRow]],
    ) -> Items:
        """With as many rows as come at once; not on the GUI thread."""
        return cls(keys, between, more([key for key in keys[:AT_ONCE] if key[0]]), more)

    def __len__(self) -> int:
        return len(self.keys)


class ItemModel(QStringListModel):
    """Counts its rows as a list of empty strings: a view asks for the count once for each row, and
    100,000 such questions answered here would hold up the window for a third of a second."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._items = Items.none()
        self._pages: RowPages[Key, TimelineRow] = RowPages(desk.session, self._came, self)
        self._before: Mapping[Key, TimelineRow] = {}

    def show(self, items: Items) -> None:
        """A row on its way looks meanwhile as it did before, so that nothing flickers."""
        self._before = {**self._pages.rows(), **items.first}
        self._items = items

        def more(keys: Sequence[Key]) -> Mapping[Key, TimelineRow]:
            return items.more([key for key in keys if key[0]])

        self._pages.begin(items.keys, more, items.first, pages=AT_ONCE // PAGE)
        self.setStringList([""] * len(items))

    def item(self, index: Index, *, seen: bool = False) -> Item | None:
        """A row as far as it is known; where it is ``seen``, what it says is on its way."""
        number = index.row()
        if not 0 <= number < len(self._items):  # a reader of the screen may still hold an old index
            return None
        key = self._items.keys[number]
        if not key[0]:
            return Item("", "", self._items.between.get(number, BLANK))
        if seen:
            self._pages.see(number)
        page = self._pages.page_of(number)
        if page is not None and key in page:
            return Item(*key, page[key])
        return Item(*key, self._before.get(key, BLANK))

    def _came(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def find(self, kind: str, id: str) -> int:
        wanted = (kind, id)
        return next((n for n, key in enumerate(self._items.keys) if key == wanted), -1)

    def rows_of(self, wanted: set[tuple[str, str]]) -> list[int]:
        """The row of each key that is here."""
        return [n for n, key in enumerate(self._items.keys) if key in wanted] if wanted else []

    def nearest(self, row: int) -> int:
        """The row at ``row`` or next to it that can be selected, or -1."""
        count = len(self._items)
        order = chain(range(row, count), range(min(row, count) - 1, -1, -1))
        return next((n for n in order if n >= 0 and self._items.keys[n][0]), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index, seen=True)
        if item is None:
            return None
        if role == ROW_ROLE:
            return item.row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.row.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = index.row()
        kind = self._items.keys[row][0] if 0 <= row < len(self._items) else ""
        if not kind:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if kind in DRAGGED else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        found: dict[str, list[str]] = {}
        for index in indexes:
            item = self.item(index)
            if item is not None and item.kind in DRAGGED:
                found.setdefault(item.kind, []).append(item.id)
        return mime_of(found)


class ItemList(TimelineList):
    def __init__(
        self, desk: Desk, name: str, parent: QWidget | None = None, *, goes_on: bool = False
    ) -> None:
        """``goes_on``: what takes the place of a row that is gone is selected, not only current."""
        super().__init__(parent)
        self._desk = desk
        self._goes_on = goes_on
        self.items = ItemModel(desk, self)
        self.setModel(self.items)
        self.setAccessibleName(name)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        ListKeys(desk, self, self._selected)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda _index: self.open_current())

    def show_items(self, items: Items) -> None:
        """Show other rows; what was selected and still is there stays selected. Where it is gone
        (filed, in the trash), the row that took its place is current, ready for the next key."""
        chosen = {(i.kind, i.id) for i in self.chosen()}
        at = self.currentIndex().row()
        current = self.items.item(self.currentIndex())
        scroll = self.verticalScrollBar().value()
        selection = self.selectionModel()
        was = selection.blockSignals(True)
        self.items.show(items)
        for row in self.items.rows_of(chosen):
            selection.select(self.items.index(row), selection.SelectionFlag.Select)
        row = self.items.find(current.kind, current.id) if current is not None else -1
        gone = current is not None and row < 0
        if gone:
            row = self.items.nearest(at)
        if row >= 0:
            index = self.items.index(row)
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
            if gone and self._goes_on and not selection.hasSelection():
                selection.select(index, selection.SelectionFlag.Select)
        selection.blockSignals(was)
        self.verticalScrollBar().setValue(scroll)
        self.viewport().update()
        if chosen and (gone or chosen != {(i.kind, i.id) for i in self.chosen()}):
            self._selected()

    def chosen(self) -> list[Item]:
        """What is selected, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = [self.items.item(self.items.index(row)) for row in rows]
        return [item for item in found if item is not None]

    def chosen_ids(self, kind: str) -> list[str]:
        return [item.id for item in self.chosen() if item.kind == kind]

    def open_current(self) -> None:
        item = self.items.item(self.currentIndex())
        if item is None:
            return
        if item.kind == "evidence":
            self._desk.open_document(item.id)
        elif item.kind == "contact":
            self._desk.log_contact(contact_id=item.id)
        elif item.kind:
            self._desk.select(item.kind, (item.id,))

    def _clicked(self, index: QModelIndex) -> None:
        """A row that is selected already shows its details again, where they were closed."""
        if self.selectionModel().isSelected(index):
            self._selected()

    def _selected(self) -> None:
        chosen = self.chosen()
        kinds = {item.kind for item in chosen}
        if len(kinds) == 1:
            self._desk.select(kinds.pop(), [item.id for item in chosen])
        elif chosen:
            self._desk.select("many", [f"{item.kind}:{item.id}" for item in chosen])
        else:
            self._desk.select("", ())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif key == Qt.Key.Key_Space:
            item = self.items.item(self.currentIndex())
            if item is not None and item.kind == "evidence":
                self._desk.act("preview", item.id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.trash_chosen()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            last = self.items.rowCount() - 1
            row = self.items.nearest(0 if key == Qt.Key.Key_Home else last)  # not a heading
            if row >= 0:
                self.setCurrentIndex(self.items.index(row))
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: Any, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """A page further is what is in view, also where the whole page scrolls and not the list."""
        rows = rows_in_view(self)
        by = {CursorAction.MovePageUp: -rows, CursorAction.MovePageDown: rows}.get(action, 0)
        if not by:
            return super().moveCursor(action, modifiers)
        last = self.items.rowCount() - 1
        wanted = min(max(self.currentIndex().row() + by, 0), last)
        return self.items.index(self.items.nearest(wanted))

    def scrollTo(
        self, index: Index, hint: ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        super().scrollTo(index, hint)
        show_row(self, index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is selected stays in view when its details open beside the list."""
        super().resizeEvent(event)
        keep_current_in_view(self)

    def trash_chosen(self) -> None:
        """Documents and calls to the trash, as one step of undo."""
        found = [(item.kind, item.id) for item in self.chosen() if item.kind in DRAGGED]
        if found:
            trash_these(self._desk, found)


def show_row(view: QAbstractItemView, index: Index) -> None:
    """Where a list stands in a page that scrolls as a whole, that page follows the row too."""
    above = view.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    page = above.widget() if isinstance(above, QScrollArea) else None
    if page is None or not view.isVisible() or not view.hasFocus():
        return
    row = view.visualRect(index)  # pyright: ignore
    middle = view.viewport().mapTo(page, row.center())
    assert isinstance(above, QScrollArea)
    above.ensureVisible(middle.x(), middle.y(), 0, row.height())


def rows_in_view(view: QAbstractItemView) -> int:
    """How many rows can be seen of a list that is as high as all of them; else 0."""
    seen, high = view.visibleRegion().boundingRect().height(), view.sizeHintForRow(0)
    if high <= 0 or view.verticalScrollBar().maximum() > 0 or seen >= view.height():
        return 0
    return max(1, seen // high - 1)


def keep_current_in_view(view: QAbstractItemView) -> None:
    """After a change of size: the row that is current, where it is selected too."""
    index = view.currentIndex()
    if index.isValid() and view.selectionModel().isSelected(index):
        view.scrollTo(index)


def trash_these(desk: Desk, found: Sequence[tuple[str, str]]) -> None:
    """``found`` are (table, id) pairs of things that have a trash."""

    def verb() -> Any:
        from onrecord.domain.tables import BY_TABLE
        from onrecord.services.trash import trash_items

        return trash_items(desk.vault, [(BY_TABLE[kind], id) for kind, id in found])

    desk.session.do(verb, say=True)
