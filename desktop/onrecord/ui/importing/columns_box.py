"""Which column of a table is which: the guess, to be put right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from onrecord.intake.import_rows import FIELDS, ImportReading
from onrecord.ui.design import Body, Label, Space
from onrecord.ui.inspector.fold import Fold


class ColumnsBox(QWidget):
    """``mapped`` carries the new mapping, by the person only."""

    mapped = Signal(object)  # dict[str, int]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[QComboBox] = []
        self.said = Body("", self)
        self.fold = Fold(self.tr("Say which column is which"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.said)
        column.addWidget(self.fold)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self.fold.body.addLayout(self._grid)
        self._columns: tuple[str, ...] = ()
        self._words = {
            "date": self.tr("date"),
            "time": self.tr("time"),
            "kind": self.tr("call, email, letter …"),
            "direction": self.tr("in or out"),
            "company": self.tr("company"),
            "number": self.tr("phone number"),
            "who": self.tr("who I spoke to"),
            "reference": self.tr("reference number"),
            "said": self.tr("what was said"),
            "promise": self.tr("what they promised"),
            "due": self.tr("by when they promised it"),
            "outcome": self.tr("outcome"),
            "notes": self.tr("notes"),
            "duration": self.tr("how long it took"),
            "hold": self.tr("time on hold"),
        }

    def show_reading(self, reading: ImportReading) -> None:
        """The guess in words; a box a column below."""
        by_column = {at: name for name, at in reading.mapping.items()}
        told = [
            f"{heading or self.tr('column {0}').format(at + 1)} = {self._words[by_column[at]]}"
            for at, heading in enumerate(reading.columns)
            if at in by_column
        ]
        self.said.setText(self.tr("Columns: {0}").format("; ".join(told) or self.tr("none known")))
        if "date" not in reading.mapping:
            self.fold.set_open(True)
        if reading.columns != self._columns:
            self._make(reading)
        for at, box in enumerate(self.boxes):
            was = box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(by_column.get(at, ""))))
            box.blockSignals(was)

    def _make(self, reading: ImportReading) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._columns = reading.columns
        self.boxes = []
        for at, heading in enumerate(reading.columns):
            box = QComboBox(self.fold.content)
            box.addItem(self.tr("not used"), "")
            for name in FIELDS:
                box.addItem(self._words[name], name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            said = heading or self.tr("column {0}").format(at + 1)
            box.setAccessibleName(self.tr("What stands in the column {0}").format(said))
            box.activated.connect(lambda _index, at=at: self._chosen(at))
            self._grid.addWidget(Label(said, self.fold.content, elide=True), at, 0)
            self._grid.addWidget(box, at, 1)
            self.boxes.append(box)

    def _chosen(self, changed: int) -> None:
        """A meaning belongs to one column: the one chosen last."""
        mapping: dict[str, int] = {}
        for at, box in enumerate(self.boxes):
            name = str(box.currentData())
            if name and (name not in mapping or at == changed):
                mapping[name] = at
        self.mapped.emit(mapping)
