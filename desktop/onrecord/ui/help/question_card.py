"""The one question that would help to know who can help, asked where it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from onrecord.domain.matter_answer import NOT_KNOWN
from onrecord.ui.design import Body, Button, Card, Field, FlowLayout, Muted, QuietButton, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.time.whose_rules import card_box, place_edit, sector_box

_MAY_BE_TO_COME = (
    "first_complaint", "event:letter_before_claim", "event:case_opened", "event:hearing",
)  # fmt: skip
"""Days that may not have come yet, or are not set."""


class QuestionCard(Card):
    """``answer`` gets the code of the question and what was said."""

    def __init__(self, answer: Callable[[str, str], object], parent: QWidget) -> None:
        super().__init__("", parent)
        self._answer = answer
        self.question: Any = None
        self.field: Field | None = None
        self._begun: dict[str, str] = {}
        """What was typed and not said yet, by the code of its question."""
        self._said = ""
        """The code of the question that was answered last."""
        self.why = Muted("", self)
        self.words = Body("", self)
        self.yes = Button(self.tr("Yes"), self, on_click=lambda: self._say("yes"))
        self.no = Button(self.tr("No"), self, on_click=lambda: self._say("no"))
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        self.not_yet = Button(self.tr("Not yet"), self, on_click=lambda: self._say("no"))
        self.unknown = QuietButton(
            self.tr("I do not know"), self, on_click=lambda: self._say(NOT_KNOWN)
        )
        row = FlowLayout(gap=Space.S)
        for button in (self.yes, self.no, self.save, self.not_yet, self.unknown):
            row.addWidget(button)
        self.body.addWidget(self.words)
        self.body.addWidget(self.why)
        self.body.addLayout(row)

    def show_question(self, question: Any, more: int) -> None:
        """``Asked`` of the domain; ``more`` questions follow. What is being typed is left alone."""
        why = question.why
        if question.body and question.code.startswith("complained:"):
            why = self.tr("{0} asks {1}").format(question.body, f"{why[:1].lower()}{why[1:]}")
        elif question.body and question.kind not in ("place", "sector"):
            why = self.tr("{0} asks this: {1}").format(question.body, why)
        if question.code in ("place", "sector"):
            why = self.tr("Who can help depends on it.")
        if more:
            count = self.tr("1 more question") if more == 1 else self.tr("{0} more questions")
            why = f"{why} {count.format(more)}."
        self.why.setText(why)
        if self.question is not None and self.question.code == question.code:
            return
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        if self.question is not None and self.question.code != self._said:
            self._begun[self.question.code] = self._typed()
        self._said = ""
        self.question = question
        if self.field is not None:
            discard(self.field)
            self.field = None
        to_type = question.kind != "yes_no"
        self.words.setVisible(not to_type)
        self.words.setText(question.words)
        if to_type:
            several = self.tr("With several wrong charges: a day for each, semicolons between")
            self.field = Field(
                question.words, self._control(question.kind), self,
                hint=several if question.several else "",
            )  # fmt: skip
            self.field.control.setAccessibleName(question.words)
            if isinstance(self.field.control, QLineEdit):
                self.field.control.setText(self._begun.pop(question.code, ""))
            self.body.insertWidget(0, self.field)
            # Made after the buttons, it comes before them: behind the first, and that behind it.
            QWidget.setTabOrder(self.yes, self.field.control)
            QWidget.setTabOrder(self.field.control, self.yes)
            self.field.show()
        for button, on in (
            (self.yes, not to_type),
            (self.no, not to_type),
            (self.save, to_type),
            (self.not_yet, question.code in _MAY_BE_TO_COME),
            (self.unknown, question.code not in ("place", "sector")),
        ):
            button.setVisible(on)
            button.setAccessibleDescription(question.words)
        self.setAccessibleName(question.words)
        if inside:
            self.set_focus()

    def refuse(self, sentence: str) -> None:
        """What was typed cannot be read."""
        self._said = ""
        if self.field is not None:
            self.field.set_error(sentence)
            self.field.setFocus()

    def set_focus(self) -> None:
        if self.field is not None:
            self.field.setFocus()
        else:
            self.yes.setFocus()

    def _control(self, kind: str) -> QWidget:
        if kind == "sector":
            return sector_box(self)
        if kind == "card":
            return card_box(self)
        if kind in ("place", "country"):
            edit = place_edit(self)
        else:
            edit = QLineEdit(self)
            if kind == "date":
                edit.setPlaceholderText(self.tr("14 March 2026, or March 2026"))
            else:
                edit.setPlaceholderText(self.tr("120.00"))
        edit.returnPressed.connect(self._save)
        return edit

    def _typed(self) -> str:
        control = self.field.control if self.field is not None else None
        return control.text().strip() if isinstance(control, QLineEdit) else ""

    def _save(self) -> None:
        assert self.field is not None
        control = self.field.control
        if isinstance(control, QComboBox):
            said = str(control.currentData() or "")
        else:
            said = self._typed()
        if said:
            self._say(said)
        else:
            self.field.setFocus()

    def _say(self, said: str) -> None:
        if self.question is not None:
            if self.field is not None:
                self.field.set_error("")
            self._said = self.question.code
            self._answer(self.question.code, said)
