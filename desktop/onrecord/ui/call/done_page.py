"""The call or chat is on record: what was got and what is next, and the confirmation to write today."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.domain.when import When
from onrecord.ui.contact.keeping import Ending
from onrecord.ui.design import Body, Heading, Label, Muted, Space, TextStyle


class DonePage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.got = Body("", self)
        self.next_title = Label(self.tr("Next"), self, style=TextStyle.SMALL_STRONG)
        self.next = Body("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Heading(self.tr("It is on record"), self, wrap=True))
        column.addWidget(self.got)
        column.addWidget(self.next_title)
        column.addWidget(self.next)
        column.addWidget(
            Muted(
                self.tr(
                    "A message that confirms it, sent today, makes your note much firmer: they "
                    "would have to say now that it was otherwise."
                ),
                self,
            )
        )
        column.addStretch(1)

    def show_done(self, got: str, ending: Ending) -> None:
        self.got.setText(got)
        self.got.setVisible(bool(got))
        day = f", {When(ending.next_day).words()}" if ending.next_day else ""
        self.next.setText(f"{ending.next_step}{day}")
        for part in (self.next_title, self.next):
            part.setVisible(bool(ending.next_step))
