"""Makes the pictures on copied pages smaller: fewer dots an inch, grey, or black and white.

A picture is only touched where it has more dots than are asked for on the place it takes, or
colour that is not wanted, and is only changed where that makes it smaller. What it looks like
otherwise, and every word around it, stays. Runs in a worker only.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, MutableMapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream
from PIL import Image

from onrecord.packet.content import Pictures
from onrecord.packet.entries import entry
from onrecord.packet.haste import Turns
from onrecord.packet.pagecopy import inherited

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 12  # forms within forms
_MOST_PIXELS = 120_000_000
_SPARE = 1.15  # so much more than is asked for is let be
_LEAST = 2048  # bytes: smaller ones are not worth a second loss


@dataclass(frozen=True)
class Target:
    """Dots an inch at most; ``mode`` is "" (colour stays), L (grey) or 1 (black and white)."""

    dpi: int
    mode: str = ""
    quality: int = 80


TARGETS: dict[Pictures, Target] = {
    "300": Target(300, quality=85),
    "200": Target(200),
    "150": Target(150, quality=75),
    "grey": Target(150, "L", 72),
    "bw": Target(200, "1"),
}


@dataclass(frozen=True)
class Reduced:
    """A picture as PDF wants it."""

    data: bytes
    width: int
    height: int
    filter: str  # DCTDecode, FlateDecode or CCITTFaxDecode
    mode: str  # RGB, L or 1


Known = MutableMapping[tuple[str, int, int, str], Reduced | None]
"""What was found out about pictures, by their content and what was asked for; None: let be."""


@dataclass
class Effect:
    """Bytes of the pictures that were looked at, before and after; ``lost`` are the bytes each
    page gave, by its place among those that were looked at."""

    before: int = 0
    after: int = 0
    lost: dict[int, int] = field(default_factory=dict[int, int])


def reduce_pages(
    pages: Iterable[Object],
    target: Target,
    known: Known | None = None,
    turns: Turns | None = None,
) -> Effect:
    """Changes the pictures of these pages, which are ours alone, in place. With ``turns`` those
    that are not ``known`` may have to wait."""
    sizes: dict[tuple[int, int], tuple[Stream, float, float]] = {}
    shown: dict[tuple[int, int], set[int]] = {}
    for place, page in enumerate(pages):
        unit = entry(page, "/UserUnit")
        k = float(unit) if isinstance(unit, int | float) else 1.0
        for image, wide, high in _drawn(page, (k, 0, 0, k, 0, 0), inherited(page, "/Resources"), 0):
            key = image.objgen
            was = sizes.get(key, (image, 0.0, 0.0))
            sizes[key] = image, max(was[1], wide), max(was[2], high)
            shown.setdefault(key, set()).add(place)
    effect = Effect()
    held: Known = {} if known is None else known
    for key, (image, wide, high) in sizes.items():
        before = len(image.read_raw_bytes())
        after = before
        if before >= _LEAST and _plain(image):
            after = _reduce(image, wide, high, target, held, shown[key], turns)
        effect.before += before
        effect.after += after
        if after < before:
            for place in shown[key]:
                effect.lost[place] = effect.lost.get(place, 0) + before - after
    return effect


def smaller(image: Image.Image, wide: float, high: float, target: Target) -> Image.Image:
    """``image`` as it is to be, shown ``wide`` by ``high`` points."""
    mode = target.mode or ("L" if image.mode in ("1", "L") else "RGB")
    if image.mode == "1" and target.mode != "1":
        mode = "1"
    made: Any = image if image.mode in ("1", "L", "RGB") else image.convert("RGB")
    if mode in ("L", "1") and made.mode != "L":
        made = made.convert("L") if not (mode == "1" and made.mode == "1") else made
    size = _size(image, wide, high, target.dpi)
    if size != image.size:
        if made.mode == "1":
            made = made.convert("L")
        made = made.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    if mode == "1" and made.mode != "1":
        edge = threshold(made)
        made = made.point([255 if n > edge else 0 for n in range(256)]).convert(
            "1", dither=Image.Dither.NONE
        )
    return made


def threshold(image: Image.Image) -> int:
    """The grey that parts ink from paper best (Otsu 1979)."""
    shades = image.histogram()[:256]
    count, total = sum(shades), sum(n * each for n, each in enumerate(shades))
    best, at, below, sum_below = -1.0, 127, 0, 0
    for shade, each in enumerate(shades):
        below += each
        sum_below += shade * each
        above = count - below
        if not below or not above:
            continue
        apart = sum_below / below - (total - sum_below) / above
        between = below * above * apart * apart
        if between > best:
            best, at = between, shade
    return at


def _size(image: Image.Image, wide: float, high: float, dpi: int) -> tuple[int, int]:
    factor = 1.0
    if wide > 0 and high > 0:
        across, down = image.width * 72 / wide, image.height * 72 / high
        dense = min(across, down)
        factor = dpi / dense if dense > dpi * _SPARE else 1.0
    return max(1, math.ceil(image.width * factor)), max(1, math.ceil(image.height * factor))


def _reduce(
    image: Stream,
    wide: float,
    high: float,
    target: Target,
    known: Known,
    places: set[int],
    turns: Turns | None,
) -> int:
    """Length of the picture's data afterwards."""
    given = image.read_raw_bytes()
    before, digest = len(given), hashlib.sha256(given).hexdigest()
    key = (digest, round(wide), round(high), f"{target.dpi} {target.mode} {target.quality}")
    if key not in known:
        if turns is not None and not turns.may(places):
            return before
        with turns.haste.at_work() if turns is not None else nullcontext():
            try:
                known[key] = _made(image, wide, high, target)
            except Exception:  # decoders raise all kinds; the picture then stays as it is
                known[key] = None
    made = known[key]
    if made is None or len(made.data) > 0.95 * before:
        return before
    _put(image, made)
    return len(made.data)


