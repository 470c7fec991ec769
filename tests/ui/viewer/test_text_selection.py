"""Selected words come back as the lines they stood in, also across pages and turned views."""

from __future__ import annotations

import pytest

from onrecord.ui.viewer.text_selection import (
    Selection,
    Spot,
    as_text,
    box_of,
    nearest,
    turned,
    turned_back,
)

WORDS = [
    ("They", 10.0, 10.0, 40.0, 20.0),
    ("promised", 45.0, 10.0, 90.0, 20.0),
    ("84.20", 10.0, 30.0, 40.0, 40.0),
    ("back.", 45.0, 30.0, 80.0, 40.0),
]


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ("promised", (45, 10, 90, 20)),
        ("They prom", (10, 10, 90, 20)),
        ("8420", (10, 30, 40, 40)),
        ("promised 84.20", (45, 10, 90, 20)),  # as far as it stands in one line
        ("back they", (45, 30, 80, 40)),
        ("mised", None),
        ("", None),
    ],
)
def test_what_was_searched_for_is_framed(
    typed: str, box: tuple[float, float, float, float] | None
) -> None:
    assert box_of(WORDS, typed) == box


def test_words_of_one_line_stay_in_one_line() -> None:
    assert as_text(WORDS) == "They promised\n84.20 back."


def test_a_selection_goes_from_either_end() -> None:
    there, back = Spot(1, 1), Spot(1, 2)
    for selection in (Selection(there, back), Selection(back, there)):
        assert selection.text({1: WORDS}) == "promised\n84.20"


def test_a_selection_over_pages_takes_all_between() -> None:
    selection = Selection(Spot(1, 3), Spot(3, 0))
    assert selection.text({1: WORDS, 2: WORDS[:2], 3: WORDS}) == "back.\n\nThey promised\n\nThey"


def test_the_nearest_word_is_in_the_line_that_is_pointed_at() -> None:
    assert nearest(WORDS, 200.0, 35.0) == 3
    assert nearest(WORDS, 12.0, 12.0) == 0
    assert nearest([], 0.0, 0.0) == -1


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_of_a_turned_page_leads_back_to_its_word(rotate: int) -> None:
    size = (100.0, 200.0)
    for _, x0, y0, x1, y1 in WORDS:
        a, b, c, d = turned((x0, y0, x1, y1), size, rotate)
        assert a < c and b < d
        x, y = turned_back(((a + c) / 2, (b + d) / 2), size, rotate)
        assert x0 < x < x1 and y0 < y < y1
