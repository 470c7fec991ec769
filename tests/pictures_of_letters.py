"""A letter as a camera or a scanner gives it: pixels, and no text. All of it is invented."""

from __future__ import annotations

import io
from collections.abc import Mapping

import fontpkg_noto_sans
import pikepdf
from PIL import Image, ImageDraw, ImageFont

LINES = (
    "Northline Telecom (sample)",
    "Dear Ms Okafor,",
    "Your account number is 0012 3456 78.",
    "We will refund $118.40 by 14 March 2026.",
    "Yours sincerely, Priya Raman",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf", size)


def sheet(
    *lines: str, size: tuple[int, int] = (1240, 1754), letters: int = 32, apart: int = 80
) -> Image.Image:
    """Lines of black letters on white, at 150 dots an inch if need be."""
    made = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(made)
    for number, line in enumerate(lines or LINES):
        pen.text(
            (size[0] // 10, size[1] // 12 + apart * number), line, fill="black", font=font(letters)
        )
    return made


def saved(picture: Image.Image, form: str = "PNG", **more: object) -> bytes:
    made = io.BytesIO()
    more = {"resolution": 150} if form == "PDF" else {"dpi": (150, 150), **more}
    picture.save(made, form, **more)
    return made.getvalue()


def letter(*lines: str, form: str = "PNG") -> bytes:
    return saved(sheet(*lines), form)


def scan(
    picture: Image.Image,
    *,
    rotate: int = 0,
    unit: float = 1,
    origin: tuple[float, float] = (0, 0),
    margin: float = 0,
) -> bytes:
    """A PDF that shows the picture upright on a sheet of 300 points across: by its ``/Rotate``,
    its ``/UserUnit``, a sheet that begins at ``origin``, and a ``/CropBox`` within a margin."""
    wide, high = 300.0, 300.0 * picture.height / picture.width
    turned = picture.rotate(rotate, expand=True)  # against the clock, as far as it is turned back
    if rotate % 180:
        wide, high = high, wide
    (x, y), image = origin, io.BytesIO()
    turned.save(image, "JPEG", quality=95)
    pdf = pikepdf.new()
    drawn = pikepdf.Stream(pdf, image.getvalue())
    drawn.update(
        {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image,
            "/Width": turned.width, "/Height": turned.height, "/BitsPerComponent": 8,
            "/ColorSpace": pikepdf.Name.DeviceRGB, "/Filter": pikepdf.Name.DCTDecode,
        }
    )  # fmt: skip
    boxes: Mapping[str, list[float]] = {
        "/MediaBox": [x - margin, y - margin, x + wide + margin, y + high + margin],
        "/CropBox": [x, y, x + wide, y + high],
    }
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_indirect(drawn))),
        Contents=pdf.make_stream(f"q {wide} 0 0 {high} {x} {y} cm /P Do Q".encode()),
        Rotate=rotate,
        **{name[1:]: pikepdf.Array(box) for name, box in boxes.items()},
    )
    if unit != 1:
        page["/UserUnit"] = unit
    pdf.pages.append(pikepdf.Page(page))
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def stamped(document: bytes, words: str) -> bytes:
    """The same PDF with a line of print of its own at the foot of its first page."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        page = pdf.pages[0]
        page.Resources["/Font"] = pikepdf.Dictionary(
            H=pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
            )
        )
        page.contents_add(f"BT /H 9 Tf 30 40 Td ({words}) Tj ET".encode())
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()
