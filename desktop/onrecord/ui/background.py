"""One piece of work off the GUI thread, before there is a vault to have a session with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from onrecord.errors import KnownError
from onrecord.ui.relay import relay

T = TypeVar("T")
log = logging.getLogger(__name__)


class Background(QObject):
    """``run`` starts a thread and brings its answer, or its one sentence, to the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._relay = relay()

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        post = self._relay.post

        def body() -> None:
            try:
                value = work()
            except KnownError as error:
                sentence = str(error)
                post(self, lambda: failed(sentence))
            except Exception:
                log.exception("unexpected")
                post(
                    self,
                    lambda: failed("Something went wrong inside OnRecord. Please try again."),
                )
            else:
                post(self, lambda: then(value))

        threading.Thread(target=body, name="start", daemon=True).start()
