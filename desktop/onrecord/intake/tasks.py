"""What a worker does with a document: reads it once, or holds it open for the viewer.

Runs only in a worker process; the parsers are imported here and below.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from onrecord.errors import Refused
from onrecord.intake import types
from onrecord.intake.documents import Document, check_tile, open_document
from onrecord.intake.mail import attached_files
from onrecord.intake.reading import PageText
from onrecord.intake.understand import understand
from onrecord.intake.warming import warm
from onrecord.worker.child import Request, Task

_open: list[Document] = []  # at most one: a viewer's worker is its own


def _read(request: Request) -> dict[str, Any]:
    def emit(page: PageText) -> None:
        value = {**vars(page), "words": [list(word) for word in page.words]}
        request.send(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        request.next_blob()

    (data,) = request.blobs
    reading = understand(
        data,
        emit,
        file_name=request.args["file_name"],
        password=request.args["password"],
        layouts=request.args["layouts"],
        whole=request.args["whole"],
    )
    head = None
    if reading.thumbnail is not None:
        head = asdict(replace(reading.thumbnail, data=b""))
        del head["data"]
        request.send(reading.thumbnail.data)
    statement = asdict(reading.statement) if reading.statement else None
    return {**vars(reading), "pages": [], "thumbnail": head, "statement": statement}


def _attached(request: Request) -> dict[str, Any]:
    """The files attached to a mail, one after another."""
    (data,) = request.blobs
    files = attached_files(data)
    for number, (_name, content) in enumerate(files):
        if number:
            request.next_blob()
        request.send(content)
    return {"names": [name for name, _content in files]}


def _open_document(request: Request) -> dict[str, Any]:
    (data,) = request.blobs
    kind = types.named(request.args["media_type"]) or types.detect(data)
    _open[:] = [open_document(data, kind, request.args["password"], whole=request.args["whole"])]
    return {"page_count": _open[0].page_count}


def _sizes(request: Request) -> dict[str, Any]:
    document = _document()
    first = int(request.args["first"])
    last = min(first + int(request.args["count"]), document.page_count + 1)
    return {"sizes": [document.size(number) for number in range(first, last)]}


def _words(request: Request) -> dict[str, Any]:
    number = _number(request)
    return {"words": [list(word) for word in _document().words(number)]}


def _text(request: Request) -> dict[str, Any]:
    return {"text": _document().text(_number(request))}


def _tile(request: Request) -> dict[str, Any]:
    document, args = _document(), request.args
    x, y, width, height = (int(side) for side in args["box"])
    check_tile(document, args["number"], args["scale"], (x, y, width, height))
    pixels = document.tile(args["number"], args["scale"], (x, y, width, height), args["rotate"])
    request.send(pixels.data)
    return {"width": pixels.width, "height": pixels.height, "stride": pixels.stride,
            "format": pixels.format}  # fmt: skip


def _document() -> Document:
    if not _open:
        raise Refused("No document is open.")
    return _open[0]


def _number(request: Request) -> int:
    number = int(request.args["number"])
    if not 1 <= number <= _document().page_count:
        raise Refused("There is no such page in this document.", "number")
    return number


TASKS: dict[str, Task] = {
    "read": _read,
    "attached": _attached,
    "open": _open_document,
    "sizes": _sizes,
    "words": _words,
    "text": _text,
    "tile": _tile,
}

__all__ = ["TASKS", "warm"]
