"""What a stranger may stumble over in a letter: pointed at, with the reason, never rewritten.

The lists of words are data (``resources/words/tone_en.json``); a writer may leave every one of
them as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KINDS = ("insult", "threat", "capitals", "blame", "sarcasm")
_SHOUT = re.compile(r"\b[A-Z]{3,}(?:[ ,]+[A-Z]{2,})+\b|\b[A-Z]{6,}\b")
_MARKS = re.compile(r"!{2,}|\?{2,}|[!?]*(?:!\?|\?!)[!?]*")


@dataclass(frozen=True)
class TonePoint:
    """``start`` and ``length`` are characters of the text; ``words`` what stands there."""

    start: int
    length: int
    kind: str
    words: str
    reason: str


@dataclass(frozen=True)
class ToneList:
    """The words of one kind, with the one reason why they are pointed at."""

    kind: str
    reason: str
    words: tuple[str, ...] = ()


def tone_lists(plain: Mapping[str, Mapping[str, object]]) -> tuple[ToneList, ...]:
    """The lists a file of words means; a kind without words has its reason only."""
    made: list[ToneList] = []
    for kind in KINDS:
        entry = plain.get(kind, {})
        words = entry.get("words", [])
        listed = tuple(str(w) for w in words) if isinstance(words, list) else ()  # pyright: ignore
        made.append(ToneList(kind, str(entry.get("reason", "")), listed))
    return tuple(made)


def tone_points(
    text: str, lists: Sequence[ToneList], quiet: Sequence[tuple[int, int]] = ()
) -> list[TonePoint]:
    """Every point, in the order of the text, none of them twice.

    ``quiet`` are spans (start, end) in which capitals mean nothing: names and numbers that come
    from the vault.
    """
    found: list[TonePoint] = []
    for one in lists:
        if one.kind == "capitals":
            for pattern in (_SHOUT, _MARKS):
                found.extend(
                    TonePoint(m.start(), len(m[0]), one.kind, m[0], one.reason)
                    for m in pattern.finditer(text)
                    if not any(a < m.end() and m.start() < b for a, b in quiet)
                )
        elif one.words:
            found.extend(
                TonePoint(m.start(), len(m[0]), one.kind, m[0], one.reason)
                for m in _pattern(one.words).finditer(text)
            )
    found.sort(key=lambda p: (p.start, -p.length))
    kept: list[TonePoint] = []
    for point in found:
        if not kept or point.start >= kept[-1].start + kept[-1].length:
            kept.append(point)
    return kept


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Whole words in any capitals; a space stands for any white space, both apostrophes are one."""
    alternatives: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        pieces = [re.escape(p).replace("'", "['’]") for p in word.split()]
        alternatives.append(r"\s+".join(pieces))
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
