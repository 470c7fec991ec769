"""An offer: what, until when, the least I would accept beside it; answered, accepted, declined."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.contact import Offer
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.chronology.cited_list import CitedList
from onrecord.ui.design import (
    Body,
    Button,
    Field,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Popover,
    StatusPill,
    TextStyle,
    Tone,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_tab import usual_currency
from onrecord.ui.inspector.panel import Panel
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.words import Words

_TONES: dict[str, Tone] = {"accepted": "success", "expired": "warning", "proposed": "info"}


class OfferPanel(Panel):
    TABLES = frozenset({"offer", "contact", "citation", "evidence"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._detail: Any = None
        self.counter_form: CounterForm | None = None
        saver = self._saver = Saver(desk, Offer, self, verb=self._change)
        least = self._least = Saver(desk, Offer, self, verb=self._set_least)
        self.savers += [saver, least]
        self.pill = StatusPill("", "info", self)
        self.whose = Label("", self, style=TextStyle.STRONG)
        self.words = saver.bind(Field(self.tr("What is offered"), QLineEdit(self), self), "words")
        self.amount = saver.bind(
            Field(self.tr("Amount"), QLineEdit(self), self, optional=True),
            "amount_minor",
            show=lambda one: _money(one.amount_minor, one.currency),
            read=self._read_amount,
        )
        self.expires = saver.bind(
            Field(self.tr("Until when"), QLineEdit(self), self, optional=True),
            "expires",
            show=lambda one: When(one.expires).words() if one.expires else "",
        )
        self.least = least.bind(
            Field(
                self.tr("The least I would accept"),
                QLineEdit(self),
                self,
                optional=True,
                hint=self.tr("For your eyes only: it is never printed"),
            ),
            "least_minor",
            show=lambda one: _money(one.least_minor, one.currency),
            read=lambda text: {"least": text},
        )
        self.compared = Body("", self)
        self.choices = QWidget(self)
        self._flow = FlowLayout(self.choices)
        self.buttons: dict[str, LinkButton] = {}
        self.other = LinkButton("", self, on_click=self._open_other)
        self.cited = CitedList(desk, self.tr("What shows it"), self)
        self.cited.hide()
        self.source = Muted("", self)
        self.open_source = LinkButton(
            self.tr("Show the call or message"),
            self,
            on_click=lambda: desk.select("contact", (self._detail.offer.contact_id,)),
        )
        left = Qt.AlignmentFlag.AlignLeft
        self.column.addWidget(self.pill, 0, left)
        for widget in (
            self.whose, self.choices, self.words, self.amount, self.expires, self.least,
            self.compared,
        ):  # fmt: skip
            self.column.addWidget(widget)
        self.column.addWidget(self.other, 0, left)
        self.column.addWidget(self.cited)
        self.column.addWidget(self.source)
        self.column.addWidget(self.open_source, 0, left)
        self.column.addStretch(1)
        self.foot_rule.hide()

    def _change(self, id: str, words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.change_offer import change_offer

        return change_offer(self._desk.vault, id, words, **values)

    def query(self, vault: Any, id: str) -> Any:
        from onrecord.services.views.terms import offer_detail

        return offer_detail(vault, id)

    def fill(self, found: Any) -> None:
        self._detail = found
        offer: Offer = found.offer
        theirs = offer.side == "them"
        self._saver.fill(offer)
        self._least.fill(offer)
        self.pill.set_status(self._words.offer(found.state), _TONES.get(found.state, "neutral"))
        self.whose.setText(self.tr("Their offer") if theirs else self.tr("My offer"))
        self.least.setVisible(theirs)
        self.compared.setText(found.compared)
        self.compared.setVisible(bool(found.compared))
        other = found.answer or found.answers
        self.other.setVisible(other is not None)
        if found.answer is not None:
            self.other.setText(self.tr("Countered by: {0}").format(_short(found.answer)))
        elif found.answers is not None:
            self.other.setText(self.tr("Answers: {0}").format(_short(found.answers)))
        self.cited.show_places(found.places)
        self.cited.setVisible(bool(found.places))
        self.source.setText(self.tr("Made in: {0}").format(found.source))
        for widget in (self.source, self.open_source):
            widget.setVisible(bool(found.source))
        self._show_choices(found.state, theirs)

    def _show_choices(self, state: str, theirs: bool) -> None:
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            discard(button)
        self.buttons = {}
        open_ones = (
            [
                ("accepted", self.tr("I accept it") if theirs else self.tr("They accepted it")),
                ("counter", self.tr("Counter it…") if theirs else self.tr("They countered…")),
                ("declined", self.tr("I decline it") if theirs else self.tr("They declined it")),
            ]
            if state == "proposed"
            else [("proposed", self.tr("It is open again"))]
        )
        if state == "expired":
            open_ones = [("counter", self.tr("Counter it…"))]
        for key, words in open_ones:
            button = LinkButton(words, self.choices, on_click=lambda key=key: self._chosen(key))
            self._flow.addWidget(button)
            button.show()
            self.buttons[key] = button
        self.choices.updateGeometry()

    # ---------------------------------------------------------------- changing

    def _chosen(self, key: str) -> None:
        if key == "counter":
            self.counter_form = CounterForm(self._desk, self.id, self)
            self.counter_form.show_at(self.buttons["counter"])
            return
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.offers import settle_offer

            return settle_offer(vault, id, key, date.today().isoformat())

        self.do(verb, say=True)

    def _set_least(self, id: str, _words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.offers import set_least

        return set_least(self._desk.vault, id, str(values["least"]), usual_currency(self._desk))

    def _read_amount(self, typed: str) -> dict[str, Any]:
        if not typed.strip():
            return {"amount_minor": None}
        from onrecord.services.claim_lines import typed_money

        usual = self._detail.offer.currency or usual_currency(self._desk)
        amount = typed_money(typed, usual)
        return {"amount_minor": amount.minor, "currency": amount.currency}

    def _open_other(self) -> None:
        other = self._detail.answer or self._detail.answers
        self._desk.select("offer", (other.id,))


class CounterForm(Popover):
    """What is offered instead."""

    def __init__(self, desk: Desk, offer_id: str, parent: QWidget) -> None:
        super().__init__(parent.tr("Offered instead"), parent)
        self._desk, self._offer = desk, offer_id
        self.setMinimumWidth(300)
        self.amount = Field(self.tr("Amount"), QLineEdit(self), self, optional=True)
        self.what = Field(self.tr("What is offered"), QLineEdit(self), self)
        self.until = Field(self.tr("Until when"), QLineEdit(self), self, optional=True)
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        for widget in (self.what, self.amount, self.until, self.save):
            self.body.addWidget(widget)
        for field in (self.what, self.amount, self.until):
            edit = field.control
            assert isinstance(edit, QLineEdit)
            edit.returnPressed.connect(self._save)

    def _text(self, field: Field) -> str:
        edit = field.control
        return edit.text() if isinstance(edit, QLineEdit) else ""

    def _save(self) -> None:
        vault, id, usual = self._desk.vault, self._offer, usual_currency(self._desk)
        what, amount, until = map(self._text, (self.what, self.amount, self.until))

        def verb() -> Change:
            from onrecord.services.offers import counter_offer

            return counter_offer(vault, id, what, amount, expires=until, usual=usual)

        def failed(error: KnownError) -> None:
            path = getattr(error, "path", "")
            field = {"amount": self.amount, "expires": self.until}.get(path, self.what)
            field.set_error(str(error))
            self.adjustSize()

        def done(_change: Change) -> None:
            self.close()

        self._desk.session.do(verb, done, self, failed=failed, say=True)


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None or not currency else Money(minor, currency).words()


def _short(offer: Offer) -> str:
    said = " ".join(p for p in (_money(offer.amount_minor, offer.currency), offer.words) if p)
    return said if len(said) <= 40 else f"{said[:38].rstrip()}…"
