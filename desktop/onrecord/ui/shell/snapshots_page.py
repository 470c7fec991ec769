"""Earlier states of the vault: what each held, and going back to one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import Body, Button, Card, Label, PrimaryButton, QuietButton, Space
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page


class SnapshotCard(Card):
    """One of them. The disputes it holds are read when it is looked at."""

    def __init__(self, desk: Desk, row: Any, parent: QWidget) -> None:
        super().__init__(row.words, parent)
        self._desk = desk
        self.row = row
        if row.before:
            self.body.addWidget(Body(self.tr("Just before going back to an earlier one."), self))
        if row.problem:
            self.body.addWidget(Label(row.problem, self, tone="danger", wrap=True))
            return
        self.body.addWidget(Body(row.holds, self))
        self.inside = Body("", self)
        self.inside.hide()
        self.body.addWidget(self.inside)
        self.look = QuietButton(self.tr("Look at it"), self, on_click=self._look)
        self.go_back = Button(self.tr("Go back to this one"), self, icon="undo", on_click=self._ask)
        self.buttons = _row(self, self.look, self.go_back)
        self.question = QWidget(self)
        self.sure = PrimaryButton(self.tr("Go back"), self.question, on_click=self._go_back)
        self.stay = QuietButton(self.tr("Stay as it is now"), self.question, on_click=self._stay)
        words = Body(
            self.tr(
                "How it is now stays in this list for 30 days, what came later goes to the trash, "
                "and Undo takes it back."
            ),
            self,
        )
        self.words = words
        words.hide()
        _row(self.question, self.sure, self.stay)
        self.question.hide()
        self.body.addWidget(self.buttons)
        self.body.addWidget(words)
        self.body.addWidget(self.question)
        for button in (self.look, self.go_back, self.sure):
            button.setAccessibleName(f"{button.text()}: {row.words}")

    def _look(self) -> None:
        vault, name = self._desk.vault, self.row.id

        def query() -> Any:
            from onrecord.services.views.snapshots import disputes_then

            return disputes_then(vault, name)

        self._desk.session.ask(query, self._show_disputes, self, "look")

    def _show_disputes(self, found: Any) -> None:
        lines = [
            self.tr("{0}, {1}: {2} documents, {3} calls and messages").format(
                one.title, one.company, one.documents, one.contacts
            )
            for one in found
        ]
        self.inside.setText("\n".join(lines) or self.tr("There was no dispute yet."))
        self.inside.show()

    def _ask(self) -> None:
        self.buttons.hide()
        self.words.show()
        self.question.show()
        self.stay.setFocus()

    def _stay(self) -> None:
        self.question.hide()
        self.words.hide()
        self.buttons.show()
        self.go_back.setFocus()

    def _go_back(self) -> None:
        vault, name = self._desk.vault, self.row.id
        self.sure.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.go_back import go_back

            return go_back(vault, name)

        def failed(error: KnownError) -> None:
            self._desk.session.notices.error(str(error))
            self.sure.setEnabled(True)

        self._desk.session.do(
            verb, lambda _change: self._desk.show_today(), self, failed=failed, say=True
        )


class SnapshotsPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Earlier states"),
            self.tr(
                "A copy of the records is kept at each lock: the last three, and one of each of "
                "the last seven days. Documents are kept once, whatever the records say."
            ),
        )
        self.cards: list[SnapshotCard] = []
        vault = desk.vault

        def query() -> Any:
            from onrecord.services.views.snapshots import snapshots

            return snapshots(vault)

        desk.session.ask(query, self._show, self, "snapshots")

    def _show(self, rows: Any) -> None:
        for row in rows:
            card = SnapshotCard(self.desk, row, self)
            self.cards.append(card)
            self.body.addWidget(card)
        if not rows:
            self.body.addWidget(
                Body(self.tr("There is none yet: the first is made when you lock."), self)
            )


def _row(parent: QWidget, *buttons: QWidget) -> QWidget:
    """The buttons side by side, in ``parent`` or in a widget of their own below a card."""
    holder = parent if type(parent) is QWidget else QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for button in buttons:
        button.setParent(holder)
        row.addWidget(button)
    row.addStretch(1)
    return holder
