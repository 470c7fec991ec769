"""Which characters the fonts that ship can show. Pure: from a table, no font is opened.

What no font has is replaced by a sign that is seen, and told of: never a hole without a word.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from onrecord.bundled import resource

REPLACEMENT = "\ufffd"

# Controls, marks of direction, joiners and selectors: they have no shape of their own; and
# spaces, which are set as wide as they are whether a font has them or not.
_SHAPELESS = (
    "0-20 7f-a0 ad 34f 61c 115f-1160 1680 17b4-17b5 180b-180f 2000-200f 2028-202f 205f-206f 3000"
    " 3164 fe00-fe0f feff ffa0 fff9-fffb 1d173-1d17a e0000-e0fff"
)
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True)
class Lacking:
    """Characters that cannot be shown: ``where`` they stand, and the first ``word`` with one."""

    where: str
    word: str
    characters: tuple[str, ...]

    @property
    def words(self) -> str:
        return lacking_words(self.where, self.word, self.characters)


@cache
def _covered() -> bytes:
    """For each character, by its number, whether some font has it. A table of a megabyte is there
    at once; a pattern of so many ranges takes longer to make than most packets to set."""
    table: dict[str, str] = json.loads(resource("fonts", "coverage.json").read_text("utf-8"))
    covered = bytearray(sys.maxunicode + 1)
    for one in f"{_SHAPELESS} {table['ranges']}".split():
        first, _, last = one.partition("-")
        start, end = int(first, 16), int(last or first, 16) + 1
        covered[start:end] = b"\x01" * (end - start)
    return bytes(covered)


def _none(text: str) -> re.Pattern[str] | None:
    """Finds the characters of this text that no font has; None where there are none."""
    if text.isascii():
        return None
    covered = _covered()
    missing = [one for one in set(text) if not covered[ord(one)]]
    return re.compile(f"[{re.escape(''.join(sorted(missing)))}]") if missing else None


def warm() -> None:
    """Reads the table."""
    _covered()


def shown(text: str) -> str:
    """``text`` with a visible sign for each character that no font has."""
    none = _none(text)
    return text if none is None else none.sub(REPLACEMENT, text)


def lacking(where: str, text: str) -> Lacking | None:
    """What of ``text`` cannot be shown, or None."""
    none = _none(text)
    if none is None or (first := none.search(text)) is None:
        return None
    before = re.search(r"\S*\Z", text[: first.start()])
    word = (before[0][-12:] if before else "") + re.split(r"\s", text[first.start() :], maxsplit=1)[
        0
    ][:12]
    characters = tuple(dict.fromkeys(found[0] for found in none.finditer(text, first.start())))
    return Lacking(where, word, characters)


def lacking_spans(text: str) -> list[tuple[int, int]]:
    """Start and length of each run of characters that no font has."""
    none = _none(text)
    spans: list[tuple[int, int]] = []
    for found in none.finditer(text) if none is not None else ():
        if spans and sum(spans[-1]) == found.start():
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        else:
            spans.append((found.start(), 1))
    return spans


def legend(characters: tuple[str, ...]) -> str:
    """What the sign stands for, to be printed beside it."""
    named = ", ".join(f"U+{ord(c):04X}" for c in characters[:12])
    more = f" and {len(characters) - 12} more" if len(characters) > 12 else ""
    return f"{REPLACEMENT} stands for a character that could not be printed here: {named}{more}."


def lacking_words(where: str, word: str, characters: tuple[str, ...]) -> str:
    """One sentence. The characters are named by number, since not every font can show them here
    either."""
    one = len(characters) == 1
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:3])
    more = f" and {len(characters) - 3} more" if len(characters) > 3 else ""
    has = "which no font here has" if one else "none of which a font here has"
    return (
        f"In {where}, “{word}” cannot be printed as written: it holds {named}{more}, {has}."
        f" A {REPLACEMENT} stands in its place."
    )


SPELL = "Spell it in other letters."
REMEDY = "Spell it in other letters, or attach it as a picture."


def is_rtl(text: str) -> bool:
    """Whether ``text`` is read from right to left: by its first letter that has a direction."""
    if text.isascii() or not _RTL.search(text):
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7af]")


def han_language(text: str) -> str:
    """The language whose shapes Chinese characters have: Japanese or Korean by the letters beside
    them, else none, which is simplified Chinese."""
    if text.isascii():
        return ""
    return "ja" if _KANA.search(text) else "ko" if _HANGUL.search(text) else ""


_PLACES = {
    "title": "the title", "subtitle": "the line below the title", "ask": "what you ask for",
    "complainant": "your own details", "counterparty": "the company’s details",
    "references": "the references", "summary": "the summary", "chronology": "“What happened”",
    "claims": "the amounts", "letter": "the letter", "issues": "“Where we disagree”",
}  # fmt: skip
_SPARED = ("frozen", "media_type", "sha256", "password", "id", "seen")


def lacking_in(content: object) -> list[Lacking]:
    """What of the content of a bundle, as JSON data, cannot be printed, place by place.

    The text of an exhibit is looked at where it is set.
    """
    found: list[Lacking] = []
    for name, value in cast("dict[str, Any]", content).items():
        if name in _SPARED:
            continue
        labelled = name in ("contact_log", "exhibits")
        for part in cast("list[Any]", value) if labelled else [value]:
            where = str(part.get("label", "")) if labelled else ""
            if name == "exhibits":
                part = {key: value for key, value in part.items() if key != "text"}
            where = where or _PLACES.get(name, f"“{name.replace('_', ' ')}”")
            one = lacking(where, "\n".join(_texts(part)))
            if one is not None:
                found.append(one)
    return found


def texts(value: Any) -> str:
    """Every text in JSON data."""
    return "\n".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in cast("dict[str, Any]", value).items():
            if name not in _SPARED:
                yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in cast("Iterable[Any]", value):
            yield from _texts(part)
