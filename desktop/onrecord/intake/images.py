"""Pictures through Pillow and libheif: upright, bounded, their camera's notes read."""

from __future__ import annotations

import importlib
import io
import re
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pi_heif
from PIL import AvifImagePlugin, Image, ImageFile, ImageOps, UnidentifiedImageError

from onrecord.domain.cut_picture import is_cut_off, missing_in_grey
from onrecord.domain.long_picture import parts_of
from onrecord.domain.picture_shades import DARK_PAPER, dots_of, needs_dark_paper, white_of
from onrecord.errors import Unreadable
from onrecord.intake import types
from onrecord.intake.reading import RawPixels, Word
from onrecord.intake.types import FileType

T = TypeVar("T")

DAMAGED = "This picture is damaged and cannot be shown. It is kept safely."
TOO_LARGE = "This picture is too large to be shown here. It is kept safely."
FIRST_ONLY = (
    "Only the first of the pictures in this file is shown and printed. All of them are kept."
)
MANY = "This picture has more pages than can be shown here. It is kept safely."
MAX_PIXELS = 120_000_000
MAX_FRAMES = 2_000

_FORMATS = {
    types.PNG: "PNG",
    types.JPEG: "JPEG",
    types.GIF: "GIF",
    types.BMP: "BMP",
    types.WEBP: "WEBP",
    types.TIFF: "TIFF",
    types.HEIC: "HEIF",
    types.AVIF: "AVIF",
}
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _TAKEN, _TAKEN_OFFSET = 0x010F, 0x0110, 0x9003, 0x9011
_LATITUDE, _LONGITUDE = 2, 4
_TURN = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
# What Pillow's readers raise on damaged files.
_ERRORS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, AttributeError,
           OverflowError, EOFError, RuntimeError, ArithmeticError, struct.error,
           UnidentifiedImageError)  # fmt: skip


