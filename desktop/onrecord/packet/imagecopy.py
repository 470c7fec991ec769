"""A page as a picture of itself, for what cannot be copied any other way; labelled as such."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image, ImageChops

from onrecord.packet.raster import picture

NOTE = "image copy"
_DPI = 200
_LARGEST = 14_400  # units of user space, as ISO 32000-1 limits a page (annex C)
_MOST_PIXELS = 16_000_000  # of one picture: an A2 poster at 200 dpi


def image_page(target: Pdf, page: Any, unit: float = 1.0) -> Object:
    """A page of ``target`` that shows what pdfium draws of ``page``, upright, without anything
    else of it. ``unit`` is the page's UserUnit. Raises Unreadable."""
    wide, high = page.get_size()
    scale = min(_DPI / 72 * unit, (_MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
    shown = picture(page, scale)
    image = _image(target, shown)
    # broken files claim sheets of miles
    wide, high = min(wide * unit, _LARGEST), min(high * unit, _LARGEST)
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


def _image(target: Pdf, shown: Image.Image) -> Object:
    """Pictures with few colours are kept exactly, photographs as JPEG."""
    shown = shown.convert("RGB")
    if not _coloured(shown):
        shown = shown.convert("L")
    exact = shown.getcolors(256) is not None
    if exact:
        stream = pikepdf.Stream(target, zlib.compress(shown.tobytes(), 6))
        stream["/Filter"] = Name.FlateDecode
    else:
        out = BytesIO()
        shown.save(out, "JPEG", quality=85, subsampling=0)
        stream = pikepdf.Stream(target, out.getvalue())
        stream["/Filter"] = Name.DCTDecode
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Image
    stream["/Width"], stream["/Height"] = shown.width, shown.height
    stream["/ColorSpace"] = Name.DeviceGray if shown.mode == "L" else Name.DeviceRGB
    stream["/BitsPerComponent"] = 8
    return target.make_indirect(stream)


def _coloured(shown: Image.Image) -> bool:
    small = shown.reduce(4) if min(shown.size) >= 8 else shown
    red, green, blue = small.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return any(sum(each.histogram()[12:]) for each in apart)
