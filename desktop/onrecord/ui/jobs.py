"""Long work in progress: what it is, how far it is, and a way to stop it.

The words of a job are seen by whoever looks over a shoulder: they never name a dispute, a company
or a file. So what a service says while it works is dropped, unless the job was started with
``show_steps`` because those phrases are fixed ones.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

BATCH_MS = 50
"""Views hear of progress at most this often, however fast it comes."""


@dataclass(frozen=True)
class JobState:
    """A moment of a job. ``total`` 0: not known."""

    number: int
    words: str
    done: int
    total: int


@dataclass(frozen=True)
class JobsChanged:
    """All running jobs, oldest first."""

    jobs: tuple[JobState, ...]


@dataclass(frozen=True)
class _Touched:
    number: int


class Job:
    """Safe to use from any thread. ``progress`` and ``cancelled`` are what services take."""

    def __init__(self, center: JobCenter, number: int, words: str, *, show_steps: bool) -> None:
        self._center = center
        self._words = words
        self._show_steps = show_steps
        self._step = ""
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.number = number
        self.done = 0
        self.total = 0

    @property
    def words(self) -> str:
        return self._step or self._words

    def progress(self, done: int, total: int, words: str = "") -> None:
        with self._lock:
            self.done, self.total = done, total
            if self._show_steps:
                self._step = words
        self._center.touch(self)

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop; it ends at its next safe place."""
        self._stop.set()
        self._center.touch(self)

    def finish(self) -> None:
        """It is over, well or not. May be called twice."""
        self._center.remove(self)

    def state(self) -> JobState:
        with self._lock:
            return JobState(self.number, self.words, self.done, self.total)


class JobCenter(QObject):
    """The list of running jobs. Lives on the GUI thread; jobs report to it from theirs."""

    changed = Signal(object)  # JobsChanged
    _touched = Signal(object)  # _Touched, from any thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._count = 0
        self._waiting = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(BATCH_MS)
        self._pause.timeout.connect(self._tell)
        self._touched.connect(self._begin_batch, Qt.ConnectionType.QueuedConnection)

    def start(self, words: str, *, show_steps: bool = False) -> Job:
        """``words`` say what is done ("Reading documents"), never to what."""
        with self._lock:
            self._count += 1
            job = Job(self, self._count, words, show_steps=show_steps)
            self._jobs[job.number] = job
        self.touch(job)
        return job

    def running(self) -> list[Job]:
        """Oldest first."""
        with self._lock:
            return list(self._jobs.values())

    def job(self, number: int) -> Job | None:
        with self._lock:
            return self._jobs.get(number)

    def cancel_all(self) -> None:
        for job in self.running():
            job.cancel()

    def touch(self, job: Job) -> None:
        """A job has something new; told on with the next batch. Any thread."""
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
        try:
            self._touched.emit(_Touched(job.number))
        except RuntimeError:
            # The window is gone while a thread winds down: nobody is left to tell.
            return

    def remove(self, job: Job) -> None:
        with self._lock:
            known = self._jobs.pop(job.number, None)
        if known is not None:
            self.touch(job)

    def _begin_batch(self, _touched: _Touched) -> None:
        self._pause.start()

    def _tell(self) -> None:
        with self._lock:
            self._waiting = False
            jobs = list(self._jobs.values())
        self.changed.emit(JobsChanged(tuple(job.state() for job in jobs)))
