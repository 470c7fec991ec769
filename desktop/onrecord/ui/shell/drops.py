"""Drop anywhere means attach; paste of files or of an image means attach."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from onrecord.ui.design import DropOverlay
from onrecord.ui.desk import Desk


class WindowDrops(QObject):
    """Watches one window. Widgets inside that take drops of their own keep them."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._overlay = DropOverlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and not isinstance(
            event, QDropEvent
        ):
            return self._enter(event)
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            return self._enter(event)  # pyright: ignore[reportArgumentType]
        if kind == QEvent.Type.DragLeave:
            self._overlay.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def _enter(self, event: Any) -> bool:
        if not can_attach(event.mimeData()):
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
        if not can_attach(event.mimeData()):
            return False
        event.acceptProposedAction()
        self._desk.attach(sources_of(event.mimeData()), "drop")
        return True


def paste(desk: Desk) -> bool:
    """Attach what is on the clipboard; False where it holds neither files nor an image."""
    data = QGuiApplication.clipboard().mimeData()
    if not can_attach(data):
        return False
    desk.attach(sources_of(data), "paste")
    return True


def can_attach(data: QMimeData) -> bool:
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def sources_of(data: QMimeData) -> list[Any]:
    """Paths of local files, else the image as a PNG named by this moment."""
    from onrecord.services.attach_files import Pasted

    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return list(paths)
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    name = datetime.now().strftime("Pasted picture %Y-%m-%d %H.%M.%S.png")
    return [Pasted(name, bytes(buffer.data().data()))]
