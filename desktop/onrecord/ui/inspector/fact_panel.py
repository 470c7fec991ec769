"""What happened, in the person's own words, with its date."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.fact import Fact
from onrecord.domain.when import When
from onrecord.ui.design import Field, IconButton
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel, note_edit
from onrecord.ui.inspector.saver import Saver


class FactPanel(Panel):
    TABLES = frozenset({"fact"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        saver = Saver(desk, Fact, self)
        self.savers.append(saver)
        self._saver = saver
        self.words = saver.bind(Field(self.tr("What happened"), note_edit(self, 5), self), "words")
        self.dated = saver.bind(
            Field(self.tr("When"), QLineEdit(self), self),
            "dated",
            show=lambda record: When(record.dated).words() if record.dated else "",
        )
        self.remove = IconButton("trash", self.tr("Take it out"), self, on_click=self._remove)
        self.column.addWidget(self.words)
        self.column.addWidget(self.dated)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.remove)

    def query(self, vault: Any, id: str) -> Fact:
        return vault.get(Fact, id)

    def fill(self, found: Fact) -> None:
        self._saver.fill(found)

    def _remove(self) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.edit_record import remove_record

            return remove_record(vault, Fact, id, "Took out what happened")

        self.do(verb, lambda _change: self._desk.select("", ()), say=True)
