"""A row of two lines beside a small picture: what it is, and below it what is to be known."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from onrecord.ui.design import Space, TextStyle, theme
from onrecord.ui.design.rows import mirrored, paint_state, paint_text, width_of
from onrecord.ui.picture import paint_document


@dataclass(frozen=True)
class TwoLines:
    """``note`` is the second line, ``warn`` colours it; ``right`` stands at the end of the first."""

    id: str
    title: str
    note: str
    icon: str
    warn: bool = False
    right: str = ""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(p for p in (self.title, self.note, self.right) if p)


def two_lines_height() -> int:
    return theme.current().metrics.px(48)


def paint_two_lines(
    painter: QPainter,
    option: QStyleOptionViewItem,
    row: TwoLines,
    image: QImage | None,
    *,
    whole_row: bool,
) -> None:
    """``whole_row`` is false for a cell of a table: its selection then joins the other cells'."""
    th = theme.current()
    box: QRect = option.rect  # pyright: ignore
    state: QStyle.StateFlag = option.state  # pyright: ignore
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if whole_row:
        box = box.adjusted(Space.S, 0, -Space.S, 0)
        paint_state(painter, option, box.adjusted(0, 1, 0, -1))
    elif selected:
        painter.fillRect(box, QColor(th.roles.selection))
    elif state & QStyle.StateFlag.State_HasFocus:
        paint_state(painter, option, box)
    ink = th.roles.on_selection if selected else th.roles.text
    quiet = th.roles.on_selection if selected else th.roles.muted
    below = th.roles.warning if row.warn and not selected else quiet
    inside = box.adjusted(Space.S, 5, -Space.S, -5)
    side = inside.height()
    place = QRect(inside.x(), inside.y(), side, side)
    paint_document(painter, mirrored(option, place), image, row.icon)
    words = inside.adjusted(side + Space.M, 0, 0, 0)
    half = words.height() // 2
    top = QRect(words.x(), words.y(), words.width(), half)
    low = QRect(words.x(), words.y() + half, words.width(), half)
    if not row.note:
        top = words
    if row.right:
        wide = width_of(row.right, TextStyle.SMALL)
        end = QRect(top.right() - wide, top.y(), wide + 1, top.height())
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, option, end, row.right, TextStyle.SMALL, quiet, align=right)
        top.setRight(end.left() - Space.L)
    paint_text(painter, option, top, row.title, TextStyle.BODY, ink)
    paint_text(painter, option, low, row.note, TextStyle.SMALL, below)
