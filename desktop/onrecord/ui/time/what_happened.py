"""Say what happened on a line of steps: they said no, they answered, I took it further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import BODY_RUNGS, RUNGS
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.design import Button, Field, Popover, QuietButton, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.ladder.document_choice import DocumentChoice


@dataclass(frozen=True)
class Happening:
    """``kind`` and ``rung`` are as a step stores them; ``asks`` is what the form asks beside the
    date, the reference and the document: reason, body or nothing."""

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
            Happening("asked", self.tr("I complained…")),
            Happening("denied", self.tr("They said no…"), "reason"),
            Happening("answered", self.tr("They answered…"), "reason"),
            Happening("final_response", self.tr("Their final answer…"), "reason"),
            Happening("deadlock", self.tr("They will not move (deadlock)…"), "reason"),
        ):
            self._entry(menu, one)
        further = menu.addMenu(self.tr("I took it further"))
        names = rung_words(self)
        for rung in RUNGS[1:]:
            asks = "body" if rung in BODY_RUNGS else ""
            self._entry(further, Happening("escalated", f"{names[rung]}…", asks, rung), rung)
        menu.addSeparator()
        for one in (
            Happening("served", self.tr("It reached them: delivered, served or passed on…")),
            Happening("recommended", self.tr("A body made a proposal…"), "reason"),
            Happening("rejected", self.tr("A body turned it down…"), "reason"),
            Happening("decided", self.tr("It was decided…"), "reason"),
        ):
            self._entry(menu, one)
        menu.addSeparator()
        for name, words in (
            ("ladder", self.tr("Show the way up")),
            ("who_can_help", self.tr("Who can help")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, name=name: desk.act(name))
            self.entries[name] = action

    def _entry(self, menu: QMenu, one: Happening, name: str = "") -> None:
        action = menu.addAction(one.words)
        action.triggered.connect(lambda _on=False: self.ask(one))
        self.entries[name or one.kind] = action

    def show_for(self, dispute_id: str, track_id: str) -> None:
        self._dispute, self._track = dispute_id, track_id

    def ask(self, one: Happening) -> None:
        if self.form is not None:
            discard(self.form)
        # Not a child of this button: that goes when what happened elsewhere is shown.
        self.form = HappenedForm(self._desk, one, self._dispute, self._track, self.window())
        self.form.show_at(self)


class HappenedForm(Popover):
    """What it opens, and by when somebody has to act, is said once it is on record."""

    def __init__(
        self, desk: Desk, one: Happening, dispute_id: str, track_id: str, parent: QWidget
    ) -> None:
        super().__init__(one.words.rstrip("…"), parent)
        self._desk, self._one = desk, one
        self._dispute, self._track = dispute_id, track_id
        self.setMinimumWidth(340)
        self.when = QLineEdit(self)
        self.when_field = Field(
            self.tr("When"),
            self.when,
            self,
            hint=self.tr("A day, or mid-March 2026 if that is all"),
        )
        self.when.setText(When.of_day(date.today()).words())
        self.more = QLineEdit(self)
        label = self.tr("Their reason")
        if one.kind in ("answered", "recommended", "decided"):
            label = self.tr("What it says")
        self.more_field = Field(label, self.more, self, optional=True)
        self.more_field.setVisible(one.asks == "reason")
        self.with_whom = QComboBox(self)
        self.with_whom.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        body_field = Field(self.tr("With whom"), self.with_whom, self, optional=True)
        body_field.setVisible(one.asks == "body")
        self.reference = QLineEdit(self)
        self.document = DocumentChoice(desk, dispute_id, self)
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        for part in (
            self.when_field,
            self.more_field,
            body_field,
            Field(self.tr("Reference"), self.reference, self, optional=True),
            Field(self.tr("What shows it"), self.document, self, optional=True),
            self.save,
        ):
            column.addWidget(part)
        self.body.addLayout(column)
        for edit in (self.when, self.more, self.reference):
            edit.returnPressed.connect(self._save)
        if one.asks == "body":
            self._ask_bodies()

    def _ask_bodies(self) -> None:
        vault, dispute, track = self._desk.vault, self._dispute, self._track
        self.with_whom.addItem(self.tr("not said"), "")

        def query() -> Any:
            from onrecord.services.complaint_body import body_choices

            return next(one for one in body_choices(vault, dispute) if one.track_id == track)

        def came(found: Any) -> None:
            for id, name in found.bodies:
                self.with_whom.addItem(name, id)
            self.with_whom.setCurrentIndex(max(0, self.with_whom.findData(found.chosen)))

        if track:
            self._desk.session.ask(query, came, self, "bodies")

    def _save(self) -> None:
        vault, one = self._desk.vault, self._one
        dispute, track = self._dispute, self._track
        when, reason, reference = self.when.text(), self.more.text(), self.reference.text()
        document, body = self.document.chosen, str(self.with_whom.currentData() or "")
        said: list[str] = []

        def verb() -> Change:
            from onrecord.services.complaint_body import set_body
            from onrecord.services.record_stage import record_stage
            from onrecord.services.record_stage_effect import effect_of

            with vault.change("Noted a step") as tx:
                if body:
                    set_body(vault, track, body)
                tx.result = record_stage(
                    vault, dispute, one.kind, dated=when, reason=reason, reference=reference,
                    rung=one.rung, track_id=track, evidence_id=document,
                ).result  # fmt: skip
            said.extend(effect_of(vault, tx.result))
            return tx.change

        def failed(error: KnownError) -> None:
            self.when_field.set_error(str(error))
            self.adjustSize()

        def done(_change: Change) -> None:
            self.close()
            if said:
                shown = [*said[:_MOST_SAID], *said[_MOST_SAID:][-1:]]
                self._desk.session.notices.info(" ".join(shown), key="step")

        self._desk.session.do(verb, done, self, failed=failed, say=True)


_MOST_SAID = 3


def rung_words(view: QWidget) -> dict[str, str]:
    """The rungs as they follow "I took it further"."""
    return {
        "supervisor": view.tr("to a supervisor"),
        "formal": view.tr("as a formal complaint"),
        "executive": view.tr("to the executive office"),
        "ombudsman": view.tr("to an ombudsman or regulator"),
        "court": view.tr("to court, or as a card dispute"),
    }
