"""One piece of work off the GUI thread, before there is a vault to have a session with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from onrecord.errors import KnownError

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Outcome:
    deliver: Callable[[], None]


class Background(QObject):
    """``run`` starts a thread and brings its answer, or its one sentence, to the GUI thread."""

    _came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._came.connect(self._deliver)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        def body() -> None:
            try:
                value = work()
            except KnownError as error:
                sentence = str(error)
                self._send(lambda: failed(sentence))
            except Exception:
                log.exception("unexpected")
                self._send(
                    lambda: failed("Something went wrong inside OnRecord. Please try again.")
                )
            else:
                self._send(lambda: then(value))

        threading.Thread(target=body, name="start", daemon=True).start()

    def _send(self, deliver: Callable[[], None]) -> None:
        if isValid(self):
            self._came.emit(_Outcome(deliver))

    def _deliver(self, outcome: _Outcome) -> None:
        outcome.deliver()
