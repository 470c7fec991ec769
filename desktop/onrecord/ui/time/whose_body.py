"""Which body the complaint is with, a list for each line of steps of a dispute."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import NO_BODY
from onrecord.ui.design import Field, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk

_NAME = 20
"""Characters of a company's name in a label, so that the line fits beside a dispute."""


class WhoseBody(QWidget):
    """A choice is kept at once. Lines of steps without a body to choose from are left out; the
    page of steps has those beyond ``MOST``."""

    MOST = 3

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Any, ...] = ()
        self.fields: list[Field] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.hide()

    def fill(self, choices: tuple[Any, ...]) -> None:
        """``choices`` are ``BodyChoice``. What has not changed stays, with the cursor in it."""
        shown = tuple(one for one in choices if one.bodies)[: self.MOST]
        if [one.track_id for one in shown] != [one.track_id for one in self._shown]:
            for field in self.fields:
                discard(field)
            self.fields = [self._field(one.track_id) for one in shown]
        self._shown = shown
        for field, one in zip(self.fields, shown, strict=True):
            words = self.tr("My complaint is with")
            if len(choices) > 1:
                words = self.tr("My complaint against {0} is with").format(one.company)
            name = one.company
            short = name if len(name) <= _NAME else f"{name[: _NAME - 2].rstrip()}…"
            field.label.setText(words.replace(name, short))
            field.label.setToolTip(words if short != name else "")
            field.control.setAccessibleName(words)
            _offer(field.control, self._entries(one), one.chosen)

    def _entries(self, one: Any) -> list[tuple[str, str]]:
        unsaid = self.tr("not said which body") if one.at_a_body else self.tr("not said")
        return [("", unsaid), *one.bodies, (NO_BODY, self.tr("no body"))]

    def _field(self, track_id: str) -> Field:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _at: self._choose(track_id, str(box.currentData())))
        field = Field(self.tr("My complaint is with"), box, self)
        self._column.addWidget(field)
        field.show()
        return field

    def _choose(self, track_id: str, agency_id: str) -> None:
        if any(one.track_id == track_id and one.chosen == agency_id for one in self._shown):
            return
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.complaint_body import set_body

            return set_body(vault, track_id, agency_id)

        self._desk.session.do(verb, say=True)


def _offer(control: QWidget, entries: list[tuple[str, str]], chosen: str) -> None:
    assert isinstance(control, QComboBox)
    if entries != [(control.itemData(n), control.itemText(n)) for n in range(control.count())]:
        control.clear()
        for code, words in entries:
            control.addItem(words, code)
    control.setCurrentIndex(max(0, control.findData(chosen)))
