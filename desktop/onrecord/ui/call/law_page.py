"""May this call be recorded? The law of both ends as information; OnRecord never records."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from onrecord.domain.agency import NOT_LEGAL_ADVICE
from onrecord.ui.call.said_pages import SaidPage
from onrecord.ui.design import Field, Label, Muted, Space, TextStyle
from onrecord.ui.time.whose_rules import place_edit, read_place, show_place


class LawPage(SaidPage):
    """Two places, what to do, and below it each rule with its source and how old that is.

    What is typed here is for this call only; the dispute and the company's profile keep their own.
    """

    headline_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("May I record this call?"))
        self.mine, self.theirs = place_edit(self), place_edit(self)
        # Above the places: what is offered while one is typed does not cover it.
        self.headline = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.headline.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.headline.setMinimumHeight(2 * self.headline.fontMetrics().lineSpacing())
        self.body.addWidget(self.headline)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(Field(self.tr("I am in"), self.mine, self), 1)
        row.addWidget(Field(self.tr("They are in"), self.theirs, self), 1)
        self.body.addLayout(row)
        self.rules = QPlainTextEdit(self)
        self.rules.setReadOnly(True)
        self.rules.setTabChangesFocus(True)
        self.rules.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.rules.setAccessibleName(self.tr("The law of both ends, and where it was read"))
        self.body.addWidget(self.rules, 1)
        never = self.tr("OnRecord never records.")
        self.body.addWidget(Muted(f"{never} {NOT_LEGAL_ADVICE}", self))
        self.fill()
        self._from_vault = ("", "")
        for edit in (self.mine, self.theirs):
            edit.textChanged.connect(lambda _text: self._say())
        self.mine.returnPressed.connect(self.theirs.setFocus)
        self.theirs.returnPressed.connect(self.done.emit)
        self.setFocusProxy(self.mine)
        self._say()

    def show_places(self, mine: str, theirs: str) -> None:
        """What the dispute and the company's profile say; what was typed over it stays."""
        before, self._from_vault = self._from_vault, (mine, theirs)
        for edit, old, new in zip((self.mine, self.theirs), before, (mine, theirs), strict=True):
            if _typed(edit) == old:
                edit.setText(show_place(new))

    def _say(self) -> None:
        from onrecord.services.recording_law import recording_law

        found = recording_law(_typed(self.mine), _typed(self.theirs))
        self.headline.setText(found.headline)
        self.headline_changed.emit(found.headline)
        self.rules.setPlainText("\n".join(found.lines()))


def _typed(edit: QLineEdit) -> str:
    return read_place(edit.text())
