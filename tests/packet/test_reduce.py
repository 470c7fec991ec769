"""Pictures on pages made smaller: dots an inch, grey, black and white, and what stays."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageDraw, ImageFont

from onrecord.packet.content import Options, Pictures
from onrecord.packet.raster import differs
from onrecord.packet.reduce import TARGETS, Target, reduce_pages, threshold
from packet.papers import bundle, content_of, drawn, saved

ACROSS, DOWN = 595, 842


def letter(dpi: int, seed: int = 1) -> Image.Image:
    """A page of print on tinted, grainy paper."""
    size = round(ACROSS / 72 * dpi), round(DOWN / 72 * dpi)
    grain: Any = Image.effect_noise((size[0] // 2, size[1] // 2), 12)
    sheet: Any = grain.resize(size).point([min(255, v + 100) for v in range(256)]).convert("RGB")
    pen, font, pick = ImageDraw.Draw(sheet), ImageFont.load_default(dpi // 7), random.Random(seed)
    for line in range(dpi, size[1] - dpi, dpi // 3):
        words = "".join(pick.choice("abcdefgh ijklmnop 0123456789") for _ in range(40))
        pen.text((dpi, line), words, fill=(20, 20, 90), font=font)
    return sheet


def jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def scan(data: bytes, size: tuple[int, int], **more: Any) -> bytes:
    """A PDF of one page that shows this picture all over it."""

    def put(pdf: Pdf) -> pikepdf.Object:
        image = Stream(pdf, data)
        for key, value in {
            "Type": Name.XObject, "Subtype": Name.Image, "Width": size[0], "Height": size[1],
            "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode, **more,
        }.items():  # fmt: skip
            image["/" + key] = value
        return pdf.make_indirect(image)

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(ACROSS, DOWN)).obj
    page.Resources = Dictionary(XObject=Dictionary(I=put(pdf)))
    page.Contents = Stream(pdf, f"q {ACROSS} 0 0 {DOWN} 0 0 cm /I Do Q".encode())
    return saved(pdf)


def reduced(data: bytes, target: Target) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        reduce_pages([page.obj for page in pdf.pages], target)
        return saved(pdf)


def image_of(data: bytes) -> tuple[bytes, int]:
    """The picture's own data and its width in dots."""
    with pikepdf.open(BytesIO(data)) as pdf:
        image = pdf.pages[0].obj.Resources.XObject.I
        return image.read_raw_bytes(), int(image.Width)


@pytest.mark.parametrize(("name", "most"), [("150", 0.75), ("grey", 0.7), ("bw", 0.12)])
def test_a_scanned_page_becomes_smaller_and_stays_readable(name: Pictures, most: float) -> None:
    page = letter(200)
    data = scan(jpeg(page), page.size)
    made = reduced(data, TARGETS[name])
    assert len(made) < most * len(data)
    before, after = drawn(data, 1, 1.0), drawn(made, 1, 1.0)
    apart: Any = ImageChops.difference(before, after)
    ink = before.point([255 if v < 110 else 0 for v in range(256)])
    shades: Any = after.point([255 if v < 150 else 0 for v in range(256)])
    lost = ImageChops.subtract(ink, shades).histogram()[255]
    assert lost < 0.05 * ink.histogram()[255]  # what was ink still is
    assert name == "bw" or sum(apart.histogram()[90:]) < 0.002 * apart.width * apart.height


def test_each_way_is_at_most_as_large_as_the_one_before() -> None:
    page = letter(300)
    data = scan(jpeg(page), page.size)
    names: list[Pictures] = ["300", "200", "150", "grey", "bw"]
    sizes = [len(reduced(data, TARGETS[name])) for name in names]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] < 0.7 * sizes[0]


def test_what_has_no_more_dots_than_are_asked_for_stays_to_the_bit() -> None:
    page = letter(150)
    data = scan(jpeg(page), page.size)
    before = image_of(data)
    assert image_of(reduced(data, TARGETS["150"])) == before
    assert image_of(reduced(data, TARGETS["200"])) == before


def test_dots_are_counted_where_the_picture_is_shown_largest() -> None:
    page = letter(100)
    data = scan(jpeg(page), page.size)
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.pages[0].obj.Contents = Stream(pdf, b"q 60 0 0 84 0 0 cm /I Do Q")  # a stamp of it
        reduce_pages([page.obj for page in pdf.pages], TARGETS["150"])
        data = saved(pdf)
    assert image_of(data)[1] == page.width
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.pages[1]
        reduce_pages([page.obj for page in pdf.pages], TARGETS["150"])
        data = saved(pdf)
    assert image_of(data)[1] < page.width / 2


def test_a_picture_in_a_form_that_is_turned_is_found() -> None:
    page = letter(300)
    data = scan(jpeg(page), page.size)
    with pikepdf.open(BytesIO(data)) as pdf:
        own = pdf.pages[0].obj
        form = Stream(pdf, b"q 1 0 0 1 0 0 cm /I Do Q")
        form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
        form["/BBox"] = pikepdf.Array([0, 0, 1, 1])
        form["/Resources"] = own.Resources
        own.Resources = Dictionary(XObject=Dictionary(F=pdf.make_indirect(form)))
        own.Contents = Stream(pdf, f"q 0 {DOWN} -{ACROSS} 0 {ACROSS} 0 cm /F Do Q".encode())
        data = saved(pdf)
    made = reduced(data, TARGETS["150"])
    assert len(made) < 0.6 * len(data)
    assert not differs(drawn(data, 1, 0.5), drawn(made, 1, 0.5))


@pytest.mark.parametrize(
    "more", [{"Decode": pikepdf.Array([1, 0, 1, 0, 1, 0])}, {"ImageMask": True}]
)
def test_what_would_mean_something_else_after_decoding_is_let_be(more: dict[str, Any]) -> None:
    page = letter(300)
    data = scan(jpeg(page), page.size, **more)
    before = image_of(data)
    assert image_of(reduced(data, TARGETS["bw"])) == before


def test_a_damaged_picture_costs_nothing() -> None:
    page = letter(300)
    data = scan(jpeg(page)[:9000] + b"\0" * 9000, page.size)
    before = image_of(data)
    assert image_of(reduced(data, TARGETS["grey"])) == before


def test_ink_is_parted_from_paper_between_the_two() -> None:
    image = Image.new("L", (100, 100), 230)
    image.paste(40, (10, 10, 40, 40))
    assert 40 <= threshold(image) < 230


@pytest.mark.parametrize("name", ["150", "bw"])
def test_the_bundle_has_the_smaller_pictures_and_says_by_how_much(name: Pictures) -> None:
    page = letter(250)
    documents = {"a": scan(jpeg(page), page.size)}
    usual, _ = bundle(content_of(documents), documents)
    content = content_of(documents, options=Options(pictures=name))
    data, report = bundle(content, documents)
    assert len(data) < 0.8 * len(usual)
    before, after = report.pictures
    assert before > after > 0
    assert abs((len(usual) - len(data)) - (before - after)) < 4000
    assert bundle(content, documents)[0] == data
