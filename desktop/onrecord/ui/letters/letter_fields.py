"""The head of a letter in four fields: to whom, by which address, the day, the subject."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from onrecord.domain.letter import Letter
from onrecord.domain.same_words import span_of
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.ui.design import Field, Space, theme


class LetterFields(QWidget):
    edited = Signal(object)
    """A dictionary of the values that changed, when a field is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.to = QPlainTextEdit(self)
        self.to.setTabChangesFocus(True)
        self.email, self.day, self.subject = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.to_field = Field(self.tr("&To, and address"), self.to, self)
        self.email_field = Field(self.tr("Their &email"), self.email, self, optional=True)
        self.day_field = Field(self.tr("&Date of the letter"), self.day, self)
        self.subject_field = Field(self.tr("S&ubject"), self.subject, self)
        self._shown: dict[str, str] = {}
        for control in (self.to, self.email, self.day, self.subject):
            control.installEventFilter(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        grid.addWidget(self.to_field, 0, 0, 2, 1)
        grid.addWidget(self.email_field, 0, 1)
        grid.addWidget(self.day_field, 1, 1)
        grid.addWidget(self.subject_field, 2, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        theme.follow(self._dress)

    def _dress(self) -> None:
        px = theme.current().metrics.px
        self.to.setFixedHeight(px(96))
        longest = When.of_day(date(2026, 9, 22)).words()
        self.day.setMinimumWidth(self.day.fontMetrics().horizontalAdvance(longest) + px(24))

    def show_letter(self, letter: Letter, fixed: bool) -> None:
        """A field that is being typed in is left alone."""
        values = {
            "to": "\n".join(p for p in (letter.to_name, letter.to_address) if p),
            "email": letter.to_email,
            "day": When(letter.dated).words() if letter.dated else "",
            "subject": letter.subject,
        }
        for name, control in self._controls().items():
            typing = control.hasFocus() and self._text(name) != self._shown.get(name, "")
            if not typing and self._text(name) != values[name]:
                if isinstance(control, QPlainTextEdit):
                    control.setPlainText(values[name])
                else:
                    control.setText(values[name])
                    control.setCursorPosition(0)
            self._shown[name] = values[name]
            control.setReadOnly(fixed)

    def to_end(self) -> None:
        """Below what stands in the field of whom it goes to, where an address is written."""
        self.to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to.moveCursor(QTextCursor.MoveOperation.End)
        if self.to.toPlainText().strip() and not self.to.toPlainText().endswith("\n"):
            self.to.insertPlainText("\n")

    def select_words(self, words: str) -> None:
        """These words, in the field of the head that holds them."""
        for control in self._controls().values():
            text = control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()
            if span := span_of(text, words):
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                if isinstance(control, QLineEdit):
                    control.setSelection(span[0], span[1] - span[0])
                return

    def forget(self) -> None:
        """Another letter comes: nothing of this one is being typed."""
        self._shown = {name: self._text(name) for name in self._controls()}

    def values(self) -> dict[str, str]:
        """What changed since it was shown, as the letter's own fields; a day that cannot be
        read is said under its field and left out."""
        changed: dict[str, str] = {}
        if (to := self._text("to")) != self._shown.get("to"):
            name, _, address = to.strip().partition("\n")
            changed |= {"to_name": name.strip(), "to_address": address.strip()}
        if (email := self._text("email")) != self._shown.get("email"):
            changed["to_email"] = email.strip()
        if (subject := self._text("subject")) != self._shown.get("subject"):
            changed["subject"] = " ".join(subject.split())
        self.day_field.set_error("")
        if (day := self._text("day")) != self._shown.get("day"):
            try:
                one = parse_when(day).day
                if one.precision == "range":
                    raise ValueError("Write one day, like 14 March 2026.")
                changed["dated"] = one.text
            except ValueError as error:
                self.day_field.set_error(str(error))
        return changed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            changed = self.values()
            if changed:
                self._shown = {
                    name: self._text(name) if name != "day" or "dated" in changed else old
                    for name, old in self._shown.items()
                }
                self.edited.emit(changed)
        return super().eventFilter(watched, event)

    def _controls(self) -> dict[str, QPlainTextEdit | QLineEdit]:
        return {"to": self.to, "email": self.email, "day": self.day, "subject": self.subject}

    def _text(self, name: str) -> str:
        control = self._controls()[name]
        return control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()
