"""The list of a packet: what stands in it, and what moving and leaving out make of it."""

from __future__ import annotations

from onrecord.packet.outcome import BuildReport, PageRecord
from onrecord.services.arrange_exhibits import ExhibitPlace
from onrecord.services.views.packet_detail import PlacedDocument
from onrecord.ui.packet.packet_lines import (
    Order,
    PartWords,
    packet_lines,
    page_ranges,
    with_included,
)

REPORT = BuildReport(
    6,
    pages=(
        PageRecord(1), PageRecord(2), PageRecord(3),
        PageRecord(4, exhibit_label="A1", kind="divider"),
        PageRecord(5, "A1 · p. 1", "A1", 1, "copy"), PageRecord(6),
    ),
    parts={"cover": (1, 1), "chronology": (2, 3), "hashes": (6, 6)},
    manifest={"exhibits": [{"label": "A1", "id": "bill"}]},
)  # fmt: skip
DOCUMENTS = (
    PlacedDocument("bill", "Bill", "A1", "", "", "", True, True, 1, "read"),
    PlacedDocument("note", "Note", "", "", "", "", False, False, 1, "read"),
)


def places(*ids: str, out: str = "") -> list[ExhibitPlace]:
    return [ExhibitPlace(id, included=id != out) for id in ids]


def ids(found: list[ExhibitPlace]) -> list[str]:
    return [p.evidence_id for p in found]


def keys(found: Order | None) -> list[str]:
    return found.keys() if found is not None else []


def test_each_part_and_document_knows_its_pages_of_the_pdf() -> None:
    assert page_ranges(REPORT) == {
        "cover": (1, 1), "chronology": (2, 3), "bill": (4, 5), "hashes": (6, 6),
    }  # fmt: skip


def test_the_list_is_in_the_order_of_the_pdf() -> None:
    lines = packet_lines(
        ("cover", "chronology", "hashes"), DOCUMENTS, REPORT, PartWords(), show_left_out=True
    )
    said = [line.spoken for line in lines]
    assert said == [
        "Cover, p. 1", "What happened, p. 2-3", "A1, Bill, theirs, p. 4-5",
        "How to check these files, p. 6", "Left out", "Note",
    ]  # fmt: skip


def test_without_a_preview_yet_the_list_has_no_pages() -> None:
    lines = packet_lines(("cover",), DOCUMENTS, None, PartWords(), show_left_out=False)
    assert [line.pages for line in lines] == ["", ""]


def test_a_document_moves_among_those_that_are_in() -> None:
    found = Order(("hashes",), places("a", "b", "c", out="b")).moved("a", 1)
    assert found is not None and ids(found.places) == ["c", "a", "b"]
    assert found.parts == ("hashes",)


def test_at_the_end_nothing_moves_further() -> None:
    order = Order(("cover", "hashes"), places("a", "b"))
    assert order.moved("b", 5) is None
    assert order.moved("cover", -1) is None
    assert order.moved("hashes", 0) is None and order.moved("unknown", 0) is None


def test_a_part_goes_between_and_behind_documents_and_back() -> None:
    order = Order(("cover", "claims", "hashes"), places("a", "b", "c"))
    between = order.moved("claims", 2)
    assert keys(between) == ["cover", "a", "claims", "b", "c"]
    assert between is not None
    behind = between.moved("claims", 4)
    assert behind is not None and behind.keys() == ["cover", "a", "b", "c", "claims"]
    assert behind.parts == ("cover", "documents", "claims", "hashes")
    back = behind.moved("claims", 1)
    assert back is not None and back.parts == order.parts


def test_a_document_goes_before_a_part() -> None:
    order = Order(("cover", "claims", "hashes"), places("a", "b", "c"))
    found = order.moved("b", 1)
    assert keys(found) == ["cover", "b", "claims", "a", "c"]
    assert found is not None and ids(found.places) == ["b", "a", "c"]


def test_the_list_has_parts_where_they_are_among_the_documents() -> None:
    lines = packet_lines(
        ("cover", "documents", "chronology", "hashes"), DOCUMENTS, None, PartWords(),
        show_left_out=False,
    )  # fmt: skip
    assert [line.key for line in lines] == ["cover", "bill", "chronology", "hashes"]


def test_what_is_put_back_is_the_last_one_in() -> None:
    out = with_included(places("a", "b", "c"), "a", False)
    assert ids(out) == ["b", "c", "a"] and not out[-1].included
    back = with_included(out, "a", True)
    assert ids(back) == ["b", "c", "a"] and back[-1].included
