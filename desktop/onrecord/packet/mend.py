"""Compressed streams that end too early or break off, written anew with what they still give; and
pages that lie too deep, or in a circle, for readers to find, laid side by side.

Readers show such pages and say nothing; a bundle must not carry what a check would complain of.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

_STEP = 4096  # bytes fed at a time, so that little is lost before a fault
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_MOST_PAGES = 100_000
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


def pages_found(pdf: Pdf) -> bytes | None:
    """The document anew with each page that its tree of pages leads to once, in order; None where
    that leads to none."""
    root: Any = pdf.Root.get("/Pages")
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, dict[str, Any]]] = [(root, {})]
    found: list[Any] = []
    while waiting and len(found) < _MOST_PAGES:
        node, above = waiting.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        seen.add(node.objgen)
        given = above | {key: node[key] for key in _INHERITED if key in node}
        kids: Any = node.get("/Kids")
        if isinstance(kids, Array):
            waiting += [(kid, given) for kid in reversed(list(kids))]
        elif node.get("/Type") == Name.Page:
            for key, value in given.items():
                node[key] = value
            found.append(node)
    if not found:
        return None
    flat: Any = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(found)))
    for page in found:
        page["/Parent"] = flat
    flat["/Kids"] = Array(found)
    pdf.Root["/Pages"] = flat
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


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
