"""What they promised or offered, with its state and how much of it has come."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.balance import credited
from onrecord.domain.money import Money
from onrecord.ui.design import LinkButton, Muted, Space, StatusPill, Title, Tone
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_lines import amount_words
from onrecord.ui.words import Words

_TONES: dict[str, Tone] = {"kept": "success", "broken": "danger", "open": "info"}


class TheirTerms(QWidget):
    """Hidden where nothing was promised or offered."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = Words(self)
        self.rows: list[TermRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(Title(self.tr("What they promised or offered"), self))
        self.hide()

    def show_terms(self, view: Any) -> None:
        """The promises and offers of a ``MoneyView``."""
        for row in self.rows:
            self._column.removeWidget(row)
            discard(row)
        self.rows = []
        entries = [one.entry for one in view.entries]
        for promise in view.promises:
            row = self._row(
                _term_words(promise),
                self._words.promise(promise.state),
                _TONES.get(promise.state, "neutral"),
                self._came(promise, credited(promise, entries)),
            )
            row.link.clicked.connect(
                lambda _on=False, id=promise.id: self._desk.select("promise", (id,))
            )
        for offer in view.offers:
            tone: Tone = "success" if offer.state == "accepted" else "neutral"
            row = self._row(_term_words(offer), self._words.offer(offer.state), tone)
            row.link.clicked.connect(
                lambda _on=False, id=offer.id: self._desk.select("offer", (id,))
            )
        self.setVisible(bool(self.rows))

    def _came(self, promise: Any, minor: int) -> str:
        """Only where a part of the money came: all of it is what "kept" says."""
        if not minor or minor >= (promise.amount_minor or 0):
            return ""
        came = Money(minor, promise.currency).words()
        return self.tr("{0} of it came").format(came)

    def _row(self, words: str, state: str, tone: Tone, note: str = "") -> TermRow:
        row = TermRow(words, state, tone, note, self)
        self._column.addWidget(row)
        self.rows.append(row)
        return row


class TermRow(QWidget):
    """A promise or offer: its words lead to it, its state stands beside."""

    def __init__(self, words: str, state: str, tone: Tone, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.link = LinkButton(words.replace("&", "&&"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.link)
        row.addWidget(StatusPill(state, tone, self))
        self.note = Muted(note, self, wrap=False)
        self.note.setVisible(bool(note))
        row.addWidget(self.note)
        row.addStretch(1)


def _term_words(term: Any) -> str:
    amount = amount_words(term.amount_minor, term.currency)
    plain = Money(term.amount_minor, term.currency).plain() if amount and term.currency else ""
    if amount and plain in term.words:
        amount = ""
    words = " ".join(p for p in (amount, term.words) if p)
    return words if len(words) <= 90 else f"{words[:88].rstrip()}…"
