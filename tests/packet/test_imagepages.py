"""Pictures as pages: upright, whole, and bare of everything but the picture."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFile, ImageOps, ImageStat
from PIL.PngImagePlugin import PngInfo

from intake.documents_made_here import HEIC
from onrecord.errors import Unreadable
from onrecord.packet.imagepages import bare_jpeg, image_pages, sound

TOP_LEFT, TOP_RIGHT, REST = (200, 30, 30), (30, 160, 30), (230, 230, 240)


def screenshot(width: int = 600, height: int = 900) -> Image.Image:
    """Red in the top left corner, green in the top right one."""
    image = Image.new("RGB", (width, height), REST)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 3, height // 3), TOP_LEFT)
    draw.rectangle((2 * width // 3, 0, width, height // 3), TOP_RIGHT)
    return image


def photo(width: int = 640, height: int = 480) -> Image.Image:
    """Noise of many colours, the same in each run."""
    noise = [Image.radial_gradient("L").resize((width, height)).rotate(90 * n) for n in range(3)]
    fine = Image.linear_gradient("L").resize((width, height)).rotate(180)
    return Image.merge("RGB", [ImageChops.add_modulo(n, fine) for n in noise])


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shown(pdf: bytes, page: int = 0) -> Image.Image:
    """The page as rendered, cropped to the picture on it."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[page].render(scale=1.5).to_pil().convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box is not None
    return image.crop(box)


def same_picture(one: Image.Image, two: Image.Image, within: int = 4) -> bool:
    """Alike at a glance: the mean difference at 60 by 60 is at most ``within`` of 255."""
    pair = [x.convert("RGB").resize((60, 60), Image.Resampling.BOX) for x in (one, two)]
    return max(ImageStat.Stat(ImageChops.difference(*pair)).mean) <= within


@dataclass(frozen=True)
class Stored:
    """The picture as it stands in the file."""

    raw: bytes
    filter: str
    picture: Image.Image


def stored_in(pdf: bytes) -> Stored:
    with pikepdf.open(BytesIO(pdf)) as document:
        stream: Any = document.pages[0].Resources.XObject.Picture
        picture = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
        return Stored(stream.read_raw_bytes(), str(stream["/Filter"]), picture)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_way_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(screenshot(), "JPEG", quality=95, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    assert same_picture(shown(image_pages(data)), upright)


def test_a_jpeg_keeps_its_very_pixels_and_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[0x001D] = "2026:02:03"
    data = encoded(photo(), "JPEG", quality=90, exif=exif, comment=b"SECRET-COMMENT")
    data += b"SECRET-VIDEO-BEHIND-THE-PICTURE"
    pdf = image_pages(data)
    stored = stored_in(pdf).raw
    assert b"SECRET" not in pdf and b"SECRET" not in stored and b"Exif" not in stored
    assert Image.open(BytesIO(stored)).tobytes() == Image.open(BytesIO(data)).tobytes()


def test_a_plain_screenshot_keeps_its_very_data() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "SECRET-COMMENT")
    data = encoded(screenshot(), "PNG", pnginfo=notes, compress_level=1)
    pdf = image_pages(data)
    assert stored_in(pdf).raw in data and b"SECRET" not in pdf
    assert stored_in(pdf).picture.tobytes() == screenshot().tobytes()


@pytest.mark.parametrize("level", [0, 9])
def test_what_cropping_left_behind_the_pixels_of_a_screenshot_stays_out(level: int) -> None:
    data = encoded(screenshot(), "PNG", compress_level=9)
    old = zlib.compress(b"SECRET" * 5000, level)
    end = data.rindex(b"IDAT") - 4
    length = int.from_bytes(data[end : end + 4], "big") + 8
    piece = data[end + 8 : end + length] + old
    head = len(piece).to_bytes(4, "big") + b"IDAT" + piece
    cropped = data[:end] + head + zlib.crc32(b"IDAT" + piece).to_bytes(4, "big")
    pdf = image_pages(cropped + data[end + length + 4 :])
    assert old not in pdf and old not in stored_in(pdf).raw
    assert stored_in(pdf).picture.tobytes() == screenshot().tobytes()


