"""One line about a document that may be the answer a company owes: yes finally, partly, or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import Button, Card, FlowLayout, Label, QuietButton, Space, TextStyle
from onrecord.ui.desk import Desk


class AnswerCard(Card):
    """Hidden until a document asks; call ``show_for`` when another is in view."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._question: Any = None
        self.words = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.final = Button(self.tr("Yes, final"), self, on_click=lambda: self._say("final"))
        self.partly = Button(self.tr("Yes, partly"), self, on_click=lambda: self._say("partly"))
        self.no = QuietButton(self.tr("No"), self, on_click=lambda: self._say("no"))
        row = FlowLayout(gap=Space.S)
        for button in (self.final, self.partly, self.no):
            row.addWidget(button)
        self.body.addWidget(self.words)
        self.body.addLayout(row)
        self.hide()

    def show_for(self, evidence_id: str) -> None:
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.views.answers import answer_question

            return answer_question(vault, evidence_id)

        self._desk.session.ask(query, self._came, self, "answer")

    def _came(self, question: Any) -> None:
        self._question = question
        self.setVisible(question is not None)
        if question is not None:
            self.words.setText(question.words)

    def _say(self, said: str) -> None:
        question, vault = self._question, self._desk.vault
        if question is None:
            return
        self._question = None
        self.hide()

        def verb() -> Change:
            from onrecord.services.take_answer import take_answer

            return take_answer(vault, question, said)

        def taken(change: Change) -> None:
            if change.result:
                self._desk.select("stage", (change.result,))

        self._desk.session.do(verb, taken, self, say=True)
