"""Calls into worker processes: one ``Worker``, or a ``WorkerPool`` of them.

Everything a worker sends is counted and checked; whatever it does, a call ends in an answer or
in one sentence, within its time.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from onrecord import errors
from onrecord.errors import Cancelled, KnownError, WorkerFailed
from onrecord.worker.desk import Desk
from onrecord.worker.frames import (
    CHUNK,
    END,
    LAID,
    Blob,
    FrameError,
    Pieces,
    read_frame,
    widen,
    write_blob,
    write_free,
    write_json,
)
from onrecord.worker.limits import Limits
from onrecord.worker.tray import Tray

__all__ = ["Answer", "Blob", "Limits", "Worker", "WorkerPool"]

Provide = Callable[[str], Pieces]
Receive = Callable[[bytes | memoryview], object]
"""A piece that is a view is gone when the call returns, and may change while it is looked at."""
Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]

_TOO_LONG = "This document took too long, so the work on it was stopped."
_TOO_MUCH = "This document needs more memory than it may have, so the work on it was stopped."
_TOO_LARGE = "What came out of this document is larger than it may be, so it was not used."
_DIED = "This document stopped the program that was reading it. It may be damaged or far too large."
_WRONG = "This document could not be processed. It may be damaged, or of an unusual kind."
_ENDED = "The program that was reading this document has ended. Open the document again."

_START_S = 240.0  # a slow disk and cold imports; a call's own time begins after it
_POLL_S = 0.05
_AT_HAND = 1 << 18  # what the processor still has at hand when it is looked at a second time
_CALLS_BEFORE_RENEWAL = 50  # what a library leaks ends with its process


T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a task returned, and the blobs it sent."""

    value: dict[str, Any]
    blobs: list[bytes] = field(default_factory=list[bytes])


