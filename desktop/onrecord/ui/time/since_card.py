"""Since you were last here: what became due or opened meanwhile, told once after unlocking."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from onrecord.domain.when import When
from onrecord.ui.design import Card, Label, LinkButton, Muted, QuietButton, TextStyle
from onrecord.ui.desk import Desk


class SinceCard(Card):
    """Hidden where nothing passed. ``begin`` asks once in the life of a window."""

    MOST = 4

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._begun = False
        self.words = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.body.addWidget(self.words)
        self.lines: list[QWidget] = []
        self.close_it = QuietButton(self.tr("Thanks"), self, on_click=self.hide)
        self.hide()

    def begin(self) -> None:
        if self._begun:
            return
        self._begun = True
        vault = self._desk.vault

        def verb() -> Any:
            from onrecord.services.last_visit import begin_visit

            return begin_visit(vault)

        self._desk.session.do(verb, self._came, self, undoable=False)

    def _came(self, meanwhile: Any) -> None:
        if meanwhile is None:
            return
        count = len(meanwhile.passed)
        since = When.of_day(meanwhile.since).words()
        self.words.setText(
            self.tr("Since you were last here, on {0}, 1 date passed.").format(since)
            if count == 1
            else self.tr("Since you were last here, on {0}, {1} dates passed.").format(since, count)
        )
        for row in meanwhile.passed[: self.MOST]:
            line = LinkButton(
                f"{row.said}: {row.words}"[:120],
                self,
                on_click=lambda row=row: self._show(row),
            )
            line.setToolTip(row.title)
            self.lines.append(line)
            self.body.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        if count > self.MOST:
            more = Muted(self.tr("And {0} more.").format(count - self.MOST), self)
            self.body.addWidget(more)
        self.body.addWidget(self.close_it, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()

    def _show(self, row: Any) -> None:
        self._desk.show_dispute(row.dispute_id)
        self._desk.select("dates", (row.dispute_id,))
