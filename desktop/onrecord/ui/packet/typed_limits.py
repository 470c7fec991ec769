"""Limits as they are typed: so many megabytes, so many pages. What is no number yet is no limit."""

from __future__ import annotations

from onrecord.domain.file_size import MEGABYTE


def typed_bytes(megabytes: str) -> int:
    """``1.5``, ``1,5`` and ``1,024.5`` megabytes."""
    decimal = megabytes.replace(",", "" if "." in megabytes else ".")
    try:
        return round(float(decimal) * MEGABYTE)
    except (ValueError, OverflowError):
        return 0


def typed_pages(count: str) -> int:
    try:
        return int(count.replace(",", ""))
    except ValueError:
        return 0
