"""The documents of the large bundle: 60 of them, 1,000 pages, about 200 MB, all invented.

Run as a program, so that what making them costs is nobody's: ``python documents.py FOLDER``;
``python documents.py pictures-to-pages FOLDER TARGET`` copies them with every picture as a PDF.
"""

from __future__ import annotations

import random
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops, ImageDraw

from onrecord.packet.imagepages import image_pages
from onrecord.packet.textpages import text_pages

DOCUMENTS, PAGES = 60, 1000
_A4 = (595, 842)
WORDS = [
    "bill",
    "account",
    "charge",
    "credit",
    "line",
    "month",
    "notice",
    "payment",
    "period",
    "plan",
    "refund",
    "service",
    "tariff",
    "call",
    "agent",
    "ticket",
    "balance",
    "cancelled",
    "router",
    "broadband",
    "statement",
    "late",
    "fee",
    "sample",
    "Northline",
]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    made: list[tuple[str, bytes]] = []
    made += [(f"letters {n:02}.pdf", _typeset(n, 30)) for n in range(12)]
    made += [(f"statement {n:02}.pdf", _statement(n, pages)) for n, pages in enumerate(_STATEMENTS)]
    made += [(f"scan {n:02}.pdf", _scan(n, 20)) for n in range(20)]
    made += [(f"form {n:02}.pdf", _form(n, 6)) for n in range(8)]
    made += [(f"screenshot {n:02}.png", _screenshot(n)) for n in range(6)]
    made += [(f"photo {n:02}.jpg", _picture(900 + n, (2600, 1950), 86)) for n in range(8)]
    for name, data in made:
        (folder / name).write_bytes(data)


def a_packet_of_them(folder: Path) -> None:
    """Of each kind some: 120 pages in all, about 12 MB."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [(f"statement {n:02}.pdf", _statement(n, 30)) for n in range(2)]
    made += [("scan 00.pdf", _scan(0, 20)), ("letters 00.pdf", _typeset(0, 30))]
    made += [("form 00.pdf", _form(0, 6)), ("screenshot 00.png", _screenshot(0))]
    made += [("photo 00.jpg", _picture(900, (2600, 1950), 86))]
    for name, data in made:
        (folder / name).write_bytes(data)


def pictures_to_pages(folder: Path, target: Path) -> None:
    target.mkdir()
    for path in folder.iterdir():
        data = path.read_bytes()
        if path.suffix != ".pdf":
            data = image_pages(data)
        (target / f"{path.stem}.pdf").write_bytes(data)


_STATEMENTS = (30, 30, 30, 30, 30, 28)


def _lines(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [f"{n:05} " + " ".join(chance.choice(WORDS) for _ in range(9)) for n in range(count)]


def _typeset(seed: int, pages: int) -> bytes:
    """Tagged, with embedded fonts: as an office program or a company's own system writes it."""
    data = text_pages("\n".join(_lines(seed, 70 * pages)), title=f"Letters {seed} (sample)").pdf
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) >= pages
        del pdf.pages[pages:]
        return _saved(pdf)


def _statement(seed: int, pages: int) -> bytes:
    """Pages that share one table of resources, with content compressed, as billing systems do."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
    shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    for page in range(pages):
        lines = _lines(1000 * seed + page, 60)
        shown = "\n".join(f"({line}) Tj T*" for line in lines)
        _page(pdf, shared, f"BT /F1 9 Tf 12 TL 50 790 Td\n{shown}\nET".encode())
    return _saved(pdf)


def _scan(seed: int, pages: int) -> bytes:
    """What a scanner's own program makes: one JPEG a page, 150 dpi, colour."""
    pdf = pikepdf.new()
    for page in range(pages):
        picture = Stream(pdf, _picture(100 * seed + page, (1240, 1754), 72))
        for key, value in {
            "Type": Name.XObject, "Subtype": Name.Image, "Width": 1240, "Height": 1754,
            "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode,
        }.items():  # fmt: skip
            picture["/" + key] = value
        table = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
        _page(pdf, table, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    return _saved(pdf)


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 13).point(lambda v: min(255, v + 90)).convert("RGB")


def _picture(seed: int, size: tuple[int, int], quality: int) -> bytes:
    """Grain and some lines of writing; the grain is what makes a photograph large."""
    page = ImageChops.offset(_grain(size), 37 * seed, 11 * seed)
    pen = ImageDraw.Draw(page)
    for n, line in enumerate(_lines(seed, 40)):
        pen.text((90, 90 + 38 * n), line, fill=(20, 20, 30))
    out = BytesIO()
    page.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _screenshot(seed: int) -> bytes:
    page = Image.new("RGB", (1080, 2340), (250, 250, 252))
    pen = ImageDraw.Draw(page)
    for n, line in enumerate(_lines(seed, 50)):
        pen.rounded_rectangle((60, 60 + 44 * n, 1020, 96 + 44 * n), 12, fill=(225, 235, 250))
        pen.text((80, 68 + 44 * n), line, fill=(10, 10, 10))
    out = BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _form(seed: int, pages: int) -> bytes:
    """Filled in: two text fields and a tick box on each page, with pictures of their values."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    fields: list[Any] = []
    for number in range(pages):
        page = _page(
            pdf,
            Dictionary(Font=Dictionary(F1=font)),
            f"BT /F1 12 Tf 60 780 Td (Complaint form, page {number + 1}, sample) Tj ET".encode(),
        )
        boxes = [_text_field(pdf, font, page, f"{seed}.{number}.{n}", 700 - 50 * n) for n in (0, 1)]
        boxes.append(_tick_box(pdf, page, f"{seed}.{number}.t", 560))
        page["/Annots"] = Array(boxes)
        fields += boxes
    pdf.Root["/AcroForm"] = pdf.make_indirect(
        Dictionary(Fields=Array(fields), DR=Dictionary(Font=Dictionary(Helv=font)))
    )
    return _saved(pdf)


def _text_field(pdf: Pdf, font: Any, page: Any, name: str, y: int) -> Any:
    looks = _form_xobject(pdf, b"/Tx BMC BT /Helv 11 Tf 2 7 Td (Charged twice) Tj ET EMC", 300, 22)
    looks["/Resources"] = Dictionary(Font=Dictionary(Helv=font))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), F=4,
            V=String("Charged twice"), DA=String("/Helv 11 Tf 0 g"), P=page,
            Rect=Array([60, y, 360, y + 22]), AP=Dictionary(N=looks),
        )
    )  # fmt: skip


def _tick_box(pdf: Pdf, page: Any, name: str, y: int) -> Any:
    states = Dictionary(
        Yes=_form_xobject(pdf, b"0 0 1 RG 2 2 m 14 14 l 2 14 m 14 2 l S", 16, 16),
        Off=_form_xobject(pdf, b"", 16, 16),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String(name), F=4, P=page,
            V=Name.Yes, AS=Name.Yes, Rect=Array([60, y, 76, y + 16]), AP=Dictionary(N=states),
        )
    )  # fmt: skip


def _form_xobject(pdf: Pdf, content: bytes, width: int, height: int) -> Any:
    form = Stream(pdf, content)
    form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
    form["/BBox"] = Array([0, 0, width, height])
    return pdf.make_indirect(form)


def _page(pdf: Pdf, table: Any, content: bytes) -> Any:
    page = pdf.add_blank_page(page_size=_A4).obj
    page["/Resources"], page["/Contents"] = table, Stream(pdf, content)
    return page


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


if __name__ == "__main__":
    if sys.argv[1] == "pictures-to-pages":
        pictures_to_pages(*map(Path, sys.argv[2:]))
    else:
        main(Path(sys.argv[1]))
