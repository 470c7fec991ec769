"""A document that lies ready for a worker is the whole one, and only for it to read."""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
from collections.abc import Iterator

import pytest

from onrecord.worker import desk as module
from onrecord.worker.desk import Desk
from onrecord.worker.pool import WorkerPool

MODULE = "worker.sample_tasks"
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems send it by pipe")


class Paper:
    """As the vault gives an original: in pieces, or at one go."""

    def __init__(self, data: bytes) -> None:
        self.data, self.length = data, len(data)
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        self.sent += 1
        yield self.data

    def fill(self, place: memoryview) -> None:
        place[:] = self.data


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(MODULE, size=1)
    yield pool
    pool.close()


def digests(pool: WorkerPool, papers: dict[str, Paper]) -> list[str]:
    answer = pool.call("digest", {"keys": list(papers)}, provide=papers.__getitem__)
    return answer.value["digests"]


def lying(desk: Desk, laid: dict[str, int] | None) -> module.Lying:
    assert laid is not None
    return module.Lying(desk.for_worker, laid["place"], laid["lies"])


def read(desk: Desk, laid: dict[str, int] | None) -> bytes:
    return lying(desk, laid).taken()


def test_what_is_asked_for_arrives_whole_whatever_lay_there_before(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3_000_000)
    lengths = (5, 0, 2_999_999, 1, 3_000_000, 3_000_001, 70_000)
    papers = {str(n): Paper(bytes([n]) * length) for n, length in enumerate(lengths)}
    expected = [hashlib.sha256(paper.data).hexdigest() for paper in papers.values()]
    assert digests(pool, papers) == expected
    assert digests(pool, papers) == expected  # another call, for which it is laid out anew
    if sys.platform == "linux":
        assert {n for n, paper in papers.items() if paper.sent} == {"5"}  # too large to lie there


def test_a_document_that_cannot_be_read_is_passed_on_as_it_was_said(pool: WorkerPool) -> None:
    class Torn(Paper):
        def fill(self, place: memoryview) -> None:
            place[:2] = b"%P"
            raise OSError("the disk is gone")

        def __iter__(self) -> Iterator[bytes]:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        digests(pool, {"a": Torn(b"%PDF-")})
    assert digests(pool, {"a": Paper(b"x")}) == [hashlib.sha256(b"x").hexdigest()]


@linux
def test_a_worker_can_only_read_there() -> None:
    desk = Desk()
    try:
        assert read(desk, desk.lay(Paper(b"a bill"))) == b"a bill"
        for file in desk.for_worker:
            with pytest.raises(OSError):
                os.write(file, b"x")
            with pytest.raises((OSError, ValueError)):
                mmap.mmap(file, 0, access=mmap.ACCESS_WRITE)
            with pytest.raises(OSError):
                os.ftruncate(file, 0)
    finally:
        desk.close()


@linux
def test_what_lies_there_ends_where_the_document_ends() -> None:
    """Whoever looks for its end finds no rest of what lay there before."""
    desk = Desk()
    try:
        for length in (9_000, 20, 8_000, 19, 21, 8_999, 0, 5):
            paper = Paper(os.urandom(length))
            laid = desk.lay(paper)
            assert read(desk, laid) == paper.data
            with lying(desk, laid).opened() as file:
                assert file.seek(0, os.SEEK_END) == length
                assert file.read() == b""
    finally:
        desk.close()


@linux
def test_long_and_short_ones_in_turn_fetch_no_memory_again_and_again() -> None:
    desk = Desk()
    long, short = Paper(bytes(1 << 20)), Paper(bytes(5_000))
    try:
        places = [desk.lay(paper) for paper in (short, long, short, long, short, long)]
        assert places[2:4] == places[4:6]
        assert len({str(place) for place in places[2:]}) == 2
    finally:
        desk.close()


@linux
@pytest.mark.parametrize(
    ("place", "length"), [(2, 6), (-1, 6), (0, 5), (0, 7), (1, 6), ("0", 6), (0, None), (None, 6)]
)
def test_a_worker_that_is_told_what_is_not_so_ends(place: object, length: object) -> None:
    desk = Desk()
    try:
        assert desk.lay(Paper(b"a bill")) == {"place": 0, "lies": 6}
        with pytest.raises(EOFError):
            module.Lying(desk.for_worker, place, length)
    finally:
        desk.close()


@linux
def test_its_memory_goes_back_to_the_system() -> None:
    desk = Desk()
    try:
        laid = desk.lay(Paper(bytes(1 << 20)))
        assert sum(os.fstat(file).st_blocks for file in desk.for_worker) > 0
        there = lying(desk, laid)
        desk.clear()
        assert not any(os.fstat(file).st_size for file in desk.for_worker)
        with pytest.raises(EOFError):
            there.taken()
        assert read(desk, desk.lay(Paper(b"again"))) == b"again"
    finally:
        desk.close()


@linux
def test_it_may_be_closed_while_it_is_written_to() -> None:
    desk = Desk()

    class Closing(Paper):
        def fill(self, place: memoryview) -> None:
            desk.close()
            super().fill(place)

    assert desk.lay(Closing(b"a bill")) is not None
    assert desk.lay(Paper(b"a bill")) is None
    desk.close()
