"""All shortcuts on one sheet, made from the list of actions, with the user's own keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from onrecord.ui.actions import ActionBook
from onrecord.ui.design import Card, Label, Space
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page


class ShortcutsPage(Page):
    wide = 720

    def __init__(self, desk: Desk, book: ActionBook, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(self.tr("Keyboard shortcuts"))
        for title, rows in book.sheet():
            if not rows:
                continue
            card = Card(title, self)
            grid = QGridLayout()
            grid.setHorizontalSpacing(Space.XL)
            grid.setVerticalSpacing(Space.XS)
            half = (len(rows) + 1) // 2
            for number, (words, keys) in enumerate(rows):
                column = 0 if number < half else 3
                line = number % half
                grid.addWidget(Label(words, card), line, column)
                shown = Label(keys, card, muted=True)
                shown.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(shown, line, column + 1)
            grid.setColumnStretch(0, 3)
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(2, Space.L)
            grid.setColumnStretch(3, 3)
            grid.setColumnStretch(4, 1)
            card.body.addLayout(grid)
            self.body.addWidget(card)
