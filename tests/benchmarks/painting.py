"""Says when its first window was painted: ``python painting.py onrecord VAULT`` or ``bare``.

Prints the monotonic clock and the modules loaded until then, and ends.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class _FirstPaint(QObject):
    """Sees the first paint of a window, and tells when what was painted has been handed over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, _tell)
        return False


def _tell() -> None:
    print(json.dumps([time.monotonic(), sorted(sys.modules)]), flush=True)
    os._exit(0)


def _watched_exec(*_: object) -> int:
    watch = _FirstPaint()
    QApplication.instance().installEventFilter(watch)
    return _exec()


_exec = QApplication.exec

if __name__ == "__main__":
    if sys.argv[1] == "bare":
        app = QApplication(["bare"])
        window = QWidget()
        QLabel("Passphrase", window)
        window.resize(480, 400)
        window.show()
        _watched_exec()
    else:
        QApplication.exec = _watched_exec  # what the app calls when its window is shown
        sys.argv = ["onrecord", sys.argv[2]]
        runpy.run_module("onrecord", run_name="__main__")
