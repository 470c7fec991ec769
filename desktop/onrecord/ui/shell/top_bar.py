"""The bar above everything: search, add, cover, lock. It never moves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.ui.design import Button, IconButton, Space, set_look
from onrecord.ui.desk import Desk


class TopBar(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "look", "bar")
        self.undo = IconButton("undo", self.tr("Undo"), self, on_click=desk.session.undo.undo)
        self.redo = IconButton("redo", self.tr("Redo"), self, on_click=desk.session.undo.redo)
        self.search = Button(
            self.tr("Search everything"),
            self,
            icon="search",
            on_click=lambda: desk.act("search"),
            shortcut="Ctrl+K",
        )
        self.search.setMinimumWidth(260)
        self.cover = Button(
            self.tr("Cover"), self, icon="cover", on_click=lambda: desk.act("cover"), shortcut="F9"
        )
        self.lock = Button(
            self.tr("Lock"),
            self,
            icon="lock",
            on_click=lambda: desk.act("lock"),
            shortcut="Ctrl+Shift+L",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.cover)
        row.addWidget(self.lock)
        self._stack = desk.session.undo
        self._stack.changed.connect(lambda _state: self._show_undo())
        self._show_undo()

    def _show_undo(self) -> None:
        stack = self._stack
        self.undo.setEnabled(stack.can_undo)
        self.redo.setEnabled(stack.can_redo)
        self.undo.setToolTip(
            self.tr("Undo: {0} (Ctrl+Z)").format(stack.undo_words)
            if stack.can_undo
            else self.tr("Nothing to undo. Undo ends when you lock.")
        )
        self.redo.setToolTip(
            self.tr("Redo: {0} (Ctrl+Shift+Z)").format(stack.redo_words)
            if stack.can_redo
            else self.tr("Nothing to redo")
        )
