"""The whole bundle: order, numbers, links, bookmarks, and the same bytes twice."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from onrecord.packet import assemble as module
from onrecord.packet.assemble import assemble
from onrecord.packet.content import (
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    Exhibit,
    Said,
)
from onrecord.packet.gather import Library
from onrecord.packet.outcome import BuildReport
from onrecord.packet.verification import verify
from packet.papers import bundle, paper, says, text_of


def screenshot() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 200), (200, 220, 240)).save(out, "PNG")
    return out.getvalue()


DOCUMENTS = {
    "bill": paper([says(f"Bill sheet {n}") for n in (1, 2, 3)]),
    "terms": paper([says(f"Terms sheet {n} clause{n}only") for n in range(1, 11)]),
    "shot": screenshot(),
    "chat": b"10:02 Priya: we will refund you by Friday\n",
    "broken": b"%PDF-1.7 cut off",
    "sheet": b"PK\x03\x04 some table",
}
COMPLAINT = BundleContent(
    "Northline Telecom (sample): billed after leaving",
    sample=True,
    chronology=(
        ChronologyRow("2026-03-01", "The bill shows 12 pounds", citations=(Cite("A1", 2),)),
        ChronologyRow("2026-03-04", "The terms say 30 days", citations=(Cite("A2", 9),)),
        ChronologyRow("2026-03-05", "I called", citations=(Cite("C1"), Cite("A2", 3))),
    ),
    contact_log=(
        ContactRow("C1", "2026-03-05T10:00", theirs=(Said("we will refund"),), citations=(Cite("A4", 1),)),
    ),
    claims=(ClaimRow("Refund", "GBP", 1200, citations=(Cite("A1", 3),)),),
    exhibits=(
        Exhibit("bill", "A1", "Bill", media_type="application/pdf", file_name="bill.pdf"),
        Exhibit("terms", "A2", "Terms", media_type="application/pdf", pages=(2, 3), theirs=True),
        Exhibit("shot", "A3", "Screenshot", media_type="image/png"),
        Exhibit("chat", "A4", "Chat", media_type="text/plain"),
        Exhibit("broken", "A5", "Broken", media_type="application/pdf"),
        Exhibit("sheet", "A6", "Table", media_type="application/zip"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> tuple[bytes, BuildReport]:
    return bundle(COMPLAINT, DOCUMENTS)


def test_every_document_has_its_pages_behind_its_divider(made: tuple[bytes, BuildReport]) -> None:
    _, report = made
    kinds = [(p.exhibit_label, p.exhibit_page, p.kind) for p in report.pages if p.exhibit_label]
    assert kinds == [
        ("A1", None, "divider"),
        ("A1", 1, "copy"),
        ("A1", 2, "copy"),
        ("A1", 3, "copy"),
        ("A2", None, "divider"),
        ("A2", 2, "copy"),
        ("A2", 3, "copy"),
        ("A3", None, "divider"),
        ("A3", 1, "copy"),
        ("A4", None, "divider"),
        ("A4", 1, "copy"),
        ("A5", None, "divider"),
        ("A5", 1, "sheet"),
        ("A6", None, "divider"),
        ("A6", 1, "sheet"),
    ]


def test_pdf_page_is_printed_page(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == report.page_count == len(report.pages)
        assert [page.label for page in pdf.pages] == [str(p.number) for p in report.pages]
    for page in report.pages:
        if page.label:
            words = "".join(text_of(data, page.number).split())
            assert page.label.replace(" ", "") + str(page.number) in words


def test_links_lead_where_they_say(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    numbers = {(p.exhibit_label, p.exhibit_page): p.number for p in report.pages}
    targets = {link.address: link.target for link in report.links}
    assert targets["x-exhibit:A1#2"] == numbers["A1", 2]
    assert targets["x-exhibit:A2#3"] == numbers["A2", 3]
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        landed = [
            (n, pages[note.Dest[0].objgen])
            for n, page in enumerate(pdf.pages, 1)
            for note in page.obj.get("/Annots", [])
        ]
    assert sorted(landed) == sorted((link.page, link.target) for link in report.links)


def test_what_is_cited_but_left_out_leads_to_the_divider_and_is_reported(
    made: tuple[bytes, BuildReport],
) -> None:
    _, report = made
    divider = next(p.number for p in report.pages if p.exhibit_label == "A2")
    events = {link.target for link in report.links if link.address == "x-exhibit:A2"}
    assert events == {divider}
    assert ("A2 page 9 is cited, but is not included.", 9) in [
        (problem.words, problem.page) for problem in report.problems
    ]


def test_what_cannot_be_shown_is_a_sheet_and_a_problem_that_stops(
    made: tuple[bytes, BuildReport],
) -> None:
    data, report = made
    stopping = [problem.exhibit for problem in report.problems if problem.stops]
    assert stopping == ["A5", "A6"]
    sheet = next(p.number for p in report.pages if p.kind == "sheet")
    assert "could not be opened" in text_of(data, sheet).replace("\r\n", " ")


def test_a_page_that_does_not_exist_is_a_sheet_too() -> None:
    exhibit = Exhibit("bill", "A1", media_type="application/pdf", pages=(3, 7))
    content = BundleContent("Bill (sample)", exhibits=(exhibit,))
    data, report = bundle(content, DOCUMENTS)
    assert [(p.exhibit_page, p.kind) for p in report.pages if p.label] == [
        (3, "copy"),
        (7, "sheet"),
    ]
    assert [p.words for p in report.problems] == ["A1 has no page 7; it has 3."]
    assert verify(data, report, content, lambda *_: None).ok


def test_pages_go_in_in_the_order_chosen() -> None:
    exhibit = Exhibit("bill", "A1", media_type="application/pdf", pages=(3, 1))
    data, report = bundle(BundleContent("Bill (sample)", exhibits=(exhibit,)), DOCUMENTS)
    first, second = (page.number for page in report.pages if page.label)
    assert "Bill sheet 3" in text_of(data, first) and "Bill sheet 1" in text_of(data, second)


def bookmarks(item: Any, depth: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    while item is not None:
        found.append((depth, str(item.Title)))
        if "/First" in item:
            found += bookmarks(item.First, depth + 1)
        item = item.get("/Next")
    return found


def test_bookmarks_are_nested_and_say_the_page(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    number = {(p.exhibit_label, p.exhibit_page): p.number for p in report.pages}
    with pikepdf.open(BytesIO(data)) as pdf:
        marks = bookmarks(pdf.Root.Outlines.First)
    assert (0, f"Documents (p. {number['A1', None]})") in marks
    assert (1, f"A1 Bill (p. {number['A1', None]})") in marks
    assert (2, f"A1 · p. 2 (p. {number['A1', 2]})") in marks
    assert any(depth == 1 and words.startswith("C1 (p. ") for depth, words in marks)


def test_title_language_and_tags_are_there_and_nothing_dated(
    made: tuple[bytes, BuildReport],
) -> None:
    data, _ = made
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == COMPLAINT.title
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root and pdf.Root.MarkInfo.Marked
        assert "/Metadata" not in pdf.Root
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
        assert pdf.check_pdf_syntax() == []


def test_same_content_gives_same_bytes(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    again, second = bundle(COMPLAINT, dict(DOCUMENTS))
    assert again == data and second == report
    assert (report.length, report.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert report.manifest["pdf"]["sha256"] == report.sha256


def test_same_document_twice_is_there_twice() -> None:
    content = replace(
        COMPLAINT,
        exhibits=(
            Exhibit("bill", "A1", media_type="application/pdf", file_name="bill.pdf"),
            Exhibit("terms", "A2", media_type="application/pdf", file_name="bill.pdf"),
            Exhibit("bill", "A3", media_type="application/pdf", file_name="bill.pdf", pages=(2,)),
        ),
    )
    data, report = bundle(content, DOCUMENTS)
    last = report.pages[-2] if not report.pages[-1].label else report.pages[-1]
    assert last.exhibit_label == "A3" and "Bill sheet 2" in text_of(data, last.number)
    assert verify(data, report, content, lambda *_: None).ok


def test_report_survives_being_stored(made: tuple[bytes, BuildReport]) -> None:
    _, report = made
    assert BuildReport.from_json(report.to_json()) == report


def test_nothing_is_written_in_large_pieces(made: tuple[bytes, BuildReport]) -> None:
    """What is written goes on through a pipe; it is cut for it."""
    import os

    from onrecord.packet.assemble import assemble
    from onrecord.packet.gather import Library

    photo = BytesIO()
    Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3)).save(photo, "PNG")
    content = BundleContent(
        "Photo (sample)", exhibits=(Exhibit("photo", "A1", media_type="image/png"),)
    )
    sizes: list[int] = []
    assemble(content, Library(lambda _: photo.getvalue()), {}).write(
        lambda chunk: sizes.append(len(chunk))
    )
    assert sum(sizes) > 3_000_000 and max(sizes) <= 2 << 20


def test_what_is_known_not_to_be_shown_is_not_even_fetched() -> None:
    asked: list[str] = []

    def fetch(id: str) -> bytes:
        asked.append(id)
        return b""

    film = Exhibit("film", "A1", "Film", problem="This file is too large to be shown as pages.")
    content = BundleContent("A film of gigabytes", exhibits=(film,))
    report = assemble(content, Library(fetch), {}).report
    assert not asked
    assert [p.kind for p in report.pages if p.exhibit_label] == ["divider", "sheet"]
    assert report.problems[0].words == film.problem


def test_a_document_of_fewer_or_more_pages_than_was_thought_still_goes_in() -> None:
    for thought, kinds in ((2, ["copy"] * 3), (5, ["copy"] * 3 + ["sheet"] * 2)):
        bill = Exhibit("bill", "A1", "Bill", media_type="application/pdf", page_count=thought)
        content = BundleContent("A damaged file", exhibits=(bill,))
        data, report = bundle(content, DOCUMENTS)
        assert [p.kind for p in report.pages if p.kind in ("copy", "sheet")] == kinds
        assert verify(data, report, content, lambda *_: None).ok


def written_through(pieces: list[bytes], size: int = 1 << 18) -> bytes:
    """What a sink makes of pieces that are written as qpdf writes them, through a buffer."""
    out = BytesIO()
    sink = module._Sink(out.write, b"0123456789abcdef", [])  # pyright: ignore[reportPrivateUsage]
    file = io.BufferedWriter(sink, size)
    for piece in pieces:
        file.write(piece)
    file.flush()
    sink.finish()
    assert sink.length == len(out.getvalue())
    return out.getvalue()


@pytest.mark.parametrize("before", [0, 100, (1 << 18) - 10, (1 << 18) - 40, 300_000])
@pytest.mark.parametrize("table", [10, 300_000, 3_000_000])
def test_the_identifier_is_set_however_long_the_table_behind_it_is(before: int, table: int) -> None:
    """The table of what is where of a bundle with very many objects is written in one go."""
    holder = module._NO_IDENTIFIER  # pyright: ignore[reportPrivateUsage]
    own = b"0123456789abcdef".hex().encode()
    picture = b"P" * 700_000 + holder + b"P" * 700_000  # a picture may hold what it likes
    entries = b"<< /ID [<00> <" + holder + b">] /W [1 2 1] >> stream\n"
    pieces = [picture, b"x" * before, entries, b"T" * table, b"\nendstream startxref 1"]
    expected = b"".join(pieces)
    at = expected.rindex(holder)
    expected = expected[:at] + own + expected[at + len(holder) :]
    assert written_through(pieces) == expected


def test_what_is_written_is_not_to_be_kept() -> None:
    kept: list[memoryview] = []
    sink = module._Sink(kept.append, b"0123456789abcdef", [])  # pyright: ignore[reportPrivateUsage]
    sink.write(bytes(1 << 20))
    with pytest.raises(ValueError, match="released"):
        bytes(kept[0])


def test_what_only_looks_like_the_end_holds_nothing_back_for_long() -> None:
    """A document may say the very words in which the end is known, before a long picture."""
    holder = module._NO_IDENTIFIER  # pyright: ignore[reportPrivateUsage]
    written: list[int] = []
    sink = module._Sink(  # pyright: ignore[reportPrivateUsage]
        lambda piece: written.append(len(piece)), b"0123456789abcdef", []
    )
    sink.write(b"stream " + holder)
    for _ in range(20):
        sink.write(bytes(1 << 20))
        sink.write(b"endstream")
    assert sum(written) > 17 << 20  # all but what came last has gone on
    sink.finish()
    assert sum(written) == sink.length
