"""Before you hang up: who, by when, reference; a sentence to read back; a line if they refuse."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.hang_up import checks, polite_line, promised, read_back
from onrecord.ui.contact.reference_field import ReferenceField
from onrecord.ui.design import Label, LinkButton, Space, TextStyle, icons, set_look, theme

_LINES = 2
"""Lines kept free for the sentence, so that nothing jumps while one types."""


class HangUpCard(QWidget):
    """Always in view. ``wanted`` names the editor that fills a gap: name or promise."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled: dict[str, bool] = {}
        self.title = Label(self.tr("BEFORE YOU HANG UP"), self, style=TextStyle.SMALL_STRONG)
        self.title.set_tone("muted")
        self.reference = ReferenceField(self)
        for control in (self.reference.edit, self.reference.none, self.reference.refused):
            set_look(control, "big", "true")
        self.reference.none.setText(self.tr("None"))
        names = {
            "who": self.tr("who"),
            "by_when": self.tr("by when"),
            "reference": self.tr("reference"),
        }
        self.marks = {name: QLabel(self) for name in names}
        self.values = {name: Label("", self, elide=True) for name in ("who", "by_when")}
        self.add = {
            "who": LinkButton(self.tr("Note the name"), self, on_click=lambda: self._want("name")),
            "by_when": LinkButton(
                self.tr("Add the date"), self, on_click=lambda: self._want("promise")
            ),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(2, 1)
        for row, (name, words) in enumerate(names.items()):
            grid.addWidget(self.marks[name], row, 0)
            grid.addWidget(Label(words, self, muted=True), row, 1)
            if name == "reference":
                grid.addWidget(self.reference, row, 2, 1, 2)
            else:
                grid.addWidget(self.values[name], row, 2)
                grid.addWidget(self.add[name], row, 3, Qt.AlignmentFlag.AlignRight)
        self.sentence = Label("", self, wrap=True)
        self.polite = Label("", self, style=TextStyle.SMALL, tone="info", wrap=True)
        self.polite.hide()
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self.head)
        column.addLayout(grid)
        column.addWidget(self.sentence)
        column.addWidget(self.polite)
        theme.follow(self._refresh)

    def show_entry(self, entry: ContactEntry) -> None:
        """All but the reference, which stands in its own field."""
        for check in checks(entry):
            self._settled[check.name] = check.settled
            self.marks[check.name].setAccessibleName(
                self.tr("noted") if check.settled else self.tr("missing")
            )
            if check.name in self.values:
                self.values[check.name].setText(check.value)
        self.values["by_when"].set_tone(None)
        if not promised(entry):
            self.values["by_when"].setText(self.tr("nothing promised yet"))
            self.values["by_when"].set_tone("muted")
        self.add["who"].setVisible(not self._settled["who"])
        self.add["by_when"].setVisible(bool(promised(entry)) and not self._settled["by_when"])
        self.sentence.setText(f"“{read_back(entry)}”")
        line = polite_line(entry)
        self.polite.setText(line)
        self.polite.setVisible(bool(line))
        self._refresh()

    def _want(self, name: str) -> None:
        self.wanted.emit(name)

    def _refresh(self) -> None:
        side = theme.current().metrics.px(16)
        for name, mark in self.marks.items():
            on = self._settled.get(name, False)
            icon = icons.icon("success" if on else "warning", "success" if on else "faint", side)
            mark.setPixmap(icon.pixmap(side))
        self._fit()

    def _fit(self) -> None:
        """The sentences as high as they need at this width, the first at least two lines, so that
        nothing jumps while one types."""
        least = self.sentence.fontMetrics().lineSpacing() * _LINES
        for label, lowest in ((self.sentence, least), (self.polite, 0)):
            label.setMinimumHeight(0)  # it would count as what the words need
            label.setFixedHeight(max(lowest, label.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