def test_a_screenshot_that_says_it_is_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = shown(image_pages(encoded(screenshot(), "PNG", exif=exif)))
    assert picture.width > picture.height


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_picture_known_to_be_sound_gives_the_very_same_page(kind: str) -> None:
    data = encoded(screenshot(), kind)
    assert sound(data) is (kind != "GIF")
    assert image_pages(data, sound=sound(data)) == image_pages(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_of_a_picture_that_was_cut_off_what_is_there_is_shown_and_the_rest_is_grey(
    kind: str,
) -> None:
    data = encoded(photo(), kind)
    page = shown(image_pages(data[: len(data) * 2 // 3]))
    width, height = page.size
    upper, lower = (0, 0, width, height // 3), (10, height * 9 // 10, width - 10, height - 10)
    assert same_picture(page.crop(upper), photo().resize(page.size).crop(upper), within=8)
    assert all(abs(m - 128) < 3 for m in ImageStat.Stat(page.crop(lower)).mean)
    assert not ImageFile.LOAD_TRUNCATED_IMAGES  # another damage is found as before


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_was_cut_off_before_it_begins_is_said_to_be_damaged(kind: str) -> None:
    data = encoded(photo(), kind)
    with pytest.raises(Unreadable, match="damaged"):
        image_pages(data[: data.index(b"IDAT" if kind == "PNG" else b"\xff\xda") + 4])


def test_a_png_that_is_damaged_in_its_middle_is_said_to_be() -> None:
    data = bytearray(encoded(photo(), "PNG"))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(Unreadable, match="damaged"):
        image_pages(bytes(data))


def test_a_heic_photo_is_turned_by_its_own_rule_and_loses_its_notes() -> None:
    # its camera notes ask for a quarter turn, which HEIC readers must not follow
    pdf = image_pages(HEIC)
    picture = shown(pdf)
    assert picture.width > picture.height
    left, right = (picture.getpixel((picture.width * n // 4, picture.height // 2)) for n in (1, 3))
    assert left[2] > 150 > left[0] and right[0] > 150 > right[2]
    assert b"Phone" not in pdf


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_kind_of_jpeg_looks_as_it_did(mode: str, progressive: bool) -> None:
    data = encoded(photo().convert(mode), "JPEG", quality=92, progressive=progressive)
    # printing inks look duller on a screen than plain arithmetic makes them
    within = 40 if mode == "CMYK" else 4
    assert same_picture(shown(image_pages(data)), Image.open(BytesIO(data)), within)


def test_the_colour_profile_of_a_jpeg_goes_with_it() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf = image_pages(encoded(photo(), "JPEG", icc_profile=profile))
    with pikepdf.open(BytesIO(pdf)) as document:
        space = document.pages[0].Resources.XObject.Picture["/ColorSpace"]
        assert space[0] == "/ICCBased" and space[1].read_bytes() == profile


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA", "I;16"])
def test_a_png_is_stored_without_loss(mode: str) -> None:
    image = (
        screenshot().convert("L").convert(mode) if mode == "I;16" else screenshot().convert(mode)
    )
    if mode == "I;16":
        image = Image.linear_gradient("L").convert("I").point(lambda v: v * 257).convert("I;16")
        expected = Image.linear_gradient("L")
    else:
        expected = image.convert("RGB")
    stored = stored_in(image_pages(encoded(image, "PNG"))).picture
    assert max(ImageStat.Stat(ImageChops.difference(stored, expected.convert("RGB"))).mean) < 0.6
    if mode != "I;16":
        assert stored.tobytes() == expected.tobytes()


def test_what_is_transparent_is_shown_on_white() -> None:
    image = screenshot().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    stored = stored_in(image_pages(encoded(image, "PNG")))
    assert stored.picture.getextrema() == ((255, 255),) * 3


def test_white_letters_on_nothing_are_seen_on_a_dark_ground() -> None:
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (100, 80, 200, 120))
    stored = stored_in(image_pages(encoded(image, "PNG")))
    assert stored.picture.getpixel((150, 100)) == (255, 255, 255)
    assert stored.picture.getpixel((10, 10)) == (64, 64, 64)


def test_twelve_bits_kept_in_sixteen_are_not_shown_nearly_black() -> None:
    deep = Image.new("I;16", (200, 100), 4000)
    deep.putpixel((10, 50), 200)
    grey = stored_in(image_pages(encoded(deep, "PNG"))).picture.convert("L")
    assert grey.getpixel((100, 50)) > 230 and grey.getpixel((10, 50)) < 30  # type: ignore[operator]


def test_a_fax_with_twice_as_many_dots_across_keeps_the_shape_of_its_sheet() -> None:
    fax = Image.new("1", (1728, 1143), 1)
    pdf = image_pages(encoded(fax, "TIFF", compression="group4", dpi=(204, 98)))
    with pikepdf.open(BytesIO(pdf)) as made:
        x0, y0, x1, y1 = (float(side) for side in made.pages[0].obj.ArtBox)  # type: ignore[attr-defined]
    assert abs((y1 - y0) / (x1 - x0) - 11.66 / 8.47) < 0.02


def test_every_page_of_a_tiff_becomes_a_page() -> None:
    pages = [screenshot().convert("1"), screenshot(900, 600), photo()]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    pdf = image_pages(data)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 3
    assert same_picture(shown(pdf, 1), pages[1])


@pytest.mark.parametrize(("kind", "options"), [
    ("WEBP", {"quality": 90}), ("WEBP", {"lossless": True}), ("GIF", {}), ("BMP", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
])  # fmt: skip
def test_other_kinds_are_shown_too(kind: str, options: dict[str, Any]) -> None:
    assert same_picture(shown(image_pages(encoded(screenshot(), kind, **options))), screenshot())


def test_a_photo_from_a_lossy_kind_stays_small() -> None:
    stored = stored_in(image_pages(encoded(photo(), "WEBP", quality=85)))
    assert stored.filter == "/DCTDecode" and b"Exif" not in stored.raw


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("size", [(600, 900), (3000, 900), (64, 64), (1, 4000)])
def test_the_picture_stays_within_the_margins_and_a_wide_one_turns_the_page(
    paper: str, size: tuple[int, int]
) -> None:
    data = encoded(Image.new("RGB", size, (10, 10, 10)), "PNG")
    pdf = image_pages(data, paper="letter" if paper == "letter" else "a4")
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        (picture,) = page.get_objects()
        left, bottom, right, top = picture.get_bounds()
    assert (width > height) == (size[0] > size[1])
    assert sorted((width, height)) == pytest.approx(
        [612, 792] if paper == "letter" else [595.28, 841.89]
    )
    assert left >= 33 and bottom >= 56 and right <= width - 33 and top <= height - 33


def test_a_small_picture_is_not_blown_up() -> None:
    with pypdfium2.PdfDocument(image_pages(encoded(screenshot(96, 96), "PNG"))) as document:
        (picture,) = document[0].get_objects()
        left, _, right, _ = picture.get_bounds()
    assert right - left == pytest.approx(72, abs=0.1)


def test_the_same_picture_gives_the_same_bytes() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        data = encoded(photo(), kind)
        assert image_pages(data) == image_pages(data)


@pytest.mark.parametrize("data", [
    b"", b"hello", b"\xff\xd8\xff", encoded(photo(), "GIF")[:5000],
])  # fmt: skip
def test_what_is_no_whole_picture_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        image_pages(data)


def test_a_picture_of_absurd_size_is_refused() -> None:
    data = encoded(Image.new("1", (11_000, 11_000)), "PNG")
    with pytest.raises(Unreadable, match="too large"):
        image_pages(data)


def test_bytes_that_are_no_jpeg_are_not_taken_apart() -> None:
    assert bare_jpeg(b"\xff\xd8\x00\x00\x00\x00") is None


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_long_jpeg_takes_no_more_room_in_pages_and_looks_the_same(mode: str) -> None:
    long = Image.new("L", (300, 3000), 255)
    for n in range(30):
        long.paste(Image.effect_noise((260, 60), 30), (20, 10 + 100 * n))
    long = long.convert(mode)
    data = encoded(long, "JPEG", quality=70)
    pdf = image_pages(data)
    with pikepdf.open(BytesIO(pdf)) as made:
        assert len(made.pages) == 5
        parts = [
            pikepdf.PdfImage(page.obj.Resources.XObject.Picture).as_pil_image()
            for page in made.pages
        ]
    again, at = Image.new(mode, long.size), 0
    for part in parts:
        again.paste(part, (0, at))
        at += part.height
    assert at == 3000 and len(pdf) < 1.1 * len(data)
    with Image.open(BytesIO(data)) as given:
        assert ImageStat.Stat(ImageChops.difference(given, again)).mean[0] < 2
