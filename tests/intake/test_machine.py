"""What a machine reads in pictures of letters: numbers and amounts, in the states they come in."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from onrecord.intake import machine
from onrecord.intake.machine import MachineReader
from onrecord.intake.reading import PageText
from pictures_of_letters import font, saved, sheet

FIELDS = (
    "0012 3456 78", "$118.40", "£1,204.99", "14 March 2026", "2026-03-14", "202-555-0143",
    "NT-4471/02", "4471 0098 2213", "€ 84,20", "020 7946 0018", "GB29 NWBK 6016 1331", "7.5%",
)  # fmt: skip
LINES = (
    "Northline Telecom (sample)",
    "Account 0012 3456 78, your reference NT-4471/02",
    "Invoice of 14 March 2026: $118.40 and £1,204.99",
    "Paid on 2026-03-14 by card 4471 0098 2213",
    "Interest of 7.5% is € 84,20",
    "Transfer to GB29 NWBK 6016 1331",
    "Call 202-555-0143 or 020 7946 0018",
)


def tilted() -> bytes:
    return saved(sheet(*LINES).rotate(1, Image.Resampling.BICUBIC, fillcolor="white"))


def grey() -> bytes:
    """A copy of a copy: grey letters on grey paper."""
    return saved(sheet(*LINES).convert("L").point([90 + shade * 90 // 255 for shade in range(256)]))


def small() -> bytes:
    """10 points at 150 dots an inch."""
    return saved(sheet(*LINES, letters=21, apart=60))


def coarse() -> bytes:
    return saved(sheet(*LINES, letters=24, apart=60), "JPEG", quality=60)


def screenshot() -> bytes:
    """A chat on a phone, dark, each message in a bubble."""
    made = Image.new("RGB", (1080, 2340), "#101418")
    pen, letters = ImageDraw.Draw(made), font(36)
    for n, line in enumerate(LINES):
        left, top = (40, 90)[n % 2], 300 + 150 * n
        wide = letters.getlength(line) + 40
        pen.rounded_rectangle((left, top, left + wide, top + 90), 24, ("#1f2c34", "#005c4b")[n % 2])
        pen.text((left + 20, top + 18), line, fill="#e9edef", font=letters)
    return saved(made)


def found(reader: MachineReader, data: bytes) -> PageText:
    kind = "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
    ((_number, page),) = reader.pages(lambda: [data], [1], media_type=kind)
    assert isinstance(page, PageText)
    return page


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("made", [tilted, grey, small, coarse, screenshot])
def test_numbers_and_amounts_are_read(
    picture_reader: MachineReader, made: Callable[[], bytes]
) -> None:
    said = plain(found(picture_reader, made()).text)
    missed = [field for field in FIELDS if plain(field) not in said]
    assert not missed, f"{missed} in {said}"


def test_a_word_is_boxed_to_the_ink_also_where_the_paper_lies_askew(
    picture_reader: MachineReader,
) -> None:
    """What is blacked out by its word must not leave half a figure to be read."""
    picture = sheet(*LINES).rotate(1, Image.Resampling.BICUBIC, fillcolor="white")
    page = found(picture_reader, saved(picture))
    across, down = picture.width / page.width, picture.height / page.height
    shades = picture.convert("L")
    boxed = 0
    for text, x0, y0, x1, y1 in page.words:
        if sum(c.isalnum() for c in text) < 3:
            continue
        tall = (y1 - y0) * down
        middle, third = (y0 + y1) / 2 * down, tall / 6
        for left in (x0 * across - 3, x1 * across + 1):  # two columns beside the word
            beside = (round(left), round(middle - third), round(left) + 2, round(middle + third))
            assert shades.crop(beside).getextrema()[0] > 100, text  # type: ignore[operator]
        boxed += 1
    assert boxed > 25


def test_a_page_without_words_has_none(picture_reader: MachineReader) -> None:
    assert found(picture_reader, saved(Image.new("RGB", (300, 400), "white"))).text == ""


@pytest.mark.parametrize(("installed", "used"), [("1.28.0", True), ("1.29.0", False)])
def test_what_reports_its_use_is_not_loaded(
    installed: str, used: bool, pictures_are_read: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(_name: str) -> str:
        return installed

    monkeypatch.setattr(machine, "version", version)
    machine.can_read_pictures.cache_clear()
    try:
        assert machine.can_read_pictures() is used
    finally:
        machine.can_read_pictures.cache_clear()


def test_nothing_is_fetched_to_get_ready(pictures_are_read: None) -> None:
    code = """if True:
        import socket
        def never(*what, **more):
            raise SystemExit("the network was asked for")
        socket.socket.connect = socket.create_connection = socket.getaddrinfo = never
        from onrecord.intake import machine_tasks
        machine_tasks.warm()
        from rapidocr.utils.download_file import DownloadFile
        try:
            DownloadFile._make_http_request("https://invalid.example/model.onnx", None)
        except RuntimeError as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path), "HOME": "/"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "nothing is fetched"), done.stderr