def _plain(image: Stream) -> bool:
    """Whether it is a picture that means the same after decoding: no stencil, no inverted or
    four-ink colours, no mask by colour."""
    if entry(image, "/ImageMask") or "/Decode" in image or entry(image, "/SMaskInData"):
        return False
    if isinstance(entry(image, "/Mask"), pikepdf.Array):
        return False
    pixels: Any = image.get("/Width", 0), image.get("/Height", 0)
    return 0 < int(pixels[0]) * int(pixels[1]) <= _MOST_PIXELS


def _made(image: Stream, wide: float, high: float, target: Target) -> Reduced | None:
    shown = pikepdf.PdfImage(image).as_pil_image()
    if shown.mode in ("CMYK", "LAB", "I", "F") or shown.mode.startswith("I;"):
        return None
    made = smaller(shown, wide, high, target)
    same = made.size == shown.size and made.mode == shown.mode
    if same and made.mode != "1" and entry(image, "/Filter") == Name.DCTDecode:
        return None  # once more as JPEG would only cost sharpness
    return encoded(made, target.quality)


def encoded(image: Image.Image, quality: int = 80) -> Reduced:
    """Black and white as fax (ITU-T T.6), few colours exactly, the rest as JPEG."""
    out = BytesIO()
    if image.mode == "1":
        image.save(out, "TIFF", compression="group4", strip_size=1 << 30)
        with Image.open(BytesIO(out.getvalue())) as tiff:
            tags: Any = getattr(tiff, "tag_v2")  # noqa: B009  # of TIFF images only
            at, length, white_is_zero = tags[273], tags[279], tags.get(262) == 0
        data = b"".join(
            out.getvalue()[start : start + size] for start, size in zip(at, length, strict=True)
        )
        return Reduced(data, *image.size, "CCITTFaxDecode", "1" if white_is_zero else "1i")
    if image.getcolors(64) is not None:
        import zlib

        return Reduced(zlib.compress(image.tobytes(), 9), *image.size, "FlateDecode", image.mode)
    image.save(out, "JPEG", quality=quality, optimize=True)
    return Reduced(out.getvalue(), *image.size, "DCTDecode", image.mode)


def _put(image: Stream, made: Reduced) -> None:
    parameters: Any = None
    if made.filter == "CCITTFaxDecode":
        parameters = Dictionary(
            K=-1, Columns=made.width, Rows=made.height, BlackIs1=made.mode == "1i"
        )
    for key in ("/ColorSpace", "/DecodeParms", "/Intent"):
        if key in image:
            del image[key]
    image.write(made.data, filter=Name(f"/{made.filter}"), decode_parms=parameters)
    image["/Width"], image["/Height"] = made.width, made.height
    image["/BitsPerComponent"] = 1 if made.mode.startswith("1") else 8
    image["/ColorSpace"] = Name.DeviceRGB if made.mode == "RGB" else Name.DeviceGray


def _drawn(
    content: Object, start: Matrix, resources: Any, depth: int
) -> list[tuple[Stream, float, float]]:
    """The pictures that are drawn, each with its width and height in points."""
    table: Any = entry(resources, "/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(table, Dictionary) or depth > _DEEPEST:
        return []
    found: list[tuple[Stream, float, float]] = []
    now, kept = start, list[Matrix]()
    try:
        instructions = pikepdf.parse_content_stream(content, "q Q cm Do")
    except Exception:  # not to be read: its pictures stay as they are
        return []
    for instruction in instructions:
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            kept.append(now)
        elif operator == "Q":
            now = kept.pop() if kept else start
        elif operator == "cm" and len(operands) == 6:
            now = _times(_matrix(operands), now)
        elif operator == "Do" and operands:
            thing: Any = table.get(str(operands[0]))
            if not isinstance(thing, Stream):
                continue
            if entry(thing, "/Subtype") == Name.Image:
                a, b, c, d, *_ = now
                found.append((thing, math.hypot(a, b), math.hypot(c, d)))
            elif entry(thing, "/Subtype") == Name.Form:
                own: Any = thing.get("/Resources", resources)
                moved = _times(_matrix(list(thing.get("/Matrix", ()))), now)
                found += _drawn(thing, moved, own, depth + 1)
    return found


def _matrix(operands: list[Any]) -> Matrix:
    try:
        a, b, c, d, e, f = (float(value) for value in operands)
    except (TypeError, ValueError):
        return _UNIT
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip
