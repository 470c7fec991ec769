"""One line of steps as a ladder, with whom the complaint is, and what happened next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import NO_BODY
from onrecord.ui.design import Card, FlowLayout, Muted, QuietButton, Space, Title
from onrecord.ui.desk import Desk
from onrecord.ui.ladder.rung_row import RungRow
from onrecord.ui.time.what_happened import WhatHappened


class TrackCard(Card):
    """``row`` is a ``TrackRow``, ``choice`` its ``BodyChoice``; ``close_line`` takes it away."""

    def __init__(
        self, desk: Desk, dispute_id: str, row: Any, choice: Any, alone: bool,
        close_line: Callable[[str], object], parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__("", parent)
        self._desk, self.row = desk, row
        name = line_words(self, row) or self.tr("The company")
        self.setAccessibleName(self.tr("Steps against {0}").format(name))
        self.name = Title(name, self, wrap=True)
        self.leads = Muted(self._leads(row), self)
        self.happened = WhatHappened(desk, self)
        self.happened.show_for(dispute_id, row.id)
        self.happened.setAccessibleName(self.tr("What happened with {0}").format(name))
        self.with_whom = self._with_whom(row, choice)
        buttons = FlowLayout(gap=Space.S)
        buttons.addWidget(self.happened)
        buttons.addWidget(self.with_whom)
        self.dates = QuietButton(
            self.tr("Dates and sources"), self,
            on_click=lambda: desk.select("dates", (dispute_id,)),
        )  # fmt: skip
        buttons.addWidget(self.dates)
        if not alone and not row.events:
            self.away = QuietButton(
                self.tr("Take this line away"), self, on_click=lambda: close_line(row.id)
            )
            buttons.addWidget(self.away)
        head = QHBoxLayout()
        head.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.leads)
        ladder = QVBoxLayout()
        ladder.setContentsMargins(0, 0, 0, 0)
        ladder.setSpacing(0)
        self.rungs = [
            RungRow(desk, rung, self, first=n == 0, last=n == len(row.rungs) - 1)
            for n, rung in enumerate(row.rungs)
        ]
        for rung in self.rungs:
            ladder.addWidget(rung)
        self.ladder = QWidget(self)
        self.ladder.setLayout(ladder)
        self.body.addWidget(self.ladder)
        self.ladder.setVisible(alone or bool(row.events))
        self.body.addLayout(buttons)

    def _leads(self, row: Any) -> str:
        said = row.leads_to.why
        if row.leads_to.rung:
            words = {rung.rung: rung.words for rung in row.rungs}[row.leads_to.rung]
            said = self.tr("{0} Next: {1}.").format(said, words.lower())
        return said

    def _with_whom(self, row: Any, choice: Any) -> QuietButton:
        menu = QMenu(self)
        words = self.tr("With: {0}").format(row.body) if row.body else self.tr("With which body?")
        button = QuietButton(words, self, menu=menu)
        entries = [*(choice.bodies if choice else ()), (NO_BODY, self.tr("no body"))]
        entries.append(("", self.tr("not said")))
        for id, name in entries:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(id == row.agency_id)
            action.triggered.connect(lambda _on=False, id=id: self._set_body(id))
        if not choice or not choice.bodies:
            menu.addSeparator()
            find = menu.addAction(self.tr("Find out who can help…"))
            find.triggered.connect(lambda _on=False: self._desk.act("who_can_help"))
        return button

    def _set_body(self, agency_id: str) -> None:
        vault, track = self._desk.vault, self.row.id

        def verb() -> Change:
            from onrecord.services.complaint_body import set_body

            return set_body(vault, track, agency_id)

        self._desk.session.do(verb, say=True)


def line_words(view: QWidget, row: Any) -> str:
    """Against whom a line is, and with which body."""
    if row.agency_id in ("", NO_BODY):
        return row.company
    return view.tr("{0}, with {1}").format(row.company, row.body)
