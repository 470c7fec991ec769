"""A complaint at a body is followed: when it went, under which reference, what shows it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Field, Popover
from onrecord.ui.desk import Desk
from onrecord.ui.ladder.document_choice import DocumentChoice


class TrackForm(Popover):
    """Without a date it is only said which body it is with."""

    def __init__(
        self, desk: Desk, dispute_id: str, company: str, card: Any, parent: QWidget
    ) -> None:
        super().__init__(desk.tr("Complaint at {0}").format(card.name), parent)
        self._desk, self._card = desk, card
        self._dispute, self._company = dispute_id, company
        self.setMinimumWidth(340)
        self.when = QLineEdit(self)
        self.when_field = Field(
            self.tr("When it was sent"), self.when, self, optional=True,
            hint=self.tr("Leave it empty while it is not sent"),
        )  # fmt: skip
        self.reference = QLineEdit(self)
        self.document = DocumentChoice(desk, dispute_id, self)
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        for part in (
            self.when_field,
            Field(self.tr("Their reference"), self.reference, self, optional=True),
            Field(self.tr("What shows it"), self.document, self, optional=True),
            self.save,
        ):
            self.body.addWidget(part)
        for edit in (self.when, self.reference):
            edit.returnPressed.connect(self._save)

    def _save(self) -> None:
        vault, dispute, company, card = self._desk.vault, self._dispute, self._company, self._card
        when, reference, document = self.when.text(), self.reference.text(), self.document.chosen

        def verb() -> Change:
            from onrecord.services.track_complaint import track_complaint

            return track_complaint(
                vault, dispute, card.id, dated=when, reference=reference, evidence_id=document,
                counterparty_id=company,
            )  # fmt: skip

        def failed(error: KnownError) -> None:
            self.when_field.set_error(str(error))
            self.when.setFocus()
            self.adjustSize()

        def done(_change: Change) -> None:
            self.close()

        self._desk.session.do(verb, done, self, failed=failed, say=True)
