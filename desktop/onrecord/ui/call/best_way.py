"""The company's profile: the way it is best reached, by what we know and by our own log."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from onrecord.domain.channel_adviser import CHANNELS
from onrecord.ui.design import Field, Label, Muted, TextStyle
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.inspector.panel import note_edit
from onrecord.ui.inspector.saver import Saver


class BestWay(Fold):
    """A section of the inspector; its fields belong to ``saver``, that of the company."""

    def __init__(self, desk: Desk, saver: Saver, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self.title = self.tr("Best way to reach them")
        self.button.setText(self.title)
        self.set_open(False)
        self.channel = QComboBox(self)
        self.channel.addItem(self.tr("Not known"), "")
        for channel in CHANNELS:
            self.channel.addItem(channel.words, channel.key)
        way = Field(self.tr("What works best"), self.channel, self)
        self.best_time = QLineEdit(self)
        self.notes = note_edit(self, 2)
        for field in (
            saver.bind(way, "preferred_channel"),
            saver.bind(
                Field(
                    self.tr("Best time to call"),
                    self.best_time,
                    self,
                    hint=self.tr("For example: Tuesday mornings"),
                ),
                "best_time",
            ),
            saver.bind(Field(self.tr("Notes"), self.notes, self), "notes"),
        ):
            self.body.addWidget(field)
        self.log_title = Label(self.tr("My own log says"), self, style=TextStyle.SMALL_STRONG)
        self.log = Muted("", self)
        self.body.addWidget(self.log_title)
        self.body.addWidget(self.log)
        self._say(())

    def show_company(self, company_id: str) -> None:
        """Read what the log says of it."""
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.views.company_log import company_log, log_sentences
            from onrecord.services.views.lessons import lesson_line, lessons

            if not company_id:
                return ()
            ended = [lesson_line(one) for one in lessons(vault, company_id, 3)]
            return (*log_sentences(company_log(vault, company_id)), *ended)

        self._desk.session.ask(query, self._say, self, "log")

    def _say(self, sentences: Any) -> None:
        self.log.setText(
            "\n".join(sentences)
            or self.tr("Too little yet. After five calls it says when you wait least.")
        )
