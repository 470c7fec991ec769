"""Which pages show letters that their font says are others, so that what is read there is not what
is seen. Fonts made so to keep text from being copied, and those of broken makers, look sound in
every other way; hence some of their letters are looked at as they are drawn."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from onrecord.errors import KnownError
from onrecord.packet import raster
from onrecord.packet.lettershapes import SPARE, Likeness, likeness

_raw: Any = pdfium  # its functions carry no types
_MOST = 20_000  # characters of a page that are looked through
_MOST_SIGNS = 120  # of a font that are looked at
_ENOUGH = 24  # that are as they are said to be
_MOST_PAGES = 200  # of a document that are drawn for this
_PLACES = 3  # of a sign on a page, where the first does not stand clear
_FEW = 3  # signs; less is a bullet, or nothing can be said of it
_HIGH = 22  # pixels of a letter as it is looked at
_LEAST = 8  # of one that is looked at
_MOST_PIXELS = 4_000_000
_ASKEW = 5  # degrees
_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_SLIGHT = frozenset(" |-_.,:;'`\"^~!/\\()[]{}")  # of too little shape
_NO_ALPHABETS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))
_STRIDE = 16  # characters

Font = tuple[str, int, int]
"""Its name and the length of its file; and a number, where these do not tell it from others."""
_Box = tuple[float, float, float, float]  # left, bottom, right, top
_Place = tuple[_Box, int]
"""And how its sign is turned, in degrees clockwise."""


@dataclass
class _Evidence:
    """What was seen of a font's signs, by sign; None where nothing could be told."""

    embedded: bool
    signs: dict[str, Likeness | None] = field(default_factory=dict[str, "Likeness | None"])

    @property
    def is_settled(self) -> bool:
        """Whether more signs would tell nothing new."""
        told = [_is_other(sign, like) for sign, like in self.signs.items() if like is not None]
        return len(self.signs) >= _MOST_SIGNS or (len(told) >= _ENOUGH and not any(told))

    @property
    def is_wrong(self) -> bool:
        """Whether so many look like others that it cannot be the way the face is cut."""
        figures = {sign: like for sign, like in self.signs.items() if "0" <= sign <= "9"}
        # What stands in for a font that is not there has other widths, and is drawn squeezed.
        return _disagree(self.signs, 0.15 if self.embedded else 0.5) or _disagree(figures, 0.5)


def _disagree(seen: Mapping[str, Likeness | None], share: float) -> bool:
    """Whether four signs and this share of all look like others, or three do plainly."""
    other = [like for sign, like in seen.items() if like is not None and _is_other(sign, like)]
    if len(other) > 3:
        return len(other) >= share * len(seen)
    plainly = [like for like in other if like.other - like.own >= 0.2]
    return len(plainly) == 3 and max(share, 0.3) * len(seen) <= 3


def _is_other(sign: str, like: Likeness) -> bool:
    """Whether a sign looks like another one. Beyond those of Western Europe there is none of its
    own to compare it with."""
    known = " " < sign < "\x7f" or "\xa0" < sign <= "\xff"
    least, apart = (0.75, 0.12) if known else (0.8, 0.15)
    return like.other >= least and like.other - like.own >= apart


@dataclass
class _Set:
    """What a page sets in one font: each sign with some of its places."""

    name: str
    embedded: bool
    length: int  # of its file, in bytes
    signs: dict[str, list[_Place]] = field(default_factory=dict[str, "list[_Place]"])


