"""What a worker sends is checked: it may be under a document's control."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.errors import Unreadable
from onrecord.intake.reading import page_from, pixels_from, reading_from, sizes_from

GOOD = {
    "media_type": "a/b", "type_name": "x", "page_count": 1, "thumbnail": None, "problem": "",
    "needs_password": False, "suggested_title": "", "suggested_kind": "bill",
    "suggested_when": "2026-03-01", "suggested_source": "", "has_location": False, "facts": {},
}  # fmt: skip
PAGE = {"number": 1, "text": "x", "width": 1, "height": 2.5, "words": [["x", 0, 0, 1, 1]]}
PIXELS = {"width": 4, "height": 2, "stride": 12, "format": "RGB"}


def test_what_fits_is_taken() -> None:
    assert reading_from(GOOD, [PAGE], b"").pages[0].words[0].text == "x"
    assert pixels_from(PIXELS, bytes(24)).stride == 12


@pytest.mark.parametrize(
    ("change", "length"),
    [
        ({}, 23),
        ({}, 25),
        ({"stride": 11}, 22),
        ({"width": 0}, 24),
        ({"width": -4}, 24),
        ({"height": True}, 12),
        ({"width": 100_000, "stride": 300_000}, 600_000),
        ({"format": "CMYK"}, 24),
        ({"format": None}, 24),
        ({"format": ["RGB"]}, 24),
        ({"width": "4"}, 24),
    ],
)
def test_pixels_that_do_not_fit_are_refused(change: dict[str, Any], length: int) -> None:
    with pytest.raises(Unreadable):
        pixels_from(PIXELS | change, bytes(length))


@pytest.mark.parametrize(
    "change",
    [
        {"words": [["x", 0, 0, 1]]},
        {"words": [["x", 0, 0, 1, float("nan")]]},
        {"words": [[1, 0, 0, 1, 1]]},
        {"words": ["x"]},
        {"words": {}},
        {"width": float("inf")},
        {"number": -1},
        {"text": None},
    ],
)
def test_pages_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        page_from(PAGE | change)


def test_an_unknown_kind_is_other_and_a_strange_date_is_none() -> None:
    strange = GOOD | {"suggested_kind": "virus", "suggested_when": "tomorrow"}
    reading = reading_from(strange, [], b"")
    assert (reading.suggested_kind, reading.suggested_when) == ("other", "")


@pytest.mark.parametrize("value", [None, [[1]], [[1, 2, 3]], [["1", 2]], [[1, 2]] * 9])
def test_sizes_that_do_not_fit_are_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        sizes_from(value, 8)
