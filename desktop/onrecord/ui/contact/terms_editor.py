"""A promise or an offer: what, how much, by when. One row of three small fields each."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.deadline import WorkingDay
from onrecord.domain.money import Money
from onrecord.domain.open_due import names_no_day
from onrecord.domain.spoken_due import SpokenDue, find_due, parse_due, refuse_earlier
from onrecord.domain.typed_amount import read_amount
from onrecord.domain.when import When
from onrecord.ui.design import IconButton, Label, Muted, Space, TextStyle


@dataclass(frozen=True)
class Term:
    """``by`` is a ``When`` text; ``id`` is that of the row on record, or ""."""

    words: str = ""
    amount_minor: int | None = None
    currency: str = ""
    by: str = ""
    id: str = ""


class TermEditor(QWidget):
    """``term()`` never raises: what cannot be read yet is said below the fields and kept out."""

    changed = Signal()
    removed = Signal(object)

    def __init__(
        self, name: str, currency: str, parent: QWidget | None = None, *, promise: bool = False
    ) -> None:
        """``promise``: what they will do; else what is offered. Neither ends before it was made."""
        super().__init__(parent)
        self._promise = promise
        self._found = ""
        self._currency = currency
        self.said_on: date | None = date.today()
        """The day of the call, from which "within ten days" counts; None where it is not known."""
        self.is_working_day: WorkingDay | None = None
        self._id = ""
        self._wrong: QLineEdit
        self.what = QLineEdit(self)
        self.what.setAccessibleName(name)
        self.what.setPlaceholderText(name)
        self.amount = QLineEdit(self)
        self.amount.setAccessibleName(self.tr("{0}: amount").format(name))
        self.amount.setPlaceholderText(self.tr("Amount {0}").format(currency))
        self.by = QLineEdit(self)
        self._wrong = self.by
        self.by.setAccessibleName(self.tr("{0}: by when").format(name))
        self.by.setPlaceholderText(self.tr("By when"))
        self.drop = IconButton("close", self.tr("Take this out"), self, role="muted")
        self.drop.clicked.connect(lambda _on=False: self.removed.emit(self))
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.counted = Muted("", self)
        self.counted.hide()
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addWidget(self.what, 1)
        top.addWidget(self.drop)
        low = QHBoxLayout()
        low.setSpacing(Space.S)
        low.addWidget(self.amount)
        low.addWidget(self.by)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(top)
        column.addLayout(low)
        column.addWidget(self.problem)
        column.addWidget(self.counted)
        self.setFocusProxy(self.what)
        for edit in (self.what, self.amount, self.by):
            edit.textEdited.connect(lambda _text: self.changed.emit())
            edit.editingFinished.connect(self._check)

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """What takes the keys here, as Tab goes."""
        return self.what, self.amount, self.by, self.drop

    def term(self) -> Term:
        minor, currency, by = None, "", ""
        typed = self.amount.text().strip()
        if typed:
            with contextlib.suppress(ValueError):
                amount = read_amount(typed, self._currency)
                minor, currency = amount.minor, amount.currency
        words = self.what.text().strip()
        with contextlib.suppress(ValueError, OverflowError):
            due = self._due()
            by, words = due.when.text, _with_spoken(words, due)
        return Term(words, minor, currency, by, self._id)

    def use_currency(self, currency: str) -> None:
        if not self._id:
            self._currency = currency
            self.amount.setPlaceholderText(self.tr("Amount {0}").format(currency))

    def summary(self) -> str:
        """What it says in one line; "" where it says nothing yet."""
        term = self.term()
        amount = ""
        if term.amount_minor is not None:
            amount = Money(term.amount_minor, term.currency).words()
        by = self.tr("by {0}").format(When(term.by).words()) if term.by else ""
        return ", ".join(part for part in (term.words, amount, by) if part)

    def set_term(self, term: Term) -> None:
        self._id = term.id
        self._currency = term.currency or self._currency
        self.what.setText(term.words)
        has = term.amount_minor is not None
        self.amount.setText(Money(term.amount_minor or 0, self._currency).plain() if has else "")
        self.by.setText(When(term.by).words() if term.by else "")
        due = find_due(term.words, self.said_on, self.is_working_day)
        self._found = due.words if due is not None else ""

    def _check(self) -> None:
        said = ""
        self._wrong = self.amount
        self._suggest()
        try:
            if self.amount.text().strip():
                read_amount(self.amount.text(), self._currency)
            self._wrong = self.by
            due = self._due()
            if due.when.text:
                self.by.setText(due.when.words())
            elif due.words:  # the words are what was promised; a day can be written beside them
                self.what.setText(_with_spoken(self.what.text().strip(), due))
                self.by.clear()
                self.counted.setText(self.tr("Kept in their words: no day can be counted yet."))
                self.counted.show()
                self.changed.emit()
            if due.when.text and due.words and self.said_on:
                self.what.setText(_with_spoken(self.what.text().strip(), due))
                self.counted.setText(due.says(self.said_on))
                self.counted.show()
                self.changed.emit()
        except ValueError as error:
            said = str(error)
        except OverflowError:
            said = self.tr("That is too far away. Write the date.")
        self.problem.setText(said)
        self.problem.setVisible(bool(said))

    def _suggest(self) -> None:
        """A time that stands in the words fills an empty "by when", once; it can be changed."""
        if self.by.text().strip():
            return
        due = find_due(self.what.text(), self.said_on, self.is_working_day)
        if due is None or due.words == self._found or self.said_on is None:
            return
        self._found = due.words
        self.by.setText(due.when.words())
        self.counted.setText(due.says(self.said_on))
        self.counted.show()
        self.changed.emit()

    def _due(self) -> SpokenDue:
        typed = " ".join(self.by.text().split())
        try:
            due = parse_due(typed, self.said_on, self.is_working_day)
        except ValueError:
            if self._promise and names_no_day(typed):  # noted as it was said, never refused
                return SpokenDue(When(), typed)
            raise
        refuse_earlier(due.when, self.said_on, "promised" if self._promise else "offered")
        return due

    def go_to_problem(self) -> bool:
        """The cursor goes to what cannot be read; False where all can."""
        if self.is_readable:
            return False
        self._wrong.setFocus()
        self._wrong.selectAll()
        return True

    @property
    def is_readable(self) -> bool:
        self._check()
        return not self.problem.text()


def _with_spoken(words: str, due: SpokenDue) -> str:
    """What was promised, with the words in which the time was given: they are kept."""
    return ", ".join(p for p in (words, due.quoted if due.quoted not in words else "") if p)
