"""A promise or an offer with what became of it, and the buttons that say so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Body,
    FlowLayout,
    LinkButton,
    Muted,
    Space,
    StatusPill,
    Tone,
)
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_lines import amount_words
from onrecord.ui.words import Words

PROMISE_TONES: dict[str, Tone] = {"kept": "success", "broken": "danger", "open": "info"}


def settle(desk: Desk, promise_id: str, state: str) -> None:
    """Mark a promise, dated today; ``open`` takes it back. Said with Undo."""
    from datetime import date

    vault, today = desk.vault, date.today().isoformat()

    def verb() -> Change:
        from onrecord.services.settle_promise import settle_promise

        return settle_promise(vault, promise_id, state, today)

    def failed(error: KnownError) -> None:
        from onrecord.domain.contact import Promise

        def promised() -> str:
            return vault.get(Promise, promise_id).dispute_id

        def offer(dispute_id: str) -> None:
            words = QCoreApplication.translate("settle", "Record it")
            desk.session.notices.warning(
                str(error), words, lambda: desk.show_dispute(dispute_id, "money")
            )

        desk.session.ask(promised, offer, desk)

    desk.session.do(verb, say=True, failed=failed)


class SettleButtons(QWidget):
    """Kept, Broken, Withdrawn for an open promise; Open again for a settled one."""

    def __init__(self, desk: Desk, promise: Any, parent: QWidget) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=Space.M)
        choices = (
            (
                ("kept", self.tr("They kept it")),
                ("broken", self.tr("They broke it")),
                ("withdrawn", self.tr("They took it back")),
            )
            if promise.state == "open"
            else (("open", self.tr("It is open again")),)
        )
        self.buttons: dict[str, LinkButton] = {}
        for state, words in choices:
            button = LinkButton(
                words, self, on_click=lambda state=state: settle(desk, promise.id, state)
            )
            flow.addWidget(button)
            self.buttons[state] = button


class PromiseLine(QWidget):
    def __init__(self, desk: Desk, promise: Any, parent: QWidget) -> None:
        super().__init__(parent)
        words = Words(self)
        due = When(promise.due)
        about = self.tr("by {0}").format(due.words()) if promise.due else self.tr("no day named")
        if promise.settled_when:
            about = self.tr("{0}; {1} on {2}").format(
                about, words.promise(promise.state), When(promise.settled_when).words()
            )
        self.link = LinkButton(
            self.tr("Promise"), self, on_click=lambda: desk.select("promise", (promise.id,))
        )
        self.settle = SettleButtons(desk, promise, self)
        _lay_out(
            self,
            self.link,
            StatusPill(
                words.promise(promise.state), PROMISE_TONES.get(promise.state, "neutral"), self
            ),
            _what(promise),
            about,
            self.settle,
        )


class OfferLine(QWidget):
    def __init__(self, desk: Desk, offer: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = offer.id
        words = Words(self)
        name = self.tr("My offer") if offer.side == "me" else self.tr("Their offer")
        about = self.tr("until {0}").format(When(offer.expires).words()) if offer.expires else ""
        buttons = QWidget(self)
        flow = FlowLayout(buttons, gap=Space.M)
        choices = (
            (
                ("accepted", self.tr("Accepted")),
                ("countered", self.tr("Countered")),
                ("declined", self.tr("Declined")),
            )
            if offer.state == "proposed"
            else (("proposed", self.tr("It is open again")),)
        )
        for state, said in choices:
            flow.addWidget(
                LinkButton(said, buttons, on_click=lambda state=state: self._settle(state))
            )
        tone: Tone = "success" if offer.state == "accepted" else "neutral"
        pill = StatusPill(words.offer(offer.state), tone, self)
        self.link = LinkButton(name, self, on_click=lambda: desk.select("offer", (offer.id,)))
        _lay_out(self, self.link, pill, _what(offer), about, buttons)

    def _settle(self, state: str) -> None:
        vault, id = self._desk.vault, self._id

        def verb() -> Change:
            from datetime import date

            from onrecord.services.offers import settle_offer

            return settle_offer(vault, id, state, date.today().isoformat())

        self._desk.session.do(verb, say=True)


def _what(term: Any) -> str:
    amount = amount_words(term.amount_minor, term.currency)
    return " ".join(p for p in (amount, term.words) if p)


def _lay_out(
    line: QWidget, name: QWidget, pill: QWidget, what: str, about: str, buttons: QWidget
) -> None:
    head = QHBoxLayout()
    head.setSpacing(Space.S)
    head.addWidget(name)
    head.addWidget(pill)
    head.addStretch(1)
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addLayout(head)
    column.addWidget(Body(what, line))
    if about:
        column.addWidget(Muted(about, line))
    column.addWidget(buttons)
