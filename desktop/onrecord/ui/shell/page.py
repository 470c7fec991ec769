"""A page that lies over the view: settings, a sheet to read, a question that needs room.

It has a heading, a column of a width that reads well, and goes away with Esc or its cross, back
to where the person was.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design import Body, Heading, IconButton, ScrollArea, Space, set_look, theme
from onrecord.ui.desk import Desk


class Page(QWidget):
    """Put things into ``body``. ``wide`` is the column's width at text size 100 %."""

    closed = Signal()
    reshaped = Signal()
    """What it shows needs another width than before, at least."""
    wide = 560

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        set_look(self, "look", "surface")
        self.heading = Heading("", self, wrap=True)
        self.cross = IconButton(
            "close", self.tr("Close this page"), self, shortcut="Esc", on_click=self.close_page
        )
        self._column = QWidget(self)
        inside = QVBoxLayout(self._column)
        inside.setContentsMargins(0, 0, 0, Space.XXL)
        inside.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.cross)
        inside.addLayout(head)
        self.intro = Body("", self._column)
        self.intro.set_tone("muted")
        self.intro.hide()
        inside.addWidget(self.intro)
        inside.addSpacing(Space.S)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        inside.addLayout(self.body)
        inside.addStretch(1)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, 0)
        row.addWidget(self._column, 1)
        row.addStretch(0)
        self.area = ScrollArea(middle, self, focus=Qt.FocusPolicy.ClickFocus, wide=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._least = 0
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.timeout.connect(self._measured)
        middle.installEventFilter(self)
        theme.follow(self._refresh)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure.start()
        return super().eventFilter(watched, event)

    def _measured(self) -> None:
        self.area.updateGeometry()
        least = self.area.minimumSizeHint().width()
        if least != self._least:
            self._least = least
            self.reshaped.emit()

    def set_words(self, title: str, intro: str = "") -> None:
        """The heading, and what a person should know first."""
        self.heading.setText(title)
        self.setAccessibleName(title)
        self.area.setAccessibleName(title)
        self.intro.setText(intro)
        self.intro.setVisible(bool(intro))

    def open_page(self) -> None:
        """Called when it is shown. A page to read takes the arrow keys; one with fields puts the
        cursor into the first."""
        self.area.setFocus()

    def close_page(self) -> None:
        """Back to the view beneath."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self._column.setMaximumWidth(theme.current().metrics.px(self.wide))
