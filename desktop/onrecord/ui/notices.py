"""Where any part of the app says something to the person: one bus, shown by the window in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

Kind = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """One sentence, and perhaps one thing to do about it. A notice with the ``key`` of one in
    view takes its place."""

    kind: Kind
    text: str
    action_words: str = ""
    action: Callable[[], object] | None = field(default=None, compare=False)
    key: str = ""


class NoticeBus(QObject):
    """Call from the GUI thread."""

    raised = Signal(object)  # Notice

    def tell(self, notice: Notice) -> None:
        self.raised.emit(notice)

    def info(self, text: str, *, key: str = "") -> None:
        self.tell(Notice("info", text, key=key))

    def done(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Something was changed; with ``undo`` the notice offers to take it back."""
        words = self.tr("Undo") if undo is not None else ""
        self.tell(Notice("success", text, words, undo))

    def warning(
        self, text: str, action_words: str = "", action: Callable[[], object] | None = None
    ) -> None:
        self.tell(Notice("warning", text, action_words, action))

    def error(
        self, text: str, action_words: str = "", action: Callable[[], object] | None = None
    ) -> None:
        self.tell(Notice("error", text, action_words, action))
