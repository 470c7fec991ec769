"""Pictures of pages: from a worker's raw bytes to what Qt paints, and how many are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, Protocol

from PySide6.QtGui import QImage

CAP = 256 << 20
"""Bytes of pictures kept in memory, all views together."""


class Pixels(Protocol):
    """What a worker sends: ``height`` rows of ``stride`` bytes, RGB or RGBA."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def data(self) -> bytes: ...
    @property
    def format(self) -> str: ...


def image_of(pixels: Pixels) -> QImage:
    """A picture that owns its bytes. Sizes were checked where the pixels arrived."""
    kind = QImage.Format.Format_RGBA8888 if pixels.format == "RGBA" else QImage.Format.Format_RGB888
    shared = QImage(pixels.data, pixels.width, pixels.height, pixels.stride, kind)
    return shared.convertToFormat(QImage.Format.Format_RGB32)


class PixelCache:
    """The pictures used last, up to ``cap`` bytes. ``owner`` is whoever asked for them."""

    def __init__(self, cap: int = CAP) -> None:
        self._cap = cap
        self._held: OrderedDict[tuple[int, Hashable], QImage] = OrderedDict()
        self.size = 0

    def get(self, owner: int, key: Hashable) -> QImage | None:
        found = self._held.get((owner, key))
        if found is not None:
            self._held.move_to_end((owner, key))
        return found

    def put(self, owner: int, key: Hashable, image: QImage) -> None:
        self._forget((owner, key))
        self._held[owner, key] = image
        self.size += image.sizeInBytes()
        while self.size > self._cap and len(self._held) > 1:
            self._forget(next(iter(self._held)))

    def drop(self, owner: int, wanted: Callable[[Any], bool] = lambda _key: False) -> None:
        """Forget what ``owner`` asked for, but for keys that are ``wanted``."""
        for key in [key for key in self._held if key[0] == owner and not wanted(key[1])]:
            self._forget(key)

    def _forget(self, key: tuple[int, Hashable]) -> None:
        image = self._held.pop(key, None)
        if image is not None:
            self.size -= image.sizeInBytes()


@cache
def shared_cache() -> PixelCache:
    """One for the process, so that the cap holds for all views together. GUI thread only."""
    return PixelCache()
