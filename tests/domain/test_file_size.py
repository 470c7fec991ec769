"""A limit is said as its body says it, and a file beside it so that the two can be compared."""

from __future__ import annotations

import pytest

from onrecord.domain.file_size import limit_words, size_words


@pytest.mark.parametrize(
    ("limit", "said"),
    [(20_000_000, "20 MB"), (20 << 20, "20 MB"), (14_500_000, "14.5 MB"), (50_000, "50 kB")],
)
def test_both_megabytes_are_said_as_the_body_says_them(limit: int, said: str) -> None:
    assert limit_words(limit) == said


def test_a_file_is_said_in_the_megabytes_of_the_limit() -> None:
    assert size_words(20_000_000) == "20.0 MB"
    assert size_words(20 << 20, 20 << 20) == "20.0 MB"
    assert size_words(20 << 20, 20_000_000) == "21.0 MB"
    assert [size_words(n) for n in (1, 40_000, 100_000)] == ["1 kB", "40 kB", "0.1 MB"]
