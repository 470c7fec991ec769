"""The worker process: imports one module of tasks, locks itself in, and serves calls.

A module of tasks has ``TASKS``, functions by name from a ``Request`` to a JSON-able dict, and may
have ``warm()``, which imports and loads all that the tasks will need: after it no file opens.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from onrecord.errors import KnownError
from onrecord.worker.desk import Lying
from onrecord.worker.frames import (
    FREE,
    JSON,
    Frame,
    FrameError,
    read_blob,
    read_frame,
    write_chunk,
    write_end,
    write_json,
    write_laid,
)
from onrecord.worker.limits import Limits, limit_process, renew_cpu
from onrecord.worker.lockdown import lock_down
from onrecord.worker.tray import PLACE, SHORT, Places

_GARBAGE_AFTER = 10_000  # new objects until the next look; a document makes many, few in circles


class Line:
    """The worker's end of what it and its parent share: the two pipes, the desk and the tray."""

    def __init__(self, come: BinaryIO, go: BinaryIO) -> None:
        self.come, self.go = come, go
        self._desk, self._tray = cast("list[int]", []), cast("Places | None", None)

    def share(self, desk: list[int], tray: int) -> None:
        """Memory that both have, by the files the parent gave; none, or -1, for what there is not."""
        self._desk = desk
        self._tray = Places(tray, self._wait_for_a_place) if tray >= 0 else None

    def next(self) -> Frame:
        """The next frame that says more than that a place on the tray is free."""
        while (frame := read_frame(self.come)).kind == FREE:
            self._freed()
        return frame

    def asked_for(self) -> bytes | Lying:
        first = self.next()
        if first.kind == JSON:
            told = first.object()
            return Lying(self._desk, told.get("place"), told.get("lies"))
        return read_blob(self.come, first)

    def send(self, chunk: bytes | memoryview) -> None:
        if self._tray is None or len(chunk) < SHORT:
            write_chunk(self.go, chunk)
            return
        view = memoryview(chunk)
        for start in range(0, len(view), PLACE):
            part = view[start : start + PLACE]
            self._tray.put(part)
            write_laid(self.go, len(part))

    def _wait_for_a_place(self) -> None:
        if read_frame(self.come).kind != FREE:
            raise FrameError("something else than a free place on the tray")
        self._freed()

    def _freed(self) -> None:
        if self._tray is not None:
            self._tray.given_back()


class Request:
    """One call, as its task sees it."""

    def __init__(self, args: dict[str, Any], blobs: list[bytes], line: Line) -> None:
        self.args = args
        self.blobs = blobs
        self._line = line

    def ask(self, key: str) -> bytes:
        """Bytes the parent provides under this key, whole."""
        given = self.borrow(key)
        return given if isinstance(given, bytes) else given.taken()

    def borrow(self, key: str) -> bytes | Lying:
        """As ``ask``; what lies on the desk has to be done with before anything else is asked for."""
        write_json(self._line.go, {"ask": key})
        return self._line.asked_for()

    def send(self, chunk: bytes | memoryview) -> None:
        """Adds to the blob that is going out; ``chunk`` is of no more use here then."""
        self._line.send(chunk)

    def next_blob(self) -> None:
        """Ends the outgoing blob; what is sent next begins another."""
        write_end(self._line.go)

    def progress(self, done: int, total: int, words: str = "") -> None:
        write_json(self._line.go, {"progress": [done, total, words]})


Task = Callable[[Request], dict[str, Any]]


def main(module: str) -> None:
    """Runs until the parent closes the pipe; never returns."""
    come = cast("BinaryIO", os.fdopen(os.dup(0), "rb"))
    go = cast("BinaryIO", os.fdopen(os.dup(1), "wb"))
    # A library that prints would break the frames: give it standard error, and nothing to read.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    code = 1
    try:
        line = Line(come, go)
        begin = line.next().object()
        limits = Limits(**begin["limits"])
        line.share([int(file) for file in begin["desk"]], int(begin["tray"]))
        tasks = _prepare(module)
        os.chdir(os.sep)  # the name of the working folder can be asked for; it says nothing now
        limited = limit_process(limits)
        write_json(go, {"ready": {"limits": limited, **lock_down()}})
        while True:
            _serve(tasks, limits, line)
    except EOFError:
        code = 0
    except MemoryError:
        code = _last_words(go, {"limit": "memory"})
    except BaseException:
        code = _last_words(go, {"bug": traceback.format_exc()})
    finally:
        # No library gets to tidy up after what it has read.
        os._exit(code)


def _prepare(module: str) -> dict[str, Task]:
    # What is loaded now stays: it need not be looked through for what can go, over and over.
    gc.disable()
    found = importlib.import_module(module)
    gc.freeze()  # before the look for what warming up leaves: it need not go through all of this
    warm = getattr(found, "warm", None)
    if warm is not None:
        warm()
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(_GARBAGE_AFTER, 20, 20)
    return cast("dict[str, Task]", found.TASKS)


def _serve(tasks: dict[str, Task], limits: Limits, line: Line) -> None:
    call = line.next().object()
    renew_cpu(limits)
    blobs = [read_blob(line.come) for _ in range(call["blobs"])]
    go = line.go
    try:
        value = tasks[call["call"]](Request(call["args"], blobs, line))
        blobs.clear()  # before the answer: who gets it may at once send as much again
        write_json(go, {"value": value})
    except KnownError as error:
        known = {"class": type(error).__name__, "sentence": str(error)}
        write_json(go, {"known": known | {"path": getattr(error, "path", "")}})
    except (MemoryError, EOFError):
        raise
    except Exception:
        write_json(go, {"bug": traceback.format_exc()})


def _last_words(go: BinaryIO, words: dict[str, Any]) -> int:
    try:
        write_json(go, words)
    except BaseException:
        return 1
    return 0


if __name__ == "__main__":
    main(sys.argv[1])
