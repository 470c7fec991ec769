"""What all painted rows share: where they find their row, how they mark hover, focus, choice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from onrecord.ui.design import theme
from onrecord.ui.design.tokens import Radius, TextStyle

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""A model answers this role with the row's dataclass, and ``DisplayRole`` or
``AccessibleTextRole`` with the same in words, which is what a screen reader says."""

Index = QModelIndex | QPersistentModelIndex


def row_of(index: Index) -> Any:
    return index.data(ROW_ROLE)


def mirrored(option: QStyleOptionViewItem, box: QRect) -> QRect:
    """Where ``box`` lies in a row that is read from right to left; itself otherwise."""
    row: QRect = option.rect  # pyright: ignore
    direction: Qt.LayoutDirection = option.direction  # pyright: ignore
    return QStyle.visualRect(direction, row, box)


def paint_state(painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> bool:
    """Selection, hover and the focus ring; answers whether the row is selected."""
    th = theme.current()
    state: QStyle.StateFlag = option.state  # pyright: ignore
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if selected or hovered:
        painter.setBrush(QColor(th.roles.selection if selected else th.roles.hover))
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(th.roles.focus), 1.5))
        painter.drawRoundedRect(
            box.toRectF().adjusted(0.75, 0.75, -0.75, -0.75), Radius.CONTROL, Radius.CONTROL
        )
    painter.restore()
    return selected


def paint_text(
    painter: QPainter,
    option: QStyleOptionViewItem,
    box: QRect,
    words: str,
    style: TextStyle,
    colour: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    italic: bool = False,
) -> None:
    """One elided line, centred in height, mirrored with its row."""
    direction: Qt.LayoutDirection = option.direction  # pyright: ignore
    font = theme.current().font(style, italic=italic)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    side = QStyle.visualAlignment(direction, align) | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(mirrored(option, box), side | Qt.AlignmentFlag.AlignVCenter, shown)


def width_of(words: str, style: TextStyle) -> int:
    return QFontMetrics(theme.current().font(style)).horizontalAdvance(words) + 2
