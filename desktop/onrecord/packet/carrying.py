"""Copied pages that carry, where nobody sees them, words that are blacked out everywhere: in notes,
names of resources, comments of a content stream, words for readers aloud. Runs in a worker only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from onrecord.domain.same_words import holds, squashed
from onrecord.packet.entries import entry
from onrecord.packet.leakscan import spoken
from onrecord.packet.rawsearch import patterns

_LEAST = 5
"""Letters: shorter ones are looked for in what is read of the page alone."""
_DEEPEST = 60
_PASSED = frozenset(
    ["/Parent", "/P", "/Font", "/BaseFont", "/FontDescriptor", "/FontFile", "/FontFile2",
     "/FontFile3", "/ToUnicode", "/Type", "/Subtype", "/Filter", "/ColorSpace", "/Dest", "/StructParents"]
)  # fmt: skip
"""Back to other pages, or what readers make the words of."""


class Carrying:
    """Looks for the ``hidden`` words; what several pages share is looked at once."""

    def __init__(self, hidden: Sequence[str]) -> None:
        self._hidden = [words for words in hidden if len(squashed(words)) >= _LEAST]
        self._patterns = [one for words in self._hidden for one in patterns(words)]
        self._known: dict[tuple[int, int], bool] = {}

    def carries(self, page: Object) -> bool:
        return bool(self._hidden) and self._in(page, 0)

    def _in(self, thing: Any, depth: int) -> bool:
        if not isinstance(thing, Object) or depth > _DEEPEST:
            return False
        at = thing.objgen
        if at == (0, 0):
            return self._inside(thing, depth)
        if at not in self._known:
            self._known[at] = False  # it may lead back to itself
            self._known[at] = self._inside(thing, depth)
        return self._known[at]

    def _inside(self, thing: Any, depth: int) -> bool:
        if isinstance(thing, String):
            return self._says(str(thing))
        if isinstance(thing, Array):
            parts: list[Any] = [*thing]
            return any(self._in(part, depth + 1) for part in parts)
        if not isinstance(thing, Dictionary | Stream):
            return False
        if depth and entry(thing, "/Type") == Name.Page:
            return False
        table: Any = thing
        for key, value in table.items():
            if key not in _PASSED and (self._says(key) or self._in(value, depth + 1)):
                return True
        return isinstance(thing, Stream) and self._streams(thing)

    def _says(self, text: str) -> bool:
        return any(holds(text, words) for words in self._hidden)

    def _streams(self, stream: Stream) -> bool:
        if entry(stream, "/Subtype") == Name.Image:
            return False  # copied without what was noted in it
        try:
            data = stream.read_bytes()
        except pikepdf.PdfError:
            return False
        texts = data.lower(), spoken(data).lower()
        return any(one.search(text) for one in self._patterns for text in texts)
