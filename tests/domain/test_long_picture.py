"""A long picture is cut into pages between its lines, never through one."""

from __future__ import annotations

import itertools

import pytest

from onrecord.domain.long_picture import parts_of


def cut(width: int, height: int, inked: set[int]) -> list[tuple[int, int]]:
    """Parts of a picture of white rows and of rows of black and white dots."""
    dotted = (b"\x00\xff" * width)[:width]

    def rows(first: int, last: int) -> bytes:
        return b"".join(dotted if n in inked else b"\xff" * width for n in range(first, last))

    return parts_of(width, height, rows)


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 2340), (1170, 3900), (100, 900), (20, 30_000), (100, 90_000)]
)
def test_what_can_be_read_on_a_page_or_is_no_text_stays_one(width: int, height: int) -> None:
    assert cut(width, height, set()) == [(0, height)]


def test_the_parts_follow_one_another_and_are_about_alike() -> None:
    parts = cut(1080, 9000, set())
    assert parts[0][0] == 0 and parts[-1][1] == 9000
    assert all(one[1] == two[0] for one, two in itertools.pairwise(parts))
    assert len(parts) == 4 and all(2000 < foot - top < 2500 for top, foot in parts)


def test_no_line_is_cut_through() -> None:
    lines = {n for n in range(9000) if n % 60 < 44}  # of writing 44 rows high, 16 apart
    for _top, foot in cut(1080, 9000, lines)[:-1]:
        assert foot not in lines and foot - 1 not in lines
        assert 44 + 4 <= foot % 60 <= 60 - 4  # well between them


def test_where_nothing_is_empty_it_is_cut_all_the_same() -> None:
    parts = cut(200, 2000, set(range(2000)))
    assert len(parts) == 5 and all(300 < foot - top < 500 for top, foot in parts)
