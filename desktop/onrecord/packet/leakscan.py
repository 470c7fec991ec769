"""Looks for what must not be in a bundle: the words of pages that were left out.

Leaving a page out is treated as removing it. Words count as found in plain strings and decoded
streams, in the glyphs pdfium can read, and in text that is split over several operators.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onrecord.errors import KnownError
from onrecord.packet import raster
from onrecord.packet.entries import entry
from onrecord.packet.pagecopy import inherited
from onrecord.packet.sources import Document

_WORD = re.compile(r"[^\W_][\w.@\-]{3,60}[^\W_]")
_BYTES = re.compile(rb"[0-9A-Za-z\x80-\xff][0-9A-Za-z\x80-\xff_.@\-]{3,60}[0-9A-Za-z\x80-\xff]")
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|T[jJdDm*]|['\"]", re.DOTALL)
_NUMBER = re.compile(r"[\d.\-]*\d")
_COMMENT = re.compile(rb"%[^\r\n]*")
_NAMES = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]+")
_TECHNICAL = {"/Font", "/ColorSpace", "/CS", "/ProcSet"}
_FONT_NAMES = {"/BaseFont", "/FontName"}
_MOST_WORDS = 2000
_DEEPEST = 200


def words_in(text: str) -> set[str]:
    """The words of a text that are long enough to tell something, in lower case."""
    return {word.casefold() for word in _WORD.findall(_plain(text))}


def _plain(text: str) -> str:
    """Ligatures taken apart, soft hyphens dropped."""
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "")


def _squashed(text: str) -> str:
    """Letters and figures only: readers part lines and words differently."""
    return re.sub(r"[\W_]+", "", _plain(text).casefold())


def words_left_out(document: Document, included: set[int]) -> tuple[str, ...]:
    """Words that stand on pages left out, and on none that is included."""
    left: set[str] = set()
    kept: list[str] = []
    try:
        shown = document.pdfium()
        for index in range(min(len(shown), document.page_count)):
            text = raster.text_of_page(shown, index)
            if index + 1 in included:
                kept.append(_squashed(text))
            else:
                left |= words_in(text)
    except KnownError:
        return ()
    open_text = "\n".join(kept)
    # The longest and those with figures tell most; the order makes the choice repeatable.
    rank = sorted(left, key=lambda w: (-len(w) - 8 * any(c.isdigit() for c in w), w))
    alone = (word for word in rank if _squashed(word) not in open_text)
    return tuple(sorted(islice(alone, _MOST_WORDS)))


def carriers(document: Document, included: set[int]) -> list[int]:
    """Included pages that hold, unseen, words which are to be read on a page left out.

    Pages can share one content stream or form and show different parts of it. Only pages that
    share something are looked at.
    """
    source = document.source("copy")
    if source is None:
        return []
    parts = {number: _drawn_parts(page) for number, page in enumerate(source.pages, 1)}
    outside = {part for number in parts if number not in included for part in parts[number]}
    suspects = [n for n in sorted(included) if n in parts and parts[n] & outside]
    if not suspects:
        return []
    found: list[int] = []
    try:
        shown = document.pdfium()
        left: set[str] = set()
        for index in range(len(shown)):
            if index + 1 not in included:
                page = shown[index]
                left |= _words_seen(page)[0]
                page.close()
        for number in suspects:
            page = shown[number - 1]
            seen, unseen = _words_seen(page)
            page.close()
            if (unseen - seen) & left:
                found.append(number)
    except (KnownError, IndexError, pypdfium2.PdfiumError):
        return suspects  # what cannot be looked at is not taken along
    return found


def sharing(document: Document, pages: set[int]) -> set[int]:
    """Pages of the document that draw a content stream or a form that one of ``pages`` draws."""
    source = document.source("copy")
    if source is None:
        return set()
    parts = {number: _drawn_parts(page) for number, page in enumerate(source.pages, 1)}
    theirs = {part for number in pages for part in parts.get(number, ())}
    return {number for number, own in parts.items() if number not in pages and own & theirs}


def _drawn_parts(page: Object) -> set[tuple[int, int]]:
    """Content streams and forms a page can reach."""
    contents: Any = entry(page, "/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    parts = {part.objgen for part in streams if isinstance(part, Stream)}
    todo: list[Any] = [inherited(page, "/Resources")]
    while todo:
        table: Any = todo.pop()
        forms: Any = entry(table, "/XObject") if isinstance(table, Dictionary) else None
        if not isinstance(forms, Dictionary):
            continue
        for name in forms.keys():  # noqa: SIM118 (a pikepdf dictionary iterates otherwise)
            form = forms[name]
            if isinstance(form, Stream) and entry(form, "/Subtype") == Name.Form:
                if form.objgen not in parts:
                    todo.append(entry(form, "/Resources"))
                parts.add(form.objgen)
    return parts


def _words_seen(page: Any) -> tuple[set[str], set[str]]:
    """The words of a page's text that leave a mark on it, and those that do not."""
    text = raster.page_text(page)
    if not text.strip():
        return set(), set()
    shown = raster.picture(page, 1.0, gray=True)
    reader = page.get_textpage()
    seen, unseen = set[str](), set[str]()
    try:
        count = reader.count_chars()
        whole = reader.get_text_range() if count else ""
        # One character of text is one index here except where pdfium adds or drops one; a word
        # whose box is a little off still lies on the ink of its neighbours.
        for match in _WORD.finditer(whole):
            boxes: list[tuple[float, float, float, float]] = []
            for index in range(match.start(), min(match.end(), count)):
                try:
                    boxes.append(reader.get_charbox(index))
                except Exception:
                    continue
            (seen if _has_ink(shown, page, boxes) else unseen).add(match[0].casefold())
    finally:
        reader.close()
    return seen, unseen


