"""Pictures as PDF pages, one per frame, of a very long one several, upright, with margins, and with
nothing but the picture.

A JPEG keeps its very pixels: its compressed data goes in as it is, freed of every metadata segment
(camera, place, thumbnail) and of whatever a phone hung behind the picture. So does a plain PNG.
Other kinds are re-encoded without loss, or as JPEG where they come from a lossy kind and look like a photograph.
Runs in a worker only.
"""

from __future__ import annotations

import importlib
import io
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pi_heif
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms, ImageFile, ImageOps, JpegImagePlugin

from onrecord.domain.cut_picture import is_cut_off, missing_in_grey
from onrecord.domain.long_picture import is_long, parts_of
from onrecord.domain.picture_shades import DARK_PAPER, dots_of, needs_dark_paper, white_of
from onrecord.errors import Unreadable
from onrecord.packet.content import Paper

MOST_FRAMES = 1000
MOST_PIXELS = 120_000_000  # above the 108 megapixels of a telephone, within a worker's memory
_PAPER = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}  # points
_MARGIN = 34.0  # points: left, right and top
_FOOT = 57.0  # points kept free below, for the stamp
_POINTS_PER_PIXEL = 72 / 96  # small pictures are shown at screen size, not blown up

# Those the reader of documents knows; no other decoder meets what somebody sent.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "HEIF")

# Of these, one whose file is cut off is shown as far as it goes.
_CUT_OFF_SHOWN = ("JPEG", "PNG")

# What a PNG bears that is transparent, has colours of its own, is turned or moves.
_NOT_PLAIN = (b"tRNS", b"iCCP", b"eXIf", b"acTL", b"Raw profile type", b"adobe.xmp")

# EXIF orientation -> matrix that puts the unit square of the stored picture upright.
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True)
class _Picture:
    """One image as PDF wants it; ``orientation`` as in EXIF. ``tall`` is how much higher than wide
    a pixel is: a fax has twice as many dots across as down."""

    data: bytes
    entries: dict[str, Any]
    width: int
    height: int
    channels: int
    orientation: int = 1
    icc: bytes = b""
    tall: float = 1.0
    among: int = 0  # pixels high is the highest of the parts of which it is one


def warm() -> None:
    """Register what the worker cannot look up later."""
    cast("Any", pi_heif).register_heif_opener()
    Image.preinit()
    for name in ("Avif", "Mpo", "Tiff", "WebP"):
        importlib.import_module(f"PIL.{name}ImagePlugin")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def sound(data: bytes) -> bool:
    """Whether the picture is one whose own data can go in as it is, and none of it is damaged."""
    warm()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _as_it_is(image, data, sound=False) is not None
    except Exception:  # decoders raise all kinds on damaged files; who builds says which
        return False


def image_pages(
    data: bytes, *, paper: Paper = "a4", sound: bool = False, whole: bool = False
) -> bytes:
    """The picture, or every page of a TIFF, as a PDF on ``paper``; landscape where it is wide. A
    very long picture is cut into pages, unless it is known as one (``whole``).

    ``sound`` is what the function of that name found out about these very bytes: they are then
    not read through once more. Raises Unreadable, in one sentence, for what is no picture, is
    damaged, or is too large.
    """
    warm()
    pdf = pikepdf.new()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            for picture in _pictures(data, sound, whole):
                _add_page(pdf, picture, paper)
        except Unreadable:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unreadable("This picture is too large to be put on a page.") from None
        except Exception as error:  # decoders raise all kinds on damaged files
            raise Unreadable("This picture is damaged or of an unknown kind.") from error
    out = io.BytesIO()
    # Nobody sees this file; its bytes are the same twice, and stay as they are.
    pdf.save(out, static_id=True, compress_streams=False, fix_metadata_version=False)
    return out.getvalue()


def as_jpeg(data: bytes) -> bytes:
    """The picture, upright, as a JPEG with nothing but its pixels; of several the first."""
    warm()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            upright = image.copy() if image.format == "HEIF" else ImageOps.exif_transpose(image)
            plain = _plain(upright)
    out = io.BytesIO()
    plain.convert("L" if plain.mode in ("1", "L") else "RGB").save(
        out, "JPEG", quality=90, subsampling=0, optimize=True
    )
    bare = bare_jpeg(out.getvalue())
    return bare or out.getvalue()


