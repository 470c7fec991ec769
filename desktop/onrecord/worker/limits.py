"""How much a worker may take, and setting that on the process itself."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass

PATIENCE = 1 if sys.platform == "win32" else 8
"""Times that a limit by the clock is the longer for: where the system counts processor time, that
is what ends a runaway, and a document is not unreadable because the machine is busy."""


@dataclass(frozen=True)
class Limits:
    """Hard limits of one worker.

    ``address_space_mb`` and ``nice`` hold for the process, ``cpu_s``, ``wall_s`` (seconds) and
    ``answer_mb`` (everything that comes back) for each call.
    """

    address_space_mb: int = 2048
    cpu_s: int = 60
    wall_s: float = 90 * PATIENCE
    answer_mb: int = 512
    nice: int = 5


def limit_process(limits: Limits) -> bool:
    """Sets what the system can hold this process to; False where it can hold nothing.

    Called after everything is imported. Files cannot be written (size 0; pipes are not touched)
    and no core is dumped, since it would hold the document.
    """
    if sys.platform == "win32":
        return False
    import resource

    os.nice(limits.nice)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, 32)
    # macOS takes this value and does not act on it: only Linux bounds the memory.
    _lower(resource.RLIMIT_AS, limits.address_space_mb << 20)
    renew_cpu(limits)
    return True


def renew_cpu(limits: Limits) -> None:
    """Gives the next call its own share: the system's count is of the whole life of a process."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_s
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _lower(which: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(which, (value, value))
    except (OSError, ValueError):
        if sys.platform == "linux":
            raise
