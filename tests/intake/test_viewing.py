"""A document is held open in a worker of its own and shown in parts."""

from __future__ import annotations

import pytest

from intake.documents_made_here import mail, pdf, picture
from onrecord.errors import NotFound, Refused, Unreadable, WorkerFailed
from onrecord.intake.reader import OpenDocument, Reader
from onrecord.intake.reading import RawPixels


def shown(document: OpenDocument, scale: float, rotate: int) -> RawPixels:
    width, height = (round(side * scale) for side in document.page_size(1))
    if rotate in (90, 270):
        width, height = height, width
    return document.tile(1, scale, 0, 0, width, height, rotate)


def part(whole: RawPixels, x: int, y: int, width: int, height: int) -> bytes:
    starts = ((y + row) * whole.stride + 3 * x for row in range(height))
    return b"".join(whole.data[start : start + 3 * width] for start in starts)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "data",
    [pdf(["HELLO there", "x"]), b"HELLO there\nsecond line", mail({"From": "a@x", "Subject": "y"})],
)
def test_tiles_are_parts_of_the_whole(reader: Reader, data: bytes, rotate: int) -> None:
    document = reader.open(data)
    whole = shown(document, 1.5, rotate)
    x, y, width, height = 40, 60, 201, 150
    tile = document.tile(1, 1.5, x, y, width, height, rotate)
    document.close()
    assert part(tile, 0, 0, width, height) == part(whole, x, y, width, height)
    assert min(whole.data) < 100 < max(whole.data)


@pytest.mark.parametrize("data", [pdf(["HELLO there"]), b"HELLO there"])
def test_turning_moves_pixels_and_changes_none(reader: Reader, data: bytes) -> None:
    document = reader.open(data)
    upright, turned = shown(document, 1, 0), shown(document, 1, 180)
    document.close()
    row = [part(upright, x, 0, 1, upright.height) for x in range(upright.width)]
    ink = [x for x, column in enumerate(row) if min(column) < 128]
    row = [part(turned, x, 0, 1, turned.height) for x in range(turned.width)]
    turned_ink = [turned.width - 1 - x for x, column in enumerate(row) if min(column) < 128]
    assert abs(min(ink) - min(turned_ink)) <= 1
    assert abs(max(ink) - max(turned_ink)) <= 1


def test_beyond_the_page_it_is_white(reader: Reader) -> None:
    for data in (picture("PNG", (50, 50)), b"words"):
        document = reader.open(data)
        tile = document.tile(1, 1, -20, -20, 15, 15)
        document.close()
        assert set(tile.data) == {255}


def test_words_can_be_selected(reader: Reader) -> None:
    document = reader.open(b"one two\nthree", media_type="text/plain")
    words = document.words(1)
    assert [word.text for word in words] == ["one", "two", "three"]
    assert words[0].y0 == words[1].y0 < words[2].y0
    assert document.text(1) == "one two\nthree"
    document.close()


def test_what_cannot_be_drawn_is_refused_and_the_document_stays_open(reader: Reader) -> None:
    document = reader.open(pdf(["x", "y"]))
    for scale, width, height in ((1, 5000, 10), (1, 0, 10), (1e9, 10, 10), (0, 10, 10)):
        with pytest.raises(Refused):
            document.tile(1, scale, 0, 0, width, height)
    with pytest.raises(NotFound):
        document.page_size(3)
    with pytest.raises(NotFound):
        document.words(0)
    assert document.tile(2, 1, 0, 0, 10, 10).width == 10
    document.close()


def test_what_cannot_be_shown_says_so(reader: Reader) -> None:
    with pytest.raises(Refused, match="cannot be shown yet"):
        reader.open(b"MZ\0\0" + bytes(300))
    with pytest.raises(Unreadable):
        reader.open(b"not a pdf", media_type="application/pdf")


def test_a_document_of_many_pages_gives_their_sizes(reader: Reader) -> None:
    document = reader.open(pdf(["x"] * 450))
    assert document.page_count == 450
    assert document.page_size(450) == (300, 400)
    document.close()


def test_documents_stay_open_beside_each_other_and_after_the_reader_is_closed() -> None:
    reader = Reader(size=1)
    documents = [reader.open(b"number %d" % number) for number in range(3)]
    reader.close()
    assert [document.text(1) for document in documents] == ["number 0", "number 1", "number 2"]
    for document in documents:
        document.close()
    with pytest.raises(WorkerFailed, match="Open the document again"):
        documents[0].text(1)
