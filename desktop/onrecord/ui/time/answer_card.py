"""One line about a document that may be the answer a company owes: yes finally, partly, or no; and
of one without a date, from when it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Card, Field, FlowLayout, Label, QuietButton, Space, TextStyle
from onrecord.ui.desk import Desk


class AnswerCard(Card):
    """Hidden until a document asks; call ``show_for`` when another is in view."""

    date_asked = Signal(bool)
    """Whether it asks for the date of the document, which is asked nowhere else then."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._question: Any = None
        self._saying = False
        self.words = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.final = Button(self.tr("Yes, final"), self, on_click=lambda: self._say("final"))
        self.partly = Button(self.tr("Yes, partly"), self, on_click=lambda: self._say("partly"))
        self.no = QuietButton(self.tr("No"), self, on_click=lambda: self._say("no"))
        self.dated = QLineEdit(self)
        self._hint = self.tr("As printed on it: a day, or a month if that is all")
        self.dated_field = Field(
            self.tr("Its date"), self.dated, self, optional=True, hint=self._hint
        )
        self.dated.returnPressed.connect(self._keep_date)
        row = FlowLayout(gap=Space.S)
        for button in (self.final, self.partly, self.no):
            row.addWidget(button)
        self.body.addWidget(self.words)
        self.body.addWidget(self.dated_field)
        self.body.addLayout(row)
        self.hide()

    def show_for(self, evidence_id: str) -> None:
        vault = self._desk.vault

        def query() -> tuple[Any, str]:
            from onrecord.services.printed_date import printed_dates
            from onrecord.services.views.answers import answer_question

            question = answer_question(vault, evidence_id)
            if question is None or question.dated:
                return question, ""
            printed = printed_dates(vault, vault.get(Evidence, evidence_id))
            days = {day for one in printed for day in one.days}
            return question, days.pop() if len(days) == 1 else ""  # where it may be either: none

        self._desk.session.ask(query, lambda found: self._came(*found), self, "answer")

    def _came(self, question: Any, printed: str) -> None:
        if question is None or question != self._question:
            self._ask(question)  # else a date that is being typed stays
        if printed and not self.dated.text():
            self.dated.setText(When(printed).words())
            self.dated_field.set_hint(self.tr("As it is printed; change it if that is wrong"))

    def _ask(self, question: Any) -> None:
        self._question = question
        self.setVisible(question is not None)
        self.date_asked.emit(question is not None and not question.dated)
        if question is not None:
            self.words.setText(question.words)
            self.dated.clear()
            self.dated_field.set_error("")
            self.dated_field.set_hint(self._hint)
            self.dated_field.setVisible(not question.dated)

    def _keep_date(self) -> None:
        """Enter keeps the date, whatever the document is; it is asked nowhere else meanwhile."""
        question, vault, dated = self._question, self._desk.vault, self.dated.text()
        if question is None or not dated.strip():
            return
        self.dated.setModified(False)

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            return edit_record(vault, Evidence, question.evidence_id, dated=dated)

        def failed(error: KnownError) -> None:
            if self._question == question and self.isVisible():
                self.dated_field.set_error(str(error))
            else:
                self._desk.session.notices.error(str(error))

        self._desk.session.do(verb, None, self, failed=failed)

    def save_now(self) -> None:
        """A date that was typed is kept on leaving, too; one that is only offered is not."""
        if self.dated.isModified() and not self._saying:
            self._keep_date()

    def _say(self, said: str) -> None:
        question, vault, dated = self._question, self._desk.vault, self.dated.text()
        if question is None or self._saying:
            return
        self._saying = True

        def verb() -> Change:
            from onrecord.services.take_answer import take_answer

            return take_answer(vault, question, said, dated)

        def refused(error: KnownError) -> None:
            self._saying = False
            if self.dated_field.isHidden():
                self._desk.session.notices.error(str(error))
            else:
                self.dated_field.set_error(str(error))

        def taken(change: Change) -> None:
            self._saying, self._question = False, None
            self.hide()
            self.date_asked.emit(False)
            if change.result:
                self._desk.select("stage", (change.result,))

        self._desk.session.do(verb, taken, self, failed=refused, say=True)