def _has_ink(shown: Any, page: Any, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    if not boxes:
        return False
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    corners = [_pixel(page, x, y) for x, y in ((left, bottom), (right, top))]
    x0, x1 = sorted(c[0] for c in corners)
    y0, y1 = sorted(c[1] for c in corners)
    box = (
        max(0, int(x0)),
        max(0, int(y0)),
        min(shown.width, int(x1) + 1),
        min(shown.height, int(y1) + 1),
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        return False
    low, high = shown.crop(box).getextrema()
    return high - low >= 12


def _pixel(page: Any, x: float, y: float) -> tuple[int, int]:
    """Where a point of user space lies in a picture of one pixel a point."""
    wide, high = (round(v) for v in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    reader: Any = pdfium
    reader.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
    return across.value, down.value


def found_in(pdf: Pdf, pages: Iterable[Object], words: Iterable[str]) -> set[str]:
    """Those of ``words`` that any string or decoded stream below ``pages`` contains.

    Names, fonts and colour profiles are full of words of their own ("license", "identity"); there
    only words with a figure in them count, but for the fonts' own ("cmtt10"). What a page draws is
    full of figures, which say where.
    """
    every = set(words)
    telling = {word for word in every if any(letter.isdigit() for letter in word)}
    hits, named, fonts = set[str](), set[str](), set[str]()
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[Any, int, bool, bool]] = [(page, 0, False, False) for page in pages]
    while todo:
        thing, depth, technical, drawn = todo.pop()
        wanted, found = (telling, named) if technical else (every, hits)
        if isinstance(thing, pikepdf.String):
            raw = bytes(thing)
            found |= wanted & (words_in(str(thing)) | _tokens(raw))
            continue
        if not isinstance(thing, Dictionary | Stream | Array) or depth > _DEEPEST:
            continue
        key = thing.objgen
        if key != (0, 0):
            if key in seen:
                continue
            seen.add(key)
        if isinstance(thing, Array):
            # Long arrays of numbers (glyph widths) are the bulk of a file's objects.
            parts: list[Any] = list(thing)
            objects = [part for part in parts if isinstance(part, Object)]
            todo += [(part, depth + 1, technical, drawn) for part in objects]
            continue
        if isinstance(thing, Stream):
            drawn = drawn or entry(thing, "/Subtype") == Name.Form
            found |= wanted & _stream_words(thing, drawn=drawn)
        for name in thing.keys():  # noqa: SIM118
            if name in ("/Parent", "/Dest", "/P"):  # the way to other pages
                continue
            below: Any = thing[name]
            if isinstance(below, Name):
                said = words_in(str(below))
                named |= telling & said
                fonts |= said if name in _FONT_NAMES else set()
            elif isinstance(below, Object):
                inside = (technical or name in _TECHNICAL) and name != "/CharProcs"
                glyph = drawn and not isinstance(thing, Stream)
                draws = glyph or name in ("/Contents", "/CharProcs")
                todo.append((below, depth + 1, inside, draws))
    return hits | (named - fonts)


def alarming(hits: set[str], wanted: set[str]) -> bool:
    """Whether what was found is more than chance.

    Readers put letters together differently, so that a short word may turn up that no page left
    out gave away. A page that came along brings several words, long ones, or ones with figures.
    """
    telling = any(len(w) >= 8 or any(c.isdigit() for c in w) for w in hits)
    return telling or len(hits) >= 3 or (bool(hits) and len(hits) * 3 >= len(wanted))


def _stream_words(stream: Stream, *, drawn: bool) -> set[str]:
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:  # JPEG and the like stay as they are
        data = stream.read_raw_bytes()
    if entry(stream, "/Subtype") == Name.Image:
        return _tokens(data)
    found = _tokens(_NAMES.sub(b" ", data))
    if drawn:
        found -= _places(data, found)
    return found | _spoken(data)


def _places(data: bytes, found: set[str]) -> set[str]:
    """Of the words of what a page draws, the numbers that stand in no string and no comment."""
    numbers = {word for word in found if _NUMBER.fullmatch(word)}
    if not numbers:
        return numbers
    said = [_said(token) for token in _STRINGS.findall(data) if token[:1] in b"(<"]
    said += _COMMENT.findall(_STRINGS.sub(b" ", data))
    return numbers - _tokens(b" ".join(said))


def _tokens(data: bytes) -> set[str]:
    found = {token.decode("latin-1").casefold() for token in _BYTES.findall(data)}
    if b"\x00" in data:  # UTF-16 looks like Latin text with zeros between
        found |= words_in(data.decode("utf-16-be", "ignore"))
    return found


def _spoken(data: bytes) -> set[str]:
    """Words of text that content shows piecemeal, as kerning does: ``[(acc) -20 (ount)] TJ``."""
    # Letters set one by one have an operator between each two: join those, too.
    joined = spoken(data)
    return _tokens(joined) | _tokens(joined.replace(b" ", b""))


def spoken(data: bytes) -> bytes:
    """What the strings of a content stream say, joined; a space where another place begins."""
    pieces: list[bytes] = []
    for token in _STRINGS.findall(data):
        if token[:1] in b"(<":
            pieces.append(_said(token))
        elif token not in (b"TJ", b"Tj"):
            pieces.append(b" ")  # moved to another place
    return b"".join(pieces)


def _said(token: bytes) -> bytes:
    """The bytes of one string of a content stream, as it stands there."""
    if token.startswith(b"("):
        return _unescaped(token[1:-1])
    try:
        return bytes.fromhex(token[1:-1].decode("latin-1"))
    except ValueError:
        return b""


_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def _unescaped(text: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code[:1] in b"01234567":
            return bytes([int(code, 8) & 255])
        return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(code, code)

    return _ESCAPE.sub(one, text)
