"""Cover: blank every window at once, keys kept, for someone walking in.

Any key or a click brings it back within a minute; after that the vault locks.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from onrecord.ui.design import Muted

COVERED_S = 60


class _Sheet(QWidget):
    """Lies over a window's whole face."""

    def __init__(self, cover: Cover, window: QWidget) -> None:
        super().__init__(window)
        self._cover = cover
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Covered"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        hint = Muted(self.tr("Press Esc to go on."), self)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(hint)
        column.addStretch(1)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cover.lift()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class Cover(QObject):
    locked_out = Signal()
    """Nobody came back in time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sheets: list[_Sheet] = []
        self._focus: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COVERED_S * 1000)
        self._timer.timeout.connect(self.locked_out)

    @property
    def is_on(self) -> bool:
        return bool(self._sheets)

    def put_on(self) -> None:
        """At once, over every window; hidden windows get theirs too."""
        if self._sheets:
            return
        self._focus = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for window in QApplication.topLevelWidgets():
            if window.isWindow() and window.isVisible():
                self._sheets.append(_Sheet(self, window))
        for sheet in self._sheets:
            sheet.setFocus()
        self._timer.start()

    def lift(self) -> None:
        self._timer.stop()
        for sheet in self._sheets:
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        if self._focus is not None:
            self._focus.setFocus()
            self._focus = None
