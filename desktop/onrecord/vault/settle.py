"""Does a piece of work once things have been quiet for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Settle:
    """Calls ``work`` on a thread of its own, ``seconds`` after the last ``touch``.

    ``work`` returns False to be tried again after the same time.
    """

    def __init__(self, seconds: float, work: Callable[[], bool]) -> None:
        self._seconds = seconds
        self._work = work
        self._due: float | None = None
        self._stopped = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def touch(self) -> None:
        with self._changed:
            if self._stopped:
                return
            self._due = time.monotonic() + self._seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="settle", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """No work begins after this returns; what is running is waited for."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while self._wait():
            if not self._work():
                self.touch()

    def _wait(self) -> bool:
        with self._changed:
            while not self._stopped:
                left = None if self._due is None else self._due - time.monotonic()
                if left is not None and left <= 0:
                    self._due = None
                    return True
                self._changed.wait(left)
            return False
