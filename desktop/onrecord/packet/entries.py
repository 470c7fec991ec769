"""Looking up what stands in a dictionary of a PDF."""

from __future__ import annotations

from typing import Any

from pikepdf import Object


def entry(thing: Object, key: str) -> Any:
    """The value of ``key`` in a dictionary or stream; None where there is none.

    ``thing.get(key)`` alone gives the same, but for a key that is missing it raises and catches an
    error within, which takes fifteen times as long; and of the keys a page may have most are missing.
    """
    return thing.get(key) if key in thing else None