def _pictures(data: bytes, sound: bool, whole: bool) -> Iterator[_Picture]:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        if image.format not in _CUT_OFF_SHOWN:
            yield from _frames(image, data, sound, whole)
            return
        try:
            made = [*_frames(image, data, sound, whole)]
        except Exception:  # decoders raise all kinds on damaged files
            there = _what_is_there(data)
            if there is None:
                raise
            made = [*_frames(there, None, sound, whole)]
    yield from made


def _what_is_there(data: bytes) -> Image.Image | None:
    """A picture that is cut off, as far as it goes; None for any other, and for one that is cut off
    before it begins."""
    try:
        with Image.open(io.BytesIO(data), formats=_CUT_OFF_SHOWN) as image:
            image.load()
        return None  # damaged in another way
    except Exception as error:  # decoders raise all kinds on damaged files
        if not is_cut_off(error):
            return None
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = Image.open(io.BytesIO(data), formats=_CUT_OFF_SHOWN)
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image if missing_in_grey(image) else None


def _frames(image: Image.Image, data: bytes | None, sound: bool, whole: bool) -> Iterator[_Picture]:
    """``data`` is what may go in as it is, if it is of a kind that can."""
    if not whole and (parts := list(_parts(image))):
        yield from parts
        return
    same = _as_it_is(image, data, sound=sound) if data is not None else None
    if same is not None:
        yield replace(same, tall=_tall(image))
        return
    frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if frames > MOST_FRAMES:
        raise Unreadable(f"This picture file has more than {MOST_FRAMES:,} pages.")
    for number in range(frames):
        image.seek(number)
        # the HEIC reader turns pictures upright itself
        upright = image.copy() if image.format == "HEIF" else ImageOps.exif_transpose(image)
        tall = _tall(image)
        if image.format != "HEIF" and image.getexif().get(0x0112, 1) in (5, 6, 7, 8):
            tall = 1 / tall
        yield replace(_encoded(_plain(upright), lossy=_is_lossy(image)), tall=tall)


def _parts(image: Image.Image) -> Iterator[_Picture]:
    """The pages of a very long picture; none of any other."""
    turned = image.format != "HEIF" and image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    width, height = reversed(image.size) if turned else image.size
    if image.format == "TIFF" or not is_long(width, height):
        return
    upright = image.copy() if image.format == "HEIF" else ImageOps.exif_transpose(image)
    grey, plain = upright.convert("L"), _plain(upright)
    tall = 1 / _tall(image) if turned else _tall(image)
    parts = parts_of(
        width, height, lambda first, last: grey.crop((0, first, width, last)).tobytes()
    )
    highest = max(foot - top for top, foot in parts)
    for top, foot in parts:
        part = plain.crop((0, top, width, foot))
        made = _jpeg_again(part, image) or _encoded(part, lossy=_is_lossy(image))
        yield replace(made, tall=tall, among=highest)


def _jpeg_again(part: Image.Image, of: Any) -> _Picture | None:
    """A part of a JPEG with the tables of the whole, by which it loses next to nothing and takes
    no more room; without loss it would take several times as much. None of any other kind."""
    if of.format not in ("JPEG", "MPO") or of.mode not in ("L", "RGB"):
        return None
    out = io.BytesIO()
    sampling = JpegImagePlugin.get_sampling(of)
    tables = of.quantization
    part.save(out, "JPEG", qtables=tables, subsampling=max(0, sampling), optimize=True)
    bare = bare_jpeg(out.getvalue())
    return _jpeg(bare, part.mode, part.size, 1, b"") if bare is not None else None


def _tall(image: Image.Image) -> float:
    across, down = dots_of(image.info.get("dpi")) or (1.0, 1.0)
    return across / down


