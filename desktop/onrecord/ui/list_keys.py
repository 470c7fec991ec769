"""The acts on what is selected, by their keys, in a list of documents or of what happened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from onrecord.ui.desk import Desk

_ACTS = ("edit_selected", "file_into")
"""Those a list does not answer itself."""


class ListKeys(QObject):
    """Owned by its list. ``select`` tells the desk what is selected there: where its details were
    closed, the key acts on it all the same."""

    def __init__(self, desk: Desk, view: QAbstractItemView, select: Callable[[], object]) -> None:
        super().__init__(view)
        self._view = view
        self._select = select
        self._keys: set[QKeySequence] = set()
        if desk.book is None:  # a window without menus
            return
        for name in _ACTS:
            view.addAction(desk.book.qaction(name))
            self._keys.add(QKeySequence(desk.book.shortcut(name)))
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            if pressed in self._keys and self._view.selectionModel().hasSelection():
                self._select()
        return False
