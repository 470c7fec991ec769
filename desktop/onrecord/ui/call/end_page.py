"""How the call ended: what was got against the goal, what is missing, what is next and when."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.hang_up import gaps, listed, promise_words, promised
from onrecord.domain.spoken_due import parse_due
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.ui.contact.keeping import Ending
from onrecord.ui.design import (
    Body,
    ChipGroup,
    Field,
    Heading,
    Label,
    Option,
    QuietButton,
    Space,
    TextStyle,
    set_look,
)


class EndPage(QWidget):
    changed = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dated = ""
        self.heading = Heading("", self, wrap=True)
        self.goal = Body("", self)
        self.achieved = ChipGroup(
            [
                Option("yes", self.tr("Yes")),
                Option("partly", self.tr("Partly")),
                Option("no", self.tr("No")),
            ],
            self.tr("Did you get it?"),
            self,
        )
        for button in self.achieved.buttons.values():
            set_look(button, "big", "true")
        self.got = Body("", self)
        self.missing_title = Label(self.tr("Still missing"), self, style=TextStyle.SMALL_STRONG)
        self.missing = Body("", self)
        self.when = QLineEdit(self)
        self.when_field = Field(self.tr("When the chat was"), self.when, self)
        self._when: str | None = None
        self._unsure = ""
        self.attempt = QCheckBox(self.tr("I reached nobody"), self)
        self.company = QLineEdit(self)
        self.company_field = Field(self.tr("Company"), self.company, self, optional=True)
        self.step = QLineEdit(self)
        self.day = QLineEdit(self)
        self.day_field = Field(self.tr("On which day"), self.day, self, optional=True)
        self.copy = QuietButton(
            self.tr("Copy a message that confirms it"), self, icon="copy",
            on_click=self.copy_wanted.emit,
            hint=self.tr("From your notes, to send them today"),
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.heading)
        column.addWidget(self.goal)
        column.addWidget(self.achieved)
        column.addWidget(self.got)
        column.addWidget(self.missing_title)
        column.addWidget(self.missing)
        column.addWidget(self.when_field)
        column.addWidget(self.attempt)
        column.addWidget(self.company_field)
        column.addWidget(Field(self.tr("What I do next"), self.step, self, optional=True))
        column.addWidget(self.day_field)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.step)
        self.achieved.chosen.connect(lambda _choice: self.changed.emit())
        self.attempt.toggled.connect(lambda _on: self.changed.emit())
        self.company.textEdited.connect(lambda _text: self.changed.emit())
        self.day.editingFinished.connect(self._check)
        self.when.editingFinished.connect(self._take_when)

    def show_entry(self, entry: ContactEntry, *, cut_off: bool, locked: bool) -> None:
        """``cut_off``: the line dropped; the next step is then to ring again."""
        self._dated = entry.dated
        self.heading.setText(
            self.tr("What you got") if not cut_off else self.tr("The call was cut off")
        )
        self.goal.setText(
            self.tr("You asked for: {0}").format(entry.goal)
            if entry.goal
            else self.tr("Did you get what you wanted?")
        )
        self.achieved.set_value(entry.achieved)
        got = [self.tr("Promised: {0}").format(promise_words(p)) for p in promised(entry)]
        got += [self.tr("Offered: {0}").format(o.words) for o in entry.offers if o.words]
        if entry.reference:
            got.append(self.tr("Reference {0}").format(entry.reference))
        self.got.setText("\n".join(got))
        self.got.setVisible(bool(got))
        self.show_gaps(entry)
        self.when_field.setVisible(entry.kind == "chat")
        if self._unsure and not entry.dated:
            self.when.setText(self._unsure)
            self._take_when()
        else:
            self.when.setText(When(entry.dated).words() if entry.dated else "")
        self.company.setText(entry.company)
        known = bool(entry.company or entry.dispute_ids or entry.counterparty_id)
        self.company_field.setVisible(not known)
        talked = entry.agent_name or any(not x.event for x in entry.lines) or promised(entry)
        was = self.attempt.blockSignals(True)
        self.attempt.setChecked(entry.attempt or (cut_off and not talked))
        self.attempt.blockSignals(was)
        self.attempt.setVisible(not talked)
        if not self.step.text():
            step, day = _suggested(entry, cut_off=cut_off)
            self.step.setText(step)
            self.step.setCursorPosition(0)
            self.day.setText(When(day).words() if day else "")
        self.copy.setVisible(bool(talked))
        del locked

    def show_gaps(self, entry: ContactEntry) -> None:
        found = gaps(entry)
        self.missing.setText(
            self.tr("Ask for {0}. It will be on Today.").format(listed(found)) if found else ""
        )
        self.missing.setVisible(bool(found))
        self.missing_title.setVisible(bool(found))

    def values(self) -> dict[str, object]:
        when = {} if self._when is None else {"dated": self._when}
        return {"achieved": self.achieved.value, "attempt": self.attempt.isChecked(), **when}

    def ask_day(self, unsure: str) -> None:
        """``unsure`` is the day of a chat as it stands there, where it can be two days."""
        self._unsure, self._when = unsure, None

    def _take_when(self) -> None:
        """The day of a chat as typed; what cannot be read is said, and the day is not known."""
        self.when_field.set_error("")
        try:
            self._when = parse_when(self.when.text()).text
        except ValueError as error:
            self._when = ""
            self.when_field.set_error(str(error))
        self.changed.emit()

    def ending(self) -> Ending:
        day = ""
        with contextlib.suppress(ValueError, OverflowError):
            day = parse_due(self.day.text(), self._said_on()).when.text
        return Ending(self.step.text().strip(), day)

    def _said_on(self) -> date | None:
        """The day of the call or chat, as it was just said or as it is known."""
        return When(self._dated if self._when is None else self._when).first_day

    def clear(self) -> None:
        self.ask_day("")
        self.when_field.set_error("")
        self.step.clear()
        self.day.clear()
        self.day_field.set_error("")

    def _check(self) -> bool:
        try:
            due = parse_due(self.day.text(), self._said_on())
        except (ValueError, OverflowError) as error:
            self.day_field.set_error(str(error))
            return False
        self.day_field.set_error("")
        if due.when.text:
            self.day.setText(due.when.words())
        return True

    @property
    def is_readable(self) -> bool:
        return self._check()


def _suggested(entry: ContactEntry, *, cut_off: bool) -> tuple[str, str]:
    """The next step that follows from the notes, and its day; both may be changed."""
    if cut_off:
        return "Call again: the line was cut", entry.dated[:10]
    dated = sorted((p for p in promised(entry) if p.due), key=lambda p: When(p.due).sort_key)
    if dated:
        last = When(dated[0].due).last_day
        day = When.of_day(last).text if last else ""
        return f"See whether it came: {promise_words(replace(dated[0], due=''))}", day
    return "", ""
