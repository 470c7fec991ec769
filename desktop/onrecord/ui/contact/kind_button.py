"""What it was and who began it, as one small menu instead of two fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from onrecord.domain.contact import KINDS
from onrecord.ui.design import QuietButton
from onrecord.ui.words import Words


class KindButton(QuietButton):
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        menu = QMenu(parent)
        super().__init__("", parent, menu=menu)
        words = Words(self)
        self._words = {kind: words.contact(kind) for kind in KINDS}
        self._who = {"out": self.tr("I contacted them"), "in": self.tr("They contacted me")}
        self._kinds = self._group(menu, self._words)
        menu.addSeparator()
        self._directions = self._group(menu, self._who)
        self.set_value("call", "out")

    @property
    def kind(self) -> str:
        return self._on(self._kinds)

    @property
    def kind_words(self) -> str:
        return self._words[self.kind]

    @property
    def direction(self) -> str:
        return self._on(self._directions)

    def set_value(self, kind: str, direction: str) -> None:
        for group, value in ((self._kinds, kind), (self._directions, direction)):
            for action in group.actions():
                action.setChecked(action.data() == value)
        self._say()

    def _group(self, menu: QMenu, words: dict[str, str]) -> QActionGroup:
        group = QActionGroup(self)
        for key, said in words.items():
            action = QAction(said, self)
            action.setCheckable(True)
            action.setData(key)
            group.addAction(action)
            menu.addAction(action)
        group.actions()[0].setChecked(True)
        group.triggered.connect(lambda _action: self._picked())
        return group

    def _picked(self) -> None:
        self._say()
        self.chosen.emit()

    def _say(self) -> None:
        self.setText(f"{self._words[self.kind]} · {self._who[self.direction]}")
        self.setAccessibleName(self.tr("What it was: {0}").format(self.text()))

    @staticmethod
    def _on(group: QActionGroup) -> str:
        return next(str(a.data()) for a in group.actions() if a.isChecked())
