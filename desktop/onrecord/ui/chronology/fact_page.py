"""Write down what happened: when, as exactly as it is known, what, and who says so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.typed_when import parse_when
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Field, Option, PrimaryButton, Segmented, Space
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import note_edit
from onrecord.ui.shell.page import Page


class FactPage(Page):
    """With ``version_of`` (a ``Fact``) the other side's version of that is asked for."""

    def __init__(
        self, desk: Desk, dispute_id: str, parent: QWidget | None = None, *, version_of: Any = None
    ) -> None:
        super().__init__(desk, parent)
        self._dispute, self._fact = dispute_id, version_of
        self.set_words(
            self.tr("Write down what happened")
            if version_of is None
            else self.tr("What they say happened"),
            self.tr("It takes its place among calls and documents by its date.")
            if version_of is None
            else self.tr("You say: {0}").format(version_of.words),
        )
        self.words = note_edit(self, 3)
        self.words_field = Field(
            self.tr("What happened") if version_of is None else self.tr("Their version"),
            self.words,
            self,
        )
        self.when = QLineEdit(self)
        self._when_hint = self.tr(
            "As exactly as you know: 3 March 2026, mid-March 2026, May to September 2011"
        )
        self.when_field = Field(self.tr("When"), self.when, self, hint=self._when_hint)
        self.side = Segmented(
            [
                Option("mine", self.tr("I say so"), self.tr("It is your own account")),
                Option("theirs", self.tr("They say so"), self.tr("It is their account")),
            ],
            self.tr("Who says so"),
            self,
            value="mine",
        )
        self.disputed = QCheckBox(self.tr("They dispute it"), self)
        self.quoted = QLineEdit(self)
        self.quoted_field = Field(
            self.tr("Their words, where they admit it"),
            self.quoted,
            self,
            optional=True,
            hint=self.tr("Word for word, as they wrote or said it"),
        )
        self.save = PrimaryButton(self.tr("Put it on record"), self, on_click=self._save)
        self.cancel = Button(self.tr("Cancel"), self, on_click=self.close_page)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.body.addWidget(self.words_field)
        self.body.addWidget(self.when_field)
        if version_of is None:
            self.body.addWidget(self.side, 0, Qt.AlignmentFlag.AlignLeft)
            self.body.addWidget(self.disputed)
            self.body.addWidget(self.quoted_field)
        else:
            for widget in (self.side, self.disputed, self.quoted_field):
                widget.hide()
        self.body.addLayout(row)
        self.when.textEdited.connect(lambda _text: self._read_when())
        for edit in (self.when, self.quoted):
            edit.returnPressed.connect(self._save)
        self.side.chosen.connect(lambda _made: self._sides())

    def open_page(self) -> None:
        self.words.setFocus()

    def _sides(self) -> None:
        mine = self.side.value == "mine"
        self.quoted_field.setVisible(mine)
        self.disputed.setText(self.tr("They dispute it") if mine else self.tr("I dispute it"))

    def _read_when(self) -> None:
        """While typing: how it is understood, so that nobody finds out later."""
        typed = self.when.text()
        self.when_field.set_error("")
        try:
            read = parse_when(typed).words() if typed.strip() else ""
        except ValueError:
            read = ""
        self.when_field.set_hint(self.tr("Read as {0}").format(read) if read else self._when_hint)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        vault, dispute, fact = self.desk.vault, self._dispute, self._fact
        words, when, side = self.words.toPlainText(), self.when.text(), self.side.value
        disputed = self.disputed.isChecked()
        quoted = self.quoted.text() if side == "mine" else ""
        self.save.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.facts import add_fact, add_version

            if fact is not None:
                return add_version(vault, fact.id, words, when)
            return add_fact(
                vault, dispute, words, when, side=side, disputed=disputed, quoted=quoted
            )

        self.desk.session.do(verb, self._saved, self, failed=self._failed, say=True)

    def _saved(self, change: Change) -> None:
        shown = self._fact.id if self._fact is not None else change.result
        self.close_page()
        self.desk.select("fact", (shown,))

    def _failed(self, error: KnownError) -> None:
        self.save.setEnabled(True)
        field = self.when_field if getattr(error, "path", "") == "dated" else self.words_field
        field.set_error(str(error))
        field.control.setFocus()
