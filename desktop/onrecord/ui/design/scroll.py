"""What is higher than its room scrolls, and never sideways; the head of a side page stays above."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from onrecord.ui.design.tokens import Space


class ScrollArea(QScrollArea):
    """Shows ``inside`` as wide as it is itself. What stands in it takes the keys; a page to read
    takes them itself, by ``focus``, so that the arrow keys scroll it."""

    def __init__(
        self,
        inside: QWidget | None,
        parent: QWidget | None,
        *,
        focus: Qt.FocusPolicy = Qt.FocusPolicy.NoFocus,
        wide: bool = False,
    ) -> None:
        """``wide``: never narrower than what stands in it can be."""
        super().__init__(parent)
        self._wide = wide
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across = self.horizontalScrollBar()  # what brings a field into view moves it, too
        across.rangeChanged.connect(lambda _least, _most: across.setRange(0, 0))
        self.setFocusPolicy(focus)
        if inside is not None:
            self.setWidget(inside)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on and shows where it came to. Where what had the cursor was put away, the
        page stays where it is: nobody went anywhere."""
        held = QApplication.focusWidget()
        if held is not None and not held.isVisible():
            return QWidget.focusNextPrevChild(self, next)
        return super().focusNextPrevChild(next)

    def minimumSizeHint(self) -> QSize:
        least, inside = super().minimumSizeHint(), self.widget()
        if not self._wide or inside is None:
            return least
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(inside.minimumSizeHint().width() + bar, least.height())


def under_head(page: QWidget, heading: QWidget, close: QWidget) -> QVBoxLayout:
    """The column of a side page: its heading and what closes it stand above what is added."""
    head = QHBoxLayout()
    head.setContentsMargins(Space.L, Space.S, Space.S, Space.XS)
    head.addWidget(heading, 1)
    head.addWidget(close)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    return column
