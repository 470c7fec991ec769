"""A pasted chat names two or more people: which of them is me?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from onrecord.domain.transcript import Turn
from onrecord.ui.call.big_button import BigButton
from onrecord.ui.call.said_pages import SaidPage
from onrecord.ui.design import FlowLayout

_MOST = 6


class NamesPage(SaidPage):
    chosen = Signal(object)
    """The name that is mine; "" where none is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Which of these is you?"))
        self.ready.hide()
        self.turns: Sequence[Turn] = ()
        self.buttons: dict[str, BigButton] = {}
        self._box = QWidget(self)
        self._flow = FlowLayout(self._box)
        self.body.addWidget(self._box)

    def show_names(self, found: Sequence[Turn], names: Sequence[str]) -> None:
        self.turns = found
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for name in [*names[:_MOST], ""]:
            button = BigButton(name or self.tr("None of them"), self._box)
            button.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
            self.buttons[name] = button
            self._flow.addWidget(button)
        self.setFocusProxy(next(iter(self.buttons.values())))
