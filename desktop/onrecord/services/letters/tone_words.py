"""Our own lists of words for the tone of a letter, by language."""

from __future__ import annotations

import json
from functools import cache

from onrecord.bundled import resource
from onrecord.domain.tone import ToneList, tone_lists


@cache
def tone_words(language: str = "en") -> tuple[ToneList, ...]:
    """Nothing for a language without a list: no list is better than one of another language."""
    path = resource("words", f"tone_{language}.json")
    return tone_lists(json.loads(path.read_text("utf-8"))) if path.is_file() else ()
