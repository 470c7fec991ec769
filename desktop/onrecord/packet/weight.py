"""How many bytes pages take in a file, by the lengths of their streams as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Object, Stream

_SKIPPED = {"/Parent", "/P", "/StructParents", "/Dest", "/A"}
"""What leads from a page to the rest of the document, not to what it draws."""
_ENTRY = 24
"""About as many bytes as an object costs in a file beside its stream."""


Key = tuple[int, int, int]


class Scale:
    """Weighs pages: what several share counts once in a volume."""

    def __init__(self, pages: Sequence[tuple[int, Object]]) -> None:
        """Each page with the number of the document it is in, as object numbers are of one."""
        self._parts: list[dict[Key, int]] = []
        for document, page in pages:
            found: dict[tuple[int, int], int] = {}
            _weigh(page, found)
            self._parts.append({(document, *key): size for key, size in found.items()})

    def weigh(self, pages: Iterable[int], known: set[Key]) -> int:
        """Bytes that these pages (from 0) add to what ``known`` has; it learns of them."""
        total = 0
        for page in pages:
            for key, size in self._parts[page].items():
                if key not in known:
                    known.add(key)
                    total += size
        return total


def _weigh(start: Object, found: dict[tuple[int, int], int]) -> None:
    waiting: list[Any] = [start]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, Object):
            continue
        if isinstance(thing, Dictionary | Stream | Array):
            key = thing.objgen
            if key != (0, 0):
                if key in found:
                    continue
                found[key] = _ENTRY
                if isinstance(thing, Stream):
                    found[key] += len(thing.read_raw_bytes())
            if isinstance(thing, Array):
                waiting.extend(list(thing))
            else:
                inside: Any = thing
                waiting.extend(inside.get(k) for k in inside.keys() if k not in _SKIPPED)  # noqa: SIM118
