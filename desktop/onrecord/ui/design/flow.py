"""A layout that sets its items in lines, like words, and wraps where the line is full."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from onrecord.ui.design.placing import PlacingLayout
from onrecord.ui.design.tokens import Space


class FlowLayout(PlacingLayout):
    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = Space.S,
        lines: Literal["start", "centre", "end"] = "start",
        level: bool = False,
    ) -> None:
        """``lines``: where a line that is not full stands; ``level``: all of a line become as high
        as its highest."""
        super().__init__(parent)
        self._gap = gap
        self._lines = lines
        self._level = level
        self.setContentsMargins(QMargins())

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        m = self.contentsMargins()
        return size + QSize(m.left() + m.right(), m.top() + m.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        m = self.contentsMargins()
        area = rect.adjusted(m.left(), m.top(), -m.right(), -m.bottom())
        line: list[tuple[QLayoutItem, QRect]] = []
        x, y = area.x(), area.y()

        def end_line() -> int:
            height = max((box.height() for _, box in line), default=0)
            free = area.right() - max((box.right() for _, box in line), default=area.right())
            shift = {"start": 0, "centre": max(0, free) // 2, "end": max(0, free)}[self._lines]
            for item, box in line:
                if move:
                    box.translate(shift, 0)
                    if self._level:
                        box.setHeight(height)
                    box.moveTop(y + (height - box.height()) // 2)
                    item.setGeometry(self._mirrored(box, area))
            line.clear()
            return height

        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            width = min(size.width(), max(area.width(), item.minimumSize().width()))
            if line and x + width > area.x() + area.width():
                y += end_line() + self._gap
                x = area.x()
            line.append((item, QRect(QPoint(x, y), QSize(width, size.height()))))
            x += width + self._gap
        return y + end_line() - rect.y() + m.bottom()

    def _mirrored(self, box: QRect, area: QRect) -> QRect:
        parent = self.parentWidget()
        if parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return box.translated(area.x() + area.right() - box.right() - box.x(), 0)
        return box
