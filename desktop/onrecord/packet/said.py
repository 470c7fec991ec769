"""Our own words on the pages, in the language of the bundle.

``resources/words/bundle_en.json`` lists every one of them. A file beside it, ``bundle_fr.json``,
gives what it says in another language by the English words; what it lacks stays English. A
content may bring words of its own, which come first. Places for values are numbered: "Volume {0}
of {1}". Runs in a worker; the files are read by ``warm``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from onrecord.bundled import resource
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.packet.phrases import PHRASES

_NONE: dict[str, str] = {}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY = rf"\d{{1,2}} (?:{'|'.join(_MONTHS)}) \d{{4}}(?:, \d\d:\d\d)?"
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) (\d{{4}})(?:, (\d\d:\d\d))?\b")
_AMOUNT = re.compile(
    r"(-?)(£|€|US\$|CA\$|A\$|NZ\$|[A-Z]{3} )(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\d,]*\d)"
)
_QUOTED = re.compile("(“[^”]*”)")
_STOP = re.compile("[.”!?] ")
_PLACE = re.compile(r"\{(\w+)\}")
_DEEP = 6
"""Phrases within phrases."""


@cache
def tables() -> dict[str, dict[str, str]]:
    """Per language, what is said there by the English words."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(resource("words").glob("bundle_*.json")):
        read = json.loads(file.read_text("utf-8"))
        found[read["language"]] = read["words"]
    return found


def table(language: str, own: Mapping[str, str] = _NONE) -> Mapping[str, str]:
    """What is said in a language (``pt-BR``, else ``pt``), ``own`` before ours; empty for English
    and for none known."""
    short = language.split("-")[0].lower()
    if short == "en":
        return _NONE
    ours = tables().get(language, tables().get(short, _NONE))
    return {**ours, **own} if own else ours


class _Spoken:
    """The words of one language, and how it recognises and writes what is put together."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        plain = [english for english in PHRASES if english in words and _PLACE.search(english)]
        plain.sort(key=lambda english: -len(_PLACE.sub("", english)))
        self.phrases = [(_pattern(english), words[english]) for english in plain]
        self.amount = _amount_form(words.get("£1,234.50", ""))

    def phrase(self, text: str, deep: int = _DEEP) -> str:
        """``text`` where it is a phrase of ours, with what it is made of; else as it is."""
        if not text or deep <= 0:
            return text
        for stop in _STOP.finditer(text):  # sentence by sentence, as they were put together
            if (first := self._sentence(text[: stop.start() + 1], deep)) is not None:
                return f"{first} {self.phrase(text[stop.end() :], deep)}"
        whole = self._sentence(text, deep)
        return text if whole is None else whole

    def _sentence(self, text: str, deep: int) -> str | None:
        if text.endswith(".") and text not in self.words:
            found = self._known(text[:-1], deep)
            if found is not None:
                return f"{found}."
        return self._known(text, deep)

    def _known(self, text: str, deep: int) -> str | None:
        lower, upper = text[:1].lower() + text[1:], text[:1].upper() + text[1:]
        for one in (text, lower, upper):
            if one in self.words and not _PLACE.search(one):
                return _as_begun(text, one, self.words[one])
        for one in (text, lower, upper):
            for pattern, said in self.phrases:
                if found := pattern.fullmatch(one):
                    parts = {
                        name[1:]: self._part(name, part, deep)
                        for name, part in found.groupdict().items()
                    }
                    made = _PLACE.sub(lambda at, parts=parts: parts.get(at[1], at[0]), said)
                    return _as_begun(text, one, made)
        return None

    def _part(self, name: str, part: str, deep: int) -> str:
        if name == "_list":
            return ", ".join(self.phrase(one, deep - 1) for one in part.split(", "))
        return self.phrase(part, deep - 1)

    def date(self, day: str, month: str, year: str, clock: str) -> str:
        """As the language's own example is written; in English order where it has none."""
        model = f"{'5 ' if day else ''}March 2026{', 14:21' if clock else ''}"
        shown = self.words.get(model)
        name = self.words.get(month, month)
        if shown is None:
            return f"{day} {name} {year}".strip() + (f", {clock}" if clock else "")
        for was, put in (
            ("14:21", "\0"), ("14.21", "\1"), ("2026", "\2"),
            (self.words.get("March", "March"), "\3"), ("5", "\4"),
        ):  # fmt: skip
            shown = shown.replace(was, put, 1)
        for put, now in (
            ("\0", clock), ("\1", clock.replace(":", ".")), ("\2", year), ("\3", name),
            ("\4", day),
        ):  # fmt: skip
            shown = shown.replace(put, now)
        return shown

    def dates(self, text: str) -> str:
        return _DATE.sub(lambda d: self.date(d[1] or "", d[2], d[3], d[4] or ""), text)

    def inline(self, text: str) -> str:
        """Days and amounts within a text, but for what is quoted."""
        pieces = _QUOTED.split(text)
        for n in range(0, len(pieces), 2):
            pieces[n] = _AMOUNT.sub(self._amount, self.dates(pieces[n]))
        return "".join(pieces)

    def _amount(self, found: re.Match[str]) -> str:
        if self.amount is None:
            return found[0]
        sign, symbol, whole, rest = found[1], found[2].strip(), found[3], found[4]
        return self.amount(sign, symbol, whole, rest or "")


