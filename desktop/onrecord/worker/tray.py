"""Memory into which a worker puts what it sends, where the system has such (Linux).

It has a few places, used in turn. The worker writes into one, says how much, and goes on with the
next; the parent reads it there and gives the place back. Through a pipe every byte is copied twice
more. The parent can only read there, the worker cannot make it smaller, and it may change while it
is looked at: what has to be the same for two readers is compared afterwards, or copied first. On
other systems, and for what is short, the pipe serves.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Callable
from contextlib import suppress

PLACE = 1 << 20
"""Bytes that one place takes."""
PLACES = 4
SHORT = 1 << 16
"""Less than this goes through the pipe, which holds it at once."""


class Tray:
    """The parent's side. ``for_worker`` is the file a process inherits; -1 where there is none."""

    def __init__(self) -> None:
        self.for_worker = -1
        self._map: mmap.mmap | None = None
        self._nth = 0
        if sys.platform == "linux":
            # Where it is forbidden, or Python was built without it, there is still the pipe.
            with suppress(OSError, AttributeError):
                self._map, self.for_worker = _made()

    def taken(self, length: int) -> memoryview:
        """The first ``length`` bytes of the place whose turn it is. ValueError where there is none,
        or it is not so large."""
        if self._map is None or not 0 < length <= PLACE:
            raise ValueError(f"{length} bytes on the tray")
        start = self._nth * PLACE
        self._nth = (self._nth + 1) % PLACES
        return memoryview(self._map)[start : start + length]

    def given(self) -> None:
        """The process has its file; it is not needed here."""
        if self.for_worker >= 0:
            os.close(self.for_worker)
            self.for_worker = -1

    def close(self) -> None:
        self.given()
        if self._map is not None:
            with suppress(BufferError):  # somebody reads: the memory goes when it is done
                self._map.close()


def _made() -> tuple[mmap.mmap, int]:
    import fcntl

    file = os.memfd_create("tray", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(file, PLACE * PLACES)
        # Whoever reads behind the end of a file that became shorter is ended by the system.
        fcntl.fcntl(
            file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        )
        return mmap.mmap(file, PLACE * PLACES, prot=mmap.PROT_READ), file
    except BaseException:
        os.close(file)
        raise


class Places:
    """The worker's side. ``wait`` returns when the parent has given one more place back."""

    def __init__(self, file: int, wait: Callable[[], None]) -> None:
        self._map = memoryview(mmap.mmap(file, PLACE * PLACES))
        self._wait = wait
        self._nth, self._free = 0, PLACES

    def given_back(self) -> None:
        self._free += 1

    def put(self, data: memoryview) -> None:
        """Writes ``data``, at most ``PLACE`` bytes, into the place whose turn it is."""
        while not self._free:
            self._wait()
        self._free -= 1
        start = self._nth * PLACE
        self._nth = (self._nth + 1) % PLACES
        self._map[start : start + len(data)] = data
