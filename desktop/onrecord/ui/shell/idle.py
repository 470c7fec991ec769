"""Locks after some minutes without use; what is under way defers that, two hours at most.

Use is a key, a click or a move of the pointer in one of our windows. The window's own events are
watched, not those of every widget: an event filter on the application would cost each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

LONGEST_S = 2 * 3600
"""After this long without use the vault locks whatever is under way."""
AGAIN_S = 60
"""While something is under way, it is looked at again after so many seconds."""
_USES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.DragMove,
    }
)


class IdleWatch(QObject):
    idled = Signal()
    deferred = Signal()
    """Said once for each stretch without use."""

    def __init__(
        self,
        minutes: Callable[[], int],
        is_busy: Callable[[], bool],
        parent: QObject,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._is_busy = is_busy
        self._clock = clock
        self._used = clock()
        self._said = False
        self._handles: list[QWindow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._window_changed)

    def watch(self, window: QWidget) -> None:
        """From now on, uses of this window count; call it once the window is shown."""
        # Held: the binding would else make and drop a Python object for each of its events.
        handle = window.windowHandle()
        self._handles = [held for held in self._handles if isValid(held)] + [handle]
        handle.installEventFilter(self)
        self.note_use()
        self._timer.start(max(1, self._minutes()) * 60_000)

    def _window_changed(self, _window: object) -> None:
        self.note_use()

    def note_use(self) -> None:
        """Cheap: only the time is written down. The timer looks at it when it is due."""
        self._used = self._clock()
        self._said = False

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Lock if nobody has used the window for long enough; else look again in time."""
        quiet = self._clock() - self._used
        wait = max(1, self._minutes()) * 60 - quiet
        if wait > 0:
            self._timer.start(int(wait * 1000) + 50)
        elif self._is_busy() and quiet < LONGEST_S:
            if not self._said:
                self._said = True
                self.deferred.emit()
            self._timer.start(AGAIN_S * 1000)
        else:
            self.idled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES:
            self.note_use()
        return False
