"""What a call needs now and then: the goal, a pasted chat, a fault reported, recording."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry
from onrecord.ui.call.big_button import BigButton
from onrecord.ui.call.said_pages import FieldsPage
from onrecord.ui.contact.kind_button import KindButton
from onrecord.ui.design import Muted, Space


class MorePage(FieldsPage):
    paste_wanted = Signal()
    fault_wanted = Signal()
    law_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", [("goal", ""), ("fallback", "")], parent, across=1)
        self.title.setText(self.tr("Goal of this call"))
        goal, fallback = self.edits["goal"], self.edits["fallback"]
        goal.setPlaceholderText(self.tr("What I want"))
        goal.setAccessibleName(self.tr("What I want"))
        fallback.setPlaceholderText(self.tr("The least I would accept"))
        fallback.setAccessibleName(self.tr("The least I would accept"))
        self.paste = BigButton(
            self.tr("Paste a chat"), self, icon="chat", on_click=self.paste_wanted.emit,
            hint=self.tr("Splits the copied chat into lines of theirs and mine"),
        )  # fmt: skip
        self.fault = BigButton(
            self.tr("Fault reported"), self, icon="flag", on_click=self.fault_wanted.emit,
            hint=self.tr("Notes that I reported a fault at this minute"),
        )  # fmt: skip
        self.kind = KindButton(self)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.paste)
        row.addWidget(self.fault)
        self.body.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.law = Muted("", self)
        self.law_button = BigButton(
            self.tr("May I record?"), self, icon="info", on_click=self.law_wanted.emit,
            hint=self.tr("The law of both ends, with where it was read and how old that is"),
        )  # fmt: skip
        self.body.addWidget(self.law)
        self.body.addWidget(self.law_button)

    def show_entry(self, entry: ContactEntry) -> None:
        self.show_values({"goal": entry.goal, "fallback": entry.fallback})

    def say_law(self, headline: str) -> None:
        """What to do about recording, in one sentence."""
        self.law.setText(self.tr("OnRecord never records. {0}").format(headline))

    def suggest(self, goal: str, fallback: str) -> None:
        """What the dispute asks for, where nothing is written yet."""
        for name, words in (("goal", goal), ("fallback", fallback)):
            if words and not self.edits[name].text():
                self.edits[name].setText(words)
