"""A promise: what, how much, by when, from which call; and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.contact import Promise
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.ui.design import (
    Body,
    Field,
    Label,
    LinkButton,
    Muted,
    Space,
    StatusPill,
    TextStyle,
)
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_tab import usual_currency
from onrecord.ui.inspector.panel import Panel
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.inspector.terms import PROMISE_TONES, SettleButtons
from onrecord.ui.words import Words


@dataclass(frozen=True)
class _Found:
    promise: Promise
    source: str
    """The call or message it was made in, in words; empty where there is none."""


class PromisePanel(Panel):
    TABLES = frozenset({"promise", "contact"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._promise = Promise()
        saver = Saver(desk, Promise, self)
        self.savers.append(saver)
        self._saver = saver
        self.pill = StatusPill("", "info", self)
        self.settled = Muted("", self)
        self.words = saver.bind(
            Field(self.tr("What they promised"), QLineEdit(self), self), "words"
        )
        self.amount = saver.bind(
            Field(self.tr("Amount"), QLineEdit(self), self, optional=True),
            "amount_minor",
            show=_amount,
            read=self._read_amount,
        )
        self.due = saver.bind(
            Field(self.tr("By when"), QLineEdit(self), self),
            "due",
            show=lambda record: When(record.due).words() if record.due else "",
        )
        self.source = Body("", self)
        self.open_source = LinkButton(
            self.tr("Show the call or message"), self, on_click=self._open_source
        )
        self._settle: SettleButtons | None = None
        for widget in (self.pill, self.settled, self.words, self.amount, self.due):
            self.column.addWidget(widget)
        self.made_in = Label(self.tr("Made in"), self, style=TextStyle.SMALL_STRONG)
        made = QVBoxLayout()
        made.setSpacing(Space.XS)
        for widget in (self.made_in, self.source):
            made.addWidget(widget)
        made.addWidget(self.open_source, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(made)
        self.column.addStretch(1)
        self.foot_rule.hide()

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.domain.contact import Contact
        from onrecord.services.views.timeline import contact_words

        promise = vault.get(Promise, id)
        rows = vault.find(Contact, "id = ? AND trashed_at = ''", [promise.contact_id], limit=1)
        source = ""
        if rows:
            source = f"{contact_words(rows[0])}, {When(rows[0].dated).short()}"
        return _Found(promise, source)

    def fill(self, found: _Found) -> None:
        one = found.promise
        self._promise = one
        self._saver.fill(one)
        self.pill.set_status(
            self._words.promise(one.state), PROMISE_TONES.get(one.state, "neutral")
        )
        told = self.tr("since {0}").format(When(one.settled_when).words())
        self.settled.setText(", ".join(p for p in (told, one.settled_note) if p))
        self.settled.setVisible(bool(one.settled_when))
        self.source.setText(found.source)
        for widget in (self.made_in, self.source, self.open_source):
            widget.setVisible(bool(found.source))
        if self._settle is not None:
            self.column.removeWidget(self._settle)
            self._settle.setParent(None)
            self._settle.deleteLater()
        self._settle = SettleButtons(self._desk, one, self)
        self.column.insertWidget(2, self._settle)

    def _read_amount(self, typed: str) -> dict[str, Any]:
        if not typed.strip():
            return {"amount_minor": None, "currency": ""}
        from onrecord.services.claim_lines import typed_money

        amount = typed_money(typed, self._promise.currency or usual_currency(self._desk))
        return {"amount_minor": amount.minor, "currency": amount.currency}

    def _open_source(self) -> None:
        self._desk.select("contact", (self._promise.contact_id,))


def _amount(promise: Any) -> str:
    if promise.amount_minor is None or not promise.currency:
        return ""
    return Money(promise.amount_minor, promise.currency).words()
