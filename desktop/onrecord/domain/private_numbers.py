"""Numbers that should not go out where they are not wanted: of cards, of identity, dates of birth.

Found by their own form where that is telling, else by the words beside them; a number that is
masked ("XXX-XX-1234") is none. A finding is a suggestion and may be wrong in both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KINDS = {
    "card_number": "card number",
    "identity_number": "identity number",
    "birth_date": "date of birth",
    "account_number": "account number",
}
"""Each kind as a sentence names it; the codes are those of ``agency_words.FORBIDDEN``."""


@dataclass(frozen=True)
class PrivateNumber:
    """``text`` as it stands from ``start`` to ``end``; ``kind`` is one of ``KINDS``."""

    kind: str
    text: str
    start: int
    end: int


# A pattern that begins with a set of characters is looked for ten times faster than one that
# begins with a condition, so conditions on what stands before look back from behind the first ones.
_CARD = re.compile(r"\d(?<![\d-]\d)(?:[ -]?\d){12,18}(?![\d-])")
_CARD_PREFIX = re.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|35|6011|65|64[4-9]")
_BEFORE = 40
"""Characters before a number in which the words that name it stand."""

# By its form alone: US social security with its dashes, UK national insurance.
_BY_FORM = (
    re.compile(r"\d\d\d(?<![\d-]\d\d\d)(?<!000|666|9\d\d)-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"),
    re.compile(
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?<!\w..)(?<!BG|GB|NK|KN|TN|NT|ZZ)"
        r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b"
    ),
)
# By the words before it: what the number is called, of which one part is in any text that has it,
# and what it looks like.
_BY_NAME = (
    ("ssn, social security", r"\bSSN\b|social security", r"\d{3}[ -]?\d{2}[ -]?\d{4}"),
    ("national insurance, nino, ni no, ni number", r"national insurance|\bNINO\b|\bNI (?:no|number)", r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
    ("social insurance, sin", r"social insurance|\bSIN\b", r"\d{3}[ -]?\d{3}[ -]?\d{3}"),
    ("tax, tfn, ird", r"tax file|\bTFN\b|\bIRD\b|tax(?:payer)? id(?:entification)?", r"\d{2,3}[ -]?\d{3}[ -]?\d{3}"),
    ("pps", r"\bPPSN?\b", r"\d{7}[A-W][A-IW]?"),
    ("passport", r"passport", r"(?=[A-Z0-9]*\d{5})[A-Z0-9]{7,9}"),
    ("driv", r"driv(?:er|ing)[’']?s? licen[cs]e", r"(?:[A-Z]{2}[ -])?(?=[A-Z0-9-]*\d{4})[A-Z0-9][A-Z0-9-]{6,17}"),
    ("identity, id no, id number, id card", r"identity (?:card )?(?:no|number)|\bID (?:card )?(?:no|number)", r"(?=\w*\d{5})\w{6,14}"),
    ("steuer", r"steuer-?id|steueridentifikation", r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
)  # fmt: skip
_NAMED = tuple(
    (
        tuple(parts.split(", ")),
        re.compile(
            rf"(?i:{name})[^\n\dA-Z]{{0,{_BEFORE}}}?(?i:(?:no|number|is|#)\b)?[\s.:#]*({form})\b"
        ),
    )
    for parts, name, form in _BY_NAME
)
_ACCOUNT = re.compile(r"(?i:\baccount (?:number|no\b\.?|#))[\s:.#]*(\d(?:[ -]?\d){5,20})(?![\w-])")
_CUSTOMERS = ("member", "policy", "subscriber", "customer", "patient")
_CUSTOMER = re.compile(
    r"(?i:\b(?:member(?:ship)?|policy|subscriber|customer|patient) (?:id\b|number|no\b\.?|#))[\s:.#]*"
    r"([A-Z]{0,4}[ -]?\d(?:[ -]?\d){4,20})(?![\w-])"
)
"""What an insurer, a club or a clinic files somebody under; letters may stand in front."""
_DATE = (
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[A-Za-zéû]{3,9}\.?,? \d{4}"
    r"|[A-Za-zéû]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_BIRTH = ("birth", "dob", "d.ob", "do.b", "d.o.b", "born", "gebor", "geburts", "né", "naissance", "nacimiento")  # fmt: skip
_BORN = re.compile(
    r"(?i:date of birth|birth ?date|birthday|\bd\.?o\.?b\b|\bborn\b|geburtsdatum|geboren|\bné\(?e?\)?"
    rf"|date de naissance|fecha de nacimiento)[^\d\n]{{0,25}}?\s*({_DATE})"
)


def private_numbers(text: str, accounts: Iterable[str] = ()) -> list[PrivateNumber]:
    """Those in a text, in order; ``accounts`` are account numbers to be found as they are known,
    with or without spaces. No two of what is returned overlap."""
    folded = text.casefold()  # to look for a few words in it costs less than a pattern of them
    named = [one for parts, one in _NAMED if any(part in folded for part in parts)]
    born = [_BORN] if any(part in folded for part in _BIRTH) else []
    customers = _CUSTOMER.finditer(text) if any(one in folded for one in _CUSTOMERS) else ()
    found = [
        *_cards(text),
        *(_made("identity_number", m, 0) for one in _BY_FORM for m in one.finditer(text)),
        *(_made("identity_number", m, 1) for one in named for m in one.finditer(text)),
        *(_made("birth_date", m, 1) for one in born for m in one.finditer(text)),
        *(_made("account_number", m, 1) for m in _ACCOUNT.finditer(text)),
        *(_made("account_number", m, 1) for m in customers),
        *_accounts(text, accounts),
    ]
    made: list[PrivateNumber] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end, f.kind)):
        if not made or one.start >= made[-1].end:
            made.append(one)
    return made


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    doubled = (int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _cards(text: str) -> Iterator[PrivateNumber]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        same = len(set(digits)) == 1
        if not same and _CARD_PREFIX.match(digits) and luhn(digits):
            yield _made("card_number", match, 0)


def _accounts(text: str, accounts: Iterable[str]) -> Iterator[PrivateNumber]:
    for known in accounts:
        plain = [re.escape(c) for c in known if c.isalnum()]
        if len(plain) < 5:  # too short to be told from any other number
            continue
        pattern = r"(?<![A-Za-z0-9])" + r"[ .\-/]?".join(plain) + r"(?![A-Za-z0-9])"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield _made("account_number", match, 0)


def _made(kind: str, match: re.Match[str], group: int) -> PrivateNumber:
    return PrivateNumber(kind, match[group], match.start(group), match.end(group))
