"""What the call companion shows, one after the other: the running call, its end, what came of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.call.done_page import DonePage
from onrecord.ui.call.end_page import EndPage
from onrecord.ui.design import Rule, ScrollArea, Space

RUNNING, ENDED, DONE = 0, 1, 2


class CompanionFaces(QStackedWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.end_page = EndPage(self)
        self.done_page = DonePage(self)
        self.area = ScrollArea(None, self)
        """What is noted; ``low`` stays in view below it whatever the size of the window."""
        self.area.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The field with the cursor is seen whole, however large the text is."""
        noting = self.area.widget()
        if now is not None and noting is not None and noting.isAncestorOf(now):
            QTimer.singleShot(0, self, self._show_cursor)

    def _show_cursor(self) -> None:
        """Once what is around it has its size."""
        noting, now = self.area.widget(), self.window().focusWidget()
        if noting is not None and now is not None and noting.isAncestorOf(now):  # pyright: ignore
            middle = now.mapTo(noting, now.rect().center())  # ensureWidgetVisible: the cursor alone
            self.area.ensureVisible(middle.x(), middle.y(), 0, now.height() // 2 + Space.XS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._show_cursor)
        return super().eventFilter(watched, event)

    def fill(self, noted: list[QWidget], growing: QWidget, low: QWidget) -> None:
        """``noted`` from top to bottom; ``growing`` among them takes the room that is left."""
        noting = QWidget(self)
        column = QVBoxLayout(noting)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.S)
        for part in noted:
            column.addWidget(part, 1 if part is growing else 0)
        column.addStretch(0)  # takes the room of the lines while they are not shown
        below = QHBoxLayout()
        below.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        below.addWidget(low)
        running = QWidget(self)
        both = QVBoxLayout(running)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        self.area.setWidget(noting)
        noting.installEventFilter(self)
        both.addWidget(self.area, 1)
        both.addWidget(Rule(running))
        both.addLayout(below)
        ended = QWidget(self)
        inside = QVBoxLayout(ended)
        inside.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        inside.addWidget(self.end_page)
        self.addWidget(running)
        self.addWidget(ScrollArea(ended, self))
        self.addWidget(self.done_page)
