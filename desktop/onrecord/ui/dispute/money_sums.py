"""The three figures of a dispute, a line for each currency: claimed, came back, still owed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from onrecord.domain.balance import Balance
from onrecord.domain.money import Money
from onrecord.ui.design import Label, Space, TextStyle, Tone
from onrecord.ui.design.discard import discard


class MoneySums(QWidget):
    """Hidden while nothing was asked for and nothing came."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, Space.XS, 0, Space.S)
        self._grid.setHorizontalSpacing(Space.XXL)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        self.figures: list[tuple[Label, Label, Label]] = []
        titles = (self.tr("Claimed"), self.tr("Came back"), self.tr("Still owed"))
        self.titles = [Label(words, self, style=TextStyle.SMALL, muted=True) for words in titles]
        for column, title in enumerate(self.titles):
            self._grid.addWidget(title, 0, column)
        self.hide()

    def show_balances(self, balances: Sequence[Balance]) -> None:
        shown = [one for one in balances if one.claimed.minor or one.back.minor]
        for labels in self.figures:
            for label in labels:
                self._grid.removeWidget(label)
                discard(label)
        self.figures = [self._row(one, at) for at, one in enumerate(shown, 1)]
        self.setVisible(bool(shown))

    def _row(self, one: Balance, at: int) -> tuple[Label, Label, Label]:
        tone: Tone | None = "success" if one.owed.minor <= 0 and one.claimed.minor else None
        if one.owed.minor < 0 and one.claimed.minor:
            more = Money(-one.owed.minor, one.owed.currency).words()
            owed = self.tr("{0} more than claimed").format(more)
        else:
            owed = one.owed.words() if one.claimed.minor else ""
        made = (
            Label(one.claimed.words() if one.claimed.minor else "", self, style=TextStyle.HEADING),
            Label(one.back.words(), self, style=TextStyle.HEADING, muted=not one.back.minor),
            Label(owed, self, style=TextStyle.HEADING, tone=tone),
        )
        for column, (label, title) in enumerate(zip(made, self.titles, strict=True)):
            label.setAccessibleName(f"{title.text()} {label.text()}")
            self._grid.addWidget(label, at, column)
        return made
