"""The way up: each line of steps of a dispute as a ladder, with its dates and references."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import Button, FlowLayout, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.help.keep_focus import keep_focus
from onrecord.ui.ladder.line_form import LineForm
from onrecord.ui.ladder.track_card import TrackCard
from onrecord.ui.shell.page import Page

_TABLES = {
    "dispute", "counterparty", "stage_event", "track", "contact", "dispute_contact", "evidence",
    "deadline", "agency_override", "matter_answer", "dispute_party",
}  # fmt: skip


class LadderPage(Page):
    wide = 860

    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute = dispute_id
        self.cards: list[TrackCard] = []
        self.form: LineForm | None = None
        self.set_words(
            self.tr("The way up"),
            self.tr("From the front line to a court. A no is a step, not the end."),
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.M)
        self.help = Button(
            self.tr("Who can help"), self, icon="help", on_click=lambda: desk.act("who_can_help")
        )
        self.more = Button(
            self.tr("Another line of steps"), self, icon="add", on_click=self._open_form
        )
        self.more.setToolTip(
            self.tr("Against another company, at another body, or about another thing")
        )
        foot = FlowLayout(gap=Space.S)
        foot.addWidget(self.help)
        foot.addWidget(self.more)
        self.body.addLayout(self._lines)
        self.body.addLayout(foot)
        desk.session.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        vault, dispute = self.desk.vault, self._dispute

        def query() -> Any:
            from onrecord.services.complaint_body import body_choices
            from onrecord.services.views.tracks import tracks

            choices = {one.track_id: one for one in body_choices(vault, dispute)}
            return tracks(vault, dispute), choices

        self.desk.session.ask(query, lambda found: self._show(*found), self, "ladder")

    def _changed(self, change: Change) -> None:
        if change.tables() & _TABLES:
            self.refresh()

    def _show(self, rows: tuple[Any, ...], choices: dict[str, Any]) -> None:
        put_back = keep_focus(self)
        for card in self.cards:
            discard(card)
        self.cards = []
        for row in rows:
            card = TrackCard(
                self.desk, self._dispute, row, choices.get(row.id), len(rows) == 1,
                self._close_line, self,
            )  # fmt: skip
            self._lines.addWidget(card)
            card.show()
            self.cards.append(card)
        put_back()

    def _open_form(self) -> None:
        if self.form is not None:
            discard(self.form)
        self.form = LineForm(self.desk, self._dispute, self)
        self.form.show_at(self.more)

    def _close_line(self, track_id: str) -> None:
        vault = self.desk.vault

        def verb() -> Change:
            from onrecord.services.track_complaint import close_line

            return close_line(vault, track_id)

        self.desk.session.do(verb, say=True)
