"""The words a worker and its parent exchange over two pipes.

A frame is one kind byte, the payload's length (four bytes, little-endian) and the payload:
``J`` a JSON object, ``B`` one chunk of a blob, ``E`` the end of a blob (no payload); and where there
is a ``tray``, ``L`` a chunk that lies there (its length, four bytes) and ``F`` a place of it that is
free again (no payload). Lengths are checked before anything is allocated, since the other side may
be under a document's control.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple, cast

Pieces = Iterable[bytes | memoryview]
"""Each piece may be gone when the next is asked for."""
Blob = bytes | Pieces
"""Bytes for the other side; an iterable is streamed and never joined."""

JSON, CHUNK, END, LAID, FREE = b"J", b"B", b"E", b"L", b"F"
MAX_CHUNK = 1 << 20
MAX_JSON = 64 << 20

_HEAD = struct.Struct("<cI")
_LENGTH = struct.Struct("<I")
_MOST = {JSON: MAX_JSON, CHUNK: MAX_CHUNK, END: 0, LAID: _LENGTH.size, FREE: 0}


class FrameError(Exception):
    """The other side does not keep to the frames."""


class Frame(NamedTuple):
    kind: bytes
    payload: bytes

    def length(self) -> int:
        """Bytes on the tray that an ``L`` frame tells of; ``FrameError`` if it does not."""
        if self.kind != LAID or len(self.payload) != _LENGTH.size:
            raise FrameError(f"a frame {self.kind!r} that tells no length")
        return int(_LENGTH.unpack(self.payload)[0])

    def object(self) -> dict[str, Any]:
        """The JSON object of a ``J`` frame; ``FrameError`` if it is anything else."""
        if self.kind != JSON:
            raise FrameError(f"a JSON frame was expected, not {self.kind!r}")
        try:
            value: object = json.loads(self.payload)
        except (ValueError, RecursionError) as error:
            raise FrameError("a frame that is not JSON") from error
        if not isinstance(value, dict):
            raise FrameError("a JSON frame that holds no object")
        return cast("dict[str, Any]", value)


def read_frame(stream: BinaryIO) -> Frame:
    """Waits for the next frame. ``EOFError`` when the other side is gone."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, length = _HEAD.unpack(head)
    if kind not in _MOST or length > _MOST[kind]:
        raise FrameError(f"frame {kind!r} of {length} bytes")
    payload = stream.read(length) if length else b""
    if len(payload) < length:
        raise EOFError
    return Frame(kind, payload)


def write_json(stream: BinaryIO, value: Mapping[str, Any]) -> None:
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    if len(payload) > MAX_JSON:
        raise FrameError(f"an answer of {len(payload)} bytes is too large; send it as a blob")
    stream.write(_HEAD.pack(JSON, len(payload)))
    stream.write(payload)
    stream.flush()


def write_chunk(stream: BinaryIO, data: bytes | memoryview) -> None:
    """Writes bytes of any length, as chunks of at most 1 MiB."""
    view = memoryview(data)
    for start in range(0, len(view), MAX_CHUNK):
        part = view[start : start + MAX_CHUNK]
        head = _HEAD.pack(CHUNK, len(part))
        sent = _sent_at_once(stream, head, part)
        if sent < len(head):
            stream.write(head[sent:])
            sent = len(head)
        stream.write(part[sent - len(head) :])


def _sent_at_once(stream: BinaryIO, head: bytes, part: memoryview) -> int:
    """How much went out in one system call, past the buffer. A head that goes out alone wakes the
    other side for five bytes."""
    if not isinstance(stream, io.BufferedWriter) or not hasattr(os, "writev"):
        return 0
    stream.flush()
    return os.writev(stream.fileno(), (head, part))


def widen(stream: BinaryIO) -> None:
    """Lets a pipe hold a mebibyte, where the system can (Linux): with the usual 64 KiB the two
    sides wake each other for every piece of that size. Not for what is read at once and worked on
    on the spot: 64 KiB are then still at hand."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # a user has so many pages for pipes, then they stay small
            fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, MAX_CHUNK)


def write_laid(stream: BinaryIO, length: int) -> None:
    stream.write(_HEAD.pack(LAID, _LENGTH.size) + _LENGTH.pack(length))
    stream.flush()


def write_free(stream: BinaryIO) -> None:
    stream.write(_HEAD.pack(FREE, 0))
    stream.flush()


def write_end(stream: BinaryIO) -> None:
    stream.write(_HEAD.pack(END, 0))
    stream.flush()


def write_blob(stream: BinaryIO, blob: Blob) -> None:
    for chunk in (blob,) if isinstance(blob, bytes) else blob:
        write_chunk(stream, chunk)
    write_end(stream)


_LARGE = 32 << 20
"""From here on the C library of Linux gives a block its own place (see ``_MEMORY`` in ``pool``), in
which it grows without being moved. Growing before that leaves a hole for every step."""


def read_blob(stream: BinaryIO, first: Frame | None = None) -> bytes:
    """One whole blob, up to its end; ``first`` is its first frame, if that was read already."""
    parts: list[bytes] = []
    held, large = 0, None
    while (frame := first or read_frame(stream)).kind == CHUNK:
        first = None
        if large is not None:
            large.write(frame.payload)
            continue
        parts.append(frame.payload)
        held += len(frame.payload)
        if held >= _LARGE:
            large = io.BytesIO()  # grows in place and gives up its bytes: joining needs them twice
            large.write(b"".join(parts))
            parts.clear()
    if frame.kind != END:
        raise FrameError("a blob that does not end")
    return b"".join(parts) if large is None else large.getvalue()
