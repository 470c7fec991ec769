"""The foot of the call companion: what is kept, the way back, and the button for what comes next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.ui.call.companion_faces import DONE, RUNNING
from onrecord.ui.design import Muted, PrimaryButton, QuietButton, Space, set_look


class CompanionFoot(QWidget):
    back_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.saved = Muted("", self, wrap=False)
        self.back = QuietButton(self.tr("Back to the notes"), self, on_click=self.back_wanted.emit)
        self.next = PrimaryButton(
            "", self, icon="stop", on_click=self.next_wanted.emit, shortcut="F12"
        )
        set_look(self.next, "big", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.addWidget(self.saved, 1)
        row.addWidget(self.back)
        row.addWidget(self.next)

    def show_face(self, face: int, kind: str, *, locked: bool) -> None:
        """``kind`` is that of the contact; while ``locked`` it is sealed, not put on record."""
        self.back.setVisible(face != RUNNING)
        self.back.setText(self.tr("Not now") if face == DONE else self.tr("Back to the notes"))
        if face == DONE:
            self.next.setText(self.tr("Write the confirmation now"))
            self.next.set_icon("letter")
        elif face != RUNNING:
            self.next.setText(self.tr("Seal it") if locked else self.tr("Put on record"))
            self.next.set_icon("check")
        else:
            ends = {
                "call": self.tr("End call"),
                "chat": self.tr("End chat"),
                "visit": self.tr("End visit"),
            }
            self.next.setText(ends.get(kind, self.tr("Finish")))
            self.next.set_icon("stop")
