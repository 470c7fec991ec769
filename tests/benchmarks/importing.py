"""Keeping many files, by us or by plain copying, in a process of its own.

``python importing.py import VAULT FOLDER MS`` keeps the files of a folder in a new vault;
``python importing.py copy TARGET FOLDER MS`` copies them and flushes each to the medium, as ``cp``
with ``sync`` does; ``python importing.py verify VAULT - 0`` reads and compares everything in a vault
that ``import`` made. Each flush takes MS milliseconds longer than it does here. Prints as JSON what
passed until all were acknowledged, in seconds: by the clock, of it in line for a processor, and
processor time of all threads; and by how much memory grew at most (MB).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from benchmarks.measure import MB, own_cpu_s, queued_s
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.vault.vault import Vault

_PASSPHRASE = "five plain words for tests"


def memory_mb(what: str) -> float:
    """Of this process: ``VmRSS`` now, or ``VmHWM``, the most since it was last set back."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what)
    )
    return int(line.split()[1]) * 1024 / MB


def now() -> tuple[float, ...]:
    return time.monotonic(), queued_s(), own_cpu_s()


def keep(folder: Path, files: Path) -> tuple[float, ...]:
    vault, _ = Vault.create(folder, _PASSPHRASE, work_factor=4, memory=None)
    attach_files(vault, [Pasted("first.txt", b"what is loaded once")])
    Path("/proc/self/clear_refs").write_text("5")  # sets the most back
    before = memory_mb("VmRSS")
    began = now()
    result = attach_files(vault, [files])
    spent = tuple(end - start for end, start in zip(now(), began, strict=True))
    assert len(result.added) == len(list(files.iterdir()))
    vault.close()
    return *spent, memory_mb("VmHWM") - before


def copy(target: Path, files: Path) -> tuple[float, ...]:
    target.mkdir()
    began = now()
    for path in sorted(files.iterdir()):
        with path.open("rb") as source, (target / path.name).open("wb") as made:
            shutil.copyfileobj(source, made, 1 << 18)
            made.flush()
            os.fsync(made.fileno())
    return *(end - start for end, start in zip(now(), began, strict=True)), 0.0


def verify(folder: Path) -> tuple[float, ...]:
    vault = Vault.open(folder, _PASSPHRASE, memory=None)
    began = now()
    assert vault.verify().ok
    return *(end - start for end, start in zip(now(), began, strict=True)), 0.0


def main(what: str, target: str, files: str, ms: str) -> None:
    flush = os.fsync

    def slower(fd: int) -> None:
        flush(fd)
        time.sleep(int(ms) / 1000)

    if int(ms):
        os.fsync = slower
    if what == "verify":
        spent = verify(Path(target))
    else:
        spent = (keep if what == "import" else copy)(Path(target), Path(files))
    names = ("wall_s", "queued_s", "cpu_s", "memory_mb")
    print(json.dumps(dict(zip(names, spent, strict=True))))


if __name__ == "__main__":
    main(*sys.argv[1:])
