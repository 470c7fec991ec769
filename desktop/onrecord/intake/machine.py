"""The client's side of reading words in pictures: a worker of its own kind does it, if the optional
packages for it are there. See ``machine_tasks``."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

from onrecord.errors import Cancelled, KnownError, Refused, Unreadable, WorkerFailed
from onrecord.intake.reading import PageText, page_from
from onrecord.worker.limits import PATIENCE
from onrecord.worker.pool import Limits, Pieces, Worker

_MODULE = "onrecord.intake.machine_tasks"
_LIMITS = Limits(address_space_mb=3072, cpu_s=60, wall_s=90 * PATIENCE, answer_mb=16, nice=15)
_CALLS_BEFORE_RENEWAL = 50
_FAILURES = 2  # of one document; then the rest of it is left alone

Blobs = Callable[[], Pieces]


@cache
def can_read_pictures() -> bool:
    """Whether the optional packages are installed, and report nothing to anybody: onnxruntime from
    1.29 on opens a store of what it reports, and a client to send it, while it is imported."""
    if any(find_spec(name) is None for name in ("rapidocr", "onnxruntime")):
        return False
    major, minor, *_ = version("onnxruntime").split(".")
    return (int(major), int(minor)) < (1, 29)


class MachineReader:
    """Reads pages without text, one at a time: it is what everything else goes before.

    Thread-safe. The worker starts when first needed and is renewed after 50 pages.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._closed = False

    def pages(
        self,
        data: Blobs,
        numbers: Sequence[int],
        *,
        media_type: str,
        password: str = "",
        whole: bool = False,
        misread: Collection[int] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[tuple[int, PageText | KnownError]]:
        """Each page with the words seen on it, or with why there are none.

        ``data`` gives the document each time it is asked. A page that stops the worker costs its
        own words only; after the second one the rest is told to be as bad. ``whole``: see
        ``Reader``. Of the pages ``misread`` all is told that is seen, where their own words
        stand, too. Raises ``Cancelled``.
        """
        args = {"media_type": media_type, "password": password, "whole": whole}
        opened: Worker | None = None
        failures = 0
        for number in numbers:
            if cancelled is not None and cancelled():  # not once a process works on it
                raise Cancelled
            with self._lock:
                try:
                    if failures >= _FAILURES:
                        raise WorkerFailed("The pictures in this document cannot be read.")
                    if opened is None or opened is not self._usable():
                        opened = self._usable() or self._start()
                        opened.call("open", args, [data()], cancelled=cancelled)
                    what = {"number": number, "misread": number in misread}
                    answer = opened.call("page", what, cancelled=cancelled)
                    found: PageText | KnownError = _page(answer.blobs)
                except (WorkerFailed, Unreadable, Refused) as error:
                    if self._closed:
                        raise Cancelled from None
                    failures += isinstance(error, WorkerFailed)
                    found, opened = error, None
            yield number, found

    def close(self) -> None:
        """Ends the worker, also while a page is read."""
        self._closed = True
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _usable(self) -> Worker | None:
        worker = self._worker
        if worker is not None and (not worker.alive or worker.calls >= _CALLS_BEFORE_RENEWAL):
            worker.close()
            self._worker = worker = None
        return worker

    def _start(self) -> Worker:
        if self._closed:
            raise Cancelled
        self._worker = Worker(_MODULE, _LIMITS)
        return self._worker


def _page(blobs: Sequence[bytes]) -> PageText:
    try:
        return page_from(json.loads(b"".join(blobs)))
    except (ValueError, RecursionError):
        raise Unreadable("What was read in this picture cannot be used.") from None
