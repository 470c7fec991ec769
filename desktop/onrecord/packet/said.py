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
from onrecord.domain.when import MONTHS, ROUGHLY, When
from onrecord.packet.phrases import BEFORE, BEHIND, CONTACTS, GO_ON, INSIDE, PHRASES

_NONE: dict[str, str] = {}
_ONE_DAY = rf"(?:(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) )?\d{{4}}"
_ROUGH = "|".join(re.escape(form.removesuffix("{0}")) for form in ROUGHLY.values())
_DAY = rf"(?:{_ROUGH})?{_ONE_DAY}(?: to {_ONE_DAY}|/\d\d|, \d\d:\d\d)?"
_BODIES = {"day": _DAY, "to": _DAY, "days": r"\d+ days?"}
_WHOLE_DAY = re.compile(_DAY)
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})(?:, (\d\d:\d\d))?\b")
_AMOUNT = re.compile(
    r"(-?)(£|€|US\$|CA\$|A\$|NZ\$|[A-Z]{3} )(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\d,]*\d)"
)
_LAST_AMOUNT = re.compile(rf"(?<=: )(?:{_AMOUNT.pattern})$")
_NUMBER = re.compile(r"(about )?(\d+)\.(\d+…?)")
_SEVERAL = re.compile(rf", (?:by|until) {_DAY}(?:, (?:not )?kept(?: so far)?|, withdrawn)?; ")
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
        self.phrases = self._patterns(PHRASES)
        self.inside = self._patterns(INSIDE)
        self.before, self.behind = self._patterns(BEFORE), self._patterns(BEHIND)
        self.contacts = [pattern for pattern, _ in self._patterns(CONTACTS)]
        self.point = _point(words.get("£1,234.50", ""))
        self.amount = _amount_form(words.get("£1,234.50", ""))

    def _patterns(self, of: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
        plain = [english for english in of if english in self.words and _PLACE.search(english)]
        plain.sort(key=lambda english: -len(_PLACE.sub("", english)))
        return [(_pattern(english), self.words[english]) for english in plain]

    def phrase(self, text: str, deep: int = _DEEP) -> str:
        """``text`` where it is a phrase of ours, with what it is made of; what was typed, and any
        other text, as it is."""
        if not text or deep <= 0:
            return text
        for stop in _STOP.finditer(text):  # sentence by sentence, as they were put together
            first, rest = text[: stop.start() + 1], text[stop.end() :]
            goes_on = rest.startswith(GO_ON)
            if not goes_on and not self._is_ours(first):
                continue
            if (said := self._sentence(first, deep)) is not None:
                return f"{said} {self.phrase(rest, deep) if goes_on else self._typed(rest)}"
        whole = self._sentence(text, deep)
        return self._typed(text) if whole is None else whole

    def happened(self, text: str) -> str:
        """A fact with how firmly it stands and what they say to it; what was typed as it is."""
        for pattern, said in self.behind:
            if found := pattern.fullmatch(text):
                first, *quoted = found.groups()
                return said.replace("{0}", self._headed(first)).replace("{1}", "".join(quoted))
        return self._headed(text)

    def _headed(self, text: str) -> str:
        for pattern, said in self.before:
            if found := pattern.fullmatch(text):
                *ahead, (last, typed) = found.groupdict().items()
                parts = {name[1:]: self._part(name, part, _DEEP) for name, part in ahead}
                parts[last[1:]] = typed
                return _PLACE.sub(lambda at, parts=parts: parts.get(at[1], at[0]), said)
        return text

    def _is_ours(self, sentence: str) -> bool:
        """Whether nothing at the end of a sentence was typed, so that what follows may be."""
        plain = sentence[:1].lower() + sentence[1:].rstrip(".")
        if plain in ("i record that it was not kept", "nobody was reached"):
            return True
        return any(pattern.fullmatch(plain) for pattern in self.contacts)

    def _typed(self, text: str) -> str:
        """What a person typed, as it is. A day, a number or an amount that is all of it, and an
        amount that was put before or behind it, are written as in the language."""
        if _WHOLE_DAY.fullmatch(text):
            return self.day(text)
        if self.point and (number := _NUMBER.fullmatch(text)):
            about = self.words.get("about {0}", "about {0}") if number[1] else "{0}"
            return about.format(f"{number[2]}{self.point}{number[3]}")
        if (first := _AMOUNT.match(text)) is not None:
            return self._amount(first) + text[first.end() :]
        return _LAST_AMOUNT.sub(self._amount, text)

    def _sentence(self, text: str, deep: int) -> str | None:
        if text.endswith(".") and text not in self.words:
            found = self._known(text[:-1], deep)
            if found is not None:
                return f"{found}."
        return self._known(text, deep)

    def _known(self, text: str, deep: int) -> str | None:
        """The phrase that a text is; within another one no more than ``INSIDE`` is looked for."""
        inner = deep < _DEEP
        lower, upper = text[:1].lower() + text[1:], text[:1].upper() + text[1:]
        for one in (text, lower, upper):
            ours = one in INSIDE or " " not in one if inner else True
            if ours and one in self.words and not _PLACE.search(one):
                return _as_begun(text, one, self.words[one])
        for one in (text, lower, upper):
            for pattern, said in self.inside if inner else (*self.before, *self.phrases):
                if found := pattern.fullmatch(one):
                    parts = {
                        name[1:]: self._part(name, part, deep)
                        for name, part in found.groupdict().items()
                    }
                    made = _PLACE.sub(lambda at, parts=parts: parts.get(at[1], at[0]), said)
                    return _as_begun(text, one, made)
        return None

    def _part(self, name: str, part: str, deep: int) -> str:
        if name.startswith("q"):  # their very words
            return part
        if name in ("_day", "_to"):
            return self.day(part)
        if name == "_days":
            count = part.split()[0]
            return self.words.get("1 day" if count == "1" else "{0} days", part).format(count)
        if name == "_ours":
            return self.phrase(part)
        if name == "_list":
            return ", ".join(self.phrase(one) for one in part.split(", "))
        if _SEVERAL.search(part):  # promises, one behind the other
            return "; ".join(self.phrase(one, deep - 1) for one in part.split("; "))
        return self.phrase(part, deep - 1)

    def day(self, words: str) -> str:
        """A date as ``When.words`` says it."""
        for form in ROUGHLY.values():
            before = form.removesuffix("{0}")
            if words.startswith(before):
                return self.words.get(form, form).format(self._days(words[len(before) :]))
        return self._days(words)

    def _days(self, words: str) -> str:
        first, to, last = words.partition(" to ")
        if to:
            form = self.words.get("{0} to {1}", "{0} to {1}")
            return form.format(self._dates(first), self._dates(last))
        return self._dates(words)

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

    def _dates(self, text: str) -> str:
        return _DATE.sub(lambda d: self.date(d[1] or "", d[2], d[3], d[4] or ""), text)

    def amounts(self, text: str) -> str:
        return _AMOUNT.sub(self._amount, text)

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
    """What a service worded (``phrases.PHRASES``) in the language that is spoken now; what a person
    typed within it stays as it is."""
    spoken = _current.get()
    return spoken.phrase(text) if spoken is not None else text


def happened(text: str) -> str:
    """The same of a fact: nothing of what a person typed is taken for words of ours."""
    spoken = _current.get()
    return spoken.happened(text) if spoken is not None else text


def day_words(text: str) -> str:
    """When text as a person writes it in the language that is spoken now."""
    words, spoken = When(text).words(), _current.get()
    if spoken is None:
        return words
    return spoken.day(words) if text else spoken.words.get(words, words)


def money_words(amount: Money) -> str:
    """An amount as it is written in the language that is spoken now."""
    spoken = _current.get()
    return spoken.amounts(amount.words()) if spoken is not None else amount.words()


def _pattern(english: str) -> re.Pattern[str]:
    """What recognises a phrase; each place is a group."""
    made, at = "", 0
    for place in _PLACE.finditer(english):
        body = _BODIES.get(place[1], ".+?")
        mark = "q" if english[: place.start()].endswith("“") else "_"
        made += re.escape(english[at : place.start()]) + f"(?P<{mark}{place[1]}>{body})"
        at = place.end()
    return re.compile(made + re.escape(english[at:]), re.DOTALL)


def _as_begun(text: str, matched: str, said: str) -> str:
    """Begins with a capital where the sentence did and the phrase did not."""
    if matched != text and text[:1].isupper():
        return said[:1].upper() + said[1:]
    return said


def _point(example: str) -> str:
    """What stands before the pence of ``£1,234.50`` there."""
    found = re.search(r"234(\D)50", example)
    return found[1] if found else ""


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
