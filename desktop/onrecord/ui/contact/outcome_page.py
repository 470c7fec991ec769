"""How it ended, and more about who it was."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry
from onrecord.ui.design import Field, Space


class OutcomePage(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.team = QLineEdit(self)
        self.staff = QLineEdit(self)
        self.outcome = _box(self)
        self.notes = _box(self)
        who = QHBoxLayout()
        who.setSpacing(Space.M)
        who.addWidget(Field(self.tr("Their team"), self.team, self))
        who.addWidget(Field(self.tr("Their staff number"), self.staff, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(who)
        column.addWidget(Field(self.tr("How it ended"), self.outcome, self))
        column.addWidget(Field(self.tr("Notes for myself"), self.notes, self))
        column.addStretch(1)
        self.setFocusProxy(self.team)
        for edit in (self.team, self.staff):
            edit.textEdited.connect(lambda _text: self.changed.emit())
        for box in (self.outcome, self.notes):
            box.textChanged.connect(self.changed)

    def values(self) -> dict[str, str]:
        return {
            "agent_team": self.team.text().strip(),
            "agent_id": self.staff.text().strip(),
            "outcome": self.outcome.toPlainText().strip(),
            "notes": self.notes.toPlainText().strip(),
        }

    def show_entry(self, entry: ContactEntry) -> None:
        self.team.setText(entry.agent_team)
        self.staff.setText(entry.agent_id)
        for box, words in ((self.outcome, entry.outcome), (self.notes, entry.notes)):
            was = box.blockSignals(True)
            box.setPlainText(words)
            box.blockSignals(was)


def _box(parent: QWidget) -> QPlainTextEdit:
    box = QPlainTextEdit(parent)
    box.setTabChangesFocus(True)
    box.setFixedHeight(88)
    return box
