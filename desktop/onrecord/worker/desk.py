"""Memory in which a worker finds a document that it asked for, where the system has such (Linux).

The parent writes the document there, straight from the cipher, and says how long it is; the worker
copies it out before it goes on. Through a pipe every byte is copied twice more, and the two
processes wake each other for every piece. The worker can only read there, and the parent only
writes. What is larger goes through the pipe, as everything does on other systems.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
from contextlib import suppress
from typing import Protocol, runtime_checkable

MOST = 32 << 20
"""Bytes of the longest document that is laid there: so much memory is taken twice, for a while."""


@runtime_checkable
class Whole(Protocol):
    """Bytes whose number is known, and that can be written at one go."""

    @property
    def length(self) -> int: ...

    def fill(self, place: memoryview, /) -> None: ...


class Desk:
    """The parent's side. ``for_worker`` is the file a process inherits; -1 where there is none.

    It may be closed while another thread writes to it.
    """

    def __init__(self) -> None:
        self._file = self.for_worker = -1
        self._map: mmap.mmap | None = None
        self._lock = threading.Lock()
        if sys.platform == "linux":
            # Where it is forbidden, or Python was built without it, there is still the pipe.
            with suppress(OSError, AttributeError):
                self._file = os.memfd_create("desk", os.MFD_CLOEXEC)
                self.for_worker = os.open(f"/proc/self/fd/{self._file}", os.O_RDONLY | os.O_CLOEXEC)
            if self.for_worker < 0:
                self.close()

    def lay(self, document: object) -> int | None:
        """Writes ``document`` there and returns its length; None where it has to go by pipe.

        What its ``fill`` raises passes.
        """
        if not isinstance(document, Whole) or document.length > MOST:
            return None
        with self._lock:
            if self._file < 0:
                return None
            if self._map is None:
                os.ftruncate(self._file, MOST)  # takes no memory yet
                self._map = mmap.mmap(self._file, MOST)
            every = memoryview(self._map)
        with every, every[: document.length] as place:
            document.fill(place)
        return document.length

    def clear(self) -> None:
        """Gives the memory back to the system."""
        with self._lock:
            self._clear()

    def given(self) -> None:
        """The process has its file; it is not needed here."""
        if self.for_worker >= 0:
            os.close(self.for_worker)
            self.for_worker = -1

    def close(self) -> None:
        with self._lock:
            self.given()
            self._clear()
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def _clear(self) -> None:
        if self._map is not None:
            with suppress(BufferError):  # somebody writes: the memory goes when it is done
                self._map.close()
                os.ftruncate(self._file, 0)
            self._map = None


def taken(desk: int, length: int) -> bytes:
    """The worker's side: the document of that length that lies there."""
    os.lseek(desk, 0, os.SEEK_SET)
    data = os.read(desk, length)
    while len(data) < length:  # a signal came in between
        more = os.read(desk, length - len(data))
        if not more:
            raise EOFError
        data += more
    return data
