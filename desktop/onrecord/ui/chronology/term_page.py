"""Write down a promise or an offer that stands in no call and no document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Field, Option, PrimaryButton, Segmented, Space
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page


class TermPage(Page):
    def __init__(
        self, desk: Desk, dispute_id: str, currency: str, parent: QWidget | None = None
    ) -> None:
        """``currency`` is that of an amount that names none."""
        super().__init__(desk, parent)
        self._dispute, self._currency = dispute_id, currency
        self.set_words(
            self.tr("Write down a promise or an offer"),
            self.tr(
                "For one that is in no call you logged and in no document. Where it is, note it "
                "there: it counts for more with its source."
            ),
        )
        self.kind = Segmented(
            [
                Option("promise", self.tr("They promised"), self.tr("They said they would do it")),
                Option("them", self.tr("They offered"), self.tr("To settle it, if I agree")),
                Option("me", self.tr("I offered"), self.tr("To settle it, if they agree")),
            ],
            self.tr("What it is"),
            self,
            value="promise",
        )
        self.words, self.amount, self.by = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.words_field = Field("", self.words, self)
        self.amount_field = Field(
            self.tr("Amount {0}").format(currency), self.amount, self, optional=True
        )
        self.by_field = Field("", self.by, self, optional=True)
        self.save = PrimaryButton(self.tr("Put it on record"), self, on_click=self._save)
        self.cancel = Button(self.tr("Cancel"), self, on_click=self.close_page)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.body.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        for field in (self.words_field, self.amount_field, self.by_field):
            self.body.addWidget(field)
        self.body.addLayout(row)
        for edit in (self.words, self.amount, self.by):
            edit.returnPressed.connect(self._save)
        self.kind.chosen.connect(lambda _made: self._ask())
        self._ask()

    def open_page(self) -> None:
        self.words.setFocus()

    def _ask(self) -> None:
        promise = self.kind.value == "promise"
        self.words_field.set_label(
            self.tr("What they promised") if promise else self.tr("What is offered")
        )
        self.by_field.set_label(self.tr("By when") if promise else self.tr("Until when"))
        self.by_field.set_hint(self.tr("A day, or within 14 days, counted from today"))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        vault, dispute, usual = self.desk.vault, self._dispute, self._currency
        kind, words = self.kind.value, self.words.text()
        amount, by = self.amount.text(), self.by.text()
        for field in (self.words_field, self.amount_field, self.by_field):
            field.set_error("")
        self.save.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.add_promise import add_promise
            from onrecord.services.offers import add_offer

            if kind == "promise":
                return add_promise(vault, dispute, words, amount, due=by, usual=usual)
            return add_offer(vault, dispute, words, amount, side=kind, expires=by, usual=usual)

        def saved(change: Change) -> None:
            self.close_page()
            self.desk.select("promise" if kind == "promise" else "offer", (change.result,))

        self.desk.session.do(verb, saved, self, failed=self._failed, say=True)

    def _failed(self, error: KnownError) -> None:
        self.save.setEnabled(True)
        fields = {"amount": self.amount_field, "due": self.by_field, "expires": self.by_field}
        field = fields.get(getattr(error, "path", ""), self.words_field)
        field.set_error(str(error))
        field.control.setFocus()
