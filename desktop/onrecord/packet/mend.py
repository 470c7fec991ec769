"""Compressed streams that end too early or break off, written anew with what they still give.

Readers show such pages and say nothing; a bundle must not carry what a check would complain of.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf, Stream

_STEP = 4096  # bytes fed at a time, so that little is lost before a fault
_MOST = 512 << 20  # bytes of one stream; beyond that it is a bomb


def mend(pdf: Pdf) -> None:
    """Rewrites the damaged compressed streams of ``pdf`` in place."""
    for thing in pdf.objects:
        if isinstance(thing, Stream) and _first_filter(thing) == Name.FlateDecode:
            with suppress(pikepdf.PdfError, RuntimeError, ValueError):
                _mend_stream(thing)


def sound(pdf: Pdf) -> bool:
    """Whether every stream can be decoded and every page's content be read."""
    try:
        reader: Any = pdf
        return not reader.check_pdf_syntax() and not reader.get_warnings()
    except Exception:  # hostile streams make qpdf raise what it otherwise never does
        return False


def _first_filter(stream: Stream) -> Any:
    found: Any = stream.get("/Filter")
    return found[0] if isinstance(found, Array) and len(found) else found


def _mend_stream(stream: Stream) -> None:
    raw = stream.read_raw_bytes()
    reader, pieces, size = zlib.decompressobj(), list[bytes](), 0
    for at in range(0, len(raw), _STEP):
        spare = reader.copy()
        try:
            pieces.append(reader.decompress(raw[at : at + _STEP]))
        except zlib.error:
            pieces.append(_up_to_the_fault(spare, raw[at : at + _STEP]))
            break
        size += len(pieces[-1])
        if reader.eof or size > _MOST:
            return
    filters: Any = stream.get("/Filter")
    settings: Any = stream.get("/DecodeParms")
    stream.write(zlib.compress(b"".join(pieces), 6), filter=filters, decode_parms=settings)


def _up_to_the_fault(reader: Any, raw: bytes) -> bytes:
    pieces: list[bytes] = []
    with suppress(zlib.error):
        for byte in raw:
            pieces.append(reader.decompress(bytes([byte])))
    return b"".join(pieces)
