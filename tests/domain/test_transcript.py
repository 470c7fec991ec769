"""A pasted chat: who wrote what, taken from the chat and never guessed."""

from __future__ import annotations

import pytest

from onrecord.domain.transcript import LONGEST, Told, heads, names, said, told, turns, who_is_me


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Date: 10 March 2026\nAgent: Priya\nCase number: NT-77\n"
            "[14:21] Ann: hi\n[14:25] Priya: on 3 April 2026",
            Told("2026-03-10T14:21", "14:21", "", 240, "Priya", "NT-77"),
        ),
        (
            "[13/03/2026, 14:21:05] Ann: hi\n[13/03/2026, 14:22:05] Leo: hello",
            Told("2026-03-13T14:21", "14:21", "", 60, "Leo"),
        ),
        (
            "10.03.26, 14:21 - Ann: hi\n11.03.26, 14:29 - Leo: hello",
            Told("2026-03-10T14:21", "14:21", "", None, "Leo"),
        ),
        (
            "[03/04/2026, 14:21] Ann: hi\n[03/04/2026, 14:32] Northline: hello",
            Told("", "14:21", "03/04/2026", 660, ""),
        ),
        (
            "2026-03-10T14:21:05Z Ann: hi\n2026-03-10T14:29:05Z Agent: hello",
            Told("2026-03-10T14:21", "14:21", "", 480, ""),
        ),
        (
            "Mar 10, 2026, 2:21 PM Ann: hi\nMar 10, 2026, 2:41 PM Virtual Assistant: hello",
            Told("2026-03-10T14:21", "14:21", "", 1200, ""),
        ),
        ("Ann: hi\nLeo: paid on 3 March 2026", Told(agent="Leo")),
        ("Ann: hi there\nmy bill\nLeo: paid on 3 March 2026", Told(agent="Leo")),
        (
            "Your chat of 10 March 2026\n\nAnn: hi there\nmy bill\nLeo: paid on 3 March 2026",
            Told("2026-03-10", agent="Leo"),
        ),
    ],
)
def test_a_chat_says_its_day_its_times_and_who_answered(text: str, found: Told) -> None:
    assert told(text, "Ann", "Northline") == found


def test_words_that_only_look_like_a_head_stay_words() -> None:
    above, found = heads("Agent: Hello, how can I help\nYou: my bill\nAnn: yes")
    assert not above and names(found) == ["Agent", "You", "Ann"]
    above, found = heads("Agent: Approved\nAnn: thanks\nAnn: bye")
    assert not above and [turn.words for turn in found] == ["Approved", "thanks", "bye"]
