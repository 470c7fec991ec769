"""Parts and documents of a packet in one order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.packet_order import LAST, Placed, in_order, kept, of_any_packet, without


def said(parts: tuple[str, ...], documents: int) -> list[str]:
    return [one.name or f"A{one.document + 1}" for one in in_order(parts, documents)]


def test_documents_stand_behind_the_parts_and_before_the_last_page() -> None:
    assert said(("cover", "hashes", "claims"), 2) == ["cover", "claims", "A1", "A2", "hashes"]


def test_a_part_behind_the_documents_stays_there_when_one_is_added() -> None:
    parts = ("cover", "documents", "claims", "hashes")
    assert said(parts, 1) == ["cover", "A1", "claims", "hashes"]
    assert said(parts, 3) == ["cover", "A1", "A2", "A3", "claims", "hashes"]


def test_a_part_between_documents_keeps_its_place_when_one_is_taken_out() -> None:
    parts = ("document", "document", "claims", "hashes")
    assert said(parts, 4) == ["A1", "A2", "claims", "A3", "A4", "hashes"]
    assert said(without(parts, 4, [0]), 3) == ["A1", "claims", "A2", "A3", "hashes"]


def test_more_marks_than_documents_do_no_harm() -> None:
    assert said(("document", "document", "claims"), 1) == ["A1", "claims"]
    assert said(("documents", "claims"), 0) == ["claims"]


def test_a_set_of_parts_says_nothing_of_single_documents() -> None:
    parts = ("cover", "document", "issues", "documents", "claims")
    assert of_any_packet(parts) == ("cover", "issues", "documents", "claims")


@given(st.permutations(["cover", "claims", "issues", *range(5)]), st.booleans())
def test_any_order_is_kept_and_found_again(mixed: list[str | int], last: bool) -> None:
    documents = iter(range(5))
    order = [Placed(x) if isinstance(x, str) else Placed(document=next(documents)) for x in mixed]
    order += [Placed(LAST)] if last else []
    assert in_order(kept(order), 5) == order
