"""A hostile file costs one sentence; the next one is read."""

from __future__ import annotations

import random

import pytest

from intake.documents_made_here import (
    HEIC,
    filled_form,
    mail,
    pdf,
    pdf_with_bomb,
    picture,
    png_of_any_size,
    word,
)
from onrecord.errors import Cancelled
from onrecord.intake import reader as reader_module
from onrecord.intake.reader import Reader
from onrecord.intake.reading import Reading


def read(reader: Reader, data: bytes) -> Reading:
    return reader.read(data, file_name="a", size=len(data))


def is_well(reader: Reader) -> bool:
    return read(reader, pdf(["well"])).pages[0].text.strip() == "well"


def test_a_pdf_that_unpacks_to_gigabytes(reader: Reader) -> None:
    data = pdf_with_bomb(4)
    assert len(data) < 20_000_000
    reading = read(reader, data)
    assert reading.media_type == "application/pdf"
    assert reading.problem.endswith(".")
    assert is_well(reader)


@pytest.mark.parametrize("size", [(30_000, 30_000), (2_000_000, 2_000_000), (11_000, 11_000)])
def test_a_picture_of_too_many_pixels(reader: Reader, size: tuple[int, int]) -> None:
    reading = read(reader, png_of_any_size(*size))
    assert reading.media_type == "image/png"
    assert "too large" in reading.problem
    assert is_well(reader)


SOUND = {
    "pdf": pdf(["INVOICE 12", "page two"]),
    "form": filled_form("HELLO", drawn=True, note="paid"),
    "locked": pdf(["x"], password="p"),
    "png": picture("PNG", camera="C1"),
    "jpeg": picture("JPEG", taken="2026:03:01 14:21:05", place=True),
    "webp": picture("WEBP"),
    "avif": picture("AVIF"),
    "heic": HEIC,
    "tiff": picture("TIFF"),
    "gif": picture("GIF"),
    "word": word("A paragraph", head="Northline Telecom (sample)"),
    "mail": mail({"From": "a@x", "Date": "Sun, 1 Mar 2026 14:21:05 +0100", "Subject": "=?utf-8?q?=41?="}),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_bytes_changed_or_missing_anywhere_cost_one_sentence_at_most(
    reader: Reader, name: str
) -> None:
    chance = random.Random(name)
    for _ in range(40):
        data = bytearray(SOUND[name])
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        reading = read(reader, bytes(data))
        assert reading.problem == "" or reading.problem.endswith(".")
        assert "Traceback" not in str(reading.facts), reading.facts
    assert is_well(reader)


def test_an_empty_file_and_one_that_is_too_large_are_not_parsed(reader: Reader) -> None:
    assert "empty" in read(reader, b"").problem
    huge = reader.read(iter([picture()]), file_name="a.png", size=reader_module.MAX_SIZE + 1)
    assert huge.media_type == "image/png"
    assert "too large to be read here" in huge.problem


def test_another_kind_of_file_is_kept_and_named(reader: Reader) -> None:
    reading = read(reader, b"MZ\x90\0" + bytes(300))
    assert reading.type_name == "Windows program"
    assert reading.problem == "This kind of file cannot be shown yet. It is kept safely."


def test_reading_can_be_cancelled(reader: Reader) -> None:
    with pytest.raises(Cancelled):
        reader.read(pdf_with_bomb(4), file_name="a", size=1, cancelled=lambda: True)
    assert is_well(reader)


def test_a_failure_of_the_caller_is_the_callers() -> None:
    def broken():
        yield pdf(["x"])
        raise OSError("the vault is gone")

    reader = Reader(size=1)
    with pytest.raises(OSError, match="the vault is gone"):
        reader.read(broken(), file_name="a.pdf", size=100)
    reader.close()
