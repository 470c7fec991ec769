"""A figure of an entry with its source, and the small form that corrects it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.agency_words import COMPANY_FIRST, UNITS
from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Button,
    Card,
    Field,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    QuietButton,
    Space,
    StatusPill,
    TextStyle,
)
from onrecord.ui.desk import Desk
from onrecord.ui.help.sourced import Sourced


class FigureLine(QWidget):
    """``row`` is a ``FigureRow``. What is the user's is marked, with ours beside it."""

    def __init__(
        self, row: Any, correct: Callable[[Any], object], back: Callable[[Any], object],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.row = row
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label(row.label, self, style=TextStyle.SMALL_STRONG, muted=True), 1)
        self.back: LinkButton | None = None
        if row.mine:
            head.addWidget(StatusPill(self.tr("yours"), "info", self))
            if row.ours:
                self.back = LinkButton(self.tr("Back to ours"), self, on_click=lambda: back(row))
                self.back.setAccessibleName(self.tr("Back to ours: {0}").format(row.label))
                head.addWidget(self.back)
        if row.kind:
            self.correct = LinkButton(self.tr("Correct"), self, on_click=lambda: correct(row))
            self.correct.setAccessibleName(self.tr("Correct: {0}").format(row.label))
            head.addWidget(self.correct)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self.said = Sourced((row.line,), self)
        column.addWidget(self.said)
        if row.ours:
            column.addWidget(Muted(self.tr("Ours says: {0}").format(row.ours), self))


class FigureForm(Card):
    """Four fields at most: the figure, its unit, where it was read, how old that is. ``what`` is
    the code of a figure that is added."""

    def __init__(
        self, desk: Desk, agency_id: str, row: Any, close: Callable[[], object], parent: QWidget,
        *, what: str = "", label: str = "",
    ) -> None:  # fmt: skip
        super().__init__("", parent)
        self._desk, self._id, self._row, self._what = desk, agency_id, row, what
        self._close = close
        self.value, unit = self._controls()
        self.fields = {"value": Field(row.label if row else label, self.value, self)}
        self.unit = unit
        if unit is not None:
            self.fields["unit"] = Field(self.tr("Unit"), unit, self)
        self.source = QLineEdit(self)
        self.as_of = QLineEdit(self)
        self.as_of.setPlaceholderText(self.tr("today"))
        self.fields["source"] = Field(
            self.tr("Where you read it"), self.source, self,
            hint=self.tr("The address of a page, or: their letter of 3 May"),
        )  # fmt: skip
        self.fields["as_of"] = Field(self.tr("How old that is"), self.as_of, self, optional=True)
        length = QHBoxLayout()
        length.setSpacing(Space.S)
        for name, field in self.fields.items():
            if name in ("value", "unit"):
                length.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)  # an error grows only its own
            else:
                self.body.addWidget(field)
        self.body.insertLayout(0, length)
        self.save = Button(self.tr("Save"), self, on_click=self._save)
        cancel = QuietButton(self.tr("Cancel"), self, on_click=close)
        buttons = FlowLayout(gap=Space.S)
        buttons.addWidget(self.save)
        buttons.addWidget(cancel)
        self.body.addLayout(buttons)
        for edit in self.findChildren(QLineEdit):
            edit.returnPressed.connect(self._save)

    def start(self) -> None:
        """The cursor in the figure."""
        self.value.setFocus()
        if isinstance(self.value, QLineEdit):
            self.value.selectAll()

    def _controls(self) -> tuple[QWidget, QComboBox | None]:
        row = self._row
        kind = row.kind if row else {"wait": "length", "refer_by": "length"}.get(self._what, "")
        if kind in ("choice", "yes_no"):
            box = QComboBox(self)
            choices = COMPANY_FIRST if kind == "choice" else {"yes": "yes", "no": "no"}
            for code, words in choices.items():
                box.addItem(words, code)
            box.setCurrentIndex(max(0, box.findText(row.line.words)))
            return box, None
        edit = QLineEdit(self)
        if row:
            said = row.line.words
            if kind == "money":  # without the note and the places behind it, which stay
                said = re.split(r", | \(", said)[0]
            edit.setText(row.amount if kind == "length" else said)
        if kind != "length":
            return edit, None
        unit = QComboBox(self)
        for code, (_one, many) in UNITS.items():
            unit.addItem(many, code)
        unit.setCurrentIndex(max(0, unit.findData(row.unit if row else "weeks")))
        return edit, unit

    def _save(self) -> None:
        vault, id, row, what = self._desk.vault, self._id, self._row, self._what
        if isinstance(self.value, QComboBox):
            value = str(self.value.currentData())
        else:
            assert isinstance(self.value, QLineEdit)
            value = self.value.text()
        unit = str(self.unit.currentData()) if self.unit is not None else ""
        source, as_of = self.source.text(), self.as_of.text()
        for field in self.fields.values():
            field.set_error("")

        def verb() -> Change:
            from onrecord.services.agency_directory_edit import add_figure, correct_figure

            if row is None:
                return add_figure(vault, id, what, value, unit=unit, source=source, as_of=as_of)
            return correct_figure(vault, id, row.path, value, unit=unit, source=source, as_of=as_of)

        def failed(error: KnownError) -> None:
            field = self.fields.get(getattr(error, "path", ""), self.fields["value"])
            field.set_error(str(error))
            field.setFocus()

        def done(_change: Change) -> None:
            self._close()

        self._desk.session.do(verb, done, self, failed=failed, say=True)
