"""What two versions differ in, where parts stand among the documents."""

from __future__ import annotations

from dataclasses import replace

from onrecord.packet.content import BundleContent, Exhibit, Options
from onrecord.services.compare_versions import differences

ONE = BundleContent(
    "Charged after cancelling",
    exhibits=(Exhibit("b", "A1", "Bill"), Exhibit("t", "A2", "Terms")),
    parts=("cover", "claims", "hashes"),
)


def said(a: BundleContent, b: BundleContent) -> list[str]:
    return [one.words for one in differences(a, b)]


def test_a_part_that_went_behind_the_documents_is_told() -> None:
    other = replace(ONE, parts=("cover", "documents", "claims", "hashes"))
    assert said(ONE, other) == [
        "Order of the parts: “Cover, Amounts I ask for, How to check these files” became"
        " “Cover, A1, A2, Amounts I ask for, How to check these files”"
    ]
    assert said(other, other) == []


def test_a_document_that_came_moves_no_part() -> None:
    behind = replace(ONE, parts=("cover", "documents", "claims", "hashes"))
    more = replace(behind, exhibits=(*ONE.exhibits, Exhibit("n", "A3", "Note")))
    assert [one.kind for one in differences(behind, more)] == ["added"]


def test_what_changes_every_page_is_told_too() -> None:
    volumes = replace(ONE, options=Options(volume_pages=20, large=True))
    assert said(ONE, volumes) == [
        "How it is printed: new. In large print",
        "How it is printed: new. At most 20 pages in a file",
    ]
    other = replace(volumes, options=replace(volumes.options, volume_pages=30, large=False))
    assert said(volumes, other) == [
        "How it is printed: no longer there. In large print",
        "How it is printed: “At most 20 pages in a file” became “At most 30 pages in a file”",
    ]
