"""A body in the list of the others: its name, whether it can help, the first reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.ui.design import Apart, ElidedLink, Label, Space, StatusPill, TextStyle, theme
from onrecord.ui.help.body_card import TONES, BodyCard
from onrecord.ui.help.sourced import Sourced


class BodyRow(QWidget):
    """A click opens all of it. ``heading`` stands above the first of its kind."""

    def __init__(
        self, card: Any, act: Callable[[str, Any, QWidget], object], parent: QWidget, *,
        heading: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.card = card
        self._act = act
        self.whole: BodyCard | None = None
        self.name = ElidedLink(card.name, self, on_click=self.turn)
        self.name.setAccessibleDescription(card.status)
        self.status = StatusPill(card.status, TONES[card.verdict], self)
        reasons = [*card.first, *card.ask] if card.verdict in ("later", "perhaps") else card.why
        self.why = Sourced((reasons or card.why)[:1], self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        if heading:
            self._column.addSpacing(Space.S)
            self._column.addWidget(Label(heading, self, style=TextStyle.TITLE))
        self._column.addLayout(Apart(self.name, self.status))
        self._column.addWidget(self.why)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        """Most names are whole; a very long one ends in dots."""
        self.name.setMinimumWidth(
            min(self.name.sizeHint().width(), theme.current().metrics.px(420))
        )

    def turn(self) -> None:
        if self.whole is None:
            self.whole = BodyCard(self.card, self._act, self, leads=False)
            self._column.addWidget(self.whole)
            self.whole.show()
        else:
            self.whole.setVisible(self.whole.isHidden())
        self.why.setVisible(self.whole.isHidden())
