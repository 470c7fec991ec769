"""A step of the dispute as it was taken: read, not changed here."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.ui.design import Body, Mono, Muted, Title
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel


class StagePanel(Panel):
    TABLES = frozenset({"stage_event"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.words = Title("", self, wrap=True)
        self.when = Muted("", self)
        self.reason = Body("", self)
        self.reference = Mono("", self)
        for widget in (self.words, self.when, self.reason, self.reference):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.foot_rule.hide()

    def query(self, vault: Any, id: str) -> tuple[StageEvent, str]:
        from onrecord.services.views.timeline import stage_words

        event = vault.get(StageEvent, id)
        return event, stage_words(event.kind)

    def fill(self, found: tuple[StageEvent, str]) -> None:
        event, words = found
        self.words.setText(words)
        self.when.setText(When(event.dated).words())
        self.reason.setText(event.reason)
        self.reason.setVisible(bool(event.reason))
        self.reference.setText(event.reference)
        self.reference.setVisible(bool(event.reference))
