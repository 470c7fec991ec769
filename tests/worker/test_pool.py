"""A call into a worker ends in an answer or one sentence, whatever the document does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator

import pytest

from onrecord.errors import Cancelled, NeedsPassword, Refused, WorkerFailed
from onrecord.worker.pool import Limits, Worker, WorkerPool

MODULE = "worker.sample_tasks"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(MODULE, Limits(address_space_mb=512, answer_mb=8), size=1)
    yield pool
    pool.close()


def works(pool: WorkerPool) -> bool:
    return pool.call("echo", {"n": 1}).value["args"] == {"n": 1}


def test_blobs_arrive_as_they_were_sent_whole_or_streamed(pool: WorkerPool) -> None:
    whole = bytes(range(256)) * 10_000
    answer = pool.call("echo", {"words": "déjà vu \ud800"}, [whole, iter([whole, b"", b"x"]), b""])
    expected = [whole, whole + b"x", b""]
    assert answer.value["digests"] == [hashlib.sha256(blob).hexdigest() for blob in expected]
    assert answer.value["warmed"] == ["warm"]


def test_a_task_may_ask_for_more(pool: WorkerPool) -> None:
    answer = pool.call("ask", {"keys": ["a", "bb"]}, provide=lambda key: [b"1234", key.encode()])
    assert answer.value == {"answers": [5, 6]}


def test_what_a_task_sends_is_collected_or_passed_on(pool: WorkerPool) -> None:
    sizes = [3_000_000, 0, 5]
    assert [len(blob) for blob in pool.call("send", {"sizes": sizes}).blobs] == sizes
    seen: list[int] = []
    answer = pool.call("send", {"sizes": sizes}, receive=lambda chunk: seen.append(len(chunk)))
    assert answer.blobs == []
    assert sum(seen) == 3_000_005
    assert max(seen) <= 1 << 20


def test_progress_is_told(pool: WorkerPool) -> None:
    told: list[tuple[int, int, str]] = []
    pool.call("count", {}, progress=lambda *step: told.append(step))
    assert told == [(0, 3, "page 1"), (1, 3, "page 2"), (2, 3, "page 3")]


def test_a_known_error_comes_back_as_itself(pool: WorkerPool) -> None:
    with pytest.raises(NeedsPassword, match="This file needs its password"):
        pool.call("refuse", {"kind": "password"})
    with pytest.raises(Refused) as refused:
        pool.call("refuse", {"kind": "field"})
    assert refused.value.path == "page"


def test_an_unexpected_error_is_one_sentence_and_a_report(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailed) as failed:
        pool.call("stumble", {})
    assert "inner words" not in str(failed.value)
    assert "ZeroDivisionError: secret inner words" in failed.value.report
    assert works(pool)


def test_a_hanging_document_is_stopped_and_the_next_one_works(pool: WorkerPool) -> None:
    for task in ("sleep", "spin"):
        with pytest.raises(WorkerFailed, match="took too long"):
            pool.call(task, {}, wall_s=0.3)
        assert works(pool)


def test_processor_time_is_limited_for_each_call_not_for_the_life_of_a_process() -> None:
    pool = WorkerPool(MODULE, Limits(cpu_s=1, nice=0), size=1)
    try:
        first = pool.call("echo", {}).value["pid"]
        with pytest.raises(WorkerFailed, match="took too long"):
            pool.call("spin", {})
        assert pool.call("echo", {}).value["pid"] != first
    finally:
        pool.close()


def test_a_document_that_wants_too_much_memory_is_stopped(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailed, match="more memory"):
        pool.call("allocate", {"mb": 4000})
    assert works(pool)


def test_a_crash_costs_one_sentence(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailed, match="stopped the program") as failed:
        pool.call("abort", {})
    assert "last words" in failed.value.report
    assert works(pool)


@pytest.mark.parametrize("stream", [True, False])
def test_an_answer_that_never_ends_is_refused(pool: WorkerPool, stream: bool) -> None:
    with pytest.raises(WorkerFailed, match="larger than it may be"):
        pool.call("babble", {}, receive=(lambda chunk: None) if stream else None)
    assert works(pool)


def test_frames_that_are_none_are_refused(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailed, match="could not be processed"):
        pool.call("break_frames", {})
    assert works(pool)


def test_a_library_that_prints_does_no_harm(pool: WorkerPool) -> None:
    assert pool.call("print_loudly", {}).value == {"read": 0}
    assert works(pool)


def test_a_call_can_be_cancelled(pool: WorkerPool) -> None:
    with pytest.raises(Cancelled):
        pool.call("sleep", {}, cancelled=lambda: True)
    assert works(pool)


def test_an_error_of_the_caller_is_passed_on_and_harms_nothing(pool: WorkerPool) -> None:
    def broken() -> Iterator[bytes]:
        yield b"first"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        pool.call("echo", {}, [broken()])
    with pytest.raises(OSError, match="the disk is gone"):
        pool.call("ask", {"keys": ["a"]}, provide=lambda key: broken())
    assert works(pool)


def test_calls_from_several_threads_share_the_processes() -> None:
    pool = WorkerPool(MODULE, size=2)
    try:
        futures = [pool.submit("echo", {"n": n}, [b"%d" % n]) for n in range(12)]
        answers = [future.result() for future in futures]
        assert [answer.value["args"]["n"] for answer in answers] == list(range(12))
        assert len({answer.value["pid"] for answer in answers}) <= 2
    finally:
        pool.close()


def test_a_process_is_renewed_after_fifty_calls(pool: WorkerPool) -> None:
    pids = [pool.call("echo", {}).value["pid"] for _ in range(101)]
    assert 2 <= len(set(pids)) <= 3


def test_a_process_that_was_got_ready_is_the_one_that_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Worker] = []

    def counted(module: str, limits: Limits) -> Worker:
        made.append(Worker(module, limits))
        return made[-1]

    monkeypatch.setattr("onrecord.worker.pool.Worker", counted)
    pool = WorkerPool(MODULE, size=1)
    try:
        pool.get_ready()
        assert works(pool)
        pool.get_ready()
        assert works(pool)
        assert len(made) == 1
    finally:
        pool.close()
    pool.get_ready()  # closed: nothing to get ready for
    assert len(made) == 1


def test_closing_a_pool_ends_the_calls_under_way() -> None:
    pool = WorkerPool(MODULE, size=1)
    begun = threading.Event()

    def cancelled() -> bool:
        begun.set()
        return False

    future = pool.submit("sleep", {}, cancelled=cancelled)
    begun.wait()
    pool.close()
    with pytest.raises(Cancelled):
        future.result()
    with pytest.raises(Cancelled):
        pool.call("echo", {})


def test_a_worker_outlives_the_thread_that_made_it() -> None:
    made: list[Worker] = []
    thread = threading.Thread(target=lambda: made.append(Worker(MODULE)))
    thread.start()
    thread.join()
    (worker,) = made
    try:
        assert worker.call("echo", {"n": 2}).value["args"] == {"n": 2}
    finally:
        worker.close()
    with pytest.raises(WorkerFailed, match="has ended"):
        worker.call("echo", {})


def test_a_module_that_cannot_be_loaded_says_so() -> None:
    worker = Worker("onrecord.no_such_module")
    with pytest.raises(WorkerFailed, match="could not be started") as failed:
        worker.call("echo", {})
    assert "ModuleNotFoundError" in failed.value.report
