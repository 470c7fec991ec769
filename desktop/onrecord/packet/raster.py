"""Pages as pixels and text, by pdfium; and how alike two pictures of a page are.

pdfium draws what the user sees: annotations and form values included. Pages are rendered one at
a time and let go at once, so that memory is that of one page.
"""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import Any, cast

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary
from PIL import Image, ImageChops, ImageFilter

from onrecord.errors import NeedsPassword, Unreadable
from onrecord.packet.entries import entry

_raw: Any = pdfium  # its functions carry no types
_MOST_PIXELS = 40_000_000
_MOST_FIELDS = 100_000
_THUMB = 24  # pixels


def open_pdfium(data: bytes, password: str = "", *, forms: bool = True) -> Any:
    """The document in pdfium. Raises NeedsPassword or Unreadable."""
    try:
        document: Any = pypdfium2.PdfDocument(data, password=password or None)
        if forms and document.get_formtype() and not _endless_form(data, password):
            document.init_forms()
        len(document)
        return document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise NeedsPassword("This document opens only with its own password.") from error
        raise Unreadable("This document could not be opened.") from error


def counts_pages_only(data: bytes, password: str) -> bool:
    """Whether all that pdfium counts are pages: it counts whatever the tree of pages holds, where
    qpdf passes over it. Raises NeedsPassword or Unreadable."""
    document = open_pdfium(data, password, forms=False)
    try:
        size, count = pdfium.FS_SIZEF(), len(document)
        asked = _raw.FPDF_GetPageSizeByIndexF
        return count > 0 and all(asked(document, n, ctypes.byref(size)) for n in range(count))
    finally:
        document.close()


def _endless_form(data: bytes, password: str) -> bool:
    """Whether the tree of form fields has more branches than any form: one whose fields stand in
    it twice on every level doubles with each, and pdfium walks all of it."""
    try:
        with pikepdf.open(BytesIO(data), password=password) as pdf:
            form: Any = entry(pdf.Root, "/AcroForm")
            left: list[Any] = [entry(form, "/Fields")] if isinstance(form, Dictionary) else []
            for _ in range(_MOST_FIELDS):
                if not left:
                    return False
                kids = left.pop()
                if isinstance(kids, Array):
                    left += [entry(one, "/Kids") for one in kids if isinstance(one, Dictionary)]
            return True
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RuntimeError):
        return False  # what qpdf cannot read is left to pdfium, and to the limits it runs in


def picture(page: Any, scale: float, *, gray: bool = False) -> Image.Image:
    """The page as it is shown, ``scale`` pixels a point. Raises Unreadable."""
    wide, high = page.get_size()
    pixels = wide * high * scale * scale
    if pixels > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / pixels) ** 0.5
    try:
        bitmap = page.render(scale=scale, grayscale=gray, rev_byteorder=True)
        return cast("Image.Image", bitmap.to_pil())
    except Exception as error:
        raise Unreadable("This page could not be drawn.") from error


def comparing_scale(page: Any, longest: int = 620) -> float:
    """Pixels a point that make a page's longer side about ``longest`` pixels."""
    return longest / max(1.0, *page.get_size())


def differs(
    one: Image.Image, other: Image.Image, spare: tuple[float, float, float, float] | None = None
) -> bool:
    """Whether two grey pictures show different things.

    Anti-aliasing moves edges by a pixel, so what counts is a difference that survives a blur.
    ``spare`` is a box, in pixels, that is not looked at.
    """
    if abs(one.width - other.width) > 2 or abs(one.height - other.height) > 2:
        return True
    if one.size != other.size:
        image: Any = other
        other = image.resize(one.size)
    if one.tobytes() == other.tobytes():
        return False
    apart = ImageChops.difference(one, other)
    if spare is not None:
        left, top, right, bottom = (round(v) for v in spare)
        apart.paste(0, (left, top, right, bottom))
    shades = apart.filter(ImageFilter.BoxBlur(1)).histogram()
    # a few strong pixels are a tick or a letter, many weak ones a highlight; less is smoothing
    return sum(shades[56:]) > 2 or sum(shades[24:]) > 80


def page_text(page: Any) -> str:
    """Every character pdfium finds in the page's content, seen or not."""
    text = page.get_textpage()
    try:
        return cast("str", text.get_text_range(errors="replace"))
    except pypdfium2.PdfiumError:
        return ""
    finally:
        text.close()


def text_of_page(document: Any, index: int, *, noted: bool = False) -> str:
    """The text of a page of a pdfium document; empty where pdfium cannot load the page. ``noted``:
    with that of its annotations, which become part of the page."""
    try:
        page = document[index]
        if noted:
            flatten_page(page)
            page.close()
            page = document[index]
    except (pypdfium2.PdfiumError, IndexError):
        return ""
    try:
        return page_text(page)
    finally:
        page.close()


def draw_small(page: Any) -> bool:
    """Makes pdfium invent the pictures that annotations lack, as it does where it draws a page."""
    page.render(scale=_THUMB / max(1.0, *page.get_size()))
    return True


def flatten_page(page: Any) -> bool:
    """Draws the page's annotations and form fields into its content, also those that bring no
    picture of themselves; False where that failed."""
    draw_small(page)  # flattening alone leaves out what has no picture
    return _raw.FPDFPage_Flatten(page, _raw.FLAT_NORMALDISPLAY) != _raw.FLATTEN_FAIL


def saved(document: Any) -> bytes:
    """The pdfium document as bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def user_box(
    page: Any, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """A box on the page as it is shown (from its upper left corner, in units of user space) as
    left, bottom, right, top in user space, whatever the page's rotation and boxes."""
    wide, high = page.get_size()
    corners: list[tuple[float, float]] = []
    for x, y in ((left, top), (right, bottom)):
        ux, uy = ctypes.c_double(), ctypes.c_double()
        # device pixels are whole numbers: a hundred to a unit keep the fractions
        _raw.FPDF_DeviceToPage(
            page,
            0,
            0,
            round(wide * 100),
            round(high * 100),
            0,
            round(x * 100),
            round(y * 100),
            ux,
            uy,
        )
        corners.append((ux.value, uy.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
