"""Say what happened on a line of steps: they said no, they answered, I took it further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import RUNGS
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Field, Popover, QuietButton, Space
from onrecord.ui.desk import Desk


@dataclass(frozen=True)
class Happening:
    """``kind`` and ``rung`` are as a step stores them; ``asks`` is what the form asks beside the
    date: reason, reference or nothing."""

    kind: str
    words: str
    asks: str = ""
    rung: str = ""


class WhatHappened(QuietButton):
    """A button with the menu; each entry opens a small form with the date."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        menu = QMenu(parent)
        super().__init__(self.tr("What happened"), parent, menu=menu)
        self._desk = desk
        self._dispute, self._track = "", ""
        self.form: HappenedForm | None = None
        self.setToolTip(self.tr("They said no, they answered, I took it further…"))
        self.entries: dict[str, object] = {}
        for one in (
            Happening("asked", self.tr("I complained…"), "reference"),
            Happening("denied", self.tr("They said no…"), "reason"),
            Happening("answered", self.tr("They answered…"), "reference"),
            Happening("final_response", self.tr("Their final answer…"), "reason"),
            Happening("deadlock", self.tr("They will not move (deadlock)…"), "reason"),
        ):
            self._entry(menu, one)
        further = menu.addMenu(self.tr("I took it further"))
        names = rung_words(self)
        for rung in RUNGS[1:]:
            self._entry(further, Happening("escalated", f"{names[rung]}…", "reference", rung), rung)
        menu.addSeparator()
        for one in (
            Happening("served", self.tr("A body passed it on to them (served)…"), "reference"),
            Happening("recommended", self.tr("A body made a proposal…"), "reason"),
            Happening("decided", self.tr("It was decided…"), "reason"),
        ):
            self._entry(menu, one)

    def _entry(self, menu: QMenu, one: Happening, name: str = "") -> None:
        action = menu.addAction(one.words)
        action.triggered.connect(lambda _on=False: self.ask(one))
        self.entries[name or one.kind] = action

    def show_for(self, dispute_id: str, track_id: str) -> None:
        self._dispute, self._track = dispute_id, track_id

    def ask(self, one: Happening) -> None:
        self.form = HappenedForm(self._desk, one, self._dispute, self._track, self)
        self.form.show_at(self)


class HappenedForm(Popover):
    def __init__(
        self, desk: Desk, one: Happening, dispute_id: str, track_id: str, parent: QWidget
    ) -> None:
        super().__init__(one.words.rstrip("…"), parent)
        self._desk, self._one = desk, one
        self._dispute, self._track = dispute_id, track_id
        self.setMinimumWidth(320)
        self.when = QLineEdit(self)
        self.when_field = Field(
            self.tr("When"), self.when, self, hint=self.tr("A day, or a month if that is all")
        )
        self.when.setText(When.of_day(date.today()).words())
        self.more = QLineEdit(self)
        label = self.tr("Their reason") if one.asks == "reason" else self.tr("Their reference")
        if one.kind in ("recommended", "decided"):
            label = self.tr("What it says")
        self.more_field = Field(label, self.more, self, optional=True)
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addWidget(self.when_field)
        column.addWidget(self.more_field)
        column.addWidget(self.save)
        self.body.addLayout(column)
        for edit in (self.when, self.more):
            edit.returnPressed.connect(self._save)

    def _save(self) -> None:
        vault, one = self._desk.vault, self._one
        dispute, track = self._dispute, self._track
        when, more = self.when.text(), self.more.text()
        reason = more if one.asks == "reason" else ""
        reference = more if one.asks == "reference" else ""

        def verb() -> Change:
            from onrecord.services.record_stage import record_stage

            return record_stage(
                vault, dispute, one.kind, dated=when, reason=reason, reference=reference,
                rung=one.rung, track_id=track,
            )  # fmt: skip

        def failed(error: KnownError) -> None:
            self.when_field.set_error(str(error))
            self.adjustSize()

        def done(_change: Change) -> None:
            self.close()

        self._desk.session.do(verb, done, self, failed=failed, say=True)


def rung_words(view: QWidget) -> dict[str, str]:
    """The rungs as they follow "I took it further"."""
    return {
        "supervisor": view.tr("to a supervisor"),
        "formal": view.tr("as a formal complaint"),
        "executive": view.tr("to the executive office"),
        "ombudsman": view.tr("to an ombudsman or regulator"),
        "court": view.tr("to court"),
    }
