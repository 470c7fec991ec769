"""The client's side of reading documents: no parser is imported here, a worker does it all."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from typing import Any, cast

from onrecord.errors import NotFound, Unreadable, WorkerFailed
from onrecord.intake import types
from onrecord.intake.reading import (
    EMPTY,
    MAX_PAGE_TEXT,
    RawPixels,
    Reading,
    Word,
    count_from,
    pixels_from,
    reading_from,
    sizes_from,
    words_from,
)
from onrecord.intake.table_layout import Layouts
from onrecord.worker.limits import PATIENCE
from onrecord.worker.pool import Answer, Blob, Limits, Worker, WorkerPool

MAX_SIZE = 256 << 20  # bytes; larger files are kept and not read

_MODULE = "onrecord.intake.tasks"
_READ = Limits(address_space_mb=2048, cpu_s=60, wall_s=90 * PATIENCE, answer_mb=192, nice=5)
_VIEW = Limits(address_space_mb=2048, cpu_s=30, wall_s=45 * PATIENCE, answer_mb=80, nice=0)
_TOO_LARGE = "This file is too large to be read here. It is kept safely."
_SIZES = 200  # pages whose sizes are asked for at once


class Reader:
    """Reads documents in locked workers. Thread-safe."""

    def __init__(self, size: int = 2) -> None:
        self._pool = WorkerPool(_MODULE, _READ, size)
        self._lock = threading.Lock()
        self._spare: Worker | None = None
        self._closed = False

    def read(
        self,
        data: Blob,
        *,
        file_name: str,
        size: int,
        password: str = "",
        layouts: Layouts | None = None,
        whole: bool = False,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """What the document holds; ``size`` is its length in bytes, ``layouts`` the tables of
        banks whose columns a person has named. A very long picture is read as several pages, or
        ``whole``, as it was when it was read before.

        Whatever is wrong with a document is its reading's ``problem``, also if it stopped its
        reader. Raises ``Cancelled``, and what reading ``data`` raises.
        """
        chunks = iter((data,) if isinstance(data, bytes) else data)
        first = next(chunks, b"")
        guess = types.glance(bytes(first[:4096]), file_name)
        if size == 0 or size > MAX_SIZE:
            problem = _TOO_LARGE if size else EMPTY
            return Reading(guess.media_type, guess.name, problem=problem)
        told = {key: dict(roles) for key, roles in (layouts or {}).items()}
        args = {"file_name": file_name, "password": password, "layouts": told, "whole": whole}
        try:
            pieces = [itertools.chain([first], chunks)]
            answer = self._pool.call("read", args, pieces, cancelled=cancelled)
            return _reading(answer)
        except WorkerFailed as error:
            facts = {"report": error.report}
            return Reading(guess.media_type, guess.name, problem=str(error), facts=facts)
        except Unreadable as error:
            return Reading(guess.media_type, guess.name, problem=str(error))

    def attached(self, data: Blob) -> list[tuple[str, bytes]]:
        """(name, bytes) of each file attached to a mail. Raises ``Unreadable``, ``WorkerFailed``."""
        answer = self._pool.call("attached", {}, [data])
        names = answer.value.get("names")
        blobs = list(answer.blobs)
        if not isinstance(names, list) or len(cast("list[object]", names)) != len(blobs):
            raise Unreadable("What is attached to this mail could not be read.")
        told = [str(name)[:200] for name in cast("list[object]", names)]
        return list(zip(told, blobs, strict=True))

    def open(
        self, data: Blob, *, media_type: str = "", password: str = "", whole: bool = False
    ) -> OpenDocument:
        """Opens a document for the viewer, in a worker of its own, as what it was read as; its
        content decides where that is not known. ``whole`` as in ``read``.

        Raises ``NeedsPassword``, ``Unreadable``, ``Refused`` (a kind that cannot be shown) or
        ``WorkerFailed``.
        """
        worker = self._take_spare()
        try:
            args = {"media_type": media_type, "password": password, "whole": whole}
            answer = worker.call("open", args, [data])
            document = OpenDocument(worker, count_from(answer.value.get("page_count")))
        except BaseException:
            worker.close()
            raise
        self._start_spare()
        return document

    @property
    def lockdown(self) -> dict[str, Any]:
        """How firmly the workers of this system are locked in."""
        return self._pool.lockdown

    def close(self) -> None:
        """Ends the reading; documents that are open stay so until they are closed."""
        with self._lock:
            self._closed, spare, self._spare = True, self._spare, None
        if spare is not None:
            spare.close()
        self._pool.close()

    def _take_spare(self) -> Worker:
        with self._lock:
            worker, self._spare = self._spare, None
        return worker if worker is not None and worker.alive else Worker(_MODULE, _VIEW)

    def _start_spare(self) -> None:
        """Who opens one document opens the next, and a worker loads for half a second."""
        with self._lock:
            if self._spare is None and not self._closed:
                self._spare = Worker(_MODULE, _VIEW)


class OpenDocument:
    """A document held open by a worker. Thread-safe; page numbers start at 1.

    Sizes and boxes are points as displayed, from the top left. A page that stops the worker
    raises ``WorkerFailed``; the document must then be opened again.
    """

    def __init__(self, worker: Worker, page_count: int) -> None:
        self.page_count = page_count
        self._worker = worker
        self._lock = threading.Lock()
        self._sizes: dict[int, tuple[float, float]] = {}

    def page_size(self, number: int) -> tuple[float, float]:
        """Width and height of a page."""
        self._check(number)
        if number not in self._sizes:
            first = (number - 1) // _SIZES * _SIZES + 1
            sizes = self._call("sizes", first=first, count=_SIZES).value.get("sizes")
            for at, size in enumerate(sizes_from(sizes, _SIZES)):
                self._sizes[first + at] = size
        return self._sizes[number]

    def tile(
        self, number: int, scale: float, x: int, y: int, width: int, height: int, rotate: int = 0
    ) -> RawPixels:
        """Part of a page drawn at ``scale`` pixels a point, then turned clockwise by ``rotate``
        (0, 90, 180 or 270 degrees); x, y, width and height are pixels of that picture, at most
        4,096 a side. Beyond the page it is white."""
        self._check(number)
        box = [x, y, width, height]
        answer = self._call("tile", number=number, scale=scale, box=box, rotate=rotate)
        pixels = pixels_from(answer.value, b"".join(answer.blobs))
        if (pixels.width, pixels.height) != (width, height):
            raise Unreadable("This page came out in another size than was asked for.")
        return pixels

    def words(self, number: int) -> list[Word]:
        """The page's words in reading order with their boxes, to select and copy text."""
        self._check(number)
        return words_from(self._call("words", number=number).value.get("words"))

    def text(self, number: int) -> str:
        self._check(number)
        return str(self._call("text", number=number).value.get("text"))[:MAX_PAGE_TEXT]

    def close(self) -> None:
        self._worker.close()

    def _check(self, number: int) -> None:
        if not 1 <= number <= self.page_count:
            raise NotFound(f"There is no page {number} in this document.")

    def _call(self, task: str, **args: Any) -> Answer:
        with self._lock:
            return self._worker.call(task, args)


def _reading(answer: Answer) -> Reading:
    blobs = list(answer.blobs)
    picture = blobs.pop() if answer.value.get("thumbnail") is not None and blobs else b""
    return reading_from(answer.value, [_page_json(blob) for blob in blobs], picture)


def _page_json(blob: bytes) -> object:
    try:
        return json.loads(blob)
    except (ValueError, RecursionError):
        return None
