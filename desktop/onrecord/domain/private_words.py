"""Finds what a stranger need not read in a text: account, card, identity and phone numbers, birth
dates, mail and postal addresses, names. Suggestions only: the person decides.

By its own form where that tells enough (an IBAN, a mail address), else by the word before it
("Account no."); see ``private_numbers`` for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

from onrecord.domain.private_numbers import private_numbers
from onrecord.domain.same_words import Plain, squashed

PrivateKind = Literal[
    "identity_number", "birth_date", "card_number", "account_number", "email", "phone", "address",
    "name",
]  # fmt: skip
PRIVATE_KINDS: tuple[PrivateKind, ...] = get_args(PrivateKind)


@dataclass(frozen=True)
class Found:
    """``words`` as they stand in the text, from ``start`` to ``end``."""

    kind: PrivateKind
    words: str
    start: int
    end: int


_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b")
_EMAIL = re.compile(r"[\w.+%\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+")
_GAP = r"[ \t]*(?:[:.#=]|\bis\b|-)*[ \t]*\n?[ \t]*"
_NUMBER = r"(?:\b(?:no|nr|num|number|nummer|numéro|número|id|ref|reference)\b\.?|\#|№)?"
_ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c|customer|client|contract|policy|member(?:ship)?|subscriber|booking"
    r"|meter|sort code|routing|konto|kunden|vertrags|compte|client|contrat|cuenta|cliente)"
    rf"(?:[ \-]?(?:account|nummer))?[ ]?{_NUMBER}{_GAP}"
    r"(?P<value>[A-Z]{0,4}[ \-]?\d[\dA-Z]*(?:[ \-/]?[\dA-Z]*\d[\dA-Z]*)*)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,/\-])(?<!\d[ ])(?:\+\d{1,3}[ .\-]?(?:\(0\))?|\(\d{2,5}\)[ .\-]?|0(?=\d))"
    r"\d{1,5}(?:[ .\-]?\d{2,5}){1,4}(?![\w\-/]|[.,]\d)"
    r"|(?<![\w.,/\-])(?<!\d[ ])(?:1[ .\-])?\(?[2-9]\d{2}\)?[ .\-]\d{3}[ .\-]\d{4}(?![\w\-/]|[.,]\d)"
)
_PHONE_SAID = re.compile(
    r"\b(?:phone|tel(?:ephone|efon)?|mobile|cell|fax|call(?:ed|ing)?|number dialled|handy)"
    rf"[ ]?{_NUMBER}{_GAP}(?P<value>\+?\(?\d[\d ().\-]{{5,18}}\d)",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]?[ ]+(?:[A-Z][\w'’.\-]*[ ]+){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Close|Place|Pl"
    r"|Terrace|Crescent|Square|Gardens|Row|Parkway|Pkwy|Circle|Hill|Grove)\b\.?"
    r"(?:,?[ ]+(?:Apt|Apartment|Unit|Flat|Suite|Ste|\#)\.?[ ]*[\w\-]{1,6})?"
    r"(?:,?[ \n]+[A-Z][A-Za-z'’.\- ]{1,28},?[ ]+[A-Z]{2}[ ]+\d{5}(?:-\d{4})?)?"
)
_POSTCODE = re.compile(r"\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})\b")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau|Mme|M\.)\.?[ ]+"
    r"(?P<value>[A-Z][\w'’\-]+(?:[ ]+(?:[A-Z]\.|[A-Z][\w'’\-]+)){0,3})"
)


def private_in(text: str, names: Iterable[str] = (), accounts: Iterable[str] = ()) -> list[Found]:
    """What is found, in order, none within another. ``names`` are people, and ``accounts`` account
    numbers, to be looked for as they are known."""
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for one in _all(text, names, accounts):
        if not any(one.start < end and one.end > start for start, end in taken):
            taken.append((one.start, one.end))
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _all(text: str, names: Iterable[str], accounts: Iterable[str]) -> Iterator[Found]:
    """What tells most comes first, and takes its place."""
    yield from _plain("email", _EMAIL, text)
    for match in _IBAN.finditer(text):
        if _iban(match[0]):
            yield Found("account_number", match[0], match.start(), match.end())
    for number in private_numbers(text, accounts):
        yield Found(cast("PrivateKind", number.kind), number.text, number.start, number.end)
    yield from _said("account_number", _ACCOUNT, text, least=4)
    yield from _said("phone", _PHONE_SAID, text, least=7)
    for match in _PHONE.finditer(text):
        if 8 <= sum(c.isdigit() for c in match[0]) <= 15:
            yield Found("phone", match[0], match.start(), match.end())
    yield from _plain("address", _STREET, text)
    yield from _plain("address", _POSTCODE, text)
    plain = Plain(text)
    for name in names:
        if len(squashed(name)) >= 3:
            for start, end in plain.find(name):
                yield Found("name", text[start:end], start, end)
    yield from _said("name", _TITLED, text)


def _plain(kind: PrivateKind, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield Found(kind, match[0], match.start(), match.end())


def _said(
    kind: PrivateKind, pattern: re.Pattern[str], text: str, *, least: int = 0
) -> Iterator[Found]:
    for match in pattern.finditer(text):
        words = match["value"].rstrip(" -/.")
        if sum(c.isdigit() for c in words) >= least:
            yield Found(kind, words, match.start("value"), match.start("value") + len(words))


def _iban(text: str) -> bool:
    """ISO 13616: moved, letters as numbers, the rest of dividing by 97 is 1."""
    plain = text.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


_DAY_OR_SUM = re.compile(r"[\d.,:/\-]*\d[.,:/]\d[\d.,:/\-]*|\d{4}-\d\d-\d\d")


def telling_in(text: str) -> list[str]:
    """What of a few words names somebody or something alone, wherever it stands: what is private,
    and numbers of seven signs or more that are neither a day nor an amount."""
    found = [one.words for one in private_in(text)]
    covered = squashed(" ".join(found))
    for word in text.split():
        plain = squashed(word)
        long = len(plain) >= 7 and sum(c.isdigit() for c in plain) >= 5
        if long and plain not in covered and not _DAY_OR_SUM.fullmatch(word.strip("()[].,;:")):
            found.append(word.strip("()[].,;:"))
    return list(dict.fromkeys(" ".join(one.split()) for one in found))
