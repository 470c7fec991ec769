"""A page as a picture of itself, for what cannot be copied any other way; labelled as such."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image, ImageChops

from onrecord.packet.raster import picture

NOTE = "image copy"
DPI = 200
LARGEST = 14_400  # units of user space, as ISO 32000-1 limits a page (annex C)
MOST_PIXELS = 16_000_000  # of one picture: an A2 poster at 200 dpi


def image_page(target: Pdf, page: Any, unit: float = 1.0) -> Object:
    """A page of ``target`` that shows what pdfium draws of ``page``, upright, without anything
    else of it. ``unit`` is the page's UserUnit. Raises Unreadable."""
    wide, high = page.get_size()
    scale = min(DPI / 72 * unit, (MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
    image = put(target, encoded(picture(page, scale)))
    # broken files claim sheets of miles
    wide, high = min(wide * unit, LARGEST), min(high * unit, LARGEST)
    return target.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(wide, 3), round(high, 3)]),
            Resources=Dictionary(XObject=Dictionary(Page=image)),
            Contents=pikepdf.Stream(
                target, f"{wide:.3f} 0 0 {high:.3f} 0 0 cm /Page Do\n".encode()
            ),
        )
    )


@dataclass(frozen=True)
class Encoded:
    """A picture as PDF wants it, grey or RGB, eight bits a colour."""

    data: bytes
    width: int
    height: int
    gray: bool
    jpeg: bool


def encoded(shown: Image.Image) -> Encoded:
    """Pictures with few colours are kept exactly, photographs as JPEG."""
    if shown.mode != "RGB":
        shown = shown.convert("RGB")
    if not _coloured(shown):
        shown = shown.convert("L")
    exact = shown.getcolors(256) is not None
    if exact:
        data = zlib.compress(shown.tobytes(), 6)
    else:
        out = BytesIO()
        shown.save(out, "JPEG", quality=85, subsampling=0)
        data = out.getvalue()
    return Encoded(data, shown.width, shown.height, shown.mode == "L", not exact)


def put(target: Pdf, image: Encoded) -> Object:
    """The picture as an object of ``target``."""
    stream = pikepdf.Stream(target, image.data)
    stream["/Filter"] = Name.DCTDecode if image.jpeg else Name.FlateDecode
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Image
    stream["/Width"], stream["/Height"] = image.width, image.height
    stream["/ColorSpace"] = Name.DeviceGray if image.gray else Name.DeviceRGB
    stream["/BitsPerComponent"] = 8
    return target.make_indirect(stream)


def _coloured(shown: Image.Image) -> bool:
    small = shown.reduce(4) if min(shown.size) >= 8 else shown
    red, green, blue = small.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return any(sum(each.histogram()[12:]) for each in apart)
