"""Our own words on the pages of a bundle, in languages that somebody translated: those that ship,
and files of words that the user brought.

A file is JSON: ``{"language": "es", "words": {"Contents": "Índice", ...}}``. What it lacks stays as
it ships, or English. The words of a bundle are frozen with it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.bundled import resource
from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Setting
from onrecord.errors import Refused
from onrecord.packet.said import tables

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SETTING = "bundle_words:"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PLACE = re.compile(r"\{\w+\}")
LONGEST = 1 << 20
"""Bytes of a file of words; all of ours are a thirtieth of it."""


@dataclass(frozen=True)
class WordsKept:
    """``missing`` of our words the file says nothing of; ``unknown`` are none of ours."""

    language: str
    known: int
    missing: int
    unknown: tuple[str, ...]
    change: Change


def languages(vault: Vault) -> tuple[str, ...]:
    """The languages a bundle can be made in, English first."""
    own = [row.id.removeprefix(_SETTING) for row in vault.find(Setting, "id LIKE 'bundle_words:%'")]
    return tuple(dict.fromkeys(["en", *sorted({*tables(), *own} - {"en"})]))


def own_words(vault: Vault, language: str) -> dict[str, str]:
    """What the user's file says in a language (``pt-BR``, else ``pt``); empty where there is none."""
    for name in (language, language.split("-")[0].lower()):
        found = vault.find(Setting, "id = ?", [_SETTING + name], limit=1)
        if found:
            return dict(json.loads(found[0].value))
    return {}


def keep_words(vault: Vault, data: bytes) -> WordsKept:
    """Keeps the words of a file in the vault, in place of an earlier one of the language. Raises
    Refused where it is none, or a place for a value is missing."""
    language, words = _read(data)
    ours = _ours()
    known = {english: said for english, said in words.items() if english in ours and said.strip()}
    for english, said in known.items():
        lost = sorted(set(_PLACE.findall(english)) ^ set(_PLACE.findall(said)))
        if lost:
            raise Refused(f"“{said}” needs the same places as “{english}”: {', '.join(lost)}.")
    if not known:
        raise Refused("This file has none of our words; write out a list to translate first.")
    text = json.dumps(known, ensure_ascii=False, sort_keys=True)
    with vault.change(f"Words for packets in the language “{language}” kept") as tx:
        tx.put(Setting(id=_SETTING + language, value=text))
    change = replace(tx.change, result=language)
    unknown = tuple(sorted(words.keys() - ours.keys()))
    return WordsKept(language, len(known), len(ours) - len(known), unknown, change)


def words_to_translate(vault: Vault, language: str) -> str:
    """The text of a file of words: every one of ours, with what is said in the language so far.
    Days, a moment and an amount are examples, written as they are there."""
    if not _LANGUAGE.fullmatch(language):
        raise Refused("Name the language by its code, like es or pt-BR.", "language")
    short = language.split("-")[0].lower()
    known = {**tables().get(short, {}), **tables().get(language, {}), **own_words(vault, language)}
    words = {english: known.get(english, "") for english in _ours()}
    made = {"language": language, "words": words}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _ours() -> dict[str, str]:
    read: Any = json.loads(resource("words", "bundle_en.json").read_text("utf-8"))
    return read["words"]


def _read(data: bytes) -> tuple[str, dict[str, str]]:
    wrong = Refused('A file of words is JSON: {"language": "es", "words": {"Contents": "Índice"}}.')
    if len(data) > LONGEST:
        raise wrong
    try:
        read: Any = json.loads(data.decode("utf-8-sig"))
        language, words = read["language"], read["words"]
        if not _LANGUAGE.fullmatch(language):
            raise wrong
        pairs = {str(english): said for english, said in words.items() if isinstance(said, str)}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise wrong from None
    if language.split("-")[0].lower() == "en":
        raise Refused("Our words are English already; name another language in the file.")
    return language, pairs
