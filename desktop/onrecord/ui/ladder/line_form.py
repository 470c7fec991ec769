"""One more line of steps: against whom, about what, at which body."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import Button, ChoiceBox, Field, Popover
from onrecord.ui.desk import Desk


class LineForm(Popover):
    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget) -> None:
        super().__init__(desk.tr("Another line of steps"), parent)
        self._desk, self._dispute = desk, dispute_id
        self.setMinimumWidth(340)
        self.against = QComboBox(self)
        self.against.setEditable(True)
        self.against.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.against_field = Field(
            self.tr("Against"), self.against, self, hint=self.tr("Choose, or write another company")
        )
        self.about = QLineEdit(self)
        self.about_field = Field(
            self.tr("About"), self.about, self, optional=True,
            hint=self.tr("Where it is another thing, such as: credit report"),
        )  # fmt: skip
        self.with_whom = ChoiceBox(self)
        self.with_whom.addItem(self.tr("not said"), "")
        for box in (self.against, self.with_whom):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        for part in (
            self.against_field,
            self.about_field,
            Field(self.tr("With which body"), self.with_whom, self, optional=True),
            self.save,
        ):
            self.body.addWidget(part)
        self.about.returnPressed.connect(self._save)
        self._ask()

    def _ask(self) -> None:
        vault, dispute = self._desk.vault, self._dispute

        def query() -> Any:
            from onrecord.services.complaint_body import body_choices
            from onrecord.services.track_complaint import companies_of

            bodies = {id: name for one in body_choices(vault, dispute) for id, name in one.bodies}
            return companies_of(vault, dispute), bodies

        def came(found: Any) -> None:
            for id, name in found[0]:
                self.against.addItem(name, id)
            for id, name in found[1].items():
                self.with_whom.addItem(name, id)

        self._desk.session.ask(query, came, self, "line")

    def _save(self) -> None:
        vault, dispute = self._desk.vault, self._dispute
        name, about = self.against.currentText(), self.about.text()
        body = str(self.with_whom.currentData() or "")
        for field in (self.against_field, self.about_field):
            field.set_error("")

        def verb() -> Change:
            from onrecord.services.track_complaint import open_line_against

            return open_line_against(vault, dispute, name, about=about, agency_id=body)

        def failed(error: KnownError) -> None:
            field = self.about_field if getattr(error, "path", "") == "about" else (
                self.against_field
            )  # fmt: skip
            field.set_error(str(error))
            self.adjustSize()

        def done(_change: Change) -> None:
            self.close()

        self._desk.session.do(verb, done, self, failed=failed, say=True)
