"""“Contact me only by”: whether a text that is about to leave the vault holds it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from onrecord.domain.person import Person
from onrecord.domain.same_words import squashed

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LEAST = 4
"""Letters and figures; what is shorter stands in every text."""
_LONG = 8
"""Several words with as many stand in no other words, even where no space is between them."""
_ADDRESS = re.compile(r"[^\s<>:,;]+@[^\s<>,;]+\w|\+?\d[\d ()./-]{4,}\d")
"""An email address or a telephone number inside of what was written."""
_WAYS = frozenset(
    {
        "a", "after", "and", "at", "by", "call", "calls", "chat", "e", "email", "emails", "fax",
        "home", "in", "letter", "letters", "mail", "me", "message", "messages", "mobile", "my",
        "never", "no", "not", "on", "online", "only", "or", "phone", "please", "post", "sms",
        "telephone", "text", "texts", "the", "to", "via", "work", "writing",
    }
)  # fmt: skip
"""Of these alone no address is made: they say by which way, and stand in every letter."""


def private_in(vault: Vault, text: str) -> str:
    """The address that is kept private and stands in ``text``, however it is spaced; or empty."""
    known = [p.private_contact for p in vault.find(Person, "private_contact != ''", order="rowid")]
    plain = squashed(text) if known else ""
    return next((one for one in known if _holds(text, plain, one)), "")


def _holds(text: str, plain: str, private: str) -> bool:
    if "@" in private or any(c.isdigit() for c in private):
        pieces = [squashed(one) for one in (private, *_ADDRESS.findall(private))]
        return any(len(one) >= _LEAST and one in plain for one in pieces)
    if len(squashed(private)) < _LEAST:
        return False
    words = re.findall(r"\w+", _one_form(private))
    if not words or _WAYS.issuperset(words):
        return False
    if len(words) > 1 and len(squashed(private)) >= _LONG:
        return squashed(private) in plain
    whole = r"\W+".join(re.escape(word) for word in words)
    return re.search(rf"\b{whole}\b", _one_form(text)) is not None


def _one_form(text: str) -> str:
    """An accent is one letter with its own, however it was typed."""
    return unicodedata.normalize("NFKC", text).casefold()