def _as_it_is(image: Image.Image, data: bytes, *, sound: bool) -> _Picture | None:
    """The picture with its own compressed data, which is read through first unless it is known to
    be ``sound``; None for kinds that PDF does not take. Damaged data raises whatever it raises."""
    if image.format in ("JPEG", "MPO"):
        orientation = image.getexif().get(0x0112, 1)
        icc = cast("bytes | None", image.info.get("icc_profile"))
        bare, size = bare_jpeg(data), image.size
        if bare is None or image.mode not in ("L", "RGB", "CMYK"):
            return None
        if not sound:
            image.draft(None, (1, 1))  # all its data is read, an eighth of the pixels made
            image.load()  # a damaged one is found here, not by the reader
        return _jpeg(bare, image.mode, size, orientation, icc or b"")
    return _png_as_it_is(image, data, sound=sound) if image.format == "PNG" else None


def _is_lossy(image: Image.Image) -> bool:
    compression = str(image.info.get("compression", ""))
    return image.format in ("HEIF", "AVIF", "WEBP", "JPEG", "MPO") or "jpeg" in compression


def _plain(image: Image.Image) -> Image.Image:
    """As 1, L or RGB in sRGB, what is transparent shown on white, or on a dark ground where that
    would show nothing."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep: Any = image.convert("F")
        top = white_of(deep.getextrema()[1], sixteen_bits=image.mode.startswith("I;16"))
        scaled = deep.point(cast("Any", lambda v: v * (255 / top) + 0))  # type: ignore[reportUnknownLambdaType]
        return cast("Image.Image", scaled.convert("L"))
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        light, dark = _on_paper(layer, (255, 255, 255)), _on_paper(layer, DARK_PAPER)
        (low, _), (_, high) = (
            cast("tuple[int, int]", one.convert("L").getextrema()) for one in (light, dark)
        )
        layer = dark if needs_dark_paper(low, high) else light
    elif image.mode == "CMYK":
        layer = image
    else:
        layer = image.convert("RGB")
    icc = cast("bytes | None", image.info.get("icc_profile"))
    if icc:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            target = cast("Any", ImageCms).createProfile("sRGB")
            made = ImageCms.profileToProfile(layer, source, target, outputMode="RGB")
            layer = made or layer
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the numbers are shown as they are
    return layer.convert("RGB")


def _on_paper(layer: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    flat = Image.new("RGBA", layer.size, colour)
    flat.alpha_composite(layer)
    return flat.convert("RGB")


def _encoded(image: Image.Image, *, lossy: bool) -> _Picture:
    if lossy and image.mode == "RGB" and _looks_like_photo(image):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=90, subsampling=0, optimize=True)
        bare = bare_jpeg(out.getvalue())
        assert bare is not None
        return _jpeg(bare, "RGB", image.size, 1, b"")
    out = io.BytesIO()
    image.info.clear()
    image.save(out, "PNG", compress_level=6)
    return _flate(_png_data(out.getvalue()), image.mode, image.size)


def _png_as_it_is(image: Image.Image, data: bytes, *, sound: bool) -> _Picture | None:
    """The picture with its own compressed data, as most screenshots can go in; None for kinds that
    must be encoded anew. Whatever hides behind the pixels is such a kind: some programs crop a
    picture and leave the rest of the old one there.
    """
    plain = image.mode in ("L", "RGB") and data[24] == 8 and data[28] == 0  # 8 bits, one pass
    if not plain or any(mark in data for mark in _NOT_PLAIN):
        return None
    packed = _png_data(data)
    if sound:
        return _flate(packed, image.mode, image.size)
    row = 1 + image.width * len(image.getbands())  # a filter's number stands before each row
    size = row * image.height
    reader = zlib.decompressobj()
    pixels = reader.decompress(packed, size + 1)
    whole = len(pixels) == size and not reader.unconsumed_tail
    if not whole or not reader.eof or reader.unused_data or max(pixels[::row]) > 4:
        return None  # damaged is said by who decodes it
    return _flate(packed, image.mode, image.size)


def _flate(data: bytes, mode: str, size: tuple[int, int]) -> _Picture:
    """A PNG's image data is exactly what PDF calls Flate with PNG predictors."""
    bits, colors = (1, 1) if mode == "1" else (8, 3 if mode == "RGB" else 1)
    entries = {
        "/ColorSpace": Name.DeviceRGB if colors == 3 else Name.DeviceGray,
        "/BitsPerComponent": bits,
        "/Filter": Name.FlateDecode,
        "/DecodeParms": Dictionary(
            Predictor=15, Colors=colors, BitsPerComponent=bits, Columns=size[0]
        ),
    }
    return _Picture(data, entries, *size, colors)


