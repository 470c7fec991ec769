"""The day that was promised is said once."""

from __future__ import annotations

import pytest

from onrecord.domain.by_when import by_when
from onrecord.domain.contact_entry import Promised
from onrecord.domain.hang_up import promise_words
from onrecord.domain.when import When


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("20 back", "20 back by 27 November 2026"),
        ("20 back by Friday", "20 back by Friday, 27 November 2026"),
        ("20 back by Friday, £20.00", "20 back by Friday, 27 November 2026, £20.00"),
        ("20 back by 27 November", "20 back by 27 November"),
        ("20 back by Monday", "20 back by Monday by 27 November 2026"),  # noted otherwise
        ("a call by Priya", "a call by Priya by 27 November 2026"),
    ],
)
def test_a_day_in_the_words_is_not_said_again(words: str, said: str) -> None:
    assert by_when(words, When("2026-11-27")) == said


def test_what_is_read_back_says_it_once() -> None:
    assert promise_words(Promised("20 back by Friday.", "2026-11-27")) == (
        "20 back by Friday, 27 November 2026"
    )
