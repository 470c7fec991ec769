"""What happened: both versions of it, what shows it, how firmly it stands and what would help."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.fact import Fact
from onrecord.domain.when import When
from onrecord.ui.chronology.cited_list import CitedList
from onrecord.ui.chronology.make_firmer import act_on
from onrecord.ui.design import (
    Body,
    Field,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Space,
    StatusPill,
    TextStyle,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel, how_firmly, note_edit
from onrecord.ui.inspector.saver import Saver


class FactPanel(Panel):
    TABLES = frozenset(
        {"fact", "citation", "evidence", "contact", "dispute_evidence", "planned_action"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._detail: Any = None
        saver = Saver(desk, Fact, self)
        self.savers.append(saver)
        self._saver = saver
        self.pill = StatusPill("", "info", self)
        self.words = saver.bind(Field(self.tr("What happened"), note_edit(self, 3), self), "words")
        self.dated = saver.bind(
            Field(self.tr("When"), QLineEdit(self), self),
            "dated",
            show=lambda record: When(record.dated).words() if record.dated else "",
        )
        self.disputed = QCheckBox(self.tr("They dispute it"), self)
        self.disputed.clicked.connect(self._set_disputed)
        quotes = Saver(desk, Fact, self, verb=self._admit)
        self.savers.append(quotes)
        self._quotes = quotes
        self.quoted = quotes.bind(
            Field(
                self.tr("Their words, where they admit it"), QLineEdit(self), self, optional=True
            ),
            "quoted",
        )
        self.sides = _Sides(desk, self)
        self.add_version = LinkButton(
            self.tr("They say otherwise…"), self, icon="add", on_click=self._add_version
        )
        self.cited = CitedList(
            desk,
            self.tr("What shows it"),
            self,
            hint=self.tr("Nothing yet. Open a document and choose “Cite this”."),
        )
        self.ground = Body("", self)
        self.firmer = Muted("", self)
        self.printed = Muted("", self)
        self._remedies = QVBoxLayout()
        self._remedies.setSpacing(Space.XS)
        self.remedies: list[LinkButton] = []
        self.remove = IconButton("trash", self.tr("Take it out"), self, on_click=self._remove)
        self._lay_out()

    def _lay_out(self) -> None:
        for widget in (
            self.pill, self.words, self.dated, self.sides, self.add_version, self.disputed,
            self.quoted, self.cited,
        ):  # fmt: skip
            align = widget in (self.pill, self.add_version)
            self.column.addWidget(
                widget, 0, Qt.AlignmentFlag.AlignLeft if align else Qt.AlignmentFlag(0)
            )
        how = how_firmly(self, self.ground, self.printed, self.firmer)
        how.addLayout(self._remedies)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.remove)

    def query(self, vault: Any, id: str) -> Any:
        from onrecord.services.views.facts import fact_detail

        return fact_detail(vault, id)

    def fill(self, found: Any) -> None:
        self._detail = found
        fact: Fact = found.fact
        mine = fact.side == "mine"
        self._saver.fill(fact)
        self._quotes.fill(fact)
        state, tone = "", "neutral"
        if fact.admitted:
            state, tone = self.tr("they admit it"), "success"
        elif found.other is not None or fact.disputed:
            state, tone = self.tr("disputed"), "warning"
        elif not mine:
            state = self.tr("what they say")
        self.pill.set_status(state, tone)  # pyright: ignore
        self.pill.setVisible(bool(state))
        self.disputed.setText(self.tr("They dispute it") if mine else self.tr("I dispute it"))
        self.disputed.setChecked(fact.disputed)
        self.disputed.setVisible(found.other is None)
        self.quoted.setVisible(mine)
        self.sides.show_both(fact, found.other)
        self.add_version.setVisible(found.other is None)
        self.add_version.setText(
            self.tr("They say otherwise…") if mine else self.tr("I say otherwise…")
        )
        self.cited.show_places(found.places)
        self._show_ground(found)

    def _show_ground(self, found: Any) -> None:
        ground = found.ground
        kinds = {
            "documented": self.tr("A document shows it"),
            "noted_with_reference": self.tr("Noted at the time, with reference"),
            "noted": self.tr("Noted at the time"),
            "admitted": self.tr("They admit it"),
            "recalled": self.tr("Recalled later"),
        }
        said = kinds[ground.kind]
        same = ground.kind in ("documented", "admitted")
        self.ground.setText(f"{said}." if same else f"{said}: {ground.reason}.")
        self.printed.setText(self.tr("It is printed as: {0}").format(found.worded))
        self.printed.setVisible(found.fact.side == "mine")
        self.firmer.setText(ground.firmer)
        self.firmer.setVisible(bool(ground.firmer) and not found.remedies)
        for button in self.remedies:
            self._remedies.removeWidget(button)
            discard(button)
        self.remedies = []
        for remedy in found.remedies:
            button = LinkButton(
                remedy.words,
                self,
                on_click=lambda name=remedy.action: act_on(self._desk, name, self._detail),
            )
            self._remedies.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.remedies.append(button)

    # ---------------------------------------------------------------- changing

    def _set_disputed(self, on: bool) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            words = "Marked as disputed" if on else "No longer marked as disputed"
            return edit_record(vault, Fact, id, words, disputed=on)

        self.do(verb)

    def _admit(self, id: str, _words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.facts import admit

        return admit(self._desk.vault, id, str(values["quoted"]))

    def _add_version(self) -> None:
        if self._detail is not None:
            self.save_now()
            self._desk.act("add_version", self.id)

    def _remove(self) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.facts import remove_fact

            return remove_fact(vault, id)

        self.do(verb, lambda _change: self._desk.select("", ()), say=True)


class _Sides(QWidget):
    """Mine and theirs beside each other, where there are two versions."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._other = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(2)
        self.columns: list[tuple[Label, Muted, Body]] = []
        for column, title in enumerate((self.tr("I say"), self.tr("They say"))):
            parts = (
                Label(title, self, style=TextStyle.SMALL_STRONG),
                Muted("", self),
                Body("", self),
            )
            for row, part in enumerate(parts):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            self.columns.append(parts)
        self.open = LinkButton("", self, on_click=self._open)
        grid.addWidget(self.open, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_both(self, fact: Fact, other: Fact | None) -> None:
        self.setVisible(other is not None)
        if other is None:
            return
        self._other = other.id
        mine, theirs = (fact, other) if fact.side == "mine" else (other, fact)
        for (_title, when, words), one in zip(self.columns, (mine, theirs), strict=True):
            when.setText(When(one.dated).words() if one.dated else self.tr("day not known"))
            words.setText(one.words)
        self.open.setText(
            self.tr("Show their version") if other is theirs else self.tr("Show my version")
        )

    def _open(self) -> None:
        self._desk.select("fact", (self._other,))