def set_up() -> None:
    """Loads every reader and bounds them all; called once, before the lock-down."""
    Image.init()
    importlib.import_module("PIL.ImageCms")  # Pillow asks for it when it meets a Lab picture
    register = cast("Any", pi_heif).register_heif_opener
    register(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class CameraNotes:
    """What the camera wrote into the picture (EXIF 2.32); empty where it wrote nothing."""

    taken: str = ""
    zone_offset: str = ""
    camera: str = ""
    has_location: bool = False


class ImageDocument:
    """An open picture; the frames of a TIFF are its pages, and the parts of a very long picture
    unless it is wanted ``whole``. ``Unreadable`` if it does not open."""

    def __init__(self, data: bytes, kind: FileType, *, whole: bool = False) -> None:
        self._kind = kind
        self._data = data
        self._image = _guarded(lambda: Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]))
        self.is_cut_off = False
        """Known once its pixels were asked for; what is there of it is shown then."""
        self._shown: Image.Image | None = None
        self._shown_frame = (0, 0)
        self._sizes: dict[int, tuple[float, float]] = {}
        self._parts: list[tuple[int, int]] = []
        """Of a very long picture: the rows of its pages."""
        if kind != types.TIFF and not whole:
            self._parts = self._read(self._long_parts)
        several = len(self._parts) or 1
        self.page_count = self._count_frames() if kind == types.TIFF else several

    def size(self, number: int) -> tuple[float, float]:
        if number not in self._sizes:
            self._seek(number)
            width, height = self._image.size
            if self._orientation() in (5, 6, 7, 8):
                width, height = height, width
            across, down = self._dots_per_inch()
            if self._orientation() in (5, 6, 7, 8):
                across, down = down, across
            if self._parts:
                top, foot = self._parts[number - 1]
                height = foot - top
            self._sizes[number] = (round(width * 72 / across, 2), round(height * 72 / down, 2))
        return self._sizes[number]

    @property
    def pixels(self) -> tuple[int, int]:
        return self._image.size

    @property
    def first_only(self) -> bool:
        """Whether it holds more than is shown of it: it moves, or is one of several in a file. What
        telephones hang behind a JPEG shows the same once more."""
        if self._kind in (types.TIFF, types.JPEG):
            return False
        try:
            return bool(getattr(self._image, "is_animated", False))
        except _ERRORS:
            return False

    def text(self, number: int) -> str:
        return ""

    def words(self, number: int) -> list[Word]:
        return []

    def tile(
        self, number: int, scale: float, box: tuple[int, int, int, int], rotate: int
    ) -> RawPixels:
        picture = self._upright(number, rotate)
        page = self.size(number)
        full = [max(1, round(side * scale)) for side in page]
        if rotate in (90, 270):
            full.reverse()
        return _guarded(lambda: _cut(picture, (full[0], full[1]), box))

    def thumbnail(self, longest: int) -> RawPixels:
        """The first page, upright, its longest side at most this many pixels."""

        self._seek(1)  # its pages may have been looked at before

        def make() -> Image.Image:
            if self._parts:
                small = self._upright(1, 0).copy()
                small.thumbnail((longest, longest), reducing_gap=2)
                return small
            self._image.draft("RGB", (longest, longest))
            # One of several pictures in a file is read again each time it is asked for.
            several = self._kind in (types.TIFF, types.HEIC)
            small = self._image.copy() if several else self._image
            small.thumbnail((longest, longest), reducing_gap=2)
            small = _plain(self._turned(small))
            across, down = self.size(1)
            high = small.width * down / max(across, 1.0)  # dots may be unlike across and down
            if abs(high - small.height) < 0.1 * small.height:
                return small
            k = min(1.0, longest / high)
            shape = max(1, round(small.width * k)), max(1, round(high * k))
            return small.resize(shape)  # pyright: ignore[reportUnknownMemberType]

        small = self._read(make)
        return RawPixels(small.width, small.height, small.width * 3, small.tobytes())

    def notes(self) -> CameraNotes:
        """The camera's notes; whatever cannot be read of them counts as not written."""
        try:
            exif = self._image.getexif()
            inner, place = dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
            make, model = (_words(exif.get(tag)) for tag in (_MAKE, _MODEL))
        except _ERRORS:
            return CameraNotes()
        taken = re.fullmatch(
            r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d)(:\d\d)?", _words(inner.get(_TAKEN))
        )
        when = ""
        if taken and taken[1] != "0000" and taken[2] != "00" and taken[3] != "00":
            when = f"{taken[1]}-{taken[2]}-{taken[3]}T{taken[4]}:{taken[5]}"
        offset = _words(inner.get(_TAKEN_OFFSET))
        return CameraNotes(
            taken=when,
            zone_offset=offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else "",
            camera=model if model.lower().startswith(make.lower()) else f"{make} {model}".strip(),
            has_location=_LATITUDE in place and _LONGITUDE in place,
        )

    def _count_frames(self) -> int:
        """Frames up to the limit, found by going there: a hostile file names any number."""
        count = 1
        try:
            while count < MAX_FRAMES:
                self._image.seek(count)
                count += 1
        except _ERRORS:
            pass  # the end, or damage: the frames before it are good
        self._seek(1)
        return count

    def _long_parts(self) -> list[tuple[int, int]]:
        width, height = self._image.size
        if self._orientation() in (5, 6, 7, 8):
            width, height = height, width
        grey: list[Image.Image] = []

        def rows(first: int, last: int) -> bytes:
            if not grey:
                grey.append(self._turned(self._image).convert("L"))
            return grey[0].crop((0, first, width, last)).tobytes()

        found = parts_of(width, height, rows)
        return found if len(found) > 1 else []

    def _seek(self, number: int) -> None:
        if self._kind == types.TIFF and self._image.tell() != number - 1:
            _guarded(lambda: self._image.seek(number - 1))

    def _orientation(self) -> int:
        """EXIF orientation still to be applied: libheif has turned its pictures already."""
        if self._kind == types.HEIC:
            return 1
        try:
            return int(self._image.getexif().get(0x0112, 1))
        except _ERRORS:
            return 1

    def _turned(self, picture: Image.Image) -> Image.Image:
        return picture if self._kind == types.HEIC else ImageOps.exif_transpose(picture)

    def _dots_per_inch(self) -> tuple[float, float]:
        """Across and down (a fax has twice as many across), as the file says, if that is believable
        for a page; else 96, a screen's."""
        return dots_of(self._image.info.get("dpi", (0, 0))) or (96.0, 96.0)

    def _upright(self, number: int, rotate: int) -> Image.Image:
        if self._shown is None or self._shown_frame != (number, rotate):
            self._shown = None
            self._seek(number)

            def make() -> Image.Image:
                self._image.load()
                picture = _plain(self._turned(self._image))
                if self._parts:
                    picture = picture.crop(
                        (0, self._parts[number - 1][0], picture.width, self._parts[number - 1][1])
                    )
                return picture.transpose(_TURN[rotate]) if rotate else picture

            self._shown, self._shown_frame = self._read(make), (number, rotate)
        return self._shown

    def _read(self, work: Callable[[], T]) -> T:
        """What comes of ``work`` on the picture, or on what is there of one that is cut off."""
        try:
            return _guarded(work)
        except Unreadable as error:
            there = None
            if str(error) == DAMAGED and not self.is_cut_off:
                there = _what_is_there(self._data, self._kind)
            if there is None:
                raise
        self._image, self.is_cut_off = there, True
        return _guarded(work)


