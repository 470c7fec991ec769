"""The page of the form that opens: reference, who, what was said; and the way to more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from onrecord.ui.contact.kind_button import KindButton
from onrecord.ui.contact.reference_field import ReferenceField
from onrecord.ui.contact.said_editor import SaidEditor
from onrecord.ui.design import Field, FlowLayout, Muted, QuietButton, Rule, Space


class NotePage(QWidget):
    changed = Signal()
    more_wanted = Signal(object)
    """The name of the page asked for: promise, details, outcome, documents."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = KindButton(self)
        self.reference = ReferenceField(self)
        self.reference_field = Field(self.tr("Reference number"), self.reference, self)
        self.agent = QLineEdit(self)
        self.agent_field = Field(self.tr("Who I spoke to"), self.agent, self)
        self.said = SaidEditor(self)
        self.said_field = Field(self.tr("What was said"), self.said, self)
        self.company = QLineEdit(self)
        self.company_field = Field(self.tr("Company"), self.company, self, optional=True)
        self.summary = Muted("", self)
        self.more = {
            "promise": QuietButton(self.tr("Promise or offer"), self, icon="promise"),
            "details": QuietButton(self.tr("When, how long, number"), self, icon="clock"),
            "outcome": QuietButton(self.tr("Team, how it ended"), self, icon="flag"),
            "documents": QuietButton(self.tr("Documents"), self, icon="link"),
        }
        add = QWidget(self)
        flow = FlowLayout(add, gap=Space.XS)
        for name, button in self.more.items():
            flow.addWidget(button)
            button.clicked.connect(lambda _on=False, name=name: self.more_wanted.emit(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.reference_field)
        column.addWidget(self.agent_field)
        column.addWidget(self.said_field)
        column.addWidget(self.company_field)
        column.addWidget(Rule(self))
        column.addWidget(self.summary)
        column.addWidget(add)
        column.addStretch(1)
        for edit in (self.agent, self.company):
            edit.textEdited.connect(lambda _text: self.changed.emit())
        for part in (self.reference, self.said):
            part.changed.connect(self.changed)
        self.kind.chosen.connect(self._kind_chosen)
        self.reference.edit.returnPressed.connect(self.agent.setFocus)
        self.agent.returnPressed.connect(self.said.edit.setFocus)
        self.setFocusProxy(self.reference)

    def say_more(self, lines: Mapping[str, str]) -> None:
        """What stands on the other pages, a line for each that has something."""
        said = [line for line in lines.values() if line]
        self.summary.setText("\n".join(said))
        self.summary.setVisible(bool(said))

    def label_agent(self) -> None:
        spoken = self.kind.kind in ("call", "chat", "visit")
        self.agent_field.label.setText(
            self.tr("Who I spoke to") if spoken else self.tr("From or to whom")
        )

    def _kind_chosen(self) -> None:
        self.label_agent()
        self.changed.emit()
