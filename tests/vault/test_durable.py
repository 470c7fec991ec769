"""A small file is replaced whole or not at all, and every failing disk has its sentence."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from onrecord.errors import KnownError
from onrecord.vault import durable


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "format.json"
    durable.write_whole(path, b"one")
    durable.write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["format.json"]


@pytest.mark.parametrize("step", ["sync_file", "rename"])
def test_an_error_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "format.json"
    durable.write_whole(path, b"old")

    def fail(*args: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(durable, step, fail)
    with pytest.raises(OSError, match="Input/output"):
        durable.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["format.json"]


def test_what_a_crash_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "format.json.part").write_bytes(b"half")
    durable.write_whole(tmp_path / "format.json", b"whole")
    assert [one.name for one in tmp_path.iterdir()] == ["format.json"]


def test_on_windows_a_rename_waits_for_a_virus_scanner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"x")
    waits: list[float] = []
    replace = Path.replace

    def held(self: Path, to: Path) -> Path:
        if len(waits) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(sys, "platform", "win32")
    durable.rename(source, target, pause=waits.append)
    assert target.read_bytes() == b"x"
    assert waits == [0.01, 0.02, 0.04]


def test_elsewhere_a_refused_rename_is_an_error_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, to: Path) -> Path:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        durable.rename(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EFBIG, "larger than"),
        (errno.EROFS, "cannot be written to"),
        (errno.EIO, "the disk reported an error"),
    ],
)
def test_every_failing_disk_has_its_sentence(number: int, words: str) -> None:
    with (
        pytest.raises(KnownError, match=f"^It was not saved: .*{words}"),
        durable.saving("It was not saved"),
    ):
        raise OSError(number, "")
