"""Rows of statements that may be the money: each a question with its reasons, one click to record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.domain.matching import Match, Target
from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    Card,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    QuietButton,
    Space,
    TextStyle,
    theme,
)

if TYPE_CHECKING:
    from onrecord.services.views.statements import Question

Record = Callable[[Match, Target, bool], None]
"""Called with the row, what it is for, and whether it came back."""


class MatchCard(Card):
    """One row of a statement that fits."""

    def __init__(
        self,
        match: Match,
        title: str,
        record: Record,
        refuse: Callable[[Match], None],
        show: Callable[[Match], None],
        parent: QWidget,
    ) -> None:
        super().__init__("", parent)
        self.match = match
        movement = match.movement
        amount = movement.amount.words() if movement.amount else ""
        day = When(movement.dated).words() if movement.dated else ""
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        self.words = Label(movement.words or self.tr("Row without words"), self,
                           style=TextStyle.STRONG, elide=True)  # fmt: skip
        self.amount = Label(amount, self, style=TextStyle.STRONG)
        head.addWidget(self.words, 1)
        if movement.original is not None:
            head.addWidget(Muted(movement.original.words(), self, wrap=False))
        head.addWidget(self.amount)
        self.where = LinkButton(
            self.tr("{0}, {1}, row {2}").format(day, title, movement.number).replace("&", "&&"),
            self,
            on_click=lambda: show(match),
        )
        self.why = Muted(self._why(match), self)
        self.body.addLayout(head)
        self.body.addWidget(self.where, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.why)
        buttons = FlowLayout(gap=Space.S)
        self.buttons: list[Button] = []
        for words, targets, back in self._choices(match):
            button = Button(words, self)
            button.setAccessibleDescription(f"{amount} {movement.words}")
            if len(targets) == 1:
                button.clicked.connect(lambda _on=False, t=targets[0], b=back: record(match, t, b))
            else:
                button.setMenu(self._menu(match, targets, back, record))
            self.buttons.append(button)
            buttons.addWidget(button)
        self.refuse = QuietButton(self.tr("Not this one"), self, on_click=lambda: refuse(match))
        buttons.addWidget(self.refuse)
        self.body.addLayout(buttons)

    def _why(self, match: Match) -> str:
        told = "; ".join(match.reasons)
        told = told[:1].upper() + told[1:]
        if len(match.targets) == 1:
            return self.tr("For “{0}”. {1}.").format(match.targets[0].words, told)
        return self.tr("{0}. It fits more than one thing, so say which.").format(told)

    def _choices(self, match: Match) -> list[tuple[str, list[Target], bool]]:
        coming = [t for t in match.targets if t.coming]
        charged = [t for t in match.targets if not t.coming]
        made: list[tuple[str, list[Target], bool]] = []
        if coming:
            made.append((self.tr("It came back: record it"), coming, True))
        if charged:
            made.append((self.tr("This is what they charged"), charged, False))
        return made

    def _menu(self, match: Match, targets: list[Target], back: bool, record: Record) -> QMenu:
        menu = QMenu(self)
        for target in targets:
            words = f"{target.words} ({target.amount.words()})".replace("&", "&&")
            menu.addAction(words).triggered.connect(partial(_chosen, record, match, target, back))
        return menu


def _chosen(record: Record, match: Match, target: Target, back: bool, _on: bool = False) -> None:
    record(match, target, back)


class QuestionCard(Card):
    """What a statement leaves open, with an answer a click."""

    def __init__(
        self,
        question: Question,
        title: str,
        answer: Callable[[Question, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__("", parent)
        self.question = question
        self.words = Label(question.words, self, style=TextStyle.STRONG, wrap=True)
        self.body.addWidget(self.words)
        self.body.addWidget(Muted(title, self))
        row = FlowLayout(gap=Space.S)
        self.buttons: dict[str, Button] = {}
        for key, words in question.answers:
            button = Button(words, self, on_click=lambda key=key: answer(question, key))
            self.buttons[key] = button
            row.addWidget(button)
        self.typed: QLineEdit | None = None
        if question.about == "currency":
            self.typed = QLineEdit(self)
            self.typed.setPlaceholderText(self.tr("another, like CHF"))
            self.typed.setAccessibleName(self.tr("Another currency, three letters"))
            self.typed.setFixedWidth(theme.current().metrics.px(150))
            edit = self.typed
            edit.returnPressed.connect(lambda: answer(question, edit.text()))
            row.addWidget(edit)
        self.body.addLayout(row)


def column_of(parent: QWidget) -> QVBoxLayout:
    """A column without margins, for cards that come and go."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.S)
    return column
