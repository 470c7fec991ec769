"""The files that go beside a bundle, as one zip, written from start to end. Parser-free.

The same files give the same bytes: entries bear no time but the oldest a zip can say.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

CONVERTED = {
    "image/heic": "jpg",
    "image/heif": "jpg",
    "image/avif": "jpg",
    "image/webp": "jpg",
    "message/rfc822": "pdf",
    "text/html": "pdf",
    "application/vnd.ms-outlook": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "pdf",
}
"""Kinds that portals refuse, and the kind of the copy that they take."""

_DAY = (1980, 1, 1, 0, 0, 0)
_PACKED = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".heic",
    ".zip",
    ".docx",
    ".xlsx",
    ".mp3",
    ".m4a",
    ".mp4",
)
"""Endings of files that do not grow smaller."""

Entry = tuple[str, Callable[[], Iterable[Any]]]
"""A name, and the bytes in pieces."""


def zipped(entries: Sequence[Entry]) -> Iterator[bytes]:
    """A zip of these files, in pieces; none of them is in memory whole."""
    out = _Out()
    with zipfile.ZipFile(out, "w") as made:  # type: ignore[arg-type]  # needs no more than write
        for name, content in entries:
            info = zipfile.ZipInfo(name, _DAY)
            info.external_attr = 0o600 << 16
            info.create_system = 3  # the same on every system
            packed = name.lower().endswith(_PACKED)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with made.open(info, "w", force_zip64=True) as entry:
                for piece in content():
                    entry.write(piece)
                    yield from out.take()
            yield from out.take()
    yield from out.take()


class _Out(io.RawIOBase):
    """Keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return False

    def take(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from pieces
