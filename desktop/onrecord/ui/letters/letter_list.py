"""The letters of a dispute, above its packets."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.when import When
from onrecord.ui.design import (
    Apart,
    Button,
    Card,
    IconButton,
    Label,
    Muted,
    Space,
    StatusPill,
    TextStyle,
    icons,
    in_line,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk


class LetterList(QWidget):
    """Hidden while there is none; ``filled`` says how many there are."""

    filled = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dispute = ""
        self.cards: list[LetterCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        desk.session.changed.connect(self._changed)

    def show_dispute(self, dispute_id: str) -> None:
        if dispute_id != self._dispute:
            self._clear()
        self._dispute = dispute_id
        self.refresh()

    def refresh(self) -> None:
        vault, dispute_id = self._desk.vault, self._dispute

        def query() -> tuple[str, Any]:
            from onrecord.services.views.letters import letters

            return dispute_id, letters(vault, dispute_id)

        if dispute_id:
            self._desk.session.ask(query, lambda found: self._fill(*found), self, "letters")

    def _fill(self, dispute_id: str, rows: Any) -> None:
        if dispute_id != self._dispute:
            return
        holder = self.window().focusWidget()
        focused = next((c.row.id for c in self.cards if c.open is holder), "")
        self._clear()
        for row in rows:
            card = LetterCard(self._desk, row, self)
            self.cards.append(card)
            self._column.addWidget(card)
            if row.id == focused:
                card.open.setFocus()
        self.filled.emit(len(rows))

    def _clear(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            discard(card)
        self.cards = []

    def _changed(self, change: Change) -> None:
        if {"letter", "bundle"} & change.tables() and self.window().isVisible():
            self.refresh()


class LetterCard(Card):
    """One letter: what it is, to whom, and what became of it."""

    def __init__(self, desk: Desk, row: Any, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self.row = row
        self.body.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self._icon = QLabel(self)
        name = Label(row.title or self.tr("Letter"), self, style=TextStyle.TITLE, elide=True)
        alone = row.state == "sent"
        sent = alone or bool(row.packet_sent)
        words = self.tr("draft")
        if sent:
            words = self.tr("delivered") if row.delivered_dated else self.tr("sent")
        pill = StatusPill(words, "success" if sent else "neutral", self)
        verb = self.tr("Look at it") if alone else self.tr("Go on writing")
        verb = self.tr("Open") if sent and not alone else verb
        self.open = Button(verb, self, on_click=lambda: desk.open_letter(row.id))
        self.open.setAccessibleName(self.tr("{0}: {1}").format(verb, row.title))
        menu = QMenu(self)
        remove = self.tr("Take off this list") if sent else self.tr("Throw the draft away")
        menu.addAction(remove).triggered.connect(lambda _on=False: self._remove())
        more = IconButton("more", self.tr("More for {0}").format(row.title), self, menu=menu)
        what, acts = in_line(self._icon, name, pill), in_line(self.open, more)
        self.body.addLayout(Apart(what, acts, gap=Space.M))
        about = [row.subject]
        if alone:
            about.append(self.tr("sent {0}").format(When(row.sent_dated).words()))
        elif sent:
            about.append(self.tr("sent in a packet {0}").format(When(row.packet_sent).words()))
        if row.delivered_dated:
            about.append(self.tr("delivered {0}").format(When(row.delivered_dated).words()))
        inside = QHBoxLayout()
        inside.setContentsMargins(theme.current().metrics.icon + Space.M, 0, 0, 0)
        inside.addWidget(Muted(" · ".join(p for p in about if p), self))
        self.body.addLayout(inside)
        theme.follow(self._dress)

    def _dress(self) -> None:
        side = theme.current().metrics.icon
        self._icon.setPixmap(icons.icon("letter", "muted", side).pixmap(side))

    def _remove(self) -> None:
        vault, letter = self._desk.vault, self.row.id

        def verb() -> Change:
            from onrecord.services.letters.send_letter import trash_letter

            return trash_letter(vault, letter)

        self._desk.session.do(verb, say=True)
