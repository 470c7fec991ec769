"""The lines of the opened check: as high as they are, within what the window can spare."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from onrecord.ui.design import ScrollArea, theme

LEAST, MOST = 40, 200
"""In pixels at text size 100 %."""
_PART = 3
"""Of the height of the window, one part in so many at most."""


class LinesArea(ScrollArea):
    _watched: QWidget | None = None
    """The window it stands in; its base class asks the filter before this is set."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(inside, parent, focus=Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fit(self) -> None:
        """After other lines or another text size. Where there is less room yet, it shrinks."""
        inside, px = self.widget(), theme.current().metrics.px
        wanted = inside.sizeHint().height() + 2 if inside is not None else 0
        most = max(px(LEAST), min(px(MOST), self.window().height() // _PART))
        self.setMinimumHeight(px(LEAST))
        self.setMaximumHeight(min(max(wanted, px(LEAST)), most))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._watched is not self.window():
            self._watched = self.window()
            self._watched.installEventFilter(self)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched and event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
