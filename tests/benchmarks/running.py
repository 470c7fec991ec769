"""Runs a program of this folder, and knows what it cost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Memory, watched

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """Seconds of the processor and of the clock, what was printed, and memory over time."""

    cpu_s: float
    wall_s: float
    out: str
    memory: Memory


def program(name: str, *args: object, memory: bool = False) -> Run:
    """Runs ``python name.py ARGS`` to its end; everything it starts is counted with it.

    ``memory`` is watched only where asked for, since watching holds up who is watched.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(_HERE / f"{name}.py"), *map(str, args)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with watched(process.pid) if memory else nullcontext(Memory()) as seen:
        out, _ = process.communicate()
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process.returncode == 0, f"{name} failed"
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, wall, out, seen)
