"""A pasted chat: who wrote what, taken from the chat and never guessed."""

from __future__ import annotations

import pytest

from onrecord.domain.transcript import LONGEST, names, said, turns, who_is_me


@pytest.mark.parametrize(
    "text",
    [
        "You: I was charged twice\nLeo: I see that\nand I am sorry",
        "[14:21] You: I was charged twice\n[14:22] Leo: I see that\nand I am sorry",
        "You (2:21 PM): I was charged twice\nLeo (2:22 PM): I see that and I am sorry",
        "You 14:21\nI was charged twice\n\nLeo 14:22\nI see that\nand I am sorry",
    ],
)
def test_the_usual_ways_a_chat_is_copied(text: str) -> None:
    found = turns(text)
    assert who_is_me(found) == "You"
    lines = said(found, "You")
    assert [(x.side, x.words) for x in lines] == [
        ("me", "I was charged twice"),
        ("them", "I see that and I am sorry"),
    ]
    assert {x.form for x in lines} == {"quote"}
    if "21" in text:
        assert [x.said_at for x in lines] == ["14:21", "14:22"]


def test_two_names_are_asked_about() -> None:
    found = turns("Ann: hello\nLeo: hello")
    assert names(found) == ["Ann", "Leo"]
    assert who_is_me(found) == ""
    assert who_is_me(found, ["ann"]) == "Ann"


def test_text_without_names_is_no_chat() -> None:
    assert turns("a bill came\nand I paid it") == []


def test_a_very_long_paste_is_cut_and_not_hung_on() -> None:
    assert len(turns("Leo: x\n" * 50_000)) == LONGEST
    assert turns("a" * 200_000 + "\n" + " :" * 50_000) == []
