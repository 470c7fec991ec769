"""The list on the left: Today, To sort, disputes with one line on where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from onrecord.ui.design import icons, theme
from onrecord.ui.design.palette import Tone
from onrecord.ui.design.rows import Index, mirrored, paint_state, paint_text, row_of, width_of
from onrecord.ui.design.tokens import Radius, Space, TextStyle


@dataclass(frozen=True)
class SidebarRow:
    """``note`` is the second line; ``count`` stands at the right when it is not 0.

    A ``heading`` cannot be selected: its model gives it no flags, so that the arrow keys skip it.
    """

    title: str
    kind: Literal["place", "item", "heading"] = "item"
    note: str = ""
    note_tone: Tone = "neutral"
    icon: str = ""
    count: int = 0

    @property
    def spoken(self) -> str:
        """For ``AccessibleTextRole``."""
        return ", ".join(p for p in (self.title, self.note, str(self.count or "")) if p)


class SidebarDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = theme.current().metrics.px
        row = row_of(index)
        if not isinstance(row, SidebarRow):
            return super().sizeHint(option, index)
        if row.kind == "heading":
            return QSize(px(80), px(36))
        return QSize(px(80), px(50) if row.note else px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_of(index)
        if not isinstance(row, SidebarRow):
            super().paint(painter, option, index)
            return
        th = theme.current()
        rect: QRect = option.rect  # pyright: ignore
        r, px = th.roles, th.metrics.px
        if row.kind == "heading":
            box = rect.adjusted(Space.L, px(10), -Space.L, 0)
            paint_text(painter, option, box, row.title, TextStyle.SMALL_STRONG, r.muted)
            return
        box = rect.adjusted(Space.S, 1, -Space.S, -1)
        selected = paint_state(painter, option, box)
        ink = r.on_selection if selected else r.text
        view = option.widget  # pyright: ignore
        if isinstance(view, SidebarList) and view.target == index:
            painter.setPen(QPen(th.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), Radius.SMALL, Radius.SMALL)
        inside = box.adjusted(Space.S, 0, -Space.S, 0)
        if row.icon:
            side = th.metrics.icon
            place = QRect(inside.x(), inside.y() + (inside.height() - side) // 2, side, side)
            icons.paint(painter, row.icon, mirrored(option, place), ink if selected else r.muted)
            inside.setLeft(inside.left() + side + Space.S + 2)
        if row.count:
            count = str(row.count)
            wide = width_of(count, TextStyle.SMALL_STRONG)
            place = QRect(inside.right() - wide, inside.y(), wide + 1, inside.height())
            paint_text(
                painter,
                option,
                place,
                count,
                TextStyle.SMALL_STRONG,
                ink if selected else r.muted,
                align=Qt.AlignmentFlag.AlignRight,
            )
            inside.setRight(inside.right() - wide - Space.S)
        style = TextStyle.STRONG if row.kind == "place" else TextStyle.BODY
        if not row.note:
            paint_text(painter, option, inside, row.title, style, ink)
            return
        half = px(21)
        top = QRect(inside.x(), inside.center().y() - half + 2, inside.width(), half)
        paint_text(painter, option, top, row.title, style, ink)
        tone = ink if selected else r.ink(row.note_tone)
        paint_text(painter, option, top.translated(0, half - 2), row.note, TextStyle.SMALL, tone)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row = row_of(index)
        if event.type() == QEvent.Type.ToolTip and isinstance(row, SidebarRow):
            words = f"{row.title}\n{row.note}".strip()
            QToolTip.showText(event.globalPos(), words, view)
            return True
        return super().helpEvent(event, view, option, index)


class SidebarList(QListView):
    """A list view dressed for ``SidebarRow`` rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "sidebar")
        self.setItemDelegate(SidebarDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.target = QPersistentModelIndex()
        """The row that would take what is being dragged."""
        theme.follow(self._refresh)

    def show_target(self, index: Index) -> None:
        target = QPersistentModelIndex(index)  # pyright: ignore
        if target != self.target:
            self.target = target
            self.viewport().update()

    def _refresh(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
