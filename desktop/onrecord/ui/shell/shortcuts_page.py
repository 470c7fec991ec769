"""All shortcuts on one sheet, made from the list of actions, with the user's own keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from onrecord.ui.actions import ActionBook
from onrecord.ui.design import Apart, Card, Label, Space
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
            half = (len(rows) + 1) // 2
            card.body.addLayout(
                Apart(_keys(rows[:half], card), _keys(rows[half:], card), gap=Space.XL, top=True)
            )
            self.body.addWidget(card)


def _keys(rows: Sequence[tuple[str, str]], card: QWidget) -> QWidget:
    part = QWidget(card)
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.XL)
    grid.setVerticalSpacing(Space.XS)
    grid.setColumnStretch(0, 1)
    for line, (words, keys) in enumerate(rows):
        grid.addWidget(Label(words, card), line, 0)
        shown = Label(keys, card, muted=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(shown, line, 1)
    return part