def _looks_like_photo(image: Image.Image) -> bool:
    """More than half of a grid of pixels differ: no screenshot or drawing does that."""
    grid = cast("Any", image).resize((96, 96), Image.Resampling.NEAREST)
    colors: list[Any] | None = grid.getcolors(96 * 96)
    return colors is not None and len(colors) > 96 * 96 // 2


def _jpeg(data: bytes, mode: str, size: tuple[int, int], orientation: int, icc: bytes) -> _Picture:
    space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[mode]
    entries: dict[str, Any] = {
        "/ColorSpace": space,
        "/BitsPerComponent": 8,
        "/Filter": Name.DCTDecode,
    }
    if mode == "CMYK" and b"Adobe\x00" in data[:4096]:
        entries["/Decode"] = Array([1, 0] * 4)  # Adobe writes CMYK inverted
    fits = icc[16:20] == {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}[mode]
    orientation = orientation if orientation in _UPRIGHT else 1
    channels = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    return _Picture(data, entries, *size, channels, orientation, icc if fits else b"")


def _add_page(pdf: pikepdf.Pdf, picture: _Picture, paper: Paper) -> None:
    width, height = float(picture.width), picture.height * picture.tall
    if picture.orientation >= 5:
        width, height = height, width
    across, up = _PAPER[paper]
    if width > height * 1.1:
        across, up = up, across
    free_across, free_up = across - 2 * _MARGIN, up - _MARGIN - _FOOT
    highest = max(height, picture.among * picture.tall)
    scale = min(free_across / width, free_up / highest, _POINTS_PER_PIXEL)
    w, h = width * scale, height * scale
    x, y = (across - w) / 2, _FOOT + (free_up - h) / 2
    a, b, c, d, e, f = _UPRIGHT[picture.orientation]
    matrix = (a * w, b * h, c * w, d * h, e * w + x, f * h + y)
    image = pikepdf.Stream(pdf, picture.data)
    image["/Type"], image["/Subtype"] = Name.XObject, Name.Image
    image["/Width"], image["/Height"] = picture.width, picture.height
    for key, value in picture.entries.items():
        image[key] = value
    if picture.icc:
        profile = pikepdf.Stream(pdf, picture.icc)
        profile["/N"] = picture.channels
        image["/ColorSpace"] = Array([Name.ICCBased, pdf.make_indirect(profile)])
    content = "q " + " ".join(f"{n:.3f}" for n in matrix) + " cm /Picture Do Q"
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(across, 2), round(up, 2)]),
        # where the picture is on the sheet: a citation of a part of it is led there
        ArtBox=Array([round(x, 2), round(y, 2), round(x + w, 2), round(y + h, 2)]),
        Resources=Dictionary(XObject=Dictionary(Picture=pdf.make_indirect(image))),
        Contents=pdf.make_indirect(pikepdf.Stream(pdf, content.encode())),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _png_data(png: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            pieces.append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(pieces)


def bare_jpeg(data: bytes) -> bytes | None:
    """The JPEG without its application and comment segments (but Adobe's, which says how colours
    are stored) and without anything behind its end. None for kinds that PDF does not take.
    Segment layout: ITU-T T.81, annex B.
    """
    kept: list[bytes | memoryview] = [b"\xff\xd8"]
    every = memoryview(data)
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        kind = data[at + 1]
        if kind == 0xFF:  # fill byte
            at += 1
            continue
        if kind == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        frame = 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC)
        if frame and (kind > 0xC2 or data[at + 4] != 8):  # lossless, arithmetic or 12 bits
            return None
        adobe = kind == 0xEE and data[at + 4 : at + 9] == b"Adobe"
        if not (0xE0 <= kind <= 0xEF or kind == 0xFE) or adobe:
            kept.append(every[at:end])
        at = end
        if kind == 0xDA:
            at = _end_of_scan(data, end)
            kept.append(every[end:at])
    kept.append(b"\xff\xd9")
    return b"".join(kept)


# A stuffed zero and a restart are data, and a marker may have any number of fill bytes before it.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker after entropy-coded data stands."""
    found = _MARKER.search(data, at)
    return found.start() if found is not None else len(data)
