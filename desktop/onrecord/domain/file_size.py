"""How large a file is, in words, beside what a recipient takes.

A body that takes "20 MB" means 20,000,000 or 20,971,520 bytes, as the directory has it; both are
said as 20 MB, and a file beside it in the same megabytes, so that the two can be compared.
"""

from __future__ import annotations

MEGABYTE = 1_000_000
_OF_MACHINES = 1 << 20


def size_words(length: int, limit: int = 0) -> str:
    """``4.1 MB``; kB below a tenth of one. In the megabytes of ``limit``, bytes, where there is
    one."""
    unit = _unit(limit)
    if length * 10 >= unit:
        return f"{length / unit:.1f} MB"
    return f"{max(1, length * 1000 // unit)} kB"


def limit_words(limit: int) -> str:
    """``20 MB`` of 20,000,000 bytes and of 20,971,520."""
    unit = _unit(limit)
    return f"{limit / unit:g} MB" if limit * 10 >= unit else f"{limit * 1000 / unit:g} kB"


def _unit(limit: int) -> int:
    return _OF_MACHINES if limit and limit % _OF_MACHINES == 0 else MEGABYTE
