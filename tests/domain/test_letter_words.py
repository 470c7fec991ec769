"""Tone is pointed at with its reason; a body comes back from its plain data as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.letter_body import CLOSE, OPEN, Block, Body, Run, parse_body
from onrecord.domain.tone import tone_points
from onrecord.services.letters.templates import our_templates
from onrecord.services.letters.tone_words import tone_words

WORDS = tone_words("en")

_text = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
_runs = st.builds(Run, _text, st.booleans(), st.booleans(), _text, st.booleans())
_blocks = st.builds(
    Block,
    st.lists(_runs, max_size=4).map(tuple),
    st.sampled_from(["paragraph", "bullet", "number"]),
)


@given(st.builds(Body, st.lists(_blocks, max_size=5).map(tuple), st.integers(0, 9000)))
def test_a_body_comes_back_exactly(body: Body) -> None:
    assert Body.from_json(json.loads(json.dumps(body.to_json()))) == body


def test_what_a_fact_holds_is_never_read_as_a_mark() -> None:
    values = {"a": "**not bold**\n\n- not an item {{ me }}"}
    body = parse_body(f"Dear {OPEN}a{CLOSE},\n\n**bold** and _thin_", values, {})
    assert body.blocks[0].runs[1].text == values["a"] and not body.blocks[0].runs[1].bold
    assert [(r.text, r.bold, r.italic) for r in body.blocks[1].runs] == [
        ("bold", True, False),
        (" and ", False, False),
        ("thin", False, True),
    ]


def test_text_is_laid_out_as_it_is_pasted_into_a_form() -> None:
    body = parse_body("One\n\n- a\n- b\n\n1. x\n2. y\n\nEnd snake_case_name", {}, {})
    assert body.text() == "One\n\n- a\n- b\n\n1. x\n2. y\n\nEnd snake_case_name"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("You are idiots.", "insult"),
        ("Pay, or else", "threat"),
        ("you WILL REGRET this", "threat"),
        ("THIS IS NOT FINE", "capitals"),
        ("Answer me!!", "capitals"),
        ("You don’t care about it", "blame"),
        ("thanks for\nnothing", "sarcasm"),
    ],
)
def test_a_point_names_its_kind_and_place(said: str, kind: str) -> None:
    points = tone_points(said, WORDS)
    assert [p.kind for p in points] == [kind] or kind in [p.kind for p in points]
    for point in points:
        assert said[point.start : point.start + point.length] == point.words
        assert point.reason


@pytest.mark.parametrize(
    "said",
    [
        "I will bring a claim in the small claims court on 3 May.",
        "My account is with the BBC, reference AB 123456.",
        "The ombudsman decides within 90 days. Is that so?",
        "I was charged for a trashcan and a scampi dish.",
    ],
)
def test_what_is_firm_and_plain_is_left_alone(said: str) -> None:
    assert tone_points(said, WORDS) == []


def test_a_name_from_the_records_may_be_in_capitals() -> None:
    said = "Dear NORTHLINE TELECOM,"
    assert tone_points(said, WORDS)
    assert tone_points(said, WORDS, [(5, 22)]) == []


def test_our_own_letters_are_calm() -> None:
    for one in our_templates():
        prose = one.body.replace("SAMPLE", "")
        assert tone_points(prose, WORDS) == [], one.id
