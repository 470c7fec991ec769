"""A place as people type it: a name, a code, or the end of an address."""

from __future__ import annotations

import pytest

from onrecord.domain.place import typed_place


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("New York", "US-NY"),
        ("NY", "US-NY"),
        ("tx", "US-TX"),
        ("Brooklyn, NY", "US-NY"),
        ("Brooklyn NY 11201", "US-NY"),
        ("48 Sample Street Apt 3B, Brooklyn, New York 11201-2201, USA", "US-NY"),
        ("Oakland, CA", "US-CA"),
        ("Seattle, WA 98101", "US-WA"),
        ("Washington, D.C.", "US-DC"),
        ("Toronto, ON M5V 2T6", "CA-ON"),
        ("Sydney NSW 2000", "AU-NSW"),
        ("Perth WA 6000", "AU-WA"),
        ("Leeds, England", "GB-ENG"),
        ("us-vt", "US-VT"),
        ("the United Kingdom", "GB"),
        ("uk", "GB"),
        ("NZ", "NZ"),
        ("South Carolina", "US-SC"),
        ("Deutschland", "DE"),
        ("80331 München, Deutschland", "DE"),
        ("Österreich", "AT"),
        ("España", "ES"),
        ("Québec", "CA-QC"),
        ("Newfoundland", "CA-NL"),
        ("Glenelg SA 5045", "AU-SA"),
        ("Greece", "GR"),
        ("Yukon", "CA-YT"),
        ("Toronto, ON, CA", "CA-ON"),
        ("Dallas, TX, US", "US-TX"),
        ("Seattle, WA 98101-2201", "US-WA"),
        ("Mumbai, India 400001", "IN"),
        ("Mumbai, IN 400001", ""),
        ("Atlantis", ""),
        ("somewhere near home", ""),
        ("", ""),
    ],
)
def test_a_place_is_understood_as_people_write_it(typed: str, code: str) -> None:
    assert typed_place(typed) == code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("IL", "“IL” may be Illinois or Israel. Write its name in full."),
        ("de", "“DE” may be Delaware or Germany. Write its name in full."),
        ("Perth, WA", "“WA” may be Western Australia or Washington. Write its name in full."),
        ("Berlin, DE", "“DE” may be Delaware or Germany. Write its name in full."),
    ],
)
def test_what_may_be_two_places_is_asked_about(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        typed_place(typed)
