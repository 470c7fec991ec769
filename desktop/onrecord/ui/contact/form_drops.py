"""Files dropped on a form are kept, and belong to what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from onrecord.ui.clipboard import can_keep, sources_of
from onrecord.ui.design import DropOverlay


class FormDrops(QObject):
    """``take`` gets the files, or the picture, that were dropped on ``form``; ``words`` say what
    becomes of them, by default that they go with a note."""

    def __init__(
        self, form: QWidget, take: Callable[[Sequence[Any]], None], words: str = ""
    ) -> None:
        super().__init__(form)
        self._words = words or self.tr("Drop to put it with this note")
        self._take = take
        self._overlay = DropOverlay(form)
        form.setAcceptDrops(True)
        form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QDragMoveEvent) and kind in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
        ):
            if not can_keep(event.mimeData()):
                return False
            if not self._overlay.isVisible():
                self._overlay.show_words(self._words)
            event.acceptProposedAction()
            return True
        if kind == QEvent.Type.DragLeave:
            self._overlay.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._overlay.hide()
            if can_keep(event.mimeData()):
                event.acceptProposedAction()
                self._take(sources_of(event.mimeData()))
                return True
        return False
