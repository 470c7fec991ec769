"""Say in the form that a call was passed on from an earlier one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from onrecord.ui.design import LinkButton, Muted


class PassedOn(QWidget):
    """``thread_id`` is what the entry stores: it names the earlier call, or those joined with it."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.thread_id = ""
        self._words: dict[str, str] = {}
        self.menu = QMenu(self)
        self.button = LinkButton(self.tr("Passed on from an earlier call"), self, menu=self.menu)
        self.said = Muted("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said)
        self.hide()

    def show_thread(self, thread: str) -> None:
        """Of another entry; nothing is offered until ``offer``."""
        self.thread_id = thread
        self.offer(())

    def offer(self, calls: tuple[Any, ...]) -> None:
        """``calls`` are those it may have been passed on from, as (thread, words)."""
        self._words = dict(calls)
        self.menu.clear()
        for thread, words in calls:
            self.menu.addAction(words.replace("&", "&&")).triggered.connect(
                lambda _on=False, thread=thread: self._choose(thread)
            )
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Not passed on")).triggered.connect(
            lambda _on=False: self._choose("")
        )
        self.setVisible(bool(calls))
        self._say()

    def _choose(self, thread: str) -> None:
        self.thread_id = thread
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        words = self._words.get(self.thread_id, "")
        self.said.setText(self.tr("From the one of {0}").format(words) if words else "")
        self.said.setVisible(bool(words))
