"""Where pages stand: in order, fitted one by one, found again by height."""

from __future__ import annotations

import pytest

from onrecord.ui.viewer.page_layout import MARGIN, PER_POINT, PageLayout, Zoom, next_factor

A4 = (595.0, 842.0)
ROOM = (800, 600)


def test_every_page_is_as_wide_as_the_window_when_its_width_is_fitted() -> None:
    layout = PageLayout([A4, (842.0, 595.0)], Zoom("width"), ROOM)
    assert [w for w, _ in layout.sizes] == [800 - 2 * MARGIN] * 2


def test_a_fitted_page_is_seen_whole() -> None:
    layout = PageLayout([A4], Zoom("page"), ROOM)
    width, height = layout.sizes[0]
    assert height <= 600 and width <= 800


def test_a_tiny_picture_is_not_blown_up_beyond_measure() -> None:
    layout = PageLayout([(10.0, 10.0)], Zoom("width"), ROOM)
    assert layout.sizes[0][0] < 100


def test_at_100_percent_a_point_is_four_thirds_of_a_pixel() -> None:
    layout = PageLayout([A4], Zoom("", 1.0), ROOM)
    assert layout.sizes[0] == (round(595 * PER_POINT), round(842 * PER_POINT))


def test_pages_are_found_by_their_height() -> None:
    layout = PageLayout([A4] * 1000, Zoom("", 1.0), ROOM)
    for page in (1, 2, 500, 1000):
        top = layout.tops[page - 1]
        assert layout.at(top) == page
        assert page in layout.between(top, top + 10)
    assert list(layout.between(0, layout.height)) == list(range(1, 1001))


def test_only_what_stands_between_two_heights_is_in_sight() -> None:
    layout = PageLayout([A4] * 3, Zoom("", 1.0), ROOM)
    assert list(layout.between(layout.tops[1], layout.tops[1] + 100)) == [2]
    bottom = layout.tops[0] + layout.sizes[0][1]
    assert list(layout.between(bottom - 5, layout.tops[1] + 5)) == [1, 2]


def test_a_document_without_pages_has_no_page_anywhere() -> None:
    layout = PageLayout([], Zoom(), ROOM)
    assert layout.at(0) == 0
    assert list(layout.between(0, 1000)) == []


@pytest.mark.parametrize(("now", "steps", "then"), [(1.0, 1, 1.25), (1.0, -1, 0.9), (8.0, 1, 8.0)])
def test_zoom_goes_by_round_steps(now: float, steps: int, then: float) -> None:
    assert next_factor(now, steps) == then
