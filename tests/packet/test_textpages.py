"""Texts and messages as pages, and the sheet for what cannot be shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from onrecord.errors import Unreadable
from onrecord.packet.content import BundleContent
from onrecord.packet.gather import Library
from onrecord.packet.said import speaking
from onrecord.packet.textpages import decode, sheet
from onrecord.packet.textpages import text_pages as set_pages
from packet.made_up import BILL, letters_off_the_page, texts

MAIL = """From: Northline <care@northline.example>
To: Ines Okafor <ines@example.org>
Subject: Your complaint, which has a long subject that
 goes on in the next line

Dear Ms Okafor,

From: here on it is the body.
"""


def text_pages(*args: Any, **how: Any) -> bytes:
    return set_pages(*args, **how).pdf


def flat(pdf: bytes) -> str:
    return " ".join(" ".join(texts(pdf)).split())


def test_lines_stay_lines_and_signs_stay_signs() -> None:
    (page,) = texts(text_pages("one *two* #three\n    four $x$ <b>\n\nfive"))
    lines = [line.strip() for line in page.splitlines()]
    assert lines == ["one *two* #three", "four $x$ <b>", "five"]


def test_a_message_shows_its_headers_apart_from_its_words() -> None:
    text = flat(text_pages(MAIL, mail=True))
    assert "From Northline <care@northline.example>" in text
    assert "Subject Your complaint, which has a long subject that goes on" in text
    assert "From: here on it is the body." in text


def test_a_text_that_only_begins_like_a_message_is_left_as_it_is() -> None:
    assert "From: nobody" in flat(text_pages("From: nobody\n\nx"))


def test_a_message_that_is_held_open_is_set_anew_with_words_brought_in_meanwhile() -> None:
    library = Library(lambda _id: b"", keep=True)
    exhibit = replace(BILL, media_type="message/rfc822", text=MAIL)
    for words, head in (({}, "From"), ({"From": "Fra"}, "Fra")):
        content = BundleContent("Bill", exhibits=(exhibit,), language="da", words=words)
        with speaking(content.language, content.words):
            words_of = library.document(exhibit, content).words(1)
        assert f"{head} Northline <care@northline.example>" in " ".join(words_of.text.split())
    library.close()


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_endless_words_are_broken_within_the_page(paper: str) -> None:
    text = "W" * 5000 + "\n" + "https://northline.example/" + "a/" * 400 + "\n" + " " * 300 + "x"
    pdf = text_pages(text, paper="letter" if paper == "letter" else "a4")
    assert letters_off_the_page(pdf) == []


def test_a_long_text_goes_on_over_pages_and_nothing_is_lost() -> None:
    pages = texts(text_pages("\n".join(f"line {n} of it" for n in range(1, 501))))
    assert len(pages) > 5
    joined = " ".join(" ".join(pages).split())
    assert all(f"line {n} of it" in joined for n in range(1, 501))


def test_a_long_list_shows_no_gap_that_was_not_written() -> None:
    with pypdfium2.PdfDocument(text_pages("\n".join(["line"] * 52))) as document:
        words = document[0].get_textpage()
        feet = sorted({round(words.get_charbox(n)[1], 1) for n in range(0, words.count_chars(), 6)})
    gaps = {round(b - a) for a, b in pairwise(feet)}
    assert len(feet) == 52 and len(gaps) == 1


def test_a_text_beyond_a_thousand_pages_is_refused_rather_than_cut() -> None:
    with pytest.raises(Unreadable, match="1,000 pages"):
        text_pages("x" * 7_000_000)


def test_an_empty_text_says_that_it_is_empty() -> None:
    assert flat(text_pages(" \n\n")) == "(empty)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    assert decode("café – £84.20".encode(encoding)) == "café – £84.20"


def test_the_same_text_gives_the_same_bytes() -> None:
    assert text_pages(MAIL, mail=True) == text_pages(MAIL, mail=True)


def test_the_sheet_says_what_is_missing_and_why() -> None:
    pdf = sheet(BILL, "A recording cannot be shown as pages.", paper="letter")
    text = flat(pdf)
    assert len(texts(pdf)) == 1
    for words in ("A1", "Bill of 16 February", "A recording cannot be shown", BILL.sha256):
        assert words in text
