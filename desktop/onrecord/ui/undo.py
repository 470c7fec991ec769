"""What can be taken back, and put forward again, until the vault is locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from onrecord.domain.change import Change

Perform = Callable[[Change, Callable[[Change], None]], None]
"""Puts a change's rows back, away from the GUI thread, and gives the change that did so to its
second argument, on the GUI thread. If it fails it says so itself and calls nothing."""

LIMIT = 200


@dataclass(frozen=True)
class UndoState:
    """``undo_words`` and ``redo_words`` say what would be undone or redone."""

    can_undo: bool
    can_redo: bool
    undo_words: str
    redo_words: str


class UndoStack(QObject):
    """A change that could not be undone leaves the stack: it never stands in the way of others.

    Undo means the last thing a person did, also while that is still on its way to the disk: it
    then waits for it (``expect``, ``came``), and never takes back the one before.
    """

    changed = Signal(object)  # UndoState

    def __init__(self, perform: Perform, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._perform = perform
        self._done: list[_Entry] = []
        self._undone: list[_Entry] = []
        self._epoch = 0
        self._under_way = 0
        self._waiting: list[Callable[[], None]] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._done or self._under_way)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def undo_words(self) -> str:
        """Empty where it is not known yet."""
        return self._done[-1].words if self._done and not self._under_way else ""

    @property
    def redo_words(self) -> str:
        return self._undone[-1].words if self._undone else ""

    def push(self, change: Change) -> None:
        """A change was made: it can be undone, and what was undone before cannot be redone."""
        self._epoch += 1
        self._done.append(_Entry(change, change.words))
        del self._done[:-LIMIT]
        self._undone.clear()
        self._tell()

    def expect(self) -> None:
        """A change has been begun; ``came`` follows, after its ``push`` if there is one."""
        self._under_way += 1
        self._tell()

    def came(self, *, failed: bool = False) -> None:
        """What was expected is done; when it failed, an undo that was meant for it is dropped."""
        self._under_way -= 1
        if failed:
            self._waiting.clear()
        while self._waiting and not self._under_way:
            self._waiting.pop(0)()
        self._tell()

    def undo(self) -> None:
        if self._under_way:
            self._waiting.append(self.undo)
        elif self._done:
            self._take(self._done.pop(), self._undone)

    def redo(self) -> None:
        if self._under_way:
            self._waiting.append(self.redo)
        elif self._undone:
            self._take(self._undone.pop(), self._done)

    def undo_this(self, change: Change) -> None:
        """Undo one change wherever it stands, for the Undo beside its own notice.

        Nothing happens if it has been undone already. The vault refuses where a later change
        touched the same rows.
        """
        for entry in reversed(self._done):
            if entry.change is change:
                self._done.remove(entry)
                self._take(entry, self._undone)
                return

    def clear(self) -> None:
        self._epoch += 1
        self._done.clear()
        self._undone.clear()
        self._waiting.clear()
        self._tell()

    def _take(self, entry: _Entry, onto: list[_Entry]) -> None:
        epoch = self._epoch

        def done(inverse: Change) -> None:
            # Something new was done meanwhile: putting this forward again would undo that.
            if onto is self._undone and epoch != self._epoch:
                return
            onto.append(_Entry(inverse, entry.words))
            self._tell()

        self._tell()
        self._perform(entry.change, done)

    def _tell(self) -> None:
        self.changed.emit(UndoState(self.can_undo, self.can_redo, self.undo_words, self.redo_words))


@dataclass(frozen=True, eq=False)
class _Entry:
    """``words`` are those of the first change: the inverse of an undo is still about that."""

    change: Change
    words: str
