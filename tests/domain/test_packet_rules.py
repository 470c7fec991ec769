"""Pages and labels as a person types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.labels import exhibit_labels
from onrecord.domain.page_ranges import parse_pages


@given(st.sets(st.integers(1, 60), min_size=1))
def test_typed_pages_are_read(pages: set[int]) -> None:
    chosen = sorted(pages)
    assert parse_pages(", ".join(map(str, chosen)), 60) == chosen


@given(st.text("0123456789-,; a", max_size=12))
def test_any_typing_gives_pages_of_the_document_or_a_sentence(typed: str) -> None:
    try:
        pages = parse_pages(typed, 9)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert pages and len(set(pages)) == len(pages) and set(pages) <= set(range(1, 10))


def test_empty_means_every_page_and_order_is_kept() -> None:
    assert parse_pages("", 3) == [1, 2, 3]
    assert parse_pages("5, 1-3", 9) == [5, 1, 2, 3]
    assert parse_pages("7-", 9) == [7, 8, 9]


def test_a_page_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no page 12: this document has 9 pages"):
        parse_pages("1-12", 9)


def test_labels_count_on_round_the_ones_the_user_wrote() -> None:
    assert exhibit_labels(["", "A2", "", "KEY"]) == ["A1", "A2", "A3", "KEY"]
    with pytest.raises(ValueError, match="Two documents"):
        exhibit_labels(["X", "x"])


@given(st.lists(st.sampled_from(["", "A1", "A3", "B"]), max_size=12))
def test_labels_are_never_alike(given_labels: list[str]) -> None:
    try:
        made = exhibit_labels(given_labels)
    except ValueError:
        return
    assert len({m.casefold() for m in made}) == len(given_labels)
