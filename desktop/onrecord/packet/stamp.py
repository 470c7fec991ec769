"""Puts "A1 · p. 3 | 17" on a page, upright, without reading its content: at its lower right, or
where the page was found to have nothing else; where it has none such, it is set a little smaller.

The page's own content is left as it is and put between a ``q`` and a ``Q``; what is drawn after
that stands in the default graphics state, whatever the page did to its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from onrecord.bundled import resource
from onrecord.packet.entries import entry
from onrecord.packet.geometry import Sheet, rectangle, sheet_of
from onrecord.packet.outcome import SPOTS, Spot
from onrecord.packet.said import t

OURS = "/OnRecord"  # every resource name that we add to a page begins so
FONT_NAME, STATE_NAME = f"{OURS}Stamp", f"{OURS}Plain"
_SIZE = 8.5  # points on an ordinary sheet
_PAD_X, _PAD_Y = 4.0, 3.0
_GAP = 5.0  # on both sides of the line between label and page number
_SMALLEST = 6.0  # points: a long label is set smaller, but not so small that it is hard to read
_NARROWEST = 0.6  # of its ordinary width; narrower letters run together
_MARGIN_X, _MARGIN_Y = 16.0, 12.0


@dataclass(frozen=True)
class Label:
    """What a stamp says: the exhibit's side and the bundle's page number."""

    exhibit: str  # "A1 · p. 3"
    page: str  # "17"


def exhibit_words(label: str, page: int | None, note: str = "") -> str:
    """The left half of a stamp: the exhibit, the page of the document, and a note if any. Said in
    the language that is spoken now where the stamp has its letters."""
    short, note = _writable("p."), _writable(note)
    parts = [label] if page is None else [label, f"{short} {page}"]
    return " · ".join([*parts, note] if note else parts)


def _writable(words: str) -> str:
    try:
        t(words).encode("cp1252")
    except UnicodeEncodeError:
        return words
    return t(words)


_LONG = Label("A100 · p. 100", "1000")  # room for nearly every label


@cache
def _metrics() -> dict[str, Any]:
    return json.loads(resource("fonts", "stamp.json").read_text("utf-8"))


def _encoded(text: str) -> bytes:
    return text.encode("cp1252", "replace")


def _width(text: bytes) -> float:
    """Width of encoded text in ems."""
    widths: list[int] = _metrics()["widths"]
    return sum(widths[code - 32] for code in text if code >= 32) / 1000


def _literal(text: bytes) -> bytes:
    return b"(" + text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _wide(label: Label) -> float:
    """Width of a stamp of ordinary size, in points."""
    ems = _width(_encoded(label.exhibit)) + _width(_encoded(label.page))
    return ems * _SIZE + 2 * (_PAD_X + _GAP)


@dataclass(frozen=True)
class Plate:
    """Where a stamp stands, in visual space, in points."""

    x: float
    y: float
    width: float
    height: float
    scale: float
    narrow: float = 1.0
    """How wide its letters are set, of an ordinary 1."""


def plate(sheet: Sheet, label: Label, spot: Spot = "right", large: float = 1) -> Plate:
    """The stamp's place, of ordinary size between A5 and A2, beyond in proportion; ``large`` times
    as large for large print.

    A label longer than ``_LONG`` is set smaller, and one longer still narrower, so that it stays
    where room was looked for.
    """
    return _plate(sheet, _wide(label), spot, large)


# A bundle has few kinds of sheets, and labels of few widths.
@lru_cache(maxsize=1024)
def _plate(sheet: Sheet, wide: float, spot: Spot, large: float) -> Plate:
    side = min(sheet.width, sheet.height)
    usual = side / 420 if side < 420 else side / 1190 if side > 1190 else 1.0
    scale = usual * large * max(_SMALLEST / _SIZE, min(1.0, _wide(_LONG) / wide))
    room = 0.9 * sheet.width
    if wide * scale > room:  # a label must never run off a narrow sheet
        scale = room / wide
    most = min(_wide(_LONG) * usual * large, room)
    narrow = most / (wide * scale) if wide * scale > most + 0.001 else 1.0
    if narrow < _NARROWEST:
        narrow, scale = _NARROWEST, most / (wide * _NARROWEST)
    width, height = wide * scale * narrow, (_SIZE + 2 * _PAD_Y) * scale
    x = max(0.0, sheet.width - width - min(_MARGIN_X * usual, sheet.width * 0.04))
    y = min(_MARGIN_Y * usual, sheet.height * 0.04)
    if spot.endswith("left"):
        x = max(0.0, sheet.width - width - x)
    elif spot.endswith("middle"):
        x = max(0.0, (sheet.width - width) / 2)
    if spot.startswith("top"):
        y = max(0.0, sheet.height - height - y)
    return Plate(x, y, width, height, scale, narrow)


def candidates(sheet: Sheet, large: float = 1) -> list[tuple[Spot, Plate]]:
    """Where a stamp may stand, first choice first, each with room for a long label."""
    return [(spot, plate(sheet, _LONG, spot, large)) for spot in SPOTS]


@dataclass(frozen=True)
class Smaller:
    """A page's own content at ``factor`` of its size, moved by x and y, in user space."""

    factor: float
    x: float
    y: float

    def box(self, rect: Any) -> Array:
        """Where a rectangle of the page comes to lie."""
        x0, y0, x1, y1 = rectangle(rect) or (0.0, 0.0, 0.0, 0.0)
        k = self.factor
        moved = (k * x0 + self.x, k * y0 + self.y, k * x1 + self.x, k * y1 + self.y)
        return Array([round(v, 3) for v in moved])


