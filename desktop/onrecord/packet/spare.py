"""Memory that is not needed any more goes back to the system. Runs in a worker only."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_libc: Any = ctypes.CDLL(None) if sys.platform == "linux" else None
_trim: Any = getattr(_libc, "malloc_trim", None)


def give_back() -> None:
    """What was freed is given back at once, where the C library keeps it for later (glibc): a large
    document leaves holes where it was."""
    if _trim is not None:
        _trim(0)
