"""Several things at once: how many, where they go together, or to the trash."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import Button, DangerButton, Muted, Rule, Space, Title
from onrecord.ui.desk import Desk
from onrecord.ui.item_list import DRAGGED, trash_these


class ManyPanel(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._evidence: list[str] = []
        self._contacts: list[str] = []
        self.title = Title("", self, wrap=True)
        self.about = Muted("", self)
        self._menu = QMenu(self)
        self.file = Button(self.tr("File into a dispute…"), self, menu=self._menu)
        self.new = Button(
            self.tr("New dispute from these"), self, icon="dispute", on_click=self._start
        )
        self.out = Button(self.tr("Take out of this dispute"), self, on_click=self._take_out)
        self.trash = DangerButton(
            self.tr("Move to trash"), self, icon="trash", on_click=self._trash, shortcut="Del"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.XS, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.title)
        column.addWidget(self.about)
        for button in (self.file, self.new, self.out):
            column.addLayout(_left(button))
        column.addWidget(Rule(self))
        column.addLayout(_left(self.trash))
        column.addStretch(1)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """(table, id) pairs; what cannot be filed is counted only."""
        self._evidence = [id for kind, id in pairs if kind == "evidence"]
        self._contacts = [id for kind, id in pairs if kind == "contact"]
        self.title.setText(self.tr("{0} things selected").format(len(pairs)))
        self.about.setText(self._counts(len(pairs)))
        movable = bool(self._evidence or self._contacts)
        for button in (self.file, self.new, self.trash):
            button.setVisible(movable)
        self.out.setVisible(movable and bool(self._desk.dispute_id))
        self._ask_disputes()

    def save_now(self) -> None:
        """Nothing is typed here."""

    def _counts(self, count: int) -> str:
        documents, calls = len(self._evidence), len(self._contacts)
        said: list[str] = []
        if documents:
            said.append(
                self.tr("1 document")
                if documents == 1
                else self.tr("{0} documents").format(documents)
            )
        if calls:
            said.append(
                self.tr("1 call or message")
                if calls == 1
                else self.tr("{0} calls or messages").format(calls)
            )
        if rest := count - documents - calls:
            said.append(self.tr("{0} others").format(rest))
        return ", ".join(said)

    def _ask_disputes(self) -> None:
        vault, here = self._desk.vault, self._desk.dispute_id

        def query() -> list[tuple[str, str]]:
            from onrecord.domain.dispute import Dispute

            found = vault.find(
                Dispute, "trashed_at = '' AND state != 'closed'", [], order="rowid DESC", limit=30
            )
            return [(one.id, one.title) for one in found if one.id != here]

        def fill(disputes: list[tuple[str, str]]) -> None:
            self._menu.clear()
            for id, title in disputes:
                self._menu.addAction(title.replace("&", "&&")).triggered.connect(
                    lambda _on=False, id=id: self._file(id)
                )
            self.file.setEnabled(bool(disputes))

        self._desk.session.ask(query, fill, self, "disputes")

    def _file(self, dispute_id: str) -> None:
        vault, evidence, contacts = self._desk.vault, self._evidence, self._contacts

        def verb() -> Change:
            from onrecord.services.file_items import file_items

            return file_items(vault, evidence, contacts, dispute_id)

        self._desk.session.do(verb, say=True)

    def _start(self) -> None:
        self._desk.new_dispute(self._evidence, self._contacts)

    def _take_out(self) -> None:
        vault, here = self._desk.vault, self._desk.dispute_id
        evidence, contacts = self._evidence, self._contacts

        def verb() -> Change:
            from onrecord.services.file_items import take_out

            return take_out(vault, evidence, contacts, here)

        self._desk.session.do(verb, say=True)

    def _trash(self) -> None:
        pairs = [("evidence", id) for id in self._evidence]
        pairs += [("contact", id) for id in self._contacts]
        trash_these(self._desk, [pair for pair in pairs if pair[0] in DRAGGED])


def _left(button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
