"""The running window app: makes the parts, gives each its collaborators, runs until the end.

Nothing heavy is imported before the first window is painted; the vault, its database and the
services come in while the person types the passphrase.
"""

from __future__ import annotations

import locale
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication

from onrecord.ui.collecting import Collector
from onrecord.ui.design import ViewMemory
from onrecord.ui.design.read_aloud import keep_parts_of_what_scrolls
from onrecord.ui.dress import dress
from onrecord.ui.preferences import Preferences
from onrecord.ui.start.start_window import WORK_FACTOR, StartWindow, VaultOpened

if TYPE_CHECKING:
    from onrecord.ui.shell.room import Room


class App(QObject):
    """Holds the windows. One vault is open at a time; locking ends this process."""

    def __init__(
        self,
        qt: QApplication,
        path: Path | None = None,
        *,
        work_factor: int = WORK_FACTOR,
        preferences: Preferences | None = None,
        memory: ViewMemory | None = None,
    ) -> None:
        super().__init__(qt)
        self.qt = qt
        Collector(self)
        self.preferences = preferences or Preferences()
        self.memory = memory or ViewMemory(self)
        dress(qt, self.preferences)
        self._work_factor = work_factor
        self.start = StartWindow(self.preferences, path, work_factor=work_factor)
        self.start.vault_opened.connect(self._opened)
        self.start.closed.connect(self._end)
        self.room: Room | None = None

    def show(self) -> None:
        self.start.show()

    def stop(self) -> None:
        """The system asks the program to end: close the vault first, asking nothing."""
        if self.room is not None:
            self.room.end()
        else:
            self._end()

    def _opened(self, opened: VaultOpened) -> None:
        from onrecord.ui.shell.room import Room

        room = Room(
            opened.vault,
            self.preferences,
            self.memory,
            self,
            by_code=opened.by_code,
            work_factor=self._work_factor,
        )
        room.locked.connect(self._lock)
        room.ended.connect(self._end)
        self.room = room
        companion = self.start.give_companion()
        if companion is not None:
            room.companions.take_over(companion)
        room.show()
        self.start.leave()

    def _lock(self, path: object) -> None:
        """A fresh process at the unlock window; this one, with its keys, ends."""
        self.memory.write()
        subprocess.Popen(
            [*_self_command(), str(path)],
            stdin=subprocess.DEVNULL,
            close_fds=True,
            start_new_session=True,
        )
        self._end()

    def _end(self) -> None:
        self.memory.write()
        self.qt.exit(0)


def _self_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "onrecord"]


def run_window(path: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    _keep_memory_private()
    qt = QApplication(["onrecord", *arguments])
    qt.setApplicationName("OnRecord")
    qt.setDesktopFileName("onrecord")
    qt.setQuitOnLastWindowClosed(False)
    keep_parts_of_what_scrolls()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    # Qt has taken over the system's language for all; "Mittwoch" does not go with English words.
    locale.setlocale(locale.LC_TIME, "C")
    app = App(qt, path)
    for number in (signal.SIGINT, signal.SIGTERM):
        # A signal comes in the middle of anything, with locks held that closing needs itself.
        signal.signal(number, lambda *_: QTimer.singleShot(0, app.stop))
    pulse = QTimer()  # lets Python see signals while Qt waits
    pulse.start(500)
    pulse.timeout.connect(lambda: None)
    app.show()
    status = qt.exec()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # nothing may linger that holds a key


def _keep_memory_private() -> None:
    """No core dumps, and not dumpable, where the system has the means."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
