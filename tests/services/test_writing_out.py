"""Where a file may be written outside the vault, and what is said where it may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.domain.housekeeping import PendingExport
from onrecord.errors import KnownError, Refused
from onrecord.services.export_bundle import export_bundle
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from onrecord.services.writing_out import write_out
from onrecord.vault.vault import Vault

needs_posix = pytest.mark.skipif(os.name != "posix", reason="a POSIX kind of file")


def write(vault: Vault, target: Path, data: bytes = b"new") -> None:
    write_out(vault, [(target, lambda: [data])], "Wrote a test outside the vault")


@needs_posix
def test_a_device_or_a_pipe_is_never_replaced_by_a_file(vault: Vault, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="is a device or a connection"):
        write(vault, tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    with pytest.raises(Refused, match="is a device or a connection"):
        write(vault, Path("/dev/null"))


@needs_posix
def test_a_link_is_followed_and_stays_a_link(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "here.pdf").symlink_to(tmp_path / "there" / "real.pdf")
    write(vault, tmp_path / "here.pdf")
    assert (tmp_path / "here.pdf").is_symlink()
    assert (tmp_path / "there" / "real.pdf").read_bytes() == b"new"
    (tmp_path / "inside.pdf").symlink_to(vault.path / "objects" / "x.pdf")
    with pytest.raises(Refused, match="outside the vault"):
        write(vault, tmp_path / "inside.pdf")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(KnownError, match="circle"):
        write(vault, tmp_path / "circle")


def test_a_name_that_cannot_be_is_one_sentence(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Choose a file name"):
        write(vault, Path())
    with pytest.raises(KnownError, match="could not be written"):
        write(vault, tmp_path / ("x" * 300))
    write(vault, tmp_path / ("\U0001f4c4" * 60))  # 240 bytes; the file beside it needs room too
    assert vault.count(PendingExport) == 0


def test_a_bad_target_is_said_before_the_work_begins(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    packet = start_packet(workshop.vault, dispute).result
    told: list[str] = []
    with pytest.raises(Refused, match="There is no folder"):
        export_bundle(
            workshop, packet, tmp_path / "none" / "x.pdf", lambda *said: told.append(said[2])
        )
    assert not told