def _what_is_there(data: bytes, kind: FileType) -> Image.Image | None:
    """A picture that is cut off, as far as it goes; None for any other, and for one that is cut off
    before it begins."""
    if kind not in (types.JPEG, types.PNG):
        return None
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            image.load()
        return None  # damaged in another way
    except _ERRORS as error:
        if not is_cut_off(error):
            return None
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
        image.load()
        return image if missing_in_grey(image) else None
    except _ERRORS:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _cut(picture: Image.Image, full: tuple[int, int], box: tuple[int, int, int, int]) -> RawPixels:
    """The box of the picture as it would be at full size; white where there is no picture."""
    x, y, width, height = box
    sheet = Image.new("RGB", (width, height), "white")
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, full[0]), min(y + height, full[1])
    if right > left and bottom > top:
        across, down = picture.width / full[0], picture.height / full[1]
        part = picture.resize(  # pyright: ignore[reportUnknownMemberType]
            (right - left, bottom - top),
            Image.Resampling.BICUBIC if across < 1 else Image.Resampling.BILINEAR,
            box=(left * across, top * down, right * across, bottom * down),
            reducing_gap=2,
        )
        sheet.paste(part, (left - x, top - y))
    return RawPixels(width, height, width * 3, sheet.tobytes())


def _plain(picture: Image.Image) -> Image.Image:
    """RGB; what is transparent shows white paper, or a dark one where that would show nothing."""
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = _as_grey(picture)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        light, dark = _on_paper(layer, (255, 255, 255)), _on_paper(layer, DARK_PAPER)
        (low, _), (_, high) = (
            cast("tuple[int, int]", one.convert("L").getextrema()) for one in (light, dark)
        )
        return dark if needs_dark_paper(low, high) else light
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _on_paper(layer: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    sheet = Image.new("RGB", layer.size, colour)
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def _as_grey(picture: Image.Image) -> Image.Image:
    """A picture of more than 8 bits."""
    _low, high = cast("tuple[float, float]", picture.getextrema())
    step = 255 / white_of(high, sixteen_bits=picture.mode.startswith("I;16"))
    wide: Any = picture.convert("F")
    return wide.point(lambda value: value * step + 0).convert("L")  # pyright: ignore[reportUnknownLambdaType]


def _words(value: object) -> str:
    return " ".join(value.replace("\0", " ").split())[:100] if isinstance(value, str) else ""


def _guarded(work: Callable[[], T]) -> T:
    try:
        return work()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable(TOO_LARGE) from None
    except _ERRORS:
        raise Unreadable(DAMAGED) from None