def smaller(sheet: Sheet, large: float = 1) -> Smaller:
    """Leaves a band free below the content, as high as the stamp and the margins around it."""
    at = plate(sheet, _LONG, large=large)
    band = at.height + 1.5 * at.y
    factor = max(0.5, 1 - band / sheet.height)
    a, b, c, d, e, f = sheet.matrix()
    across, up = (1 - factor) * sheet.width / 2, (1 - factor) * sheet.height
    return Smaller(
        factor,
        (1 - factor) * e + a * across + c * up,
        (1 - factor) * f + b * across + d * up,
    )


def drawing(sheet: Sheet, label: Label, spot: Spot = "right", large: float = 1) -> bytes:
    """The operators that draw the stamp, to be run in the default graphics state."""
    left, right = _encoded(label.exhibit), _encoded(label.page)
    before, between = _around(sheet, _width(left), _wide(label), spot, large)
    return b"".join((before, _literal(left), between, _literal(right), b" Tj ET\nQ EMC\n"))


@lru_cache(maxsize=1024)
def _around(
    sheet: Sheet, left_ems: float, wide: float, spot: Spot, large: float
) -> tuple[bytes, bytes]:
    """The operators before the left half's text, and those between it and the right half's."""
    at = _plate(sheet, wide, spot, large)
    high = _SIZE + 2 * _PAD_Y
    line_x = _PAD_X + left_ems * _SIZE + _GAP
    base = _PAD_Y + 0.14 * _SIZE
    across = at.scale * at.narrow
    wide = at.width / across
    matrix = " ".join(_n(v) for v in sheet.matrix())
    before = b"".join(
        (
            b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq ",
            f"{matrix} cm {_n(across)} 0 0 {_n(at.scale)} {_n(at.x)} {_n(at.y)} cm\n".encode(),
            f"{STATE_NAME} gs 1 g 0.6 G 0.5 w [] 0 d 0 J 0 j\n".encode(),
            f"0 0 {_n(wide)} {_n(high)} re B\n".encode(),
            f"{_n(line_x)} 2 m {_n(line_x)} {_n(high - 2)} l S\n".encode(),
            f"0 g BT {FONT_NAME} {_SIZE} Tf 0 Tc 0 Tw 100 Tz 0 Ts 0 Tr ".encode(),
            f"{_n(_PAD_X)} {_n(base)} Td ".encode(),
        )
    )
    return before, f" Tj {_n(line_x + _GAP - _PAD_X)} 0 Td ".encode()


