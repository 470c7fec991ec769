"""Our own words on the pages, in the language of the bundle.

``resources/words/bundle_en.json`` lists every one of them. A file beside it, ``bundle_fr.json``,
gives what it says in another language by the English words; what it lacks stays English. Places
for values are numbered: "Volume {0} of {1}". Runs in a worker; the files are read by ``warm``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from onrecord.bundled import resource

_NONE: dict[str, str] = {}
_current: ContextVar[Mapping[str, str]] = ContextVar("said", default=_NONE)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_A_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")


@cache
def tables() -> dict[str, dict[str, str]]:
    """Per language, what is said there by the English words."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(resource("words").glob("bundle_*.json")):
        read = json.loads(file.read_text("utf-8"))
        found[read["language"]] = read["words"]
    return found


def table(language: str) -> Mapping[str, str]:
    """What is said in a language (``pt-BR``, else ``pt``); empty for English and for none known."""
    short = language.split("-")[0].lower()
    if short == "en":
        return _NONE
    return tables().get(language, tables().get(short, _NONE))


@contextmanager
def speaking(language: str) -> Generator[Mapping[str, str]]:
    """While this runs, ``t`` answers in the language; gives its words for a template."""
    words = table(language)
    token = _current.set(words)
    try:
        yield words
    finally:
        _current.reset(token)


def t(words: str) -> str:
    """``words`` in the language that is spoken now."""
    return _current.get().get(words, words)


def dated(words: str) -> str:
    """A date in English words with the names of months in the language that is spoken now."""
    return _A_MONTH.sub(lambda found: t(found[1]), words) if _current.get() else words
