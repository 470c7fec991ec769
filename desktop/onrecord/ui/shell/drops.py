"""Drop anywhere means attach; paste of files or of an image means attach."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from onrecord.ui.clipboard import can_keep, sources_of
from onrecord.ui.design import DropOverlay
from onrecord.ui.desk import Desk


class WindowDrops(QObject):
    """Watches one window. Widgets inside that take drops of their own keep them."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._overlay = DropOverlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._window:
            if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
                fields_take_text(self._window, on=not can_keep(event.mimeData()))
            return False
        if kind == QEvent.Type.Show:
            handle = self._window.windowHandle()
            handle.removeEventFilter(self)
            handle.installEventFilter(self)
        if isinstance(event, QDragMoveEvent | QDragEnterEvent) and kind in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
        ):
            return self._enter(event)
        if kind == QEvent.Type.DragLeave:
            self._overlay.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def _enter(self, event: QDragMoveEvent | QDragEnterEvent) -> bool:
        if not can_keep(event.mimeData()):
            return False
        if not self._overlay.isVisible():
            self._overlay.show_words(
                self.tr("Drop to add to this dispute")
                if self._desk.dispute_id
                else self.tr("Drop to keep it in To sort")
            )
        event.acceptProposedAction()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        if not can_keep(event.mimeData()):
            return False
        event.acceptProposedAction()
        self._desk.attach(sources_of(event.mimeData()), "drop")
        return True


def fields_take_text(window: QWidget, *, on: bool) -> None:
    """While files are dragged, a field lets them through to what keeps them: dropped into it they
    would become the words "file:///…"."""
    for field in window.findChildren(QWidget):
        if isinstance(field, QLineEdit):
            field.setAcceptDrops(on and not field.isReadOnly())
        elif isinstance(field, QPlainTextEdit | QTextEdit):
            field.setAcceptDrops(on and not field.isReadOnly())
            field.viewport().setAcceptDrops(on and not field.isReadOnly())


def paste(desk: Desk) -> bool:
    """Attach what is on the clipboard; False where it holds neither files nor an image."""
    data = QGuiApplication.clipboard().mimeData()
    if not can_keep(data):
        return False
    desk.attach(sources_of(data), "paste")
    return True
