"""What a worker puts on the tray arrives whole and in order, and the tray cannot be turned on who
reads from it."""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
from collections.abc import Callable, Iterator

import pytest

from onrecord.errors import Cancelled, NeedsPassword, WorkerFailed
from onrecord.worker import tray as module
from onrecord.worker.limits import Limits
from onrecord.worker.pool import WorkerPool
from onrecord.worker.tray import PLACE, PLACES, SHORT, Tray

MODULE = "worker.sample_tasks"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems send it by pipe")


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(MODULE, Limits(answer_mb=64), size=1)
    yield pool
    pool.close()


def pattern(seed: int, length: int) -> bytes:
    return (seed.to_bytes(4, "big") * (length // 4 + 1))[:length]


# Longer than all places together, so that each is used again; and what goes through the pipe.
LENGTHS = [PLACE, 3, PLACE * PLACES * 2 + 17, SHORT - 1, SHORT, PLACE - 1, 0, PLACE + 1, 70_000]


@pytest.mark.parametrize("streamed", [False, True])
def test_all_arrives_in_order_and_whole(pool: WorkerPool, streamed: bool) -> None:
    expected = hashlib.sha256(b"".join(pattern(n, s) for n, s in enumerate(LENGTHS))).hexdigest()
    for _ in range(3):  # the places are where the last call left them
        digest = hashlib.sha256()
        answer = pool.call("pour", {"sizes": LENGTHS}, receive=digest.update if streamed else None)
        for blob in answer.blobs:
            digest.update(blob)
        assert digest.hexdigest() == expected


def test_what_is_asked_for_in_between_arrives_too(pool: WorkerPool) -> None:
    answer = pool.call(
        "pour_and_ask",
        {"sizes": LENGTHS, "keys": [str(n) for n in range(len(LENGTHS))]},
        provide=lambda key: [key.encode() * 3],
        receive=lambda _piece: None,
    )
    assert answer.value["answers"] == [str(n) * 3 for n in range(len(LENGTHS))]


def test_a_task_that_fails_half_way_leaves_the_places_usable(pool: WorkerPool) -> None:
    for _ in range(PLACES):
        with pytest.raises(NeedsPassword):
            pool.call("pour", {"sizes": [PLACE * 3], "then": "password"}, receive=lambda _: None)
    assert sum(map(len, pool.call("pour", {"sizes": LENGTHS}).blobs)) == sum(LENGTHS)


def test_pieces_are_no_longer_than_what_is_at_hand(pool: WorkerPool) -> None:
    seen: list[int] = []
    pool.call("pour", {"sizes": LENGTHS}, receive=lambda piece: seen.append(len(piece)))
    assert sum(seen) == sum(LENGTHS) and max(seen) <= 1 << 18


def test_a_piece_that_is_kept_is_not_to_be_read_later(pool: WorkerPool) -> None:
    kept: list[bytes | memoryview] = []
    pool.call("pour", {"sizes": [PLACE]}, receive=kept.append)
    with pytest.raises(ValueError, match="released"):
        bytes(kept[0])


def test_who_does_not_want_more_ends_it(pool: WorkerPool) -> None:
    seen: list[int] = []
    endless = WorkerPool(MODULE, Limits(answer_mb=1 << 20), size=1)
    with pytest.raises(Cancelled):
        endless.call(
            "babble",
            {},
            receive=lambda piece: seen.append(len(piece)),
            cancelled=lambda: bool(seen),
        )
    endless.close()

    def full(_piece: bytes | memoryview) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        pool.call("pour", {"sizes": [PLACE * 20]}, receive=full)
    assert sum(map(len, pool.call("pour", {"sizes": LENGTHS}).blobs)) == sum(LENGTHS)


def test_an_answer_that_never_ends_is_refused(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailed, match="larger than it may be"):
        pool.call("pour", {"sizes": [65 << 20]}, receive=lambda _: None)


@pytest.mark.parametrize(
    ("length", "said"),
    [(0, "not be processed"), (PLACE + 1, "not be processed"), ((1 << 32) - 1, "larger than")],
)
def test_a_place_that_is_none_is_refused(pool: WorkerPool, length: int, said: str) -> None:
    with pytest.raises(WorkerFailed, match=said):
        pool.call("tell_of", {"length": length}, receive=lambda _: None)


def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> tuple[mmap.mmap, int]:
        raise PermissionError

    monkeypatch.setattr(module, "_made", made)


def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a Python that was built where the C library had no such call."""
    monkeypatch.delattr(os, "memfd_create")


@pytest.mark.parametrize("without", [forbidden, unknown])
def test_without_shared_memory_all_goes_through_the_pipe(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch, without: Callable[..., None]
) -> None:
    without(monkeypatch)
    asked = {"sizes": LENGTHS, "keys": [str(n) for n in range(len(LENGTHS))]}
    answer = pool.call("pour_and_ask", asked, provide=lambda key: [key.encode()])
    assert sum(map(len, answer.blobs)) == sum(LENGTHS)
    assert answer.value["answers"] == asked["keys"]
    poured = pool.call("pour", {"sizes": LENGTHS}).blobs
    assert b"".join(poured) == b"".join(pattern(n, size) for n, size in enumerate(LENGTHS))


def test_a_worker_cannot_make_it_shorter_nor_the_parent_write_there() -> None:
    import fcntl

    tray = Tray()
    try:
        for size in (0, PLACE * PLACES - 1, PLACE * PLACES + 1):
            with pytest.raises(PermissionError):
                os.ftruncate(tray.for_worker, size)
        with pytest.raises(PermissionError):
            fcntl.fcntl(tray.for_worker, fcntl.F_ADD_SEALS, 0)
        assert tray.taken(5).readonly
        file = os.dup(tray.for_worker)
        tray.given()
        os.pwrite(file, b"a bill", PLACE)  # as the worker does: into the second place
        assert bytes(tray.taken(6)) == b"a bill"
        os.close(file)
    finally:
        tray.close()
    with pytest.raises(ValueError, match="closed"):
        tray.taken(1)


def test_it_may_be_closed_while_it_is_read() -> None:
    tray = Tray()
    view = tray.taken(5)
    tray.close()
    assert bytes(view) == bytes(5)
    tray.close()
