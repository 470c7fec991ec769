"""Two parts at the two ends of a line; where they do not fit beside each other, one below."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QSizePolicy, QWidget

from onrecord.ui.design.placing import PlacingLayout
from onrecord.ui.design.tokens import Space


class Apart(PlacingLayout):
    """``Apart(first, second)``. The second gets the rest of the line where it wants to grow, else
    it stands at the end of it."""

    def __init__(
        self, first: QWidget, second: QWidget, *, gap: int = Space.S, top: bool = False
    ) -> None:
        """``top``: both begin at the top, else they stand on one middle line."""
        super().__init__()
        self._gap = gap
        self._top = top
        self.setContentsMargins(QMargins())
        self.addWidget(first)
        self.addWidget(second)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown, width = self._shown(), rect.width()
        hints = [item.sizeHint().width() for item in shown]
        if len(shown) < 2 or sum(hints) + self._gap > width:
            y = rect.y()
            for item in shown:
                if y > rect.y():
                    y += self._gap
                whole = item.hasHeightForWidth() or _grows(item)
                wide = width if whole else min(item.sizeHint().width(), width)
                height = _height(item, wide)
                if move:
                    item.setGeometry(self._mirrored(QRect(rect.x(), y, wide, height), rect))
                y += height
            return y - rect.y()
        first, second = shown
        rest = width - hints[0] - self._gap
        wide = rest if _grows(second) else min(hints[1], rest)
        high = max(_height(first, width - wide - self._gap), _height(second, wide))
        if move:
            for item, x, w in (
                (first, rect.x(), width - wide - self._gap),
                (second, rect.x() + width - wide, wide),
            ):
                own = _height(item, w)
                top = QPoint(x, rect.y() + (0 if self._top else (high - own) // 2))
                item.setGeometry(self._mirrored(QRect(top, QSize(w, own)), rect))
        return high

    def _mirrored(self, box: QRect, area: QRect) -> QRect:
        parent = self.parentWidget()
        if parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return box.translated(area.x() + area.right() - box.right() - box.x(), 0)
        return box


def in_line(*parts: QWidget, gap: int = Space.M) -> QWidget:
    """``parts`` in one line; one that may be cut short gets what room the others leave."""
    made = QWidget(parts[0].parentWidget())
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        short = part.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        row.addWidget(part, int(short))
    return made


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
