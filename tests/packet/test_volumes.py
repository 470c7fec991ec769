"""A bundle in several files: where they part, what they say of one another, and that each is whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from onrecord.errors import Refused
from onrecord.packet.content import BundleContent, Exhibit, Options
from onrecord.packet.outcome import BuildReport
from onrecord.packet.pagedata import page_data
from onrecord.packet.verification import verify
from onrecord.packet.volumes import Block, Break, Limits, planned, runs, volume_of
from packet.papers import bundle, paper, says, text_of
from packet.test_assemble import COMPLAINT, DOCUMENTS

QUIET: Any = lambda *_: None  # noqa: E731


def files(data: bytes, report: BuildReport) -> list[bytes]:
    return [data[v.offset : v.offset + v.length] for v in report.volumes]


def noise(seed: int, side: int = 300) -> bytes:
    raw = b"".join(
        hashlib.sha256(b"%d %d" % (seed, n)).digest() for n in range(side * side * 3 // 32 + 1)
    )
    out = BytesIO()
    Image.frombytes("RGB", (side, side), raw[: side * side * 3]).save(out, "PNG")
    return out.getvalue()


def many(count: int, pages: int = 3, **options: Any) -> tuple[BundleContent, dict[str, bytes]]:
    documents = {
        f"d{n}": paper([says(f"Document {n} page {p}") for p in range(1, pages + 1)])
        for n in range(1, count + 1)
    }
    content = replace(
        COMPLAINT,
        chronology=(),
        contact_log=(),
        claims=(),
        exhibits=tuple(
            Exhibit(id, f"A{n}", f"Paper {n}", media_type="application/pdf")
            for n, id in enumerate(documents, 1)
        ),
        options=Options(**options),
    )
    return content, documents


def weightless(first: int, last: int, known: set[Any]) -> int:
    return 0


def test_volumes_part_between_documents() -> None:
    blocks = [Block(1, 3), Block(1, 3), Block(1, 3)]
    plan = planned(4, blocks, 1, Limits(pages=10), weightless)
    assert plan == (Break(1),)
    plan = planned(4, blocks, 2, Limits(pages=9), weightless)
    assert plan == (Break(1), Break(3))


def test_a_document_larger_than_a_volume_is_divided_and_keeps_its_title_with_its_first_page() -> (
    None
):
    plan = planned(2, [Block(1, 25)], 0, Limits(pages=10), weightless)
    assert plan == (Break(0), Break(0, 8), Break(0, 17))
    assert runs(25, 0, plan) == [8, 9, 8]
    assert [volume_of(0, page, plan) for page in (-1, 0, 7, 8, 16, 17, 24)] == [2, 2, 2, 3, 3, 4, 4]


def test_calls_in_front_of_the_documents_are_said_to_be_in_the_first_volume() -> None:
    """Also where the first document begins the second."""
    data = page_data(COMPLAINT, {e.label: [1, 2, 3] for e in COMPLAINT.exhibits}, (Break(0),))
    cited = [one["text"] for row in data["chronology"] for one in row["cites"]]
    assert cited == ["A1, vol. 2", "A2, vol. 2", "C1", "A2, vol. 2"]


def test_pages_before_the_documents_must_fit() -> None:
    with pytest.raises(Refused, match="alone are more than one volume"):
        planned(12, [Block(1, 1)], 1, Limits(pages=10), weightless)


def test_no_volume_has_more_pages_than_allowed_and_numbers_run_through() -> None:
    content, documents = many(6, volume_pages=11)
    data, report = bundle(content, documents)
    assert len(report.volumes) >= 3
    at = 0
    for own, volume in zip(files(data, report), report.volumes, strict=True):
        with pikepdf.open(BytesIO(own)) as pdf:
            assert len(pdf.pages) <= 11
            assert len(pdf.pages) == volume.last - volume.first + 1
            assert [p.label for p in pdf.pages] == [
                str(n) for n in range(volume.first, volume.last + 1)
            ]
            assert pdf.check_pdf_syntax() == []
        assert volume.first == at + 1 and hashlib.sha256(own).hexdigest() == volume.sha256
        at = volume.last
    assert at == report.page_count
    assert verify(data, report, content, QUIET).problems == ()


def test_the_index_says_volume_and_page_and_links_stay_within_their_file() -> None:
    content, documents = many(6, volume_pages=11)
    data, report = bundle(content, documents)
    first = files(data, report)[0]
    index = next(
        text_of(first, n)
        for n in range(1, report.volumes[0].last + 1)
        if "Contents" in text_of(first, n)
    )
    assert "vol. 2" in index and "vol. 3" in index
    for own, volume in zip(files(data, report), report.volumes, strict=True):
        with pikepdf.open(BytesIO(own)) as pdf:
            here = {page.obj.objgen for page in pdf.pages}
            for page in pdf.pages:
                for note in page.obj.get("/Annots", []):
                    assert note.Dest[0].objgen in here and "/A" not in note
        assert all(
            volume.first <= link.target <= volume.last for link in report.of_volume(volume).links
        )


def test_each_further_volume_begins_with_a_sheet_that_says_which_it_is() -> None:
    content, documents = many(6, volume_pages=11)
    data, report = bundle(content, documents)
    total = len(report.volumes)
    for number, own in enumerate(files(data, report)[1:], 2):
        words = text_of(own, 1)
        assert f"Volume {number} of {total}" in words
        assert f"{report.volumes[number - 1].first}–{report.volumes[number - 1].last}" in words
    assert f"Volume 1 of {total}" in text_of(files(data, report)[0], 1)


def test_a_citation_of_another_volume_names_it() -> None:
    content = replace(COMPLAINT, options=Options(volume_pages=9))
    data, report = bundle(content, DOCUMENTS)
    assert verify(data, report, content, QUIET).problems == ()
    words = "".join(
        text_of(files(data, report)[0], n) for n in range(1, report.volumes[0].last + 1)
    )
    number = {(p.exhibit_label, p.exhibit_page): p.number for p in report.pages}
    volume = next(
        n for n, v in enumerate(report.volumes, 1) if v.first <= number["A2", 3] <= v.last
    )
    assert volume > 1
    assert f"A2, vol. {volume}, p. {number['A2', 3]}" in " ".join(words.split())


def test_no_volume_is_larger_than_allowed() -> None:
    documents = {f"d{n}": noise(n) for n in range(6)}
    content = BundleContent(
        "Pictures (sample)",
        exhibits=tuple(
            Exhibit(id, f"A{n}", media_type="image/png") for n, id in enumerate(documents, 1)
        ),
        parts=("cover", "index"),
        options=Options(volume_bytes=900_000),
    )
    data, report = bundle(content, documents)
    assert len(report.volumes) >= 2
    assert all(volume.length <= 900_000 for volume in report.volumes)
    assert len(data) == sum(volume.length for volume in report.volumes)
    assert verify(data, report, content, QUIET).problems == ()


def test_what_is_in_another_volume_is_in_no_other_file() -> None:
    content, documents = many(6, volume_pages=11)
    data, report = bundle(content, documents)
    for number, (own, volume) in enumerate(zip(files(data, report), report.volumes, strict=True)):
        there = {p.exhibit_label for p in report.pages if volume.first <= p.number <= volume.last}
        with pikepdf.open(BytesIO(own)) as pdf:
            streams = b"".join(
                x.read_bytes()
                for x in pdf.objects
                if isinstance(x, pikepdf.Stream)
                and "/Subtype" not in x
                and "/FunctionType" not in x
                and "/Length1" not in x
            )
        for n in range(1, 7):
            assert (b"Document %d page" % n in streams) == (f"A{n}" in there), number


def test_one_file_stays_as_it_was_where_it_fits() -> None:
    content, documents = many(2, volume_pages=400)
    data, report = bundle(content, documents)
    assert report.volumes == () and report.page_count == len(pikepdf.open(BytesIO(data)).pages)


def test_volumes_are_the_same_twice() -> None:
    content, documents = many(6, volume_pages=11)
    assert bundle(content, documents) == bundle(content, dict(documents))


def test_one_page_that_alone_is_too_large_is_told_and_keeps_no_other_from_its_limit() -> None:
    documents = {f"d{n}": noise(n) for n in range(6)} | {"big": noise(9, 700)}
    content = BundleContent(
        "Pictures (sample)",
        exhibits=tuple(
            Exhibit(id, f"A{n}", media_type="image/png") for n, id in enumerate(documents, 1)
        ),
        parts=("cover", "index"),
        options=Options(volume_bytes=700_000),
    )
    data, report = bundle(content, documents)
    over = [n for n, volume in enumerate(report.volumes, 1) if volume.length > 700_000]
    assert len(over) == 1
    told = [p.words for p in report.problems if "one page alone" in p.words]
    assert len(told) == 1 and told[0].startswith(f"Volume {over[0]} has")
    assert verify(data, report, content, QUIET).problems == ()
