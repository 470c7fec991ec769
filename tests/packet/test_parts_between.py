"""Parts that stand between and behind the documents: numbers, index and bookmarks follow."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from onrecord.errors import Refused
from onrecord.packet.content import IssueRow, Options, Part
from onrecord.packet.verification import verify
from onrecord.packet.volumes import Block, Limits, planned
from packet.papers import bundle, text_of
from packet.test_assemble import COMPLAINT, DOCUMENTS

QUIET: Any = lambda *_: None  # noqa: E731
MIXED: tuple[Part, ...] = (
    "cover", "index", "document", "contact_log", "document", "claims", "documents", "chronology",
    "issues", "hashes",
)  # fmt: skip
CONTENT = replace(COMPLAINT, parts=MIXED, issues=(IssueRow("Was it cancelled?", "Yes", "No"),))


def test_the_pages_stand_in_the_order_of_the_packet_and_every_link_lands() -> None:
    data, report = bundle(CONTENT, DOCUMENTS)
    assert verify(data, report, CONTENT, QUIET).problems == ()
    first = {p.exhibit_label: p.number for p in report.pages[::-1] if p.exhibit_label}
    order = {**{k: v[0] for k, v in report.parts.items()}, **first}
    assert sorted(order, key=order.__getitem__) == [
        "cover", "index", "A1", "contact_log", "A2", "claims", "A3", "A4", "A5", "A6",
        "chronology", "issues", "hashes",
    ]  # fmt: skip
    for number in range(1, report.page_count + 1):
        record = report.pages[number - 1]
        if record.exhibit_page is None:  # our own pages print their number
            assert f"page {number} / {report.page_count}" in text_of(data, number)
    told = " ".join(text_of(data, order["A1"]).split())
    assert f"Cited on pages {order['claims']}, {order['chronology']}" in told


def test_the_index_and_the_bookmarks_are_in_the_same_order() -> None:
    data, report = bundle(CONTENT, DOCUMENTS)
    index = " ".join(text_of(data, 2).split())
    names = ["A1 Bill", "Calls and messages", "A2 Terms", "Amounts I ask for", "A3 Screenshot"]
    names += ["What happened", "Where we disagree", "How to check these files"]
    at = [index.index(name) for name in names]
    assert at == sorted(at)
    assert f"Calls and messages {report.parts['contact_log'][0]}" in index
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        marks = [str(mark.title).partition(" (p.")[0] for mark in outline.root]
        assert [len(mark.children) for mark in outline.root if "Documents" in mark.title] == [
            1,
            1,
            4,
        ]
    assert marks == [
        "Cover", "Contents", "Documents", "Calls and messages", "Documents", "Amounts I ask for",
        "Documents", "What happened", "Where we disagree", "How to check these files",
    ]  # fmt: skip


@pytest.mark.parametrize("options", [Options(large=True), Options(first_page=30, flat=True)])
def test_large_print_and_late_additions_keep_every_number_right(options: Options) -> None:
    content = replace(CONTENT, options=options)
    data, report = bundle(content, DOCUMENTS)
    assert verify(data, report, content, QUIET).problems == ()


def test_volumes_keep_a_part_with_the_document_behind_it_and_the_index_names_them() -> None:
    content = replace(CONTENT, options=Options(volume_pages=8))
    data, report = bundle(content, DOCUMENTS)
    assert verify(data, report, content, QUIET).problems == ()
    assert all(one.last - one.first < 8 for one in report.volumes)
    volume = next(
        n for n, v in enumerate(report.volumes, 1) if v.first <= report.parts["claims"][0] <= v.last
    )
    first = report.volumes[0]
    own = data[first.offset : first.offset + first.length]
    assert f"Amounts I ask for vol. {volume}" in " ".join(text_of(own, 2).split())
    last = report.volumes[-1]
    sheet = text_of(data[last.offset : last.offset + last.length], 1)
    assert "What happened" in sheet and "How to check these files" in sheet


def test_pages_between_documents_must_fit_a_volume() -> None:
    def weightless(_first: int, _last: int, _known: set[Any]) -> int:
        return 0

    with pytest.raises(Refused, match="between two documents"):
        planned(2, [Block(1, 2), Block(9, 2)], 1, Limits(pages=8), weightless)
    with pytest.raises(Refused, match="behind the documents"):
        planned(2, [Block(1, 6)], 8, Limits(pages=8), weightless)


def test_marks_that_change_nothing_leave_the_pages_as_they_are() -> None:
    plain = replace(CONTENT, parts=("cover", "index", "chronology", "hashes"))
    marked = replace(plain, parts=("cover", "index", "chronology", "documents", "hashes"))
    one, other = bundle(plain, DOCUMENTS), bundle(marked, DOCUMENTS)
    assert one[1].pages == other[1].pages and one[1].links == other[1].links


def test_what_is_read_from_right_to_left_stands_beside_its_label() -> None:
    first, *rest = CONTENT.exhibits
    named = [replace(one, title="רסאלה", source="שלום") for one in rest]
    content = replace(CONTENT, exhibits=(first, *named), options=Options(volume_pages=8))
    data, report = bundle(content, DOCUMENTS)
    second = report.volumes[1]
    sheets = data[second.offset : second.offset + second.length]
    for page, words, most in ((1, "רסאלה", 120), (3, "שלום", 220)):
        assert 0 < left_of(sheets, page, words) < most


def left_of(data: bytes, page: int, words: str) -> float:
    """Where the first of these letters stands, in points from the left."""
    with pypdfium2.PdfDocument(data) as document:
        text = document[page - 1].get_textpage()
        signs = [text.get_text_range(n, 1) for n in range(text.count_chars())]
        return min(text.get_charbox(n)[0] for n, sign in enumerate(signs) if sign in words)
