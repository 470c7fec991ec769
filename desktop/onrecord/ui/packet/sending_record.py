"""That it was sent: the day, the way, the proof; and afterwards what came back, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    Card,
    Field,
    Label,
    LinkButton,
    Muted,
    PrimaryButton,
    Space,
    TextStyle,
)

if TYPE_CHECKING:
    from onrecord.services.views.packet_history import SentRow


@dataclass(frozen=True)
class SentAsked:
    """As typed."""

    day: str
    reference: str


@dataclass(frozen=True)
class ReplyTyped:
    """What came back for the sending of this id, as typed; None where it stays as it is."""

    id: str
    reference: str | None = None
    acknowledged: str | None = None


class RecordCard(Card):
    """Before it is on record."""

    asked = Signal(object)  # SentAsked
    proof_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Label(self.tr("Once it is sent"), self, style=TextStyle.STRONG)
        self.day_edit, self.reference_edit = QLineEdit(self), QLineEdit(self)
        self.day = Field(self.tr("&Day it was sent"), self.day_edit, self)
        self.reference = Field(
            self.tr("Their &reference number"), self.reference_edit, self, optional=True
        )
        self.proof = LinkButton(
            self.tr("Add a proof: a receipt, a confirmation…"), self, icon="attach",
            on_click=self.proof_asked.emit,
            hint=self.tr("Or drop the file anywhere on this page"),
        )  # fmt: skip
        self.proof_name = Label("", self, muted=True, elide=True)
        self.sent = PrimaryButton(
            self.tr("I sent it: put it on record"), self, icon="check", on_click=self._ask
        )
        fields = QHBoxLayout()
        fields.setSpacing(Space.M)
        fields.addWidget(self.day, 1)
        fields.addWidget(self.reference, 1)
        proof = QHBoxLayout()
        proof.setSpacing(Space.S)
        proof.addWidget(self.proof)
        proof.addWidget(self.proof_name, 1)  # elided, it takes only what it is given
        for part in (self.heading,):
            self.body.addWidget(part)
        self.body.addLayout(fields)
        self.body.addLayout(proof)
        self.body.addWidget(self.sent, 0, Qt.AlignmentFlag.AlignLeft)
        for edit in (self.day_edit, self.reference_edit):
            edit.returnPressed.connect(self._ask)

    def open(self) -> None:
        """Empty, with today as its day."""
        for field in (self.day, self.reference):
            field.set_error("")
        self.day_edit.setText(When.of_day(date.today()).words())
        self.reference_edit.clear()
        self.show_proof("")

    def show_proof(self, name: str) -> None:
        self.proof.setText(
            self.tr("Another proof…")
            if name
            else self.tr("Add a proof: a receipt, a confirmation…")
        )
        self.proof_name.setText(self.tr("Proof: {0}").format(name))
        self.proof_name.setVisible(bool(name))

    def say_wrong(self, field: str, sentence: str) -> bool:
        """Beside the field it is about; False where it is about none of these."""
        if field == "dated":
            self.day.set_error(sentence)
            self.day_edit.setFocus()
        return field == "dated"

    def _ask(self) -> None:
        self.day.set_error("")
        self.asked.emit(SentAsked(self.day_edit.text(), self.reference_edit.text()))


class SentCard(Card):
    """One time it went out."""

    typed = Signal(object)  # ReplyTyped
    proof_asked = Signal(str)
    look_asked = Signal(str)

    def __init__(self, row: SentRow, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.row = row
        self.words = Label(row.says() + ".", self, style=TextStyle.STRONG, wrap=True)
        self.next = Label("", self, wrap=True)
        self.next.hide()
        self.reference_edit, self.day_edit = QLineEdit(row.reference, self), QLineEdit(self)
        self.day_edit.setText(row.acknowledged)
        self.day_edit.setPlaceholderText(self.tr("16 March 2026"))
        self.reference = Field(self.tr("Acknowledged under"), self.reference_edit, self)
        self.day = Field(self.tr("Acknowledged on"), self.day_edit, self)
        fields = QWidget(self)
        line = QHBoxLayout(fields)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        line.addWidget(self.reference, 1)
        line.addWidget(self.day, 1)
        fields.setVisible(bool(row.id))
        if row.proof_id:
            self.proof = LinkButton(
                self.tr("Proof: {0}").format(row.proof), self, icon="preview",
                on_click=lambda: self.look_asked.emit(row.proof_id),
            )  # fmt: skip
        else:
            self.proof = LinkButton(
                self.tr("Add a proof: a receipt, a confirmation…"), self, icon="attach",
                on_click=lambda: self.proof_asked.emit(row.id),
            )  # fmt: skip
        self.proof.setVisible(bool(row.id))
        self.body.addWidget(self.words)
        self.body.addWidget(self.next)
        self.body.addWidget(fields)
        self.body.addWidget(self.proof, 0, Qt.AlignmentFlag.AlignLeft)
        self.reference_edit.editingFinished.connect(self._reference)
        self.day_edit.editingFinished.connect(self._day)

    def show_next(self, words: str) -> None:
        self.next.setText(words)
        self.next.setVisible(bool(words))

    def say_wrong(self, field: str, sentence: str) -> None:
        (self.day if field == "acknowledged" else self.reference).set_error(sentence)

    def _reference(self) -> None:
        typed = self.reference_edit.text().strip()
        if typed != self.row.reference:
            self.typed.emit(ReplyTyped(self.row.id, reference=typed))

    def _day(self) -> None:
        typed = self.day_edit.text().strip()
        if typed != self.row.acknowledged:
            self.day.set_error("")
            self.typed.emit(ReplyTyped(self.row.id, acknowledged=typed))


class SentList(QWidget):
    """All the times it went out, the newest first; and when no rule says what comes next, a way
    to set a day of one's own."""

    typed = Signal(object)  # ReplyTyped
    proof_asked = Signal(str)
    look_asked = Signal(str)
    plan_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[SentCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.none = Muted(
            self.tr("No rule in the directory says by when they answer."), self, wrap=True
        )
        self.plan = Button(
            self.tr("Remind me in 3 weeks"), self, icon="clock", on_click=self.plan_asked.emit
        )
        row = QHBoxLayout()
        row.addWidget(self.none, 1)
        row.addWidget(self.plan)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._column)
        column.addLayout(row)
        self.show_rows((), "")

    def show_rows(self, rows: tuple[SentRow, ...], following: str, planned: bool = False) -> None:
        """``following`` is what comes next, in one sentence. A card whose field is being typed in
        stays as it is."""
        same = [card.row for card in self.cards] == list(rows)
        if not same:
            for card in self.cards:
                self._column.removeWidget(card)
                card.deleteLater()
            self.cards = [SentCard(row, self) for row in rows]
            for card in self.cards:
                self._column.addWidget(card)
                card.typed.connect(self.typed.emit)
                card.proof_asked.connect(self.proof_asked.emit)
                card.look_asked.connect(self.look_asked.emit)
        for card in self.cards[:1]:
            card.show_next(following)
        open_end = bool(rows) and not following and bool(rows[0].id)
        self.none.setVisible(open_end)
        self.plan.setVisible(open_end and not planned)
        if planned:
            self.none.setText(self.tr("It is in your plans: it will show on that day."))
        self.setVisible(bool(rows))
