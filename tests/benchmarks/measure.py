"""What a tree of processes costs, by the kernel's own account, and the table of figures."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
MB = 1_000_000


def tree(root: int) -> list[int]:
    """The process and all its living descendants."""
    found = [root]
    for pid in found:
        with _gone_is_fine():
            for task in Path(f"/proc/{pid}/task").iterdir():
                with _gone_is_fine():
                    found.extend(map(int, (task / "children").read_text().split()))
    return found


def cpu_s(root: int) -> float:
    """Processor seconds of the process, of its living descendants, and of those it has reaped."""
    total = 0
    for pid in tree(root):
        with _gone_is_fine():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime
    return total * _TICK_S


def own_cpu_s() -> float:
    """Processor seconds of this process, all its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def queued_s() -> float:
    """Seconds that this thread has stood in line for a processor since it began."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


def pss_mb(root: int) -> float:
    """Memory of the process and its descendants, shared pages counted once."""
    total = 0
    for pid in tree(root):
        with _gone_is_fine():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total / MB


@dataclass
class Memory:
    """Samples of ``pss_mb``, each with its moment by the monotonic clock."""

    samples: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def peak_mb(self, start: float = 0.0, end: float = float("inf")) -> float:
        return max((mb for at, mb in self.samples if start <= at <= end), default=0.0)


@contextmanager
def watched(root: int, every_s: float = 0.05) -> Generator[Memory]:
    """Samples the memory of a tree of processes from a thread of its own."""
    memory, done = Memory(), threading.Event()

    def look() -> None:
        while not done.is_set():
            memory.samples.append((time.monotonic(), pss_mb(root)))
            done.wait(every_s)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield memory
    finally:
        done.set()
        thread.join()


def spent_s(work: Callable[[], object], times: int = 5) -> float:
    """Processor seconds of some work done here, the median of several times."""
    spent: list[float] = []
    for _ in range(times):
        began = own_cpu_s()
        work()
        spent.append(own_cpu_s() - began)
    return median(spent)


@dataclass(frozen=True)
class Row:
    """One line of the table; ``limit`` is what we hold ourselves to, as words."""

    what: str
    figure: str
    against: str = ""
    ratio: str = ""
    limit: str = ""


class Table:
    """The figures of one run, printed together at its end."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Row]] = {}

    def add(self, part: str, *row: str) -> None:
        self._parts.setdefault(part, []).append(Row(*row))

    def lines(self) -> Iterator[str]:
        for part, rows in self._parts.items():
            yield ""
            yield part
            cells = [("", "figure", "against", "ratio", "limit")]
            cells += [(r.what, r.figure, r.against, r.ratio, r.limit) for r in rows]
            widths = [max(len(cell[n]) for cell in cells) for n in range(5)]
            for cell in cells:
                texts = (text.ljust(width) for text, width in zip(cell, widths, strict=True))
                yield ("  " + "  ".join(texts)).rstrip()


@contextmanager
def _gone_is_fine() -> Generator[None]:
    """A process may end while it is looked at."""
    try:
        yield
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return
