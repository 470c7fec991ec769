"""Rings of objects are cleared away on the GUI thread only.

Python's own collector runs on whatever thread happens to make the next object. When what it finds
holds a widget, the widget is deleted on that thread, and the process ends.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000
_YOUNG, _MIDDLE, _OLD = 2_000, 5, 5
"""New objects, and then collections of the younger ones, after which each age is looked at."""


class Collector(QObject):
    """Takes over from the automatic collector for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        if not gc.get_freeze_count():
            # What is there before the first window stays to the end: looking through it each time
            # is most of what a look through everything costs, and the window waits for that.
            gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start(_EVERY_MS)


def collect_what_is_due() -> int:
    """Look at the ages whose turn it is; how many objects were cleared away."""
    young, middle, old = gc.get_count()
    if old >= _OLD:
        return gc.collect(2)
    if middle >= _MIDDLE:
        return gc.collect(1)
    return gc.collect(0) if young >= _YOUNG else 0
