"""Where any part of the app says something to the person: one bus, shown by the window in view."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from onrecord.domain.change import Change

Kind = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """One sentence, and perhaps one thing to do about it. A notice with the ``key`` of one in
    view takes its place; one that is ``of`` a change goes when that is undone."""

    kind: Kind
    text: str
    action_words: str = ""
    action: Callable[[], object] | None = field(default=None, compare=False)
    key: str = ""
    of: Change | None = field(default=None, compare=False)


class NoticeBus(QObject):
    """Call from the GUI thread."""

    raised = Signal(object)  # Notice
    settled = Signal(str)
    """The key of a problem that is none any more."""
    taken_back = Signal(object)
    """The change whose notices hold no more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._about = ""
        self._wrong: set[str] = set()
        self._of: Change | None = None

    @contextmanager
    def about(self, key: str) -> Generator[None]:
        """A problem told meanwhile is about this; it goes when ``succeeded`` is called for it."""
        before, self._about = self._about, key
        try:
            yield
        finally:
            self._about = before

    def succeeded(self, key: str) -> None:
        """What went wrong before went well now."""
        if key in self._wrong:
            self._wrong.discard(key)
            self.settled.emit(key)

    @contextmanager
    def of(self, change: Change | None) -> Generator[None]:
        """What is told meanwhile is of this change, and goes when it is ``undone``."""
        before, self._of = self._of, change
        try:
            yield
        finally:
            self._of = before

    def undone(self, change: Change) -> None:
        """What was told of it, or offered to be done with it, holds no more."""
        self.taken_back.emit(change)

    def tell(self, notice: Notice) -> None:
        if notice.kind in ("error", "warning") and self._about and not notice.key:
            self._wrong.add(self._about)
            notice = replace(notice, key=self._about)
        if notice.kind == "success" and not notice.key:
            notice = replace(notice, key="done")  # what was done last, in the place of the former
        self.raised.emit(replace(notice, of=self._of))

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
