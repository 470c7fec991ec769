"""The lines of steps in the head of a dispute, the one with the nearest date first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.ui.design import (
    Apart,
    FlowLayout,
    Label,
    LinkButton,
    Space,
    Step,
    StepTrack,
    TextStyle,
)
from onrecord.ui.desk import Desk
from onrecord.ui.ladder.track_card import line_words
from onrecord.ui.time.what_happened import WhatHappened


class TracksBox(QWidget):
    """``words`` turns the steps of the services into those that are drawn."""

    MOST = 3

    def __init__(
        self, desk: Desk, words: Callable[[QWidget, Any], tuple[Step, ...]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words
        self._id = ""
        self.lines: list[TrackLine] = [TrackLine(desk, self)]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.lines[0])
        self.more = LinkButton("", self, on_click=lambda: desk.act("ladder"))
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()

    @property
    def first(self) -> StepTrack:
        """The steps of the first line."""
        return self.lines[0].steps

    def show_tracks(self, dispute_id: str, rows: tuple[Any, ...], today: date) -> None:
        shown = rows[: self.MOST]
        while len(self.lines) < len(shown):
            line = TrackLine(self._desk, self)
            self.lines.append(line)
            self._column.insertWidget(len(self.lines) - 1, line)
        for line, row in zip(self.lines, shown, strict=False):
            line.show_track(dispute_id, row, self._words(self, row.steps), today, len(rows) > 1)
        for number, line in enumerate(self.lines):
            line.setVisible(number < max(1, len(shown)))
        left = len(rows) - len(shown)
        one, many = self.tr("1 more line of steps"), self.tr("{0} more lines of steps")
        self.more.setText(one if left == 1 else many.format(left))
        self.more.setVisible(left > 0)


class TrackLine(QWidget):
    """Against whom, the steps, the nearest date (which opens all dates), what happened."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dispute = ""
        self.company = Label("", self, style=TextStyle.SMALL_STRONG)
        self.steps = StepTrack(self)
        self.dates = LinkButton(
            self.tr("Dates"),
            self,
            icon="calendar",
            on_click=lambda: desk.select("dates", (self._dispute,)),
        )
        self.happened = WhatHappened(desk, self)
        self.happened.hide()
        buttons = QWidget(self)
        line = FlowLayout(buttons, gap=Space.S)
        line.addWidget(self.dates)
        line.addWidget(self.happened)
        row = Apart(self.steps, buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.company)
        column.addLayout(row)
        self.company.hide()

    def show_track(
        self, dispute_id: str, row: Any, steps: tuple[Step, ...], today: date, several: bool
    ) -> None:
        self._dispute = dispute_id
        self.company.setText(line_words(self, row))
        self.company.setVisible(several)
        self.steps.set_steps(steps)
        self.happened.show_for(dispute_id, row.id)
        self.happened.show()
        near = row.nearest
        if near is None:
            self.dates.setText(self.tr("Dates"))
            self.dates.setToolTip(self.tr("Deadlines and plans of this dispute"))
            return
        status = near.status(today)
        said = near.in_words(today)
        self.dates.setText(
            self.tr("Overdue, {0}").format(said)
            if status == "overdue"
            else self.tr("{0}: open now").format(near.opens)
            if status == "unlocked"
            else self.tr("Date {0}").format(said)
        )
        sure = self.tr(" (not certain)") if near.unsure else ""
        self.dates.setToolTip(f"{near.said}{sure}: {near.words}")
        self.dates.setAccessibleName(
            self.tr("Dates. Nearest: {0}, {1}").format(near.said, near.words)
        )
