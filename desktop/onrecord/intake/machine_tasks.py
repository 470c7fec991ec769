"""Reads the words in pictures of pages. Runs only in a worker of its own kind.

The models (rapidocr, with onnxruntime) come with the optional packages of ``onrecord[ocr]``; what
they are read with is loaded before the lock-down, and nothing is ever fetched.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from onrecord.errors import Refused
from onrecord.intake import types
from onrecord.intake.documents import Document, open_document
from onrecord.intake.own_words import without_own
from onrecord.intake.pdf import PdfDocument
from onrecord.intake.reading import MAX_PAGE_TEXT, Word
from onrecord.intake.text import tidy
from onrecord.intake.warming import warm as warm_parsers
from onrecord.worker.child import Request, Task

LONGEST_SIDE = 1600
"""Pixels of a page as it is read: more costs time and finds no more words."""
_CLEAREST = 4.0  # pixels a point at most: a small picture has no more to show
_SURE = 0.5  # of 1: what is less certain is left out
_MOST_WORDS = 5_000  # of one page

_open: list[Document] = []  # at most one
_engine: list[Any] = []


def warm() -> None:
    """Loads the parsers, the library and its models, and reads one small page with them."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # two threads on two busy cores cost ten times the time of one
    warm_parsers()
    _fetch_nothing()
    runtime: Any = import_module("onnxruntime")
    runtime.disable_telemetry_events()
    library: Any = import_module("rapidocr")
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    cv2.setNumThreads(1)
    engine: Any = library.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": LONGEST_SIDE,
            "Global.return_word_box": True,
            "Global.text_score": _SURE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    _engine.append(engine)
    page = numpy.full((200, 400, 3), 255, numpy.uint8)
    cv2.putText(page, "Total 12.50", (20, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 3)
    _seen(page)


def _fetch_nothing() -> None:
    """Puts an empty module in the place of requests, with which a missing model would be fetched.
    The real one is not even loaded: urllib3 binds a socket while it is imported, to see whether
    there is IPv6."""

    def never(*_what: object, **_more: object) -> None:
        raise RuntimeError("nothing is fetched")

    absent: Any = ModuleType("requests")
    absent.get = never
    absent.Response, absent.RequestException = object, OSError
    sys.modules["requests"] = absent
    downloads: Any = import_module("rapidocr.utils.download_file")
    # A model is asked for even where it lies at hand; only one that is missing or is not the one
    # meant would be fetched.
    downloads.DownloadFile._make_http_request = never


def _open_document(request: Request) -> dict[str, Any]:
    (data,) = request.blobs
    kind = types.named(request.args["media_type"]) or types.detect(data)
    _open[:] = [open_document(data, kind, request.args["password"], whole=request.args["whole"])]
    return {"page_count": _open[0].page_count}


def _page(request: Request) -> dict[str, Any]:
    """The words seen on a page beside those of its own, with their boxes in points; none where its
    own are all that is to be read. ``misread``: its own are others than are seen, and all are
    told."""
    if not _open:
        raise Refused("No document is open.")
    numpy: Any = import_module("numpy")
    document, number = _open[0], int(request.args["number"])
    if not 1 <= number <= document.page_count:
        raise Refused("There is no such page in this document.", "number")
    own: list[Word] = []
    if isinstance(document, PdfDocument) and request.args.get("misread") is not True:
        said, own = document.read(number)
        if said.strip() and not document.over_picture(number, said):
            return _tell(request, number, document.size(number), [])
    width, height = document.size(number)
    scale = min(LONGEST_SIDE / max(width, height, 1.0), _CLEAREST)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    shown = document.tile(number, scale, (0, 0, across, down), 0)
    rows = numpy.frombuffer(shown.data, numpy.uint8).reshape(shown.height, shown.stride)
    pixels = rows[:, : shown.width * 3].reshape(shown.height, shown.width, 3)
    lines = _seen(numpy.ascontiguousarray(pixels[:, :, ::-1]))  # blue first, as the library has it
    x, y = width / across, height / down
    placed = [
        [Word(text, x0 * x, y0 * y, x1 * x, y1 * y) for text, x0, y0, x1, y1 in line]
        for line in lines
    ]
    return _tell(request, number, (width, height), without_own(placed, own))


def _tell(
    request: Request, number: int, size: tuple[float, float], lines: list[list[Word]]
) -> dict[str, Any]:
    words = [word for line in lines for word in line][:_MOST_WORDS]
    text = "\n".join(" ".join(word.text for word in line) for line in lines)[:MAX_PAGE_TEXT]
    value = {"number": number, "text": text, "width": size[0], "height": size[1], "words": words}
    request.send(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    return {}


def _seen(pixels: Any) -> list[list[Word]]:
    """Words line by line from the top, boxes in pixels."""
    try:
        found = _engine[0](pixels, return_word_box=True)
    except IndexError:  # the library miscounts where it finds no box for the words of one line
        found = _engine[0](pixels, return_word_box=False)
    high, wide = pixels.shape[:2]
    if found.txts is None or found.boxes is None:
        return []
    lines: list[Any] = [
        [(text, 1.0, box)] for text, box in zip(found.txts, found.boxes, strict=False)
    ]
    parts: list[Any] = list(found.word_results or ())
    if len(parts) == len(lines) and all(len(part) and isinstance(part[0], tuple) for part in parts):
        lines = parts  # boxes of words are closer than those of whole lines
    pieces = [[one for part in line for one in _words(part, wide, high)] for line in lines]
    grey = import_module("cv2").cvtColor(pixels, import_module("cv2").COLOR_BGR2GRAY)
    return [_to_gaps(grey, line) for line in _in_lines([piece for piece in pieces if piece])]


def _words(part: Sequence[Any], wide: int, high: int) -> list[Word]:
    """One run as the library found it; what has gaps is divided by the width of its characters."""
    text, _score, corners = part
    if corners is None:
        return []
    xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
    x0, x1 = max(0.0, min(xs)), min(float(wide), max(xs))
    y0, y1 = max(0.0, min(ys)), min(float(high), max(ys))
    said = tidy(str(text))
    if x1 <= x0 or y1 <= y0 or not said.strip():
        return []
    step = (x1 - x0) / len(said)
    return [
        Word(match[0], x0 + match.start() * step, y0, x0 + match.end() * step, y1)
        for match in re.finditer(r"\S+", said)
    ]


def _in_lines(pieces: list[list[Word]]) -> list[list[Word]]:
    """Pieces that stand beside one another as one line, from the left."""
    lines: list[list[list[Word]]] = []
    for piece in sorted(pieces, key=_middle):
        last = lines[-1][-1] if lines else None
        if last is not None and _middle(piece) - _middle(last) < 0.5 * (last[0].y1 - last[0].y0):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [
        [word for piece in sorted(line, key=lambda piece: piece[0].x0) for word in piece]
        for line in lines
    ]


def _middle(piece: list[Word]) -> float:
    return (min(w.y0 for w in piece) + max(w.y1 for w in piece)) / 2


def _to_gaps(grey: Any, line: list[Word]) -> list[Word]:
    """The words of a line with boxes that end where no ink is: as the library gives them they cut
    off half a letter, which would be left to read beside a word that is blacked out."""
    edges: list[tuple[float, float]] = []  # before and behind each gap
    for left, right in zip([None, *line], [*line, None], strict=True):
        near = [word for word in (left, right) if word is not None]
        tall = min(word.y1 - word.y0 for word in near)
        if left is not None and right is not None and right.x0 - left.x1 < tall:
            low, high = left.x1 - 0.8 * tall, right.x0 + 0.8 * tall
            low, high = max(low, (left.x0 + left.x1) / 2), min(high, (right.x0 + right.x1) / 2)
            gaps = _gaps(grey, low, high, near)
            start, end = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0, 0))
            if end - start >= 0.06 * tall:
                edges.append((start, end))
            else:  # nothing tells them apart: they share what lies between
                edges.append((right.x0 + 0.2 * tall, left.x1 - 0.2 * tall))
            continue
        behind = left.x1 if left is not None else 0.0
        before = right.x0 if right is not None else 0.0
        if left is not None:
            gaps = _gaps(grey, behind - 0.2 * tall, behind + tall, [left])
            wide = [start for start, end in gaps if end - start >= 0.15 * tall]
            behind = max(behind, min(wide, default=behind + 0.3 * tall))
        if right is not None:
            gaps = _gaps(grey, before - tall, before + 0.2 * tall, [right])
            wide = [end for start, end in gaps if end - start >= 0.15 * tall]
            before = min(before, max(wide, default=before - 0.3 * tall))
        edges.append((behind, before))
    most = float(grey.shape[1])
    return [
        Word(w.text, max(0.0, before[1]), w.y0, min(most, behind[0]), w.y1)
        if behind[0] > before[1]
        else w
        for w, before, behind in zip(line, edges, edges[1:], strict=False)
    ]


def _gaps(grey: Any, low: float, high: float, near: Sequence[Word]) -> list[tuple[float, float]]:
    """Columns from ``low`` to ``high`` in which nothing is written at the height of these words."""
    tall = min(word.y1 - word.y0 for word in near)
    top = int(min(word.y0 for word in near) + 0.1 * tall)
    foot = int(max(word.y1 for word in near) - 0.1 * tall)
    first = max(0, int(low))
    part = grey[max(0, top) : foot + 1, first : max(first, int(high) + 1)].astype("int16")
    if not part.size:
        return []
    numpy: Any = import_module("numpy")
    apart = numpy.abs(part - numpy.median(part))  # the paper is what most of it is
    inked = (apart > max(30.0, 0.35 * float(apart.max()))).any(axis=0)
    found: list[tuple[float, float]] = []
    start = -1
    for at, ink in enumerate([*inked.tolist(), True]):
        if not ink and start < 0:
            start = at
        elif ink and start >= 0:
            found.append((float(first + start), float(first + at)))
            start = -1
    return found


TASKS: dict[str, Task] = {"open": _open_document, "page": _page}
