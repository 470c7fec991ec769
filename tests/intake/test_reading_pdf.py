"""A PDF is read page by page, each word where it is seen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest

from intake.documents_made_here import filled_form, pdf
from onrecord.domain.beside_pages import is_beside_pages
from onrecord.errors import NeedsPassword
from onrecord.intake.reader import Reader
from onrecord.intake.reading import RawPixels, Reading


def read(reader: Reader, data: bytes, **more: str) -> Reading:
    return reader.read(data, file_name="a.pdf", size=len(data), **more)


def ink(pixels: RawPixels) -> tuple[float, float, float, float]:
    """The box of everything dark, in pixels."""
    rows = [pixels.data[y * pixels.stride :][: pixels.width * 3] for y in range(pixels.height)]
    dark = [(x, y) for y, row in enumerate(rows) for x in range(pixels.width) if row[x * 3] < 160]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs), min(ys), max(xs) + 1, max(ys) + 1


def near(box: tuple[float, ...], other: tuple[float, ...], within: float) -> bool:
    return all(abs(one - two) <= within for one, two in zip(box, other, strict=True))


def test_text_pages_sizes_and_thumbnail(reader: Reader) -> None:
    data = pdf(["INVOICE 12\nAmount due", "second page"], title="The March bill")
    reading = read(reader, data)
    assert (reading.media_type, reading.type_name) == ("application/pdf", "PDF document")
    assert reading.page_count == 2
    assert [page.text.strip() for page in reading.pages] == [
        "INVOICE 12\nAmount due",
        "second page",
    ]
    assert [word.text for word in reading.pages[0].words] == ["INVOICE", "12", "Amount", "due"]
    assert (reading.pages[0].width, reading.pages[0].height) == (300, 400)
    assert reading.thumbnail is not None
    assert (reading.thumbnail.width, reading.thumbnail.height) == (240, 320)
    assert reading.suggested_title == "The March bill"
    assert reading.suggested_kind == "bill"
    assert reading.suggested_when == ""
    assert reading.problem == ""


def test_a_title_that_is_only_a_file_name_is_none(reader: Reader) -> None:
    assert read(reader, pdf(["x"], title="Microsoft Word - x.doc")).suggested_title == ""


def test_a_form_is_suggested_as_one(reader: Reader) -> None:
    assert read(reader, pdf(["Name"], form=True)).suggested_kind == "form"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 260, 380)])
@pytest.mark.parametrize("user_unit", [1, 2])
def test_a_words_box_is_where_its_ink_is(
    reader: Reader, rotate: int, crop: tuple[int, ...] | None, user_unit: float
) -> None:
    data = pdf(["HHHH"], rotate=rotate, crop=crop, user_unit=user_unit, media=(10, 20, 310, 420))
    (page,) = read(reader, data).pages
    (word,) = page.words
    with_document = reader.open(data, media_type="application/pdf")
    assert with_document.page_size(1) == (page.width, page.height)
    pixels = with_document.tile(1, 2, 0, 0, round(page.width * 2), round(page.height * 2))
    with_document.close()
    seen = tuple(side / 2 for side in ink(pixels))
    assert near(seen, word[1:], within=2.5 * user_unit)


def test_a_locked_pdf_asks_for_its_password(reader: Reader) -> None:
    data = pdf(["secret words"], password="open sesame")
    asked = read(reader, data)
    assert asked.needs_password
    assert "Enter it" in asked.problem
    wrong = read(reader, data, password="wrong")
    assert wrong.needs_password
    assert "does not open" in wrong.problem
    right = read(reader, data, password="open sesame")
    assert right.pages[0].text.strip() == "secret words"
    assert not right.needs_password
    with pytest.raises(NeedsPassword, match="Enter it"):
        reader.open(data, media_type="application/pdf")
    with pytest.raises(NeedsPassword, match="does not open"):
        reader.open(data, media_type="application/pdf", password="wrong")
    document = reader.open(data, media_type="application/pdf", password="open sesame")
    assert [word.text for word in document.words(1)] == ["secret", "words"]
    document.close()


def test_a_damaged_pdf_is_one_sentence(reader: Reader) -> None:
    reading = read(reader, b"%PDF-1.7\n" + b"rubbish " * 500)
    assert reading.media_type == "application/pdf"
    assert "damaged" in reading.problem
    assert reading.pages == []


def test_more_than_five_thousand_pages_are_read_to_the_limit(reader: Reader) -> None:
    reading = read(reader, pdf(["one line"] * 5_010))
    assert reading.page_count == 5_010
    assert len(reading.pages) == 5_000
    assert "first 5,000 of 5,010 pages" in reading.problem


def test_accents_ligatures_and_signs_beyond_the_first_plane_are_words(reader: Reader) -> None:
    (page,) = read(reader, pdf(["caf\u00e9 (open) 100\u00a3"])).pages
    assert [word.text for word in page.words] == ["caf\u00e9", "(open)", "100\u00a3"]
    meaning = {"#": "\U0001f600", "%": "ffi"}
    (page,) = read(reader, pdf(["o%ce was # today"], meaning=meaning)).pages
    assert page.text.strip() == "office was \U0001f600 today"
    assert [word.text for word in page.words] == ["office", "was", "\U0001f600", "today"]
    lefts = [word.x0 for word in page.words]
    assert lefts == sorted(lefts)
    assert all(word.x1 > word.x0 and word.y1 > word.y0 for word in page.words)


def test_a_word_broken_by_a_hyphen_at_the_end_of_a_line_is_found_whole(reader: Reader) -> None:
    (page,) = read(reader, pdf(["they cancel-\nled it on a well-known day"])).pages
    assert "cancelled" in page.text
    assert "well-known" in page.text


@pytest.mark.parametrize("drawn", [True, False])
def test_what_was_filled_in_is_read_and_shown(reader: Reader, drawn: bool) -> None:
    data = filled_form("HELLO", drawn=drawn, note="paid in cash")
    reading = read(reader, data)
    assert reading.pages[0].text == "HELLO\npaid in cash"
    assert [word.text for word in reading.pages[0].words] == ["HELLO", "paid", "in", "cash"]
    assert reading.pages[0].words[0][1:] == (20, 140, 180, 180)
    document = reader.open(data)
    left, top, right, bottom = ink(document.tile(1, 1, 0, 130, 200, 70))
    document.close()
    assert 20 <= left < right <= 180
    assert 10 <= top < bottom <= 50


def test_a_hidden_field_is_not_read(reader: Reader) -> None:
    assert read(reader, filled_form("secret", drawn=True, hidden=True)).pages[0].text == ""


def without_catalogue(data: bytes) -> bytes:
    return re.sub(rb"/Root \d+ 0 R", b"", data)


def cut_off(data: bytes) -> bytes:
    return data[: data.index(b"xref")]


@pytest.mark.parametrize("harm", [cut_off, without_catalogue])
def test_a_damaged_pdf_is_mended_where_it_can_be(
    reader: Reader, harm: Callable[[bytes], bytes]
) -> None:
    data = harm(pdf(["INVOICE 7"]))
    reading = read(reader, data)
    assert "damaged" in reading.problem
    assert reading.pages[0].text.strip() == "INVOICE 7"
    assert reading.thumbnail is not None
    document = reader.open(data, media_type="application/pdf")
    assert document.text(1).strip() == "INVOICE 7"
    document.close()


@pytest.mark.parametrize("gone", [b"null ", b"9 9 R"])
def test_what_is_no_page_among_the_pages_does_not_count(reader: Reader, gone: bytes) -> None:
    data = pdf([f"page {n}" for n in range(1, 6)])
    kids = re.search(rb"/Kids \[ \S+ 0 R (\S 0 R)", data)
    assert kids is not None
    data = data[: kids.start(1)] + gone + data[kids.end(1) :]
    for count in (b"/Count 5", b"/Count 4"):
        reading = read(reader, data.replace(b"/Count 5", count))
        assert [page.text.strip() for page in reading.pages] == [f"page {n}" for n in (1, 3, 4, 5)]
        assert "damaged" in reading.problem


def test_what_is_not_on_the_pages_of_a_pdf_is_said(reader: Reader) -> None:
    def holding(files: int, **root: object) -> str:
        with pikepdf.open(io.BytesIO(pdf(["Please wait"]))) as document:
            for n in range(files):
                document.attachments[f"{n}.txt"] = b"a bill"
            for name, value in root.items():
                document.Root["/" + name] = value
            made = io.BytesIO()
            document.save(made)
        return read(reader, made.getvalue()).problem

    envelope = pikepdf.Dictionary(View=pikepdf.Name.D)
    assert holding(1) == holding(0, Collection=envelope) == ""
    assert holding(1, Collection=envelope) == (
        "This PDF is a folder of 1 other file; its pages do not show it. Save it from a PDF program"
        " and add it."
    )
    assert "a folder of 3 other files; its pages do not" in holding(3, Collection=envelope)
    form = pikepdf.Dictionary(Fields=[], XFA=["template", ""])
    drawn = holding(0, AcroForm=form, NeedsRendering=True)
    assert "Adobe Reader" in drawn and is_beside_pages(drawn)
    assert holding(0, AcroForm=form) == ""


@pytest.mark.parametrize("user_unit", [1e30, 1e-30, -1])
def test_a_page_of_absurd_size_harms_nothing(reader: Reader, user_unit: float) -> None:
    reading = read(reader, pdf(["x"], media=(0, 0, 1e9, 3), user_unit=user_unit))
    assert reading.page_count == 1
    assert "does not fit together" not in reading.problem
