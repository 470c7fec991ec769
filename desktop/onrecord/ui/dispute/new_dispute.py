"""A new dispute asks two things: which company, and what went wrong in a sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError, Refused
from onrecord.ui.design import (
    Body,
    Field,
    Heading,
    PrimaryButton,
    QuietButton,
    Space,
    offer,
    theme,
)
from onrecord.ui.desk import Desk, DisputeWanted
from onrecord.ui.dispute.tall_page import TallPage


class NewDispute(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = DisputeWanted()
        self.company = QLineEdit(self)
        self.company_field = Field(
            self.tr("Which company?"), self.company, self, hint=self.tr("As it stands on the bill")
        )
        self._names = offer(self.company)
        self.went_wrong = QLineEdit(self)
        self.went_wrong_field = Field(
            self.tr("What went wrong, in a sentence?"),
            self.went_wrong,
            self,
            hint=self.tr("For example: Charged after cancelling"),
        )
        self.open_it = PrimaryButton(self.tr("Open the dispute"), self, on_click=self._open_it)
        self.cancel = QuietButton(self.tr("Cancel"), self, on_click=self._cancel)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_it)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addWidget(Heading(self.tr("New dispute"), self))
        column.addWidget(
            Body(self.tr("Two answers are enough. Everything else can come later."), self)
        )
        column.addSpacing(Space.L)
        column.addWidget(self.company_field)
        column.addSpacing(Space.S)
        column.addWidget(self.went_wrong_field)
        column.addSpacing(Space.L)
        column.addLayout(buttons)
        column.addStretch(1)
        middle = QWidget(self)
        middle.setLayout(column)
        self._middle = middle
        theme.follow(self._refresh)
        page = TallPage(self)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        row.addWidget(middle, 1)
        row.addStretch(0)
        page.column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.company.returnPressed.connect(self.went_wrong.setFocus)
        self.went_wrong.returnPressed.connect(self._open_it)

    def _refresh(self) -> None:
        self._middle.setMaximumWidth(theme.current().metrics.px(520))

    def open(self, wanted: object) -> None:
        """Show it; ``wanted`` says what is to be filed into the dispute. What was begun and left by
        Escape stands there still."""
        self._wanted = wanted if isinstance(wanted, DisputeWanted) else DisputeWanted()
        self.company_field.set_error("")
        self.went_wrong_field.set_error("")
        self.company.setFocus()
        vault = self._desk.vault

        def query() -> list[str]:
            from onrecord.domain.counterparty import Counterparty

            return [company.name for company in vault.find(Counterparty, order="name")]

        self._desk.session.ask(query, self._names.setStringList, self, "names")

    def _open_it(self) -> None:
        company, went_wrong = self.company.text(), self.went_wrong.text()
        wanted, vault = self._wanted, self._desk.vault
        self.open_it.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.file_items import file_items
            from onrecord.services.open_dispute import open_dispute

            change = open_dispute(vault, company, went_wrong)
            if wanted.evidence_ids or wanted.contact_ids:
                filed = file_items(vault, wanted.evidence_ids, wanted.contact_ids, change.result)
                change = change.merge(filed, change.words)
            return change

        def done(change: Change) -> None:
            self.open_it.setEnabled(True)
            self._empty()
            self._desk.show_dispute(change.result)

        self._desk.session.do(verb, done, self, failed=self._failed)

    def _cancel(self) -> None:
        self._empty()
        self.closed.emit()

    def _empty(self) -> None:
        self.company.clear()
        self.went_wrong.clear()

    def _failed(self, error: KnownError) -> None:
        self.open_it.setEnabled(True)
        path = error.path if isinstance(error, Refused) else ""
        fields: dict[str, Any] = {"company": self.company_field}
        field: Field = fields.get(path, self.went_wrong_field)
        for other in (self.company_field, self.went_wrong_field):
            other.set_error("")
        field.set_error(str(error))
        field.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
