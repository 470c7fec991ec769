"""Cover: blank every window at once, keys kept, for someone walking in.

Esc or the key that covered brings it back within a minute; after that the vault locks.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from onrecord.ui.design import Muted, set_look

COVERED_S = 60


class _Sheet(QWidget):
    """Lies over a window's whole face and takes every key, so that no shortcut works below."""

    def __init__(self, cover: Cover, window: QWidget) -> None:
        super().__init__(window)
        self._cover = cover
        set_look(self, "look", "window")
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
        # The window is asked for, not held: it may belong to Python, and must not live on through
        # a sheet that is itself destroyed with it.
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            QTimer.singleShot(0, self, self.raise_)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F9):
            self._cover.lift()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        event.accept()


class Cover(QObject):
    locked_out = Signal()
    """Nobody came back in time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sheets: list[_Sheet] = []
        self._focus: QWidget | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(COVERED_S * 1000)
        self.timer.timeout.connect(self.locked_out)

    @property
    def is_on(self) -> bool:
        return bool(self._sheets)

    def put_on(self) -> None:
        """At once, over every window in view; what pops up is closed."""
        if self._sheets:
            return
        self._focus = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in QApplication.topLevelWidgets():
            if window.isWindow() and window.isVisible():
                self._sheets.append(_Sheet(self, window))
        for sheet in self._sheets:
            sheet.setFocus()
        self.timer.start()

    def lift(self) -> None:
        """Back to what was there, the cursor where it stood."""
        self.timer.stop()
        sheets, self._sheets = self._sheets, []
        for sheet in sheets:
            sheet.hide()
            sheet.deleteLater()
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus()
