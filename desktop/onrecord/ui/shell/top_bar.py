"""The bar above everything: menus, search, cover, lock. It never moves."""

from __future__ import annotations

import sys

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from onrecord.ui.design import Button, Space, set_look, theme
from onrecord.ui.desk import Desk


class TopBar(QWidget):
    """``menus`` is filled by whoever has the actions."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "look", "bar")
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(sys.platform == "darwin")
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._words = self.tr("Search everything")
        self.search = Button(
            self._words,
            self,
            icon="search",
            on_click=lambda: desk.act("search"),
            shortcut="Ctrl+K",
        )
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
        row.setContentsMargins(Space.S, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.menus)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.cover)
        row.addWidget(self.lock)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Search is wide enough to be found, but large text must leave room for the menus: fewer
        words, then pictures, rather than words that are cut, or menus that are folded away."""
        wide = min(theme.current().metrics.px(240), 280)
        for search, words, least in (
            (self._words, True, wide), (self.tr("Search"), True, 0), (self.tr("Search"), False, 0),
            ("", False, 0),
        ):  # fmt: skip
            self.search.setMinimumWidth(least)
            self.search.setText(search)
            for button, name in ((self.cover, self.tr("Cover")), (self.lock, self.tr("Lock"))):
                button.setText(name if words else "")
                button.setAccessibleName(name)
            if self.sizeHint().width() <= self.width():
                break
        self.search.setAccessibleName(self._words)
