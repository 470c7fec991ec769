"""A document that is read where it lies makes the same bundle as one that was copied first."""

from __future__ import annotations

import mmap
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from onrecord.errors import KnownError
from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent
from onrecord.packet.gather import Library
from onrecord.packet.outcome import Method, Verdict
from onrecord.packet.verdict import engine
from onrecord.worker.desk import Desk, Lying
from packet.papers import bundle, content_of, holds, paper, says

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="others have no such memory")


class _Paper:
    def __init__(self, data: bytes) -> None:
        self.data, self.length = data, len(data)

    def fill(self, place: memoryview) -> None:
        place[:] = self.data


class _Lender:
    """As a parent: what was lent is overwritten and cut off as soon as the next is asked for."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self._documents, self._desk = documents, Desk()
        self.lent: list[str] = []

    def __call__(self, id: str) -> Lying:
        for _ in range(2):  # into both places
            self._desk.lay(_Paper(b"%PDF-1.4 overwritten"))
            self._desk.lay(_Paper(b""))
        laid = self._desk.lay(_Paper(self._documents[id]))
        assert laid is not None
        self.lent.append(id)
        return Lying(self._desk.for_worker, laid["place"], laid["lies"])

    def close(self) -> None:
        self._desk.close()


@pytest.fixture
def documents() -> dict[str, bytes]:
    long = paper([says(f"page {n} of the long one") for n in range(1, 41)])
    broken = bytearray(paper([says("one"), says("two")]))
    at = broken.rfind(b"startxref")
    broken[at : at + 9] = b"startxxxx"
    return {
        "bill": paper([says("the bill"), says("account 0012 3456 78")]),
        "long": long,
        "broken": bytes(broken),
        "letter": paper([says("a letter")], Rotate=90),
        "nothing": b"not a PDF",
        "empty": b"",
        "long again": long,
    }


@pytest.fixture
def lender(documents: dict[str, bytes]) -> Iterator[_Lender]:
    lender = _Lender(documents)
    yield lender
    lender.close()


def _built(content: BundleContent, ask: _Lender, verdicts: Mapping[str, Verdict]) -> bytes:
    written = BytesIO()
    assemble(content, Library(ask), verdicts).write(written.write)
    return written.getvalue()


@pytest.mark.parametrize("method", ["copy", "flatten", "keep", "import", "image"])
def test_every_way_of_taking_its_pages_gives_the_same_bytes(
    documents: dict[str, bytes], lender: _Lender, method: Method
) -> None:
    content = content_of(documents, pages={"A2": (3, 7, 8)})
    verdicts = {
        id: Verdict(engine(), len(pikepdf.open(BytesIO(data)).pages), method=method)
        for id, data in documents.items()
        if id not in ("nothing", "empty")
    }
    assert _built(content, lender, verdicts) == bundle(content, documents, verdicts)[0]
    assert lender.lent == list(documents)


def test_what_is_blacked_out_is_gone_as_well(documents: dict[str, bytes], lender: _Lender) -> None:
    content = content_of(documents, hidden=("0012 3456 78",))
    made = _built(content, lender, {})
    assert made == bundle(content, documents)[0]
    assert holds(made, "a letter") and not holds(made, "3456")


@pytest.mark.parametrize("error", [OSError(12, "no memory"), OSError(24, "too many files")])
def test_where_there_is_no_room_to_map_it_it_is_copied(
    documents: dict[str, bytes],
    lender: _Lender,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
) -> None:
    content = content_of(documents)
    expected = bundle(content, documents)[0]
    real = mmap.mmap

    def refused(file: int, length: int, **how: Any) -> mmap.mmap:
        if how.get("access") == mmap.ACCESS_READ:
            raise error
        return real(file, length, **how)

    monkeypatch.setattr(mmap, "mmap", refused)
    assert _built(content, lender, {}) == expected


def test_documents_without_pages_leave_no_file_open(lender: _Lender) -> None:
    pages = paper([])
    lender._documents = {"none": pages}
    library = Library(lender)
    content = content_of(lender._documents)
    kept: list[KnownError] = []
    files: list[int] = []
    for _ in range(20):
        with pytest.raises(KnownError) as found:
            library.document(content.exhibits[0], content)
        kept.append(found.value)  # and with it all that stood on the way
        files.append(len(list(Path("/proc/self/fd").iterdir())))
    assert len(set(files)) == 1


def test_one_that_opens_with_a_password(lender: _Lender, documents: dict[str, bytes]) -> None:
    documents["bill"] = paper([says("the bill")], password="sesame")
    for passwords in ({"bill": "sesame"}, {"bill": "wrong"}):
        content = content_of(documents, passwords=passwords)
        assert _built(content, lender, {}) == bundle(content, documents)[0]
