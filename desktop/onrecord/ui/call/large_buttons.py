"""The large buttons of the call companion: what happens to the call, and what was said in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from onrecord.ui.call.big_button import BigButton
from onrecord.ui.design import Space


class FlowButtons(QWidget):
    """Hold, transferred, cut off."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hold = BigButton(
            self.tr("Hold"), self, key="F8",
            hint=self.tr("They put me on hold; press again when they are back"),
        )  # fmt: skip
        self.transferred = BigButton(
            self.tr("Transferred"), self, key="F10",
            hint=self.tr("Somebody else takes over: a new note, with both references kept"),
        )  # fmt: skip
        self.cut = BigButton(
            self.tr("Cut off"), self, key="F11", hint=self.tr("The line dropped"),
        )  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for button in (self.hold, self.transferred, self.cut):
            row.addWidget(button)


class NoteButtons(QWidget):
    """What can be noted by one press; ``pressed`` says which."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_name = {
            "reference": BigButton(self.tr("Reference"), self, key="F2"),
            "name": BigButton(self.tr("Name"), self, key="F3"),
            "promise": BigButton(self.tr("Promise"), self, key="F4"),
            "offer": BigButton(self.tr("Offer"), self, key="F5"),
            "supervisor": BigButton(
                self.tr("Supervisor"), self, key="F6", hint=self.tr("I asked for a supervisor")
            ),
            "refused": BigButton(
                self.tr("Refused"), self, key="F7", hint=self.tr("They said no, and why")
            ),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.S)
        for n, (name, button) in enumerate(self.by_name.items()):
            button.clicked.connect(lambda _on=False, name=name: self.pressed.emit(name))
            grid.addWidget(button, n // 3, n % 3)
        grid.setRowStretch(2, 1)
