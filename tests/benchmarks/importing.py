"""Keeping many files, by us or by plain copying, in a process of its own.

``python importing.py import VAULT FOLDER MS`` keeps the files of a folder in a new vault;
``python importing.py copy TARGET FOLDER MS`` copies them and flushes each to the medium, as ``cp``
with ``sync`` does. Each flush takes MS milliseconds longer than it does here. Prints as JSON how
long it took until all were acknowledged.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from benchmarks.measure import own_cpu_s
from onrecord.services.attach_files import attach_files
from onrecord.vault.vault import Vault


def keep(folder: Path, files: Path) -> tuple[float, float]:
    vault, _ = Vault.create(folder, "five plain words for tests", work_factor=4, memory=None)
    began, used = time.monotonic(), own_cpu_s()
    result = attach_files(vault, [files])
    spent = time.monotonic() - began, own_cpu_s() - used
    assert len(result.added) == len(list(files.iterdir()))
    vault.close()
    return spent


def copy(target: Path, files: Path) -> tuple[float, float]:
    target.mkdir()
    began, used = time.monotonic(), own_cpu_s()
    for path in sorted(files.iterdir()):
        with path.open("rb") as source, (target / path.name).open("wb") as made:
            shutil.copyfileobj(source, made, 1 << 18)
            made.flush()
            os.fsync(made.fileno())
    return time.monotonic() - began, own_cpu_s() - used


def main(what: str, target: str, files: str, ms: str) -> None:
    flush = os.fsync

    def slower(fd: int) -> None:
        flush(fd)
        time.sleep(int(ms) / 1000)

    if int(ms):
        os.fsync = slower
    wall, cpu = (keep if what == "import" else copy)(Path(target), Path(files))
    print(json.dumps({"wall_s": wall, "cpu_s": cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
