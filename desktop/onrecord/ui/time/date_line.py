"""One day that matters: when, what, how it came about, and what can be said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.agency import NOT_LEGAL_ADVICE
from onrecord.domain.when import When
from onrecord.ui.design import (
    Body,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Rule,
    Space,
    StatusPill,
    TextStyle,
    Tone,
)

_TONES: dict[str, Tone] = {"overdue": "danger", "today": "warning", "unlocked": "warning"}


class DateLine(QWidget):
    """``settle`` is called with met, dropped or open. ``row`` is a ``DueRow``."""

    def __init__(
        self, row: Any, today: date, settle: Callable[[Any, str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.row = row
        status = row.status(today)
        said = row.said[:1].upper() + row.said[1:]
        self.when = Label(said, self, style=TextStyle.STRONG, wrap=True)
        self.left = Label(
            self._left(row, status, today), self, style=TextStyle.SMALL, muted=status == "ahead",
            tone=_TONES.get(status),
        )  # fmt: skip
        self.words = Body(row.words, self)
        self.outcome = Muted(row.outcome, self)
        self.outcome.setVisible(bool(row.outcome))
        self.unsure = StatusPill(self.tr("not certain"), "warning", self)
        self.unsure.setVisible(row.unsure and row.state == "open")
        self.how = LinkButton(self.tr("How it was worked out"), self, on_click=self._turn)
        self.how.setAccessibleDescription(row.words)
        self.details = Muted(details(row), self, selectable=True)
        self.details.hide()
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.when, 1)
        if row.state == "open":
            self.met = IconButton(
                "check", self.tr("Done: {0}").format(row.words), self,
                small=True, on_click=lambda: settle(row, "met"),
            )  # fmt: skip
            self.drop = IconButton(
                "close", self.tr("Does not count here: {0}").format(row.words), self,
                small=True, on_click=lambda: settle(row, "dropped"),
            )  # fmt: skip
            if row.kind != "authority":
                head.addWidget(self.met)
                head.addWidget(self.drop)
            else:
                self.met.hide()
                self.drop.hide()
        elif row.record[0]:
            self.again = IconButton(
                "undo", self.tr("Open again: {0}").format(row.words), self,
                small=True, on_click=lambda: settle(row, "open"),
            )  # fmt: skip
            head.addWidget(self.again)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.how)
        foot.addStretch(1)
        foot.addWidget(self.unsure)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Rule(self))
        column.addSpacing(Space.XS)
        column.addLayout(head)
        column.addWidget(self.left, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        column.addWidget(self.outcome)
        column.addLayout(foot)
        column.addWidget(self.details)
        self.left.setVisible(bool(self.left.text()))

    def _left(self, row: Any, status: str, today: date) -> str:
        if status == "settled":
            return {
                "met": self.tr("done"),
                "done": self.tr("done"),
                "missed": self.tr("missed"),
            }.get(row.state, self.tr("does not count"))
        words = row.in_words(today)
        if status == "overdue" and row.kind == "authority":
            return words
        if status == "overdue":
            return self.tr("overdue, {0}").format(words)
        if status == "unlocked":
            return self.tr("open now")
        return words

    def _turn(self) -> None:
        self.details.setVisible(self.details.isHidden())


def details(row: Any) -> str:
    """How it came about, with its source, its age and the address to check."""
    pieces = [f"{row.computed[:1].upper()}{row.computed[1:]}."] if row.computed else []
    pieces += [_sentence(one) for one in (*row.doubts, *row.notes)]
    if row.source:
        pieces.append(f"Source: {row.source}.")
    if row.as_of:
        pieces.append(f"As of {When(row.as_of).words()}.")
    if row.addresses:
        pieces.append("Check it at " + " or ".join(row.addresses))
    if row.kind == "rule":
        pieces.append(NOT_LEGAL_ADVICE)
    return "\n".join(pieces)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
