"""Pictures come upright; what the camera noted is suggested, nothing else."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from intake.documents_made_here import HEIC, TWO_HEIC, picture
from onrecord.intake.reader import Reader
from onrecord.intake.reading import RawPixels, Reading

BLUE, RED = (30, 30, 200), (200, 30, 30)


def read(reader: Reader, data: bytes, name: str = "a") -> Reading:
    return reader.read(data, file_name=name, size=len(data))


def colour(pixels: RawPixels | None, x: int, y: int) -> str:
    assert pixels is not None
    red, _, blue = pixels.data[y * pixels.stride + 3 * x :][:3]
    return "blue" if blue > red else "red"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF"])
def test_every_kind_of_picture_is_read(reader: Reader, form: str) -> None:
    reading = read(reader, picture(form))
    assert reading.problem == ""
    assert reading.page_count == 1
    assert reading.pages[0].text == ""
    assert (colour(reading.thumbnail, 2, 2), colour(reading.thumbnail, 60, 30)) == ("blue", "red")


@pytest.mark.parametrize("form", ["JPEG", "AVIF", "WEBP", "PNG"])
def test_a_picture_taken_sideways_is_shown_upright(reader: Reader, form: str) -> None:
    data = picture(form, orientation=6)  # stored lying: its left is its top
    thumbnail = read(reader, data).thumbnail
    assert thumbnail is not None
    assert (thumbnail.width, thumbnail.height) == (32, 64)
    assert (colour(thumbnail, 16, 2), colour(thumbnail, 16, 60)) == ("blue", "red")
    document = reader.open(data)
    width, height = document.page_size(1)
    assert width * 2 == pytest.approx(height)
    scale = 64 / height
    shown = document.tile(1, scale, 0, 0, 32, 64)
    turned = document.tile(1, scale, 0, 0, 64, 32, rotate=90)
    document.close()
    assert (colour(shown, 16, 2), colour(shown, 16, 60)) == ("blue", "red")
    assert (colour(turned, 2, 16), colour(turned, 60, 16)) == ("red", "blue")


def test_heic_is_not_turned_twice(reader: Reader) -> None:
    reading = read(reader, HEIC)
    assert reading.media_type == "image/heic"
    assert reading.thumbnail is not None
    assert (reading.thumbnail.width, reading.thumbnail.height) == (64, 32)
    assert reading.suggested_when == "2026-03-01T14:21"
    assert reading.facts["zone_offset"] == "+01:00"
    assert reading.suggested_kind == "photo"


def test_the_cameras_notes_are_suggested(reader: Reader) -> None:
    data = picture("JPEG", taken="2026:03:01 14:21:05", offset="+01:00", camera="C1", place=True)
    reading = read(reader, data)
    assert reading.suggested_when == "2026-03-01T14:21"
    assert reading.facts == {"camera": "Northline (sample) C1", "zone_offset": "+01:00"}
    assert reading.has_location
    assert reading.suggested_kind == "photo"


def test_a_picture_that_says_where_it_was_taken_is_a_photo(reader: Reader) -> None:
    data = picture("JPEG", taken="2026:03:01 14:21:05", place=True)
    assert read(reader, data).suggested_kind == "photo"


def test_nothing_is_suggested_where_nothing_is_noted(reader: Reader) -> None:
    for data in (picture("JPEG"), picture("JPEG", taken="0000:00:00 00:00:00"),
                 picture("JPEG", taken="yesterday")):  # fmt: skip
        reading = read(reader, data)
        assert (reading.suggested_when, reading.has_location, reading.facts) == ("", False, {})


def test_the_frames_of_a_tiff_are_pages(reader: Reader) -> None:
    frames = [Image.new("RGB", (40, 20 + 10 * n), BLUE if n % 2 else RED) for n in range(3)]
    made = io.BytesIO()
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw",
                   dpi=(72, 72))  # fmt: skip
    data = made.getvalue()
    reading = read(reader, data)
    assert reading.page_count == 3
    assert [(page.width, page.height) for page in reading.pages] == [(40, 20), (40, 30), (40, 40)]
    assert reading.thumbnail is not None  # of its first page
    assert (reading.thumbnail.width, reading.thumbnail.height) == (40, 20)
    document = reader.open(data)
    assert colour(document.tile(2, 1, 0, 0, 40, 30), 5, 5) == "blue"
    assert colour(document.tile(3, 1, 0, 0, 40, 40), 5, 5) == "red"
    document.close()


def test_an_endless_tiff_ends(reader: Reader) -> None:
    """Thousands of frames, and one that names itself as the next."""
    entries = struct.pack("<HHHII", 5, 256, 3, 1, 8)
    for tag, value in ((257, 8), (258, 8), (262, 1), (273, 8)):
        entries += struct.pack("<HHII", tag, 4, 1, value)
    size = len(entries) + 4
    count = 30_000
    frames = b"".join(entries + struct.pack("<I", 8 + size * (n + 1)) for n in range(count - 1))
    data = b"II*\0" + struct.pack("<I", 8) + frames + entries + struct.pack("<I", 8)
    reading = read(reader, data)
    assert reading.page_count <= 2_000
    assert reading.problem
    assert read(reader, picture()).problem == ""


def test_of_several_pictures_in_a_file_the_first_is_shown_and_it_is_said(reader: Reader) -> None:
    moving = io.BytesIO()
    first, *more = (Image.new("RGB", (400, 240), colour) for colour in (BLUE, RED))
    first.save(moving, "WEBP", save_all=True, append_images=more)
    for data in (TWO_HEIC, moving.getvalue()):
        reading = read(reader, data)
        assert reading.page_count == 1 and "Only the first" in reading.problem
        assert colour(reading.thumbnail, 2, 2) == "blue"


def test_a_fax_of_unlike_dots_has_the_shape_of_its_sheet(reader: Reader) -> None:
    made = io.BytesIO()
    Image.new("1", (1728, 1143), 1).save(made, "TIFF", compression="group4", dpi=(204, 98))
    reading = read(reader, made.getvalue())
    (page,), small = reading.pages, reading.thumbnail
    assert abs(page.width - 609.9) < 1 and abs(page.height - 839.8) < 1
    assert small is not None and abs(small.height / small.width - 1.377) < 0.02


def test_of_a_long_picture_the_first_page_stands_for_it_in_lists(reader: Reader) -> None:
    made = io.BytesIO()
    long = Image.new("RGB", (400, 4000), RED)
    long.paste(BLUE, (0, 0, 400, 500))
    long.save(made, "PNG")
    reading = read(reader, made.getvalue())
    small = reading.thumbnail
    assert reading.page_count == 5 and small is not None and small.width > small.height / 3
    assert (colour(small, 5, 5), colour(small, 5, small.height - 5)) == ("blue", "red")


def test_a_picture_in_lab_colours_is_shown(reader: Reader) -> None:
    made = io.BytesIO()
    Image.new("LAB", (40, 40), (128, 128, 128)).save(made, "TIFF")
    assert read(reader, made.getvalue()).problem == ""


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_keep_colours_is_shown(reader: Reader, mode: str) -> None:
    image = Image.new("L", (10, 10), 200).convert("I;16" if mode == "I;16" else mode)
    made = io.BytesIO()
    image.save(made, "PNG")
    reading = read(reader, made.getvalue())
    assert reading.problem == ""
    assert reading.thumbnail is not None


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_of_a_cut_off_picture_what_is_there_is_shown_and_it_is_said(
    reader: Reader, form: str
) -> None:
    noise = io.BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(noise, form)
    data = noise.getvalue()[: len(noise.getvalue()) // 2]
    reading = read(reader, data)
    assert reading.problem == "This picture is cut off; what is there of it is shown."
    assert reading.page_count == 1 and reading.thumbnail is not None
    document = reader.open(data)
    tile = document.tile(1, 1, 0, 0, 480, 360)
    document.close()
    top, foot = tile.data[: tile.stride], tile.data[-tile.stride :]
    assert len(set(top)) > 100 and set(foot) == {128}


def test_a_picture_cut_off_before_it_begins_is_one_sentence(reader: Reader) -> None:
    reading = read(reader, picture("JPEG", (640, 480))[:500])
    assert "damaged" in reading.problem


def test_a_screenshot_is_suggested_as_one(reader: Reader) -> None:
    assert read(reader, picture("PNG", (1170, 2532))).suggested_kind == "screenshot"
