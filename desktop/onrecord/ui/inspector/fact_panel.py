"""What happened, in the person's own words, with its date and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.fact import Fact
from onrecord.domain.when import When
from onrecord.ui.chronology.cited_list import CitedList
from onrecord.ui.design import Field, IconButton
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel, note_edit
from onrecord.ui.inspector.saver import Saver


@dataclass(frozen=True)
class _Found:
    fact: Fact
    places: tuple[Any, ...]


class FactPanel(Panel):
    TABLES = frozenset({"fact", "citation", "evidence", "contact"})

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
        self.cited = CitedList(
            desk,
            self.tr("What shows it"),
            self,
            hint=self.tr("Nothing yet. Open a document and choose “Cite this”."),
        )
        self.remove = IconButton("trash", self.tr("Take it out"), self, on_click=self._remove)
        self.column.addWidget(self.words)
        self.column.addWidget(self.dated)
        self.column.addWidget(self.cited)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.remove)

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.services.views.citing import places

        return _Found(vault.get(Fact, id), places(vault, [id]).get(id, ()))

    def fill(self, found: _Found) -> None:
        self._saver.fill(found.fact)
        self.cited.show_places(found.places)

    def _remove(self) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.edit_record import remove_record

            return remove_record(vault, Fact, id, "Took out what happened")

        self.do(verb, lambda _change: self._desk.select("", ()), say=True)
