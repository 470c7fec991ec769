"""Call or write: one reason for the matter at hand, and every way with its two sides."""

from __future__ import annotations

import pytest

from onrecord.domain.channel_adviser import CHANNELS, MATTERS, advice_for, suggested_matter


@pytest.mark.parametrize(
    ("matter", "channel"),
    [
        ("fault", "phone"), ("credit", "phone"), ("quote", "email"), ("bill_question", "email"),
        ("record", "email"), ("unreachable", "social"),
    ],
)  # fmt: skip
def test_the_matter_decides(matter: str, channel: str) -> None:
    assert advice_for(matter).channel == channel
    assert advice_for(matter).reason.endswith(".")


def test_every_way_has_a_good_and_a_bad_side_in_a_few_words() -> None:
    assert [c.key for c in CHANNELS] == ["phone", "email", "chat", "post", "social"]
    assert all(c.good and c.bad and len(c.good) < 60 and len(c.bad) < 60 for c in CHANNELS)
    assert {m.channel for m in MATTERS} <= {c.key for c in CHANNELS}


def test_what_went_wrong_suggests_the_matter() -> None:
    assert suggested_matter("No service since Monday") == "fault"
    assert suggested_matter("Charged twice for one stay") == "credit"
    assert suggested_matter("Something odd") == "record"
    assert suggested_matter("No service since Monday", failed_attempts=3) == "unreachable"


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("They gave no explanation for the surprise bill", "bill_question"),
        ("Download page of my invoice is missing", "bill_question"),
        ("No hot water for six days", "fault"),
        ("The line drops every evening", "fault"),
        ("Early termination fee after moving", "credit"),
        ("I want to add a second SIM", "quote"),
        ("Wrong name in my file", "record"),
    ],
)
def test_whole_words_decide(title: str, matter: str) -> None:
    assert suggested_matter(title) == matter
