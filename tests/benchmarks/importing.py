"""Keeping many files, by us or by plain copying, in a process of its own.

``python importing.py import VAULT FOLDER MS`` keeps the files of a folder in a new vault;
``python importing.py copy TARGET FOLDER MS`` copies them and flushes each to the medium, as ``cp``
with ``sync`` does. Each flush takes MS milliseconds longer than it does here. Prints as JSON what
passed until all were acknowledged, in seconds: by the clock, of it in line for a processor, and
processor time of all threads.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from benchmarks.measure import own_cpu_s, queued_s
from onrecord.services.attach_files import attach_files
from onrecord.vault.vault import Vault


def now() -> tuple[float, ...]:
    return time.monotonic(), queued_s(), own_cpu_s()


def keep(folder: Path, files: Path) -> tuple[float, ...]:
    vault, _ = Vault.create(folder, "five plain words for tests", work_factor=4, memory=None)
    began = now()
    result = attach_files(vault, [files])
    spent = tuple(end - start for end, start in zip(now(), began, strict=True))
    assert len(result.added) == len(list(files.iterdir()))
    vault.close()
    return spent


def copy(target: Path, files: Path) -> tuple[float, ...]:
    target.mkdir()
    began = now()
    for path in sorted(files.iterdir()):
        with path.open("rb") as source, (target / path.name).open("wb") as made:
            shutil.copyfileobj(source, made, 1 << 18)
            made.flush()
            os.fsync(made.fileno())
    return tuple(end - start for end, start in zip(now(), began, strict=True))


def main(what: str, target: str, files: str, ms: str) -> None:
    flush = os.fsync

    def slower(fd: int) -> None:
        flush(fd)
        time.sleep(int(ms) / 1000)

    if int(ms):
        os.fsync = slower
    wall, queued, cpu = (keep if what == "import" else copy)(Path(target), Path(files))
    print(json.dumps({"wall_s": wall, "queued_s": queued, "cpu_s": cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
