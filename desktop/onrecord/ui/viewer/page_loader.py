"""Gets pages from a source on a thread of its own: what is in view now comes first.

Nothing here runs on the GUI thread but the last step, which hands over a finished picture.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from onrecord.errors import KnownError, WorkerFailed
from onrecord.ui.relay import relay
from onrecord.ui.session import BUG
from onrecord.ui.viewer.pixels import PixelCache, Pixels, image_of, shared_cache

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tile:
    """Part of a page, in pixels of the page drawn at ``scale`` pixels a point and then turned.

    ``whole`` says that it is all of the page. ``edition`` counts the versions of a page that
    changes while it is shown (a packet's preview).
    """

    page: int
    scale: float
    x: int
    y: int
    width: int
    height: int
    rotate: int = 0
    whole: bool = False
    edition: int = 0


class PageSource(Protocol):
    """What a loader's thread asks. Only that thread calls it."""

    def open(self) -> Any:
        """Whatever the view needs first, such as the pages' sizes. May be called again after a
        page stopped the worker."""
        ...

    def tile(self, tile: Tile) -> Pixels: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Opened:
    value: Any


@dataclass(frozen=True)
class Failed:
    """The source could not be opened."""

    error: KnownError


@dataclass(frozen=True)
class TileReady:
    tile: Tile
    image: QImage


@dataclass(frozen=True)
class TileFailed:
    tile: Tile
    sentence: str


@dataclass(frozen=True)
class _Call:
    work: Callable[[Any], Any]
    then: Callable[[Any], None]
    failed: Callable[[KnownError], None] | None


class PageLoader(QObject):
    """One source, one thread, until ``close``. All methods are for the GUI thread."""

    opened = Signal(object)  # Opened
    failed = Signal(object)  # Failed
    tile_ready = Signal(object)  # TileReady
    tile_failed = Signal(object)  # TileFailed

    def __init__(
        self, source: PageSource, parent: QObject | None = None, cache: PixelCache | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._cache = cache or shared_cache()
        self._owner = id(self)
        self._turn = threading.Condition()
        self._wanted: list[Tile] = []
        self._calls: dict[str, _Call] = {}
        self._later: dict[str, _Call] = {}
        self._closed = False
        self._drawing: Tile | None = None
        self._relay = relay()
        end = self._end
        self.destroyed.connect(lambda: end())
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_closed(self) -> bool:
        return self._closed

    def image(self, tile: Tile) -> QImage | None:
        return self._cache.get(self._owner, tile)

    def want(self, tiles: Sequence[Tile]) -> None:
        """These, in this order, and nothing that was asked for before."""
        with self._turn:
            self._wanted = [t for t in tiles if t != self._drawing]
            self._turn.notify()

    def call(
        self,
        key: str,
        work: Callable[[Any], T],
        then: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
        *,
        urgent: bool = True,
    ) -> None:
        """Ask the source for something else, before any more tiles, or after them all when not
        ``urgent``. A newer call with the same ``key`` takes the place of one that waits."""
        with self._turn:
            queue = self._calls if urgent else self._later
            queue.pop(key, None)
            queue[key] = _Call(work, then, failed)
            self._turn.notify()

    def forget_before(self, edition: int) -> None:
        """Nobody will ask for pictures of earlier editions again."""
        self._cache.drop(self._owner, lambda tile: tile.edition >= edition)

    def has_call(self, key: str) -> bool:
        """Whether such a call still waits."""
        with self._turn:
            return key in self._calls or key in self._later

    def close(self) -> None:
        """Answers that are still on their way are dropped; the thread closes the source."""
        self._end()
        self._cache.drop(self._owner)

    def wait(self, seconds: float = 30) -> None:
        """Until the thread has ended. Only for tests."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _end(self, *_: object) -> None:
        with self._turn:
            self._closed = True
            self._wanted.clear()
            self._calls.clear()
            self._later.clear()
            self._turn.notify()

    # ---------------------------------------------------------------- on the thread

    def _run(self) -> None:
        try:
            if self._open():
                while (work := self._next()) is not None:
                    work()
        finally:
            with suppress(Exception):
                self._source.close()

    def _open(self) -> bool:
        try:
            value = self._source.open()
        except Exception as error:
            self._say("failed", Failed(self._known(error)))
            return False
        self._say("opened", Opened(value))
        return True

    def _next(self) -> Callable[[], None] | None:
        with self._turn:
            while True:
                if self._closed:
                    return None
                self._drawing = None
                if self._calls:
                    call = self._calls.pop(next(iter(self._calls)))
                    return lambda: self._ask(call)
                if self._wanted:
                    tile = self._drawing = self._wanted.pop(0)
                    return lambda: self._draw(tile)
                if self._later:
                    call = self._later.pop(next(iter(self._later)))
                    return lambda: self._ask(call)
                self._turn.wait()

    def _ask(self, call: _Call) -> None:
        try:
            value = call.work(self._source)
        except Exception as error:
            known, failed = self._known(error), call.failed
            if failed is not None:
                self._send(lambda: failed(known))
        else:
            self._send(lambda: call.then(value))

    def _draw(self, tile: Tile) -> None:
        try:
            image = image_of(self._source.tile(tile))
        except Exception as error:
            known = self._known(error)
            self._say("tile_failed", TileFailed(tile, str(known)))
            if isinstance(error, WorkerFailed) and not self._closed:
                # One page stopped the worker: the others are still to be had.
                with suppress(Exception):
                    self._source.open()
        else:
            self._send(lambda: self._keep(tile, image))

    def _known(self, error: Exception) -> KnownError:
        if isinstance(error, KnownError):
            return error
        if not self._closed:
            log.error("unexpected", exc_info=error)
        return KnownError(BUG)

    def _say(self, signal: str, value: object) -> None:
        """The signal is looked up on the GUI thread: here this object may be going."""
        self._send(lambda: getattr(self, signal).emit(value))

    def _send(self, deliver: Callable[[], None]) -> None:
        self._relay.post(self, lambda: None if self._closed else deliver())

    # ---------------------------------------------------------------- back on the GUI thread

    def _keep(self, tile: Tile, image: QImage) -> None:
        self._cache.put(self._owner, tile, image)
        self.tile_ready.emit(TileReady(tile, image))
