"""One row of a timeline: when, what kind, what happened, what it proves; months and silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
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
from onrecord.ui.design.tokens import Space, TextStyle


@dataclass(frozen=True)
class TimelineRow:
    """A row in words, ready to paint.

    ``date`` as short as its precision allows ("16 Mon", "March"); ``lead`` is set bold before
    ``text`` ("Promise broken:"); ``note`` stands at the right ("ref 4471-K", "p. 2").
    A ``month`` is a heading, a ``silence`` a gap worth seeing; their model gives them no flags, so
    that neither can be selected and the arrow keys skip them.
    """

    text: str
    kind: Literal["entry", "month", "silence"] = "entry"
    date: str = ""
    icon: str = ""
    lead: str = ""
    note: str = ""
    tone: Tone = "neutral"
    note_tone: Tone = "neutral"

    @property
    def spoken(self) -> str:
        """For ``AccessibleTextRole``."""
        return ", ".join(p for p in (self.date, f"{self.lead} {self.text}".strip(), self.note) if p)


class TimelineDelegate(QStyledItemDelegate):
    """Every row has the same height, so that 100,000 of them scroll without being measured."""

    def __init__(self, parent: QWidget | None = None, *, dates: bool = True) -> None:
        """``dates`` false: the rows have none, and their column is not kept free."""
        super().__init__(parent)
        self._dates = dates

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().metrics.px(200), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_of(index)
        if not isinstance(row, TimelineRow):
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect  # pyright: ignore
        box = rect.adjusted(Space.S, 0, -Space.S, 0)
        if row.kind == "month":
            self._paint_month(painter, option, box, row)
        elif row.kind == "silence":
            self._paint_silence(painter, option, box, row)
        else:
            self._paint_entry(painter, option, box, row)

    def _paint_entry(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: TimelineRow
    ) -> None:
        th = theme.current()
        r = th.roles
        selected = paint_state(painter, option, box.adjusted(0, 1, 0, -1))
        ink = r.on_selection if selected else r.text
        quiet = r.on_selection if selected else r.muted
        strong = r.ink(row.tone) if row.tone != "neutral" and not selected else ink
        inside = box.adjusted(Space.S, 0, -Space.S, 0)
        x = inside.x()
        if self._dates:
            date = QRect(x, inside.y(), date_width(), inside.height())
            paint_text(painter, option, date, row.date, TextStyle.BODY, quiet)
            x = date.right() + Space.M
        if row.icon:
            side = th.metrics.icon
            mark = QRect(x, inside.y() + (inside.height() - side) // 2, side, side)
            icons.paint(
                painter,
                row.icon,
                mirrored(option, mark),
                strong if row.tone != "neutral" else quiet,
            )
        x += th.metrics.icon + Space.M
        right = inside.right()
        if row.note:
            wide = min(width_of(row.note, TextStyle.SMALL), inside.width() // 3)
            place = QRect(right - wide, inside.y(), wide + 1, inside.height())
            colour = quiet if selected else r.ink(row.note_tone)
            paint_text(
                painter,
                option,
                place,
                row.note,
                TextStyle.SMALL,
                colour,
                align=Qt.AlignmentFlag.AlignRight,
            )
            right -= wide + Space.L
        words = QRect(x, inside.y(), max(0, right - x), inside.height())
        if row.lead:
            wide = min(width_of(row.lead, TextStyle.STRONG), words.width())
            paint_text(painter, option, words, row.lead, TextStyle.STRONG, strong)
            words.setLeft(words.left() + wide + th.metrics.px(4))
        if words.width() > 0:
            paint_text(painter, option, words, row.text, TextStyle.BODY, ink)

    def _paint_month(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: TimelineRow
    ) -> None:
        r, px = theme.current().roles, theme.current().metrics.px
        text = box.adjusted(Space.S, px(6), -Space.S, 0)
        paint_text(painter, option, text, row.text, TextStyle.SMALL_STRONG, r.muted)
        x = text.x() + width_of(row.text, TextStyle.SMALL_STRONG) + Space.M
        painter.setPen(QColor(r.line))
        line = mirrored(option, QRect(x, text.center().y() + 1, text.right() - x, 1))
        painter.drawLine(line.topLeft(), line.topRight())

    def _paint_silence(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: TimelineRow
    ) -> None:
        th = theme.current()
        middle = box.x() + Space.S + date_width() + Space.M + th.metrics.icon // 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(th.colour("faint"), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 3])
        painter.setPen(pen)
        line = mirrored(option, QRect(middle, box.top() + 5, 1, box.height() - 9))
        painter.drawLine(line.topLeft(), line.bottomLeft())
        painter.restore()
        x = middle + th.metrics.icon // 2 + Space.M
        text = QRect(x, box.y(), box.right() - x, box.height())
        paint_text(painter, option, text, row.text, TextStyle.BODY, th.roles.muted, italic=True)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row = row_of(index)
        if event.type() == QEvent.Type.ToolTip and isinstance(row, TimelineRow):
            QToolTip.showText(event.globalPos(), row.spoken, view)
            return True
        return super().helpEvent(event, view, option, index)


class TimelineList(QListView):
    """A list view dressed for ``TimelineRow`` rows."""

    def __init__(self, parent: QWidget | None = None, *, dates: bool = True) -> None:
        super().__init__(parent)
        self.setItemDelegate(TimelineDelegate(self, dates=dates))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def row_height() -> int:
    return theme.current().metrics.px(34)


def date_width() -> int:
    return width_of("88 Wed 00:00", TextStyle.BODY)
