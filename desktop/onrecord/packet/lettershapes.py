"""Which Latin letter or figure a small picture shows, as far as its shape tells.

It is laid over the letters of the twelve plain faces that pdfium brings along. That is no reading:
it tells only whether a picture is far from the letter it is said to be, and close to another.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image

from onrecord.packet import raster

_FACES = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    *("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
)
_SIGNS = bytes(n for n in range(33, 256) if n not in (127, 129, 141, 143, 144, 157, 160, 173))
_SIZE, _CELL, _ACROSS = 45, 75, 16  # points; signs of a face in rows
_SIDE = 16  # pixels of a shape
_SHADES = (64, 128, 192)
SPARE = 2
"""Pixels on each side of a picture, beyond what its sign should take."""
_LEAST = 7  # pixels of the longer side, or there is no shape
_CONTRAST = 60
_WIDER = 1.67  # times: what is so much wider is another sign
_SAME = 0.74  # so alike is no other sign
_STRAIGHT = "il1"  # a part of a letter looks like these, too
_INK = bytes(255 if shade > 90 else 0 for shade in range(256))
_FIGURES = [bytes(49 if shade > least else 48 for shade in range(256)) for least in _SHADES]
"""Tables from shades to the figures one and nought."""


@dataclass(frozen=True)
class _Shape:
    """``bits`` are the pixels of each shade, ``wide`` how often the height goes into the width."""

    wide: float
    bits: int
    count: int

    def alike(self, other: _Shape) -> float:
        """From 0 to 1."""
        if not 1 / _WIDER < self.wide / other.wide < _WIDER:
            return 0.0
        return 1 - (self.bits ^ other.bits).bit_count() / (self.count + other.count)


@dataclass(frozen=True)
class Likeness:
    """How much a picture is like the sign it is said to be, and like the letter or figure that it
    is most like of all others."""

    own: float
    other: float
    sign: str


def likeness(picture: Image.Image, said: str) -> Likeness | None:
    """Of a grey picture of one sign, with ``SPARE``; None where it shows no
    sign, or where others touch it."""
    shape = _shape(picture)
    if shape is None:
        return None
    letter = plain(said)
    own = max(map(shape.alike, _shapes(letter)), default=0.0)
    if own >= _SAME:
        return Likeness(own, 0.0, "")
    other, sign = 0.0, ""
    for name in _others():
        if name != letter:
            like = max(map(shape.alike, _shapes(name)), default=0.0)
            if like > other:
                other, sign = like, name
    return Likeness(own, other, sign)


def plain(sign: str) -> str:
    """The letter without accents, small or large."""
    return unicodedata.normalize("NFKD", sign)[0].casefold()[:1]


@cache
def _others() -> tuple[str, ...]:
    return tuple(n for n in _places() if n.isascii() and n.isalnum() and n not in _STRAIGHT)


@cache
def _places() -> dict[str, list[int]]:
    """Where in each face a letter stands, in all its forms."""
    found: dict[str, list[int]] = {}
    for at, code in enumerate(_SIGNS):
        found.setdefault(plain(bytes([code]).decode("cp1252")), []).append(at)
    return found


@cache
def _shapes(letter: str) -> list[_Shape]:
    found: list[_Shape] = []
    for at in _places().get(letter, ()):
        x, y = at % _ACROSS * _CELL, at // _ACROSS * _CELL
        shapes = (_shape(face.crop((x, y, x + _CELL, y + _CELL))) for face in _faces())
        found += [shape for shape in shapes if shape is not None]
    return found


@cache
def _faces() -> list[Image.Image]:
    document = raster.open_pdfium(_drawn())
    found: list[Image.Image] = []
    try:
        for page in document:
            found.append(raster.picture(page, 1.0, gray=True))
            page.close()
    finally:
        document.close()
    return found


def _drawn() -> bytes:
    """A page for each face with all signs on it."""
    pdf = pikepdf.new()
    down = -(-len(_SIGNS) // _ACROSS)
    for face in _FACES:
        page = pdf.add_blank_page(page_size=(_ACROSS * _CELL, down * _CELL)).obj
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{face}"),
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        page.Resources = Dictionary(Font=Dictionary(F=font))
        places = (
            f"1 0 0 1 {at % _ACROSS * _CELL + 15} {(down - at // _ACROSS) * _CELL - 50} Tm"
            f" <{code:02x}> Tj"
            for at, code in enumerate(_SIGNS)
        )
        page.Contents = Stream(pdf, f"BT /F {_SIZE} Tf {' '.join(places)} ET".encode())
    out = BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


def _shape(picture: Image.Image) -> _Shape | None:
    grey, (wide, high) = picture.tobytes(), picture.size
    darkest, brightest = min(grey), max(grey)
    if brightest - darkest < _CONTRAST:
        return None
    shades = grey.translate(_inked(darkest, brightest, _ground(grey, wide)))
    ink = Image.frombytes("L", (wide, high), shades.translate(_INK))
    sides = _sides(ink.resize((wide, 1), Image.Resampling.BOX).tobytes())
    if sides is None:
        return None
    box = ink.crop((sides[0], 0, sides[1], high)).getbbox()
    if box is None or max(box[2] - box[0], box[3] - box[1]) < _LEAST:
        return None
    small = Image.frombytes("L", (wide, high), shades).resize(
        (_SIDE, _SIDE),
        Image.Resampling.BOX,
        box=(sides[0] + box[0], box[1], sides[0] + box[2], box[3]),
    )
    drawn = small.tobytes()
    bits = int(b"".join(drawn.translate(figures) for figures in _FIGURES), 2)
    return _Shape((box[2] - box[0]) / (box[3] - box[1]), bits, bits.bit_count())


def _ground(grey: bytes, wide: int) -> int:
    """What most of its edge is."""
    edge = sorted(grey[:wide] + grey[-wide:] + grey[::wide] + grey[wide - 1 :: wide])
    return edge[len(edge) // 2]


@lru_cache(1024)
def _inked(darkest: int, brightest: int, ground: int) -> bytes:
    """A table from shades as they are to those of ink, the paper none."""
    if ground > (darkest + brightest) / 2:
        darkest, brightest = brightest, darkest
    return bytes(
        min(255, max(0, round(255 * (shade - darkest) / (brightest - darkest))))
        for shade in range(256)
    )


def _sides(columns: bytes) -> tuple[int, int] | None:
    """Where a sign begins and ends that may have others close by; None where it touches them."""
    start, end = 0, len(columns)
    if columns[0]:
        start = next((at for at in range(1, SPARE + 2) if not any(columns[at : at + 1])), -1)
    if columns[-1]:
        end = next((end - at for at in range(1, SPARE + 2) if not any(columns[-at - 1 : -at])), -1)
    return (start, end) if 0 <= start < end else None
