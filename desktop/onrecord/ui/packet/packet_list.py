"""The list of a packet: its parts and documents in order, moved by drag or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from onrecord.domain.packet_order import LAST
from onrecord.ui.design import ROW_ROLE, Space, TextStyle, icons, theme
from onrecord.ui.design.rows import Index, mirrored, paint_state, paint_text, row_of, width_of
from onrecord.ui.packet.packet_lines import PacketLine

MIME = "application/x-onrecord-packet-line"


@dataclass(frozen=True)
class LineChosen:
    """``line`` is None where nothing is chosen."""

    line: PacketLine | None


@dataclass(frozen=True)
class LineMoved:
    """A part or document, by its key; ``to`` is the place among both, from 0."""

    key: str
    to: int


@dataclass(frozen=True)
class LineAsked:
    """A key was pressed on a line: ``what`` is open or take_out."""

    line: PacketLine
    what: str


def movable(line: PacketLine) -> bool:
    """Documents, and the parts but the last page."""
    return line.kind == "exhibit" or (line.kind == "part" and line.key != LAST)


def _dragged(data: QMimeData) -> str:
    """The key of the line that is dragged."""
    return bytes(data.data(MIME).data()).decode()


class PacketLines(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[PacketLine] = []

    def show(self, lines: Sequence[PacketLine]) -> None:
        """The new lines; only what differs is told, so that the view keeps its place."""
        new = list(lines)
        if [(x.kind, x.key) for x in new] == [(x.kind, x.key) for x in self.lines]:
            self.lines = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.lines = new
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.label} {line.title}".strip()
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        line = self.lines[index.row()]
        if line.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if movable(line) else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        keys = [self.lines[i.row()].key for i in indexes]
        data.setData(MIME, QByteArray(keys[0].encode() if keys else b""))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def row_of(self, kind: str, key: str) -> int:
        found = (n for n, x in enumerate(self.lines) if x.kind == kind and x.key == key)
        return next(found, -1)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = theme.current().metrics.px
        heading = getattr(row_of(index), "kind", "") == "heading"
        return QSize(px(120), px(34) if heading else px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = row_of(index)
        if not isinstance(line, PacketLine):
            return
        th = theme.current()
        r, px = th.roles, th.metrics.px
        rect: QRect = option.rect  # pyright: ignore
        if line.kind == "heading":
            box = rect.adjusted(Space.L, px(8), -Space.M, 0)
            paint_text(painter, option, box, line.title, TextStyle.SMALL_STRONG, r.muted)
            return
        box = rect.adjusted(Space.S, 1, -Space.S, -1)
        selected = paint_state(painter, option, box)
        ink = r.on_selection if selected else r.text
        soft = ink if selected else r.muted
        inside = box.adjusted(Space.S, 0, -Space.S, 0)
        lead = px(34)
        left = QRect(inside.x(), inside.y(), lead, inside.height())
        if line.icon:
            side = th.metrics.px(16)
            place = QRect(left.x(), left.y() + (left.height() - side) // 2, side, side)
            icons.paint(painter, line.icon, mirrored(option, place), soft)
        elif line.label:
            paint_text(painter, option, left, line.label, TextStyle.SMALL_STRONG, soft)
        inside.setLeft(inside.left() + (0 if line.kind == "left_out" else lead))
        if line.pages:
            wide = width_of(line.pages, TextStyle.SMALL)
            place = QRect(inside.right() - wide, inside.y(), wide + 1, inside.height())
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, option, place, line.pages, TextStyle.SMALL, soft, align=right)
            inside.setRight(inside.right() - wide - Space.S)
        if line.note:
            note = f"({line.note})"
            wide = width_of(note, TextStyle.SMALL)
            room = min(width_of(line.title, TextStyle.BODY), inside.width() - wide - Space.S)
            place = QRect(inside.x() + room + Space.S, inside.y(), wide, inside.height())
            paint_text(painter, option, place, note, TextStyle.SMALL, soft)
            inside.setWidth(room)
        words = soft if line.kind == "left_out" and not selected else ink
        paint_text(painter, option, inside, line.title, TextStyle.BODY, words)


class PacketList(QListView):
    line_chosen = Signal(object)  # LineChosen
    line_moved = Signal(object)  # LineMoved
    line_asked = Signal(object)  # LineAsked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = PacketLines(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(self))
        self.setProperty("look", "sidebar")
        self.setAccessibleName(self.tr("In this packet"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._gap = -1
        self._showing = False
        self.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        theme.follow(self._refresh)

    def show_lines(self, lines: Sequence[PacketLine]) -> None:
        """What was chosen and is still there stays chosen; else what stands in its place."""
        was = self.chosen()
        row = self.currentIndex().row()
        self._showing = True
        self.lines.show(lines)
        if was is not None:
            found = self.lines.row_of(was.kind, was.key)
            if found < 0:
                found = min(row, len(self.lines.lines) - 1)
                while found > 0 and self.lines.lines[found].kind == "heading":
                    found -= 1
            self.setCurrentIndex(self.lines.index(found))
        self._showing = False
        now = self.chosen()
        if (was and (was.kind, was.key)) != (now and (now.kind, now.key)):
            self._chosen()

    def choose(self, kind: str, key: str) -> bool:
        row = self.lines.row_of(kind, key)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row))
        return row >= 0

    def chosen(self) -> PacketLine | None:
        row = self.currentIndex().row()
        return self.lines.lines[row] if 0 <= row < len(self.lines.lines) else None

    def _chosen(self) -> None:
        if not self._showing:
            self.line_chosen.emit(LineChosen(self.chosen()))

    # ---------------------------------------------------------------- keys and drag

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.chosen(), event.key()
        if line is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.line_asked.emit(LineAsked(line, "open"))
        elif line is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.line_asked.emit(LineAsked(line, "take_out"))
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        self._gap = self._gap_at(event.position().toPoint().y())
        self.viewport().update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._gap = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_at(_dragged(event.mimeData()), event.position().toPoint().y())
        self._gap = -1
        self.viewport().update()
        event.setDropAction(Qt.DropAction.CopyAction)  # the packet moves it, not the model
        event.accept()

    def drop_at(self, key: str, y: int) -> None:
        """Let a document, or a part, go at this height of the viewport."""
        gap, rows = self._gap_at(y), self._rows()
        at = next((n for n in rows if self.lines.lines[n].key == key), -1)
        if at < 0 or gap < 0:
            return
        before = sum(1 for n in rows if n < gap and n != at)
        self.line_moved.emit(LineMoved(key, before))

    def _rows(self) -> list[int]:
        """Lines that change places with each other."""
        return [n for n, x in enumerate(self.lines.lines) if movable(x)]

    def _gap_at(self, y: int) -> int:
        """The row before which something dropped at this height would stand."""
        rows = self._rows()
        if not rows:
            return -1
        for row in rows:
            if y < self.visualRect(self.lines.index(row)).center().y():
                return row
        return rows[-1] + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        last = self.visualRect(self.lines.index(self._gap - 1)) if self._gap else QRect()
        y = last.bottom() if self._gap else 0
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(theme.current().roles.accent), 2))
        painter.drawLine(Space.L, y, self.viewport().width() - Space.L, y)
        painter.end()

    def _refresh(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