_current: ContextVar[_Spoken | None] = ContextVar("said", default=None)


@contextmanager
def speaking(language: str, own: Mapping[str, str] = _NONE) -> Generator[Mapping[str, str]]:
    """While this runs, ``t`` answers in the language; gives its words for a template."""
    words = table(language, own)
    token = _current.set(_Spoken(words) if words else None)
    try:
        yield words
    finally:
        _current.reset(token)


def t(words: str) -> str:
    """``words`` in the language that is spoken now."""
    spoken = _current.get()
    return spoken.words.get(words, words) if spoken is not None else words


def phrase(text: str) -> str:
    """What a service worded (``phrases.PHRASES``) in the language that is spoken now, its days and
    amounts as they are written there."""
    spoken = _current.get()
    return spoken.inline(spoken.phrase(text)) if spoken is not None else text


def day_words(text: str) -> str:
    """When text as a person writes it in the language that is spoken now."""
    words, spoken = When(text).words(), _current.get()
    if spoken is None:
        return words
    if not text:
        return spoken.words.get(words, words)
    return " ".join(spoken.dates(part) for part in _range(words, spoken))


def money_words(amount: Money) -> str:
    spoken = _current.get()
    return spoken.inline(amount.words()) if spoken is not None else amount.words()


def _range(words: str, spoken: _Spoken) -> list[str]:
    first, to, last = words.partition(" to ")
    if not to:
        return [words]
    return [spoken.words.get("{0} to {1}", "{0} to {1}").format(first, last)]


def _pattern(english: str) -> re.Pattern[str]:
    """What recognises a phrase; each place is a group."""
    made, at = "", 0
    for place in _PLACE.finditer(english):
        body = _DAY if place[1] == "day" else ".+?"
        made += re.escape(english[at : place.start()]) + f"(?P<_{place[1]}>{body})"
        at = place.end()
    return re.compile(made + re.escape(english[at:]), re.DOTALL)


def _as_begun(text: str, matched: str, said: str) -> str:
    """Begins with a capital where the sentence did and the phrase did not."""
    if matched != text and text[:1].isupper():
        return said[:1].upper() + said[1:]
    return said


def _amount_form(example: str) -> Callable[[str, str, str, str], str] | None:
    """How amounts are written, by what ``£1,234.50`` is there."""
    found = re.search(r"1(\D?)234(\D)50", example)
    if found is None or "£" not in example:
        return None
    group, point = found[1], found[2]
    shown = example.replace(found[0], "\1").replace("£", "\2")

    def written(sign: str, symbol: str, whole: str, rest: str) -> str:
        number = whole.replace(",", group) + (f"{point}{rest}" if rest else "")
        gap = " " if len(symbol) == 3 and symbol.isalpha() and "\2\1" in shown else ""
        return sign + shown.replace("\2", symbol + gap).replace("\1", number)

    return written
