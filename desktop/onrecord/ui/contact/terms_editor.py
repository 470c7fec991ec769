"""A promise or an offer: what, how much, by when. One row of three small fields each."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.money import Money, parse_money
from onrecord.domain.when import When, parse_when
from onrecord.ui.design import IconButton, Label, Space, TextStyle


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

    def __init__(self, name: str, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._id = ""
        self.what = QLineEdit(self)
        self.what.setAccessibleName(name)
        self.what.setPlaceholderText(name)
        self.amount = QLineEdit(self)
        self.amount.setAccessibleName(self.tr("{0}: amount").format(name))
        self.amount.setPlaceholderText(self.tr("Amount {0}").format(currency))
        self.by = QLineEdit(self)
        self.by.setAccessibleName(self.tr("{0}: by when").format(name))
        self.by.setPlaceholderText(self.tr("By when"))
        self.drop = IconButton("close", self.tr("Take this out"), self, role="muted")
        self.drop.clicked.connect(lambda _on=False: self.removed.emit(self))
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
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
        self.setFocusProxy(self.what)
        for edit in (self.what, self.amount, self.by):
            edit.textEdited.connect(lambda _text: self.changed.emit())
            edit.editingFinished.connect(self._check)

    def term(self) -> Term:
        minor, by = None, ""
        try:
            typed = self.amount.text().strip()
            minor = parse_money(typed, self._currency).minor if typed else None
        except ValueError:
            pass
        with contextlib.suppress(ValueError):
            by = parse_when(self.by.text()).text
        currency = self._currency if minor is not None else ""
        return Term(self.what.text().strip(), minor, currency, by, self._id)

    def set_term(self, term: Term) -> None:
        self._id = term.id
        self._currency = term.currency or self._currency
        self.what.setText(term.words)
        has = term.amount_minor is not None
        self.amount.setText(Money(term.amount_minor or 0, self._currency).plain() if has else "")
        self.by.setText(When(term.by).words() if term.by else "")

    def _check(self) -> None:
        said = ""
        try:
            if self.amount.text().strip():
                parse_money(self.amount.text(), self._currency)
            when = parse_when(self.by.text())
            if when.text:
                self.by.setText(when.words())
        except ValueError as error:
            said = str(error)
        self.problem.setText(said)
        self.problem.setVisible(bool(said))

    @property
    def is_readable(self) -> bool:
        self._check()
        return not self.problem.text()