class Worker:
    """One process. Not thread-safe. After a failure, or a ``Cancelled``, it has ended."""

    def __init__(self, module: str, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._desk, self._tray = Desk(), Tray()
        desk, tray = self._desk.for_worker, self._tray.for_worker
        try:
            self._process = _spawner.submit(_start, module, (*desk, tray)).result()
        except BaseException:
            self._desk.close()
            self._tray.close()
            raise
        self._desk.given()
        self._tray.given()
        self._go = cast("BinaryIO", self._process.stdin)
        self._come = cast("BinaryIO", self._process.stdout)
        widen(self._go)
        self._errors = _Tail(cast("BinaryIO", self._process.stderr))
        self._lockdown: dict[str, Any] | None = None
        self._ended = False
        self.calls = 0
        with suppress(OSError):
            given = {"limits": asdict(self._limits), "desk": desk, "tray": tray}
            write_json(self._go, given)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def lockdown(self) -> dict[str, Any]:
        """The level reached, such as ``{"limits": True, "landlock": 7, "seccomp": True}``."""
        if self._lockdown is None:
            self._run(self._ready, None, _START_S)
        return self._lockdown or {}

    def call(
        self,
        task: str,
        args: Mapping[str, Any],
        blobs: Sequence[Blob] = (),
        *,
        provide: Provide | None = None,
        receive: Receive | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
        wall_s: float | None = None,
    ) -> Answer:
        """Runs one task.

        ``provide`` answers ``Request.ask`` and ``borrow``; ``receive`` gets what the task sends as it comes
        (without it, ``Answer.blobs`` collects it); ``cancelled`` is asked 20 times a second, on
        a thread of its own. Raises the task's ``KnownError``, ``Cancelled`` or ``WorkerFailed``.
        An error of a callback, or of a blob that is read, ends the worker and is passed on.
        """
        if self._lockdown is None:
            self._run(self._ready, cancelled, _START_S)
        self.calls += 1

        def converse() -> Answer:
            write_json(self._go, {"call": task, "args": dict(args), "blobs": len(blobs)})
            for blob in blobs:
                write_blob(self._go, blob if isinstance(blob, bytes) else _marked(blob))
            return self._listen(_Arrival(self._limits, receive), provide, progress)

        try:
            return self._run(converse, cancelled, self._limits.wall_s if wall_s is None else wall_s)
        finally:
            self._desk.clear()

    def close(self) -> None:
        """Ends the process. Safe to call twice, and while another thread waits in a call."""
        self._ended = True
        self._process.kill()
        self._process.wait()
        self._errors.join()
        self._desk.close()
        self._tray.close()
        for pipe in (self._go, self._come):
            with suppress(OSError, ValueError):
                pipe.close()

    def _ready(self) -> None:
        said = read_frame(self._come).object()
        if "ready" not in said:
            self.close()
            raise WorkerFailed("Reading documents could not be started.", str(said))
        self._lockdown = dict(said["ready"])

    def _listen(
        self, arrival: _Arrival, provide: Provide | None, progress: Progress | None
    ) -> Answer:
        """Serves what the task asks for until it has answered."""
        while True:
            frame = read_frame(self._come)
            arrival.count(len(frame.payload))
            if frame.kind == CHUNK:
                arrival.add(frame.payload)
                continue
            if frame.kind == LAID:
                arrival.count(frame.length())
                with self._tray.taken(frame.length()) as laid:
                    arrival.look(laid)
                write_free(self._go)
                continue
            if frame.kind == END:
                arrival.end_blob()
                continue
            said = frame.object()
            if "value" in said:
                return Answer(_dict(said["value"]), arrival.finish())
            if "progress" in said:
                if progress is not None:
                    done, total, words = said["progress"]
                    with _Marked():
                        progress(int(done), int(total), str(words)[:200])
            elif "ask" in said:
                if provide is None:
                    raise FrameError("a question that nobody answers")
                self._hand_over(provide, str(said["ask"]))
            else:
                raise _told(said)

    def _hand_over(self, provide: Provide, key: str) -> None:
        with _Marked():
            given = provide(key)
            laid = self._desk.lay(given)
        if laid is None:
            write_blob(self._go, _marked(given))
        else:
            write_json(self._go, laid)

    def _run(self, work: Callable[[], T], cancelled: Stop | None, wall_s: float) -> T:
        """Does the work while a thread watches the clock; turns every failure into a sentence."""
        if self._ended:
            raise WorkerFailed(_ENDED)
        watch = _Watch(self._process, cancelled, wall_s)
        try:
            result = work()
        except _CallerError as ours:
            watch.stop()
            self.close()
            raise ours.error from None
        except _Over as over:
            watch.stop()
            self.close()
            raise WorkerFailed(over.sentence, over.report) from None
        except KnownError:
            watch.stop()
            raise
        except (EOFError, OSError, ValueError, TypeError, FrameError) as error:
            raise self._failure(watch.stop(), error) from None
        except BaseException:  # an interrupt: nobody will read the rest of this answer
            watch.stop()
            self.close()
            raise
        verdict = watch.stop()
        if verdict:
            raise self._failure(verdict, None)
        return result

    def _failure(self, verdict: str, error: Exception | None) -> KnownError:
        self.close()
        if verdict == "cancelled":
            return Cancelled()
        code = self._process.returncode
        report = f"exit code {code}; {error!r}\n{self._errors.text()}"
        if verdict == "time" or code == _OUT_OF_CPU:
            return WorkerFailed(_TOO_LONG, report)
        return WorkerFailed(_DIED if isinstance(error, (EOFError, OSError)) else _WRONG, report)


class WorkerPool:
    """Up to ``size`` processes for one module of tasks. Thread-safe.

    A process starts when it is first needed, is renewed after 50 calls, and is replaced after a
    failure, so that one bad document costs one sentence.
    """

    def __init__(self, module: str, limits: Limits | None = None, size: int = 2) -> None:
        self._module, self._limits = module, limits or Limits()
        self._slots = threading.Semaphore(size)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker-call")
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def call(
        self,
        task: str,
        args: Mapping[str, Any],
        blobs: Sequence[Blob] = (),
        *,
        provide: Provide | None = None,
        receive: Receive | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
        wall_s: float | None = None,
    ) -> Answer:
        """As ``Worker.call``, once a process is free; ``Cancelled`` if the pool is closed."""
        while not self._slots.acquire(timeout=_POLL_S):
            if self._closed or (cancelled is not None and cancelled()):
                raise Cancelled
        try:
            worker = self._take()
            try:
                return worker.call(
                    task,
                    args,
                    blobs,
                    provide=provide,
                    receive=receive,
                    progress=progress,
                    cancelled=cancelled,
                    wall_s=wall_s,
                )
            except WorkerFailed:
                if self._closed:
                    raise Cancelled from None
                raise
            finally:
                self._put_back(worker)
        finally:
            self._slots.release()

    def submit(self, task: str, args: Mapping[str, Any], *rest: Any, **more: Any) -> Future[Answer]:
        """As ``call``, on a thread of the pool."""
        return self._threads.submit(self.call, task, args, *rest, **more)

    def get_ready(self) -> None:
        """Starts a process in the background if none waits or works, so that the next call finds
        it ready. What goes wrong is left for that call to say."""
        with self._lock:
            if self._closed or self._idle or self._busy:
                return
            with suppress(RuntimeError):  # the program is ending
                self._threads.submit(self._start)

    def _start(self) -> None:
        if self._slots.acquire(blocking=False):  # else one is at work, and will be free
            try:
                with suppress(KnownError):
                    _ = self.lockdown
            finally:
                self._slots.release()

    @property
    def lockdown(self) -> dict[str, Any]:
        """The level a process of this pool reaches."""
        worker = self._take()
        try:
            return worker.lockdown
        finally:
            self._put_back(worker)

    def close(self) -> None:
        """Ends every process; calls under way raise ``Cancelled``."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()

    def _take(self) -> Worker:
        with self._lock:
            if self._closed:
                raise Cancelled
            worker = None
            while self._idle and worker is None:
                waiting = self._idle.pop()
                worker = waiting if waiting.alive else None
            worker = worker or Worker(self._module, self._limits)
            self._busy.add(worker)
            return worker

    def _put_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            if worker.alive and worker.calls < _CALLS_BEFORE_RENEWAL and not self._closed:
                self._idle.append(worker)
                return
        worker.close()


class _CallerError(Exception):
    """Carries an error of the caller's own callback past those of the worker."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


class _Over(Exception):
    """The worker is of no more use: it ran out of a limit, or met what it did not expect."""

    def __init__(self, sentence: str, report: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.report = sentence, report


class _Marked:
    """Marks what a callback raises as the caller's."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            raise _CallerError(error) from None


def _marked(chunks: Pieces) -> Pieces:
    steps = iter(chunks)
    while True:
        with _Marked():
            chunk = next(steps, None)
        if chunk is None:
            return
        yield chunk


class _Arrival:
    """Counts and keeps, or passes on, what a task sends."""

    def __init__(self, limits: Limits, receive: Receive | None) -> None:
        self._left = limits.answer_mb << 20
        self._receive = receive
        self._blobs: list[bytes] = []
        self._chunks: list[bytes] = []

    def count(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise _Over(_TOO_LARGE)

    def add(self, chunk: bytes) -> None:
        if self._receive is None:
            self._chunks.append(chunk)
        else:
            with _Marked():
                self._receive(chunk)

    def look(self, laid: memoryview) -> None:
        """As ``add``, for what will not lie there any longer."""
        if self._receive is None:
            self._chunks.append(bytes(laid))
            return
        for at in range(0, len(laid), _AT_HAND):
            with _Marked(), laid[at : at + _AT_HAND] as part:
                self._receive(part)

    def end_blob(self) -> None:
        self.count(64)  # empty blobs cost something too
        if self._receive is None:
            self._blobs.append(b"".join(self._chunks))
            self._chunks = []

    def finish(self) -> list[bytes]:
        if self._chunks:
            self.end_blob()
        return self._blobs


class _Watch:
    """Kills a process when its time is over or its work is no longer wanted."""

    def __init__(
        self, process: subprocess.Popen[bytes], cancelled: Stop | None, wall_s: float
    ) -> None:
        self._process, self._cancelled = process, cancelled
        self._end = time.monotonic() + wall_s
        self._done = threading.Event()
        self._verdict = ""
        self._thread = threading.Thread(target=self._look, name="worker-watch", daemon=True)
        self._thread.start()

    def stop(self) -> str:
        """``""``, or why the process was killed: ``time`` or ``cancelled``."""
        self._done.set()
        self._thread.join()
        return self._verdict

    def _look(self) -> None:
        while True:
            left = self._end - time.monotonic()
            if self._done.wait(max(0.0, left if self._cancelled is None else min(left, _POLL_S))):
                return
            if self._unwanted():
                self._verdict = "cancelled"
            elif time.monotonic() >= self._end:
                self._verdict = "time"
            if self._verdict:
                self._process.kill()
                return

    def _unwanted(self) -> bool:
        try:
            return self._cancelled is not None and self._cancelled()
        except Exception:
            return True  # who cannot be asked is not waiting


class _Tail:
    """The end of what a process wrote to its standard error, for the developer's report."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._kept = stream, b""
        self._thread = threading.Thread(target=self._read, name="worker-errors", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._stream:
            while chunk := os.read(self._stream.fileno(), 1 << 16):
                self._kept = (self._kept + chunk)[-8192:]

    def join(self) -> None:
        self._thread.join()

    def text(self) -> str:
        return self._kept.decode("utf-8", "replace")


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FrameError("an answer that is no object")
    return cast("dict[str, Any]", value)


def _told(said: dict[str, Any]) -> KnownError | _Over:
    """The error a task reported, in the class it had there."""
    if "known" in said:
        known = _dict(said["known"])
        kind: object = getattr(errors, str(known.get("class")), None)
        sentence = str(known.get("sentence"))[:500]
        if kind is errors.Refused:
            return errors.Refused(sentence, str(known.get("path", "")))
        if isinstance(kind, type) and issubclass(kind, KnownError):
            return kind(sentence)
        return errors.Unreadable(sentence)
    if said.get("limit") == "memory":
        return _Over(_TOO_MUCH)
    return _Over(_WRONG, str(said.get("bug", said)))


_OUT_OF_CPU = -int(getattr(signal, "SIGXCPU", 0)) or None

# The system ends a worker when the thread that started it ends (PR_SET_PDEATHSIG), so that one
# thread, which lives as long as the program, starts them all.
_spawner = ThreadPoolExecutor(1, thread_name_prefix="worker-start")


def _start(module: str, shared: Sequence[int]) -> subprocess.Popen[bytes]:
    if getattr(sys, "frozen", False):
        command = [sys.executable, "--worker", module]
    else:
        command = [sys.executable, "-P", "-m", "onrecord.worker.child", module]
    hidden = 0
    if sys.platform == "win32":
        hidden = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        pass_fds=[file for file in shared if file >= 0],
        creationflags=hidden,
        start_new_session=True,  # Ctrl+C in a terminal is for the program, not for its workers
    )


def _environment() -> dict[str, str]:
    """Nothing of the user's but what Python needs to start."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if not getattr(sys, "frozen", False):
        kept["PYTHONPATH"] = os.pathsep.join(
            str(Path(part).absolute()) for part in sys.path if part
        )
    # Without a home, libraries look for one in the system's list of users.
    return kept | _MEMORY | _THREADS | {"PYTHONUTF8": "1", "HOME": os.sep}


_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH")
# For typst. Threads that look for work where there is little spend a quarter of what setting a
# bundle costs, and more where the machine is busy; to the person who waits they give nothing.
_THREADS = {"RAYON_NUM_THREADS": "1"}
# For glibc. It reserves 64 MB of address space for each thread's own heap; two are enough. Blocks
# of megabytes come and go: fetching each from the system anew took a tenth of an export's time.
_MEMORY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
}
