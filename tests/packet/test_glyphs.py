"""The table of what the fonts can show is that of the fonts that ship."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from onrecord.bundled import resource
from onrecord.packet import glyphs
from onrecord.packet.content import BundleContent, ClaimRow, ContactRow, Exhibit, to_json
from onrecord.packet.ink import after_ink, ink

UNKNOWN = "\u1b05"


def test_the_table_is_that_of_the_fonts_which_ship() -> None:
    tool = runpy.run_path(str(Path(__file__).parents[2] / "packaging" / "font_coverage.py"))
    table = json.loads(resource("fonts", "coverage.json").read_text("utf-8"))
    assert table["ranges"].split() == tool["coverage"](), "run packaging/font_coverage.py"


def test_only_what_no_font_has_is_replaced() -> None:
    text = f"A\u200bb é שלום 漢字 \u2068x\u2069 ☐ ✗ e\u0301 👍🏽 {UNKNOWN}\U000e000f"
    assert glyphs.shown(text) == text.replace(UNKNOWN, "\ufffd")
    assert glyphs.lacking("it", "Bill of 3 March – £84.20") is None


def test_one_sentence_says_which_word_where_and_which_characters() -> None:
    found = glyphs.lacking("the title", f"Dear {UNKNOWN}go x {UNKNOWN} ᠮ")
    assert found is not None
    assert (found.word, found.characters) == (f"{UNKNOWN}go", (UNKNOWN, "ᠮ"))
    assert found.words.startswith(f"In the title, “{UNKNOWN}go” cannot be printed as written")
    assert "(U+1B05)" in found.words
    assert "(U+182E)" in found.words


def test_each_place_of_a_bundle_is_named_once() -> None:
    content = BundleContent(
        "Fine",
        ask=UNKNOWN,
        contact_log=(ContactRow("C1", "", outcome="x"), ContactRow("C2", "", outcome=UNKNOWN)),
        claims=(ClaimRow(UNKNOWN), ClaimRow(UNKNOWN)),
        exhibits=(Exhibit("a", "A1", caption=UNKNOWN, password=UNKNOWN), Exhibit("b", "A2")),
    )
    places = [one.where for one in glyphs.lacking_in(to_json(content))]
    assert places == ["what you ask for", "C2", "the amounts", "A1"]


@pytest.mark.parametrize(
    ("text", "leftward"),
    [
        ("שלום", True), ("12. مرحبا", True), ("(א) b", True), ("Bill שלום", False), ("123", False),
        ("", False), ("漢字 שלום", False),
    ],
)  # fmt: skip
def test_the_first_letter_with_a_direction_decides(text: str, leftward: bool) -> None:
    assert glyphs.is_rtl(text) is leftward


def test_a_place_is_found_again_however_lines_are_broken() -> None:
    text = "one two\nthree\tfour"
    count = ink("one two ")
    assert text[after_ink(text, count) :] == "three\tfour"
    assert after_ink("one\n\n  two three  four", count) == len("one\n\n  two ")
    assert after_ink("ab", 9) == 2


def test_runs_of_such_characters_are_found_in_a_letter() -> None:
    assert glyphs.lacking_spans(f"a {UNKNOWN}{UNKNOWN} b {UNKNOWN}") == [(2, 2), (7, 1)]
    assert glyphs.lacking_spans("plain") == []
