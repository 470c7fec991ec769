"""JPEG 2000 pictures without what was noted in them. Boxes: ISO/IEC 15444-1, annex I."""

from __future__ import annotations

_BEGINS = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_SHOWN = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jpch", b"jplh", b"comp", b"jp2c"})
"""Boxes by which the picture is shown; the others tell of it: camera, place, rights, words."""
_BY_PLACE = frozenset({b"ftbl", b"dtbl"})
"""Boxes that find others by where they stand in the file."""


def bare_jp2(data: bytes) -> bytes | None:
    """The picture with no more than is shown of it, to the bit. None where nothing is to be taken,
    for what is no such file (the bare code of a picture has no boxes), and where it would break."""
    if not data.startswith(_BEGINS):
        return None
    kept: list[bytes | memoryview] = []
    every, at = memoryview(data), 0
    taken = False
    while at + 8 <= len(data):
        length, head = int.from_bytes(data[at : at + 4], "big"), 8
        kind = data[at + 4 : at + 8]
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:  # up to the end
            length = len(data) - at
        if length < head or kind in _BY_PLACE:
            return None
        if kind in _SHOWN:
            kept.append(every[at : at + length])
        else:
            taken = True
        at += length
    return b"".join(kept) if taken else None
