"""Memory in which a worker finds a document that it asked for, where the system has such (Linux).

The parent writes the document there, straight from the cipher, and says where and how long it is;
the worker reads it there, or copies it out, before it asks for the next. Through a pipe every byte
is copied twice more, and the two processes wake each other for every piece. The worker can only
read there, and the parent only writes. What is larger goes through the pipe, as everything does on
other systems.

A place is a file as long as the document that lies there, since who reads a file reads it to its
end. Shortening one gives memory back that the next document needs again: so there are two places,
and a document goes where the least has to be fetched for it.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Protocol, cast, runtime_checkable

MOST = 32 << 20
"""Bytes of the longest document that is laid there: each place may take so much for a while."""
PLACES = 2


@runtime_checkable
class Whole(Protocol):
    """Bytes whose number is known, and that can be written at one go."""

    @property
    def length(self) -> int: ...

    def fill(self, place: memoryview, /) -> None: ...


class Desk:
    """The parent's side. ``for_worker`` are the files a process inherits; none where there is none.

    It may be closed while another thread writes to it.
    """

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._lock = threading.Lock()
        if sys.platform == "linux":
            # Where it is forbidden, or Python was built without it, there is still the pipe.
            with suppress(OSError, AttributeError):
                for _ in range(PLACES):
                    self._places.append(_Place())
            if len(self._places) < PLACES:
                self.close()

    @property
    def for_worker(self) -> list[int]:
        return [place.for_worker for place in self._places]

    def lay(self, document: object) -> dict[str, int] | None:
        """Writes ``document`` there and says where, and its length; None where it has to go by
        pipe.

        What its ``fill`` raises passes.
        """
        if not isinstance(document, Whole) or document.length > MOST:
            return None
        length = document.length
        with self._lock:
            if not self._places:
                return None
            number = self._best(length)
            every = self._places[number].of(length)
        with every, every[:length] as place:
            document.fill(place)
        return {"place": number, "lies": length}

    def clear(self) -> None:
        """Gives the memory back to the system."""
        with self._lock:
            for place in self._places:
                place.clear()

    def given(self) -> None:
        """The process has its files; they are not needed here."""
        for place in self._places:
            place.given()

    def close(self) -> None:
        with self._lock:
            for place in self._places:
                place.close()
            self._places = []

    def _best(self, length: int) -> int:
        """Where the most of what is needed is there already; else where the least is given up."""
        sizes = [place.size for place in self._places]
        fitting = [size for size in sizes if size <= length]
        return sizes.index(max(fitting) if fitting else min(sizes))


class _Place:
    def __init__(self) -> None:
        self.size = 0
        self._map: mmap.mmap | None = None
        self.for_worker = -1
        self._file = os.memfd_create("desk", os.MFD_CLOEXEC)
        try:
            self.for_worker = os.open(f"/proc/self/fd/{self._file}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.close()
            raise

    def of(self, length: int) -> memoryview:
        """All of it, of which only the first ``length`` bytes may be touched."""
        if self._map is None:
            os.ftruncate(self._file, MOST)  # takes no memory yet
            self._map = mmap.mmap(self._file, MOST)
        os.ftruncate(self._file, length)
        self.size = length
        return memoryview(self._map)

    def clear(self) -> None:
        if self._map is not None:
            with suppress(BufferError):  # somebody writes: the memory goes when it is done
                self._map.close()
                os.ftruncate(self._file, 0)
            self._map, self.size = None, 0

    def given(self) -> None:
        if self.for_worker >= 0:
            os.close(self.for_worker)
            self.for_worker = -1

    def close(self) -> None:
        self.given()
        self.clear()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class Lying:
    """The worker's side: a document that lies on the desk until the next one is asked for."""

    def __init__(self, places: Sequence[int], place: object, length: object) -> None:
        """Raises EOFError where there is no such place, or not so much lies there."""
        if not isinstance(place, int) or not isinstance(length, int):
            raise EOFError
        if not 0 <= place < len(places) or os.fstat(places[place]).st_size != length:
            raise EOFError
        self._file, self._length = places[place], length

    def __len__(self) -> int:
        return self._length

    def opened(self) -> BinaryIO:
        """As a file that can only be read; its bytes are those on the desk. One at a time: all have
        one place where they read."""
        file = os.dup(self._file)
        os.lseek(file, 0, os.SEEK_SET)
        return cast("BinaryIO", os.fdopen(file, "rb", buffering=0))

    def taken(self) -> bytes:
        """A copy of it."""
        os.lseek(self._file, 0, os.SEEK_SET)
        data = os.read(self._file, self._length)
        while len(data) < self._length:  # a signal came in between
            more = os.read(self._file, self._length - len(data))
            if not more:
                raise EOFError
            data += more
        return data