def _n(value: float) -> str:
    """A number as content streams write it: no exponent, a point whatever the locale."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value else "0"


class Stamper:
    """Stamps pages of one document; what the stamps share is put into it once."""

    def __init__(self, pdf: Pdf, large: float = 1) -> None:
        self._pdf, self._large = pdf, large
        self._open = pdf.make_indirect(pikepdf.Stream(pdf, b"q\n"))
        self._font = pdf.make_indirect(_font(pdf))
        self._state = pdf.make_indirect(
            Dictionary(Type=Name.ExtGState, ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"))
        )

    @staticmethod
    def sheet(page: Object) -> Sheet:
        return sheet_of(
            entry(page, "/MediaBox"),
            entry(page, "/CropBox"),
            entry(page, "/Rotate"),
            entry(page, "/UserUnit"),
        )

    def stamp(
        self,
        page: Object,
        label: Label,
        *,
        first: bytes = b"",
        wrap: bool = False,
        spot: Spot = "right",
    ) -> None:
        """Draw ``first``, then the stamp, over ``page``, of which ``first`` is a part.

        ``wrap`` puts the page's own content into a form of its own, for content that leaves its
        graphics state open.
        """
        sheet = self.sheet(page)
        # A pattern lies where the sheet is, however its page is made smaller; in a form it moves.
        if wrap or (spot == "below" and (_has_patterns(page) or _left_open(page))):
            _wrap(self._pdf, page, sheet)
        resources = entry(page, "/Resources")
        if not isinstance(resources, Dictionary):
            resources = page["/Resources"] = Dictionary()
            resources = page["/Resources"]
        for category, name, thing in (
            ("/Font", FONT_NAME, self._font),
            ("/ExtGState", STATE_NAME, self._state),
        ):
            table = entry(resources, category)
            if not isinstance(table, Dictionary):
                resources[category] = Dictionary()
                table = resources[category]
            table[name] = thing
        contents = entry(page, "/Contents")
        own: list[Any] = list(contents) if isinstance(contents, Array) else [contents]
        streams = [part for part in own if isinstance(part, pikepdf.Stream)]
        begin, turn = self._open, b""
        if spot == "below":
            turn = _turn(sheet, self._large)
            begin = pikepdf.Stream(self._pdf, b"q\n" + turn)
        over = b"q\n" + turn + first + b"\nQ\n" if turn and first else first
        ours = pikepdf.Stream(self._pdf, b"\nQ\n" + over + drawing(sheet, label, spot, self._large))
        page["/Contents"] = Array([begin, *streams, ours])


def _has_patterns(page: Object) -> bool:
    resources = entry(page, "/Resources")
    found = entry(resources, "/Pattern") if isinstance(resources, Dictionary) else None
    return isinstance(found, Dictionary) and len(found) > 0


def _left_open(page: Object) -> bool:
    """Whether the content saves its graphics state more or less often than it takes it back: what
    makes it smaller would then reach the stamp, too. It shows nowhere else."""
    try:
        found = pikepdf.parse_content_stream(page, "q Q")
    except Exception:
        return False
    deep = 0
    for one in found:
        deep += 1 if str(one.operator) == "q" else -1
        if deep < 0:
            return True
    return deep > 0


def _turn(sheet: Sheet, large: float) -> bytes:
    """What makes the content that follows smaller, and keeps it within its own sheet."""
    to = smaller(sheet, large)
    box = (sheet.x0, sheet.y0, sheet.x1 - sheet.x0, sheet.y1 - sheet.y0)
    matrix = " ".join(_n(v) for v in (to.factor, 0, 0, to.factor, to.x, to.y))
    return f"{matrix} cm {' '.join(map(_n, box))} re W n\n".encode()


def _wrap(pdf: Pdf, page: Object, sheet: Sheet) -> None:
    contents = entry(page, "/Contents")
    own: list[Any] = list(contents) if isinstance(contents, Array) else [contents]
    data = b"\n".join(part.read_bytes() for part in own if isinstance(part, pikepdf.Stream))
    form = pikepdf.Stream(pdf, data)
    form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
    form["/BBox"] = Array([sheet.x0, sheet.y0, sheet.x1, sheet.y1])
    form["/Resources"] = page.get("/Resources", Dictionary())
    if "/Group" in page:
        form["/Group"] = page["/Group"]
    xobjects = Dictionary({"/OnRecordPage": pdf.make_indirect(form)})
    drawn = page.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    for name in [n for n in drawn.keys() if n.startswith(OURS)]:  # noqa: SIM118
        xobjects[name] = drawn[name]  # flattened annotations stay the page's own
    page["/Resources"] = Dictionary(XObject=xobjects)
    page["/Contents"] = pikepdf.Stream(pdf, b"/OnRecordPage Do\n")


def _font(pdf: Pdf) -> Dictionary:
    metrics = _metrics()
    program = pikepdf.Stream(pdf, _program())
    program["/Length1"] = len(_program())
    name = Name("/" + metrics["font_name"])
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,  # nonsymbolic
        FontBBox=Array(metrics["bbox"]),
        ItalicAngle=0,
        Ascent=metrics["ascent"],
        Descent=metrics["descent"],
        CapHeight=metrics["cap_height"],
        StemV=90,
        FontFile2=pdf.make_indirect(program),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=name,
        FirstChar=metrics["first_char"],
        LastChar=metrics["first_char"] + len(metrics["widths"]) - 1,
        Widths=Array(metrics["widths"]),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(descriptor),
    )


def warm() -> None:
    """Reads the stamp's font."""
    _metrics()
    _program()


@cache
def _program() -> bytes:
    return resource("fonts", "stamp.ttf").read_bytes()
