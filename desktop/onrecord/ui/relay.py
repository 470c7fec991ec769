"""The way from a thread of its own to the GUI thread, for work whose owner may be gone by then.

Emitting a signal of an object that another thread is deleting at that moment ends the process.
So threads emit on this one, which stays as long as the program; whether the owner is still there
is looked at on the GUI thread, where it is deleted.

What was delivered is kept a moment longer than the thread needs to leave the call that posted it:
whoever lets go of an object last deletes it, and that must not be the thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

_KEPT_MS = 2_000


@dataclass(frozen=True)
class _Posted:
    owner: QObject
    deliver: Callable[[], object]


class Relay(QObject):
    """Get the one there is with ``relay()``."""

    _came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._came.connect(self._deliver)
        self._older: list[_Posted] = []
        self._newer: list[_Posted] = []
        self._letting_go = QTimer(self)
        self._letting_go.setInterval(_KEPT_MS)
        self._letting_go.timeout.connect(self._let_go)

    def post(self, owner: QObject, deliver: Callable[[], object]) -> None:
        """From any thread: ``deliver`` is called on the GUI thread if ``owner`` is still there."""
        with suppress(RuntimeError):  # the program is ending, nobody waits
            self._came.emit(_Posted(owner, deliver))

    def _deliver(self, posted: _Posted) -> None:
        self._newer.append(posted)
        if not self._letting_go.isActive():
            self._letting_go.start()
        if isValid(posted.owner):
            posted.deliver()

    def _let_go(self) -> None:
        self._older, self._newer = self._newer, []
        if not self._older:
            self._letting_go.stop()


_made: list[Relay] = []


def relay() -> Relay:
    """To be asked for on the GUI thread, before the thread begins that uses it."""
    if not _made:
        _made.append(Relay())
    return _made[0]
