"""Worker processes go on from one test to the next, as in the program they do from one document to
the next: to start one takes half a second of a processor, and hundreds of tests need two of them.
What a worker is renewed for, and what ends it, is as it is in the program.

``ONRECORD_TESTS_FRESH_WORKERS=1`` leaves this out: each test starts its own, as the program would.
What fails only without it was left behind in a worker by another test. Tests of the pool itself
(``tests/worker``) have their own in either case."""
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from onrecord.intake import importer, reader
from onrecord.packet import bundler
from onrecord.worker import pool
from onrecord.worker.pool import Limits, Worker, WorkerPool

_Key = tuple[str, Limits]
_MOST = 2
_kept: dict[_Key, list[Worker]] = {}
_lock = threading.Lock()


def _keep(key: _Key, worker: Worker) -> None:
    """For the next who asks; one that has ended, or would be renewed, ends."""
    fit = worker.alive and worker.calls < pool._CALLS_BEFORE_RENEWAL
    with _lock:
        waiting = _kept.setdefault(key, [])
        if fit and len(waiting) < _MOST:
            waiting.append(worker)
            return
    worker.close()


def _one_kept(key: _Key) -> list[Worker]:
    with _lock:
        waiting = _kept.get(key)
        return [waiting.pop()] if waiting else []


class KeptPool(WorkerPool):
    """Leaves its idle processes to the pool of another test; one at work is ended."""

    def __init__(self, module: str, limits: Limits | None = None, size: int = 2) -> None:
        super().__init__(module, limits, size)
        self._key = module, self._limits
        self._getting_ready: Worker | None = None

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
            if self._getting_ready is not None:  # nobody waits for it: it may finish
                self._busy.discard(self._getting_ready)
        super().close()
        for worker in idle:
            _keep(self._key, worker)

    def get_ready(self) -> None:
        with self._lock:
            if not (self._closed or self._idle or self._busy):
                self._idle += _one_kept(self._key)
        super().get_ready()

    @property
    def lockdown(self) -> dict[str, Any]:
        worker = self._take()
        self._getting_ready = worker
        try:
            return worker.lockdown
        finally:
            self._getting_ready = None
            self._put_back(worker)

    def _take(self) -> Worker:
        with self._lock:
            if not (self._closed or self._idle):
                self._idle += _one_kept(self._key)
        return super()._take()

    def _put_back(self, worker: Worker) -> None:
        if self._closed and not worker.calls:
            _keep(self._key, worker)
        else:
            super()._put_back(worker)


class KeptReader(reader.Reader):
    """Leaves the process that waits for the next document to the reader of another test."""

    _VIEWS = reader._MODULE, reader._VIEW

    def close(self) -> None:
        with self._lock:
            spare, self._spare = self._spare, None
        super().close()
        if spare is not None:
            _keep(self._VIEWS, spare)

    def _take_spare(self) -> Worker:
        self._find_spare()
        return super()._take_spare()

    def _start_spare(self) -> None:
        self._find_spare()
        super()._start_spare()

    def _find_spare(self) -> None:
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = next(iter(_one_kept(self._VIEWS)), None)


@contextmanager
def workers_kept() -> Generator[None]:
    """All that is started meanwhile ends at the end."""
    if os.environ.get("ONRECORD_TESTS_FRESH_WORKERS") == "1":
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        for module in (bundler, importer, reader):
            patch.setattr(module, "WorkerPool", KeptPool)
        patch.setattr(reader, "Reader", KeptReader)
        yield
    with _lock:
        workers = [worker for waiting in _kept.values() for worker in waiting]
        _kept.clear()
    for worker in workers:
        worker.close()