class Letters:
    """The fonts of a document: ``on`` is asked page by page, and ``wrong`` when all were seen."""

    def __init__(self) -> None:
        self._known: dict[Font, _Evidence] = {}
        self._pages = 0
        self._drawn = 0

    def on(self, page: Any, reader: Any, letters: str) -> list[Font]:
        """The fonts in which something is to be read on a page of pdfium's with these letters."""
        self._pages += 1
        fonts = self._named(one for one in _sets(reader, letters) if len(one.signs) >= _FEW)
        todo: dict[Font, dict[str, list[_Place]]] = {}
        for font, one in fonts.items():
            known = self._known.setdefault(font, _Evidence(one.embedded))
            new = {sign: at for sign, at in one.signs.items() if at and sign not in known.signs}
            if len(new) >= _FEW and not known.is_settled:
                todo[font] = new
        if todo and self._drawn < _MOST_PAGES:
            self._drawn += 1
            with suppress(KnownError):
                self._look(page, todo)
        return list(fonts)

    def wrong(self, fonts: Iterable[Font]) -> bool:
        """Whether one of these is no guide to what is seen."""
        return any(self._known[font].is_wrong for font in fonts)

    def _named(self, sets: Iterable[_Set]) -> dict[Font, _Set]:
        """Fonts of one name and length are one and the same, unless a page has them side by side;
        those whose letters the document draws itself have neither, and are new on every page."""
        found: dict[Font, _Set] = {}
        for one in sets:
            number = self._pages if one.embedded and not one.length else 0
            while (one.name, one.length, number) in found:
                number += 1 << 20
            found[one.name, one.length, number] = one
        return found

    def _look(self, page: Any, todo: Mapping[Font, Mapping[str, list[_Place]]]) -> None:
        highs = sorted(_high(places[0]) for signs in todo.values() for places in signs.values())
        wide, high = page.get_size()
        most = (_MOST_PIXELS / max(1.0, wide * high)) ** 0.5
        scale = min(max(_HIGH / max(highs[len(highs) // 3], 0.1), 1.5), 6.0, most)
        shown = raster.picture(page, scale, gray=True)
        turned = page.get_rotation() % 360
        for font, signs in todo.items():
            known = self._known[font].signs
            for sign, places in list(signs.items())[: _MOST_SIGNS - len(known)]:
                for box, turn in places:
                    cut = _cut(page, shown, box)
                    if cut is None:
                        continue
                    known[sign] = _seen(cut, sign, (turned + turn) % 360)
                    if known[sign] is not None:
                        break


def _seen(cut: Image.Image, sign: str, turn: int) -> Likeness | None:
    """What a sign looks like that is turned so, or upside down: a font may turn its letters back."""
    seen = likeness(cut.rotate(turn, expand=True) if turn else cut, sign)
    back = likeness(cut.rotate((turn + 180) % 360, expand=True), sign) if turn and seen else None
    return max(seen, back, key=lambda like: like.own - like.other) if seen and back else seen


def _high(place: _Place) -> float:
    (left, bottom, right, top), turn = place
    return right - left if turn % 180 else top - bottom


def _cut(page: Any, shown: Image.Image, box: _Box) -> Image.Image | None:
    """The picture of a sign, with some space around; None where it is too small or is not
    wholly on the page."""
    left, bottom, right, top = box
    xs, ys = zip(
        *(_pixel(page, shown, x, y) for x, y in ((left, bottom), (right, top))), strict=True
    )
    x0, x1, y0, y1 = round(min(xs)), round(max(xs)), round(min(ys)), round(max(ys))
    if max(x1 - x0, y1 - y0) < _LEAST or min(x1 - x0, y1 - y0) < 3:
        return None
    if x0 < 0 or y0 < 0 or x1 > shown.width or y1 > shown.height:
        return None
    return shown.crop((x0 - SPARE, y0 - SPARE, x1 + SPARE, y1 + SPARE))


def _pixel(page: Any, shown: Image.Image, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    size = shown.width * 16, shown.height * 16  # whole numbers only: sixteen to a pixel
    _raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value / 16, down.value / 16


def _sets(reader: Any, letters: str) -> Iterable[_Set]:
    """What a page with these letters sets in each font, as far as it is seen."""
    by_text: dict[int, _Set | None] = {}
    by_font: dict[int, _Set] = {}
    for text, start, end in _runs(reader, min(len(letters), _MOST)):
        at = ctypes.addressof(text.contents)
        if at not in by_text:
            by_text[at] = _set_of(text, by_font)
        one = by_text[at]
        if one is None:
            continue
        for sign in filter(_tells, set(letters[start:end])):
            places = one.signs.setdefault(sign, [])
            index = letters.find(sign, start, end)
            while index >= 0 and len(places) < _PLACES:
                place = _place(reader, index)
                if place is not None:
                    places.append(place)
                index = letters.find(sign, index + 1, end)
    return by_font.values()


def _runs(reader: Any, count: int) -> Iterator[tuple[Any, int, int]]:
    """Each text of a page with where its characters begin and end. They stand in a row, so that
    not each is asked whose it is."""
    text_of = _raw.FPDFText_GetTextObject
    start = 0
    while start < count:
        text = text_of(reader, start)
        end = start + 1
        if not text:  # put in by pdfium
            start = end
            continue
        at = ctypes.addressof(text.contents)
        for step in (_STRIDE, 1):
            while end + step <= count:
                other = text_of(reader, end + step - 1)
                if not other or ctypes.addressof(other.contents) != at:
                    break
                end += step
        yield text, start, end
        start = end


def _set_of(text: Any, by_font: dict[int, _Set]) -> _Set | None:
    if _raw.FPDFTextObj_GetTextRenderMode(text) in _UNSEEN:
        return None
    font = _raw.FPDFTextObj_GetFont(text)
    if not font:
        return None
    at = ctypes.addressof(font.contents)
    if at not in by_font:
        name, length = ctypes.create_string_buffer(200), ctypes.c_size_t()
        _raw.FPDFFont_GetBaseFontName(font, name, 200)
        embedded = _raw.FPDFFont_GetIsEmbedded(font) == 1
        if embedded:
            _raw.FPDFFont_GetFontData(font, None, 0, length)
        by_font[at] = _Set(name.value.decode("latin-1"), embedded, length.value)
    return by_font[at]


def _place(reader: Any, index: int) -> _Place | None:
    """Where a character stands, if it stands square on the page."""
    angle = math.degrees(_raw.FPDFText_GetCharAngle(reader, index))
    turn = round(angle / 90) * 90
    if abs(angle - turn) > _ASKEW:
        return None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not _raw.FPDFText_GetCharBox(reader, index, left, right, bottom, top):
        return None
    box = left.value, bottom.value, right.value, top.value
    return (box, turn % 360) if all(map(math.isfinite, box)) else None


@cache
def _tells(sign: str) -> bool:
    """Whether the shape of what is read as this sign is known, or is surely no Latin letter."""
    if sign <= "\x7e":
        return sign not in "\t\n\r" and sign not in _SLIGHT
    kind = unicodedata.category(sign)
    if kind in ("Lu", "Ll", "Lt"):
        return unicodedata.name(sign, "").startswith("LATIN")
    if kind == "Lo":  # no alphabet: others share shapes with ours
        return any(first <= sign <= last for first, last in _NO_ALPHABETS)
    return kind in ("Co", "Cn")
