"""A promise: what, how much, by when, from which call; and what became of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.ui.chronology.cited_list import CitedList
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
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_tab import usual_currency
from onrecord.ui.inspector.panel import Panel
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.inspector.terms import PROMISE_TONES, SettleButtons
from onrecord.ui.words import Words


class PromisePanel(Panel):
    TABLES = frozenset({"promise", "contact", "citation", "evidence", "ledger_entry"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._promise = Promise()
        self._line = ""
        saver = Saver(desk, Promise, self, verb=self._change)
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
        self.to_come = Muted("", self)
        self.cited = CitedList(desk, self.tr("What shows it"), self)
        self.broken_menu = QMenu(self)
        self.broken_by = LinkButton(
            self.tr("A document shows they broke it"), self, menu=self.broken_menu
        )
        self.source = Body("", self)
        self.said = Muted("", self)
        self.open_source = LinkButton(
            self.tr("Show the call or message"), self, on_click=self._open_source
        )
        self._settle: SettleButtons | None = None
        for widget in (self.pill, self.settled, self.to_come, self.words, self.amount, self.due):
            self.column.addWidget(widget)
        self.column.addWidget(self.broken_by, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.cited)
        self.made_in = Label(self.tr("Made in"), self, style=TextStyle.SMALL_STRONG)
        made = QVBoxLayout()
        made.setSpacing(Space.XS)
        for widget in (self.made_in, self.source, self.said):
            made.addWidget(widget)
        made.addWidget(self.open_source, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(made)
        self.column.addStretch(1)
        self.foot_rule.hide()
        for part in (self.to_come, self.said, self.cited, self.broken_by):
            part.hide()  # until it is known what they say

    def query(self, vault: Any, id: str) -> Any:
        from onrecord.services.views.terms import promise_detail

        return promise_detail(vault, id)

    def fill(self, found: Any) -> None:
        one: Promise = found.promise
        self._line = found.line_id
        self.to_come.setText(
            self.tr("It stays open until {0} is recorded from a statement, under Money.").format(
                found.to_come
            )
        )
        self.to_come.setVisible(bool(found.to_come))
        self.cited.show_places(found.places)
        self.cited.setVisible(bool(found.places))
        self.broken_menu.clear()
        for id, words in found.contrary[:20]:
            self.broken_menu.addAction(words.replace("&", "&&")).triggered.connect(
                lambda _on=False, id=id: self._break(id)
            )
        self.broken_by.setVisible(bool(found.contrary))
        self.said.setText(self.tr("Noted there: {0}").format(found.line))
        self.said.setVisible(bool(found.line))
        self._promise = one
        self._saver.fill(one)
        self.pill.set_status(
            self._words.promise(one.state), PROMISE_TONES.get(one.state, "neutral")
        )
        told = self.tr("since {0}").format(When(one.settled_when).words())
        self.settled.setText(", ".join(p for p in (told, one.settled_note) if p))
        self.settled.setVisible(bool(one.settled_when))
        self.source.setText(found.source)
        for part in (self.made_in, self.source, self.open_source):
            part.setVisible(bool(found.source))
        if self._settle is not None:
            self.column.removeWidget(self._settle)
            discard(self._settle)
        self._settle = SettleButtons(self._desk, one, self)
        self.column.insertWidget(2, self._settle)

    def _read_amount(self, typed: str) -> dict[str, Any]:
        if not typed.strip():
            return {"amount_minor": None, "currency": ""}
        from onrecord.services.claim_lines import typed_money

        amount = typed_money(typed, self._promise.currency or usual_currency(self._desk))
        return {"amount_minor": amount.minor, "currency": amount.currency}

    def _change(self, id: str, words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.change_promise import change_promise

        return change_promise(self._desk.vault, id, words, **values)

    def _open_source(self) -> None:
        """The very line of the call, where it was noted in one."""
        self._desk.line_wanted = self._line
        self._desk.select("contact", (self._promise.contact_id,))

    def _break(self, evidence_id: str) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.break_promise import break_promise

            return break_promise(vault, id, evidence_id)

        self.do(verb, say=True)


def _amount(promise: Any) -> str:
    if promise.amount_minor is None or not promise.currency:
        return ""
    return Money(promise.amount_minor, promise.currency).words()
