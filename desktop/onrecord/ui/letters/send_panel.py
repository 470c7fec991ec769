"""Out it goes: a PDF with its copies, the text, or a mail draft; then how it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    ChipGroup,
    Field,
    IconButton,
    Label,
    Muted,
    Option,
    PrimaryButton,
    Space,
    TextStyle,
    Title,
)


class SendPanel(QWidget):
    pdf_asked = Signal()
    text_asked = Signal()
    mail_asked = Signal()
    sent_asked = Signal(str, str)
    """The way, and the day as typed."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Send this letter"))
        self.title = Title(self.tr("Send this letter"), self)
        self.cross = IconButton(
            "close", self.tr("Back to writing"), self, on_click=self.closed.emit, shortcut="Esc"
        )
        self.pdf = Button(
            self.tr("Save as PDF…"), self, icon="export", on_click=self.pdf_asked.emit,
            hint=self.tr("The letter, with its copies beside it"),
        )  # fmt: skip
        self.mail = Button(
            self.tr("Make a mail draft…"), self, icon="email", on_click=self.mail_asked.emit,
            hint=self.tr("A file that your mail program opens as a new message, copies attached"),
        )  # fmt: skip
        self.text = Button(
            self.tr("Copy the text"), self, icon="copy", on_click=self.text_asked.emit,
            hint=self.tr("For a form on their website"),
        )  # fmt: skip
        self.lacks = Muted("", self)
        self.lacks.hide()
        self.told = Label("", self, style=TextStyle.SMALL, tone="success", wrap=True)
        self.told.hide()
        self.way = ChipGroup(
            [
                Option("post", self.tr("Post")),
                Option("email", self.tr("Email")),
                Option("website", self.tr("Their website")),
                Option("hand", self.tr("By hand")),
                Option("fax", self.tr("Fax")),
            ],
            self.tr("How it was sent"),
            self,
            always=True,
        )
        self.day = Field(self.tr("&Day it was sent"), QLineEdit(self), self)
        self.sent = PrimaryButton(
            self.tr("I sent it: record it"),
            self,
            icon="check",
            on_click=self._sent,
            hint=self.tr("Keeps the PDF as it went out and logs the message in the dispute"),
        )
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.cross)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(
            Muted(self.tr("Files you save outside the vault are not encrypted."), self)
        )
        for button in (self.pdf, self.mail, self.text):
            column.addWidget(button)
        column.addWidget(self.lacks)
        column.addWidget(self.told)
        column.addSpacing(Space.L)
        column.addWidget(Label(self.tr("Once it is sent"), self, style=TextStyle.STRONG))
        column.addWidget(self.way)
        column.addWidget(self.day)
        column.addWidget(self.sent, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def open(self) -> None:
        self.told.hide()
        self.day.set_error("")
        self.way.set_value("post")
        edit = self.day.control
        assert isinstance(edit, QLineEdit)
        edit.setText(When.of_day(date.today()).words())
        self.pdf.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lacks(self, names: Sequence[str]) -> None:
        """What its head has nothing for, said before it goes out."""
        words = [
            said
            for name, said in (
                ("to", self.tr("It does not say to whom it goes.")),
                ("address", self.tr("It has no postal address.")),
                ("dispute_address", self.tr("It has no address for disputes.")),
                (
                    "email",
                    self.tr("No email address of theirs is known: the draft has no To."),
                ),
            )
            if name in names
        ]
        self.lacks.setText(" ".join(words))
        self.lacks.setVisible(bool(words))

    def tell(self, words: str, way: str = "") -> None:
        """What was just written out; ``way`` is how it will most likely go."""
        self.told.setText(words)
        self.told.show()
        if way:
            self.way.set_value(way)

    def _sent(self) -> None:
        edit = self.day.control
        assert isinstance(edit, QLineEdit)
        self.day.set_error("")
        self.sent_asked.emit(self.way.value or "post", edit.text())


class SentPanel(QWidget):
    """After it went out: the PDF as it was, the proof of posting and the day it arrived."""

    look_asked = Signal()
    delivered = Signal(str)
    proof_asked = Signal()
    proof_look_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Button(
            self.tr("Look at the PDF"), self, icon="preview", on_click=self.look_asked.emit
        )
        self.proof = Button(
            self.tr("Add the proof of posting…"), self, icon="attach",
            on_click=self.proof_asked.emit,
            hint=self.tr("A receipt, a tracking page, a delivery report"),
        )  # fmt: skip
        self.proof_look = Button(
            self.tr("Look at the proof"), self, icon="preview", on_click=self.proof_look_asked.emit
        )
        edit = QLineEdit(self)
        edit.setPlaceholderText(self.tr("16 March 2026"))
        self.day = Field(self.tr("&Delivered on"), edit, self, optional=True)
        self._was = ""
        edit.editingFinished.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, 0)
        column.setSpacing(Space.S)
        for widget in (self.look, self.proof, self.proof_look, self.day):
            column.addWidget(widget)

    def show_letter(self, delivered: str, has_proof: bool) -> None:
        edit = self.day.control
        assert isinstance(edit, QLineEdit)
        self._was = When(delivered).words() if delivered else ""
        if not edit.hasFocus():
            edit.setText(self._was)
        self.proof.setVisible(not has_proof)
        self.proof_look.setVisible(has_proof)

    def _typed(self) -> None:
        edit = self.day.control
        assert isinstance(edit, QLineEdit)
        if edit.text().strip() != self._was:
            self._was = edit.text().strip()
            self.day.set_error("")
            self.delivered.emit(self._was)
