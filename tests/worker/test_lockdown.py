"""A locked worker can compute, and nothing else."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from onrecord.worker.limits import Limits
from onrecord.worker.lockdown import filter_program
from onrecord.worker.pool import Worker

linux = pytest.mark.skipif(sys.platform != "linux", reason="walls of the Linux kernel")
MODULE = "worker.sample_tasks"


def locked() -> Worker:
    return Worker(MODULE, Limits())


@linux
def test_it_cannot_open_a_file_nor_a_socket_nor_start_a_program(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    worker = locked()
    if not worker.lockdown["seccomp"]:
        pytest.skip("this kernel or machine has no seccomp filter")
    args = {"folder": str(tmp_path), "victim": str(victim)}
    met = worker.call("try_to", args).value["met"]
    worker.close()
    assert {name for name, what in met.items() if what == "done"} == set()
    assert list(tmp_path.iterdir()) == [victim]


@linux
def test_it_may_start_threads() -> None:
    worker = locked()
    assert worker.call("thread", {}).value == {"seen": [0, 1, 2, 3]}
    worker.close()


@linux
def test_it_is_not_dumpable_and_dumps_no_core() -> None:
    worker = locked()
    worker.call("echo", {})
    folder = Path("/proc", str(worker._process.pid))  # pyright: ignore[reportPrivateUsage]
    limits = (folder / "limits").read_text()
    # What may not be dumped belongs to root, whoever runs it (seen only when not run as root).
    assert folder.joinpath("status").stat().st_uid == 0
    worker.close()
    assert "Max core file size        0                    0" in limits
    assert "Max file size             0                    0" in limits
    assert "Max address space         2147483648           2147483648" in limits


def test_the_level_reached_is_reported() -> None:
    worker = locked()
    level = worker.lockdown
    worker.close()
    assert level["system"] == sys.platform
    assert level["limits"] is (sys.platform != "win32")
    if platform.machine() in ("x86_64", "aarch64") and sys.platform == "linux":
        assert level["seccomp"] is True


def test_it_sees_nothing_of_the_users_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN_OF_THE_USER", "x")
    worker = locked()
    names = set(worker.call("see_environment", {}).value["names"])
    worker.close()
    allowed = {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE", "LD_LIBRARY_PATH"}
    allowed |= {"MALLOC_ARENA_MAX", "MALLOC_TOP_PAD_", "RAYON_NUM_THREADS"}
    allowed |= {"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"}
    assert names <= allowed | {"HOME", "SYSTEMROOT", "__CF_USER_TEXT_ENCODING"}
    assert "A_TOKEN_OF_THE_USER" in os.environ


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_whole_instructions_within_the_kernels_limit(machine: str) -> None:
    program = filter_program(machine, 1234)
    assert len(program) % 8 == 0
    assert 0 < len(program) // 8 <= 4096


def test_an_unknown_machine_gets_no_filter() -> None:
    assert filter_program("mips", 1) == b""
