"""An amount as a person types it, with or without saying the currency."""

from __future__ import annotations

import re

from onrecord.domain.money import CURRENCIES, Money, parse_money
from onrecord.domain.month_names import month_of

_SIGNS = {
    "£": "GBP",
    "€": "EUR",
    "US$": "USD",
    "CA$": "CAD",
    "A$": "AUD",
    "NZ$": "NZD",
    "¥": "JPY",
    "₹": "INR",
}

_WORDS = {
    **dict.fromkeys(("euro", "euros"), "€"),
    **dict.fromkeys(("pound", "pounds"), "£"),
    **dict.fromkeys(("dollar", "dollars"), "$"),
    "yen": "¥",
}

_RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
"""Currencies that are written Rs: of India, Pakistan, Sri Lanka, Nepal, Mauritius, Seychelles."""
_IN_RUPEES = re.compile(
    r"(?:rs\.?|rupees?) ?(\d[\d., ]*?)(?:/[-–])?|(\d[\d., ]*?) ?(?:rs\.?|rupees?)", re.IGNORECASE
)
"""``Rs. 29,400``, ``Rs 590/-``, ``590 rupees``."""

_NUMBERED = frozenset(
    {
        "case", "in", "invoice", "no", "number", "order", "ref", "reference", "since",
        "ticket", "until",
    }
)  # fmt: skip
"""Before a number that is none of money."""


def read_amount(typed: str, usual: str) -> Money:
    """``84.20`` in the ``usual`` currency; ``€84.20``, ``84.20 EUR``, ``USD 84.20`` or ``84 euros``
    in its own.

    A bare ``$`` means the usual currency where that is a dollar, else the US one. ``Rs`` means the
    usual one where that is a rupee, else any of several. Raises ValueError with a sentence.
    """
    text = " ".join(typed.replace("\u00a0", " ").split())
    code = re.match(r"([A-Za-z]{3})(?=[\s\d])|.*?[\s\d]([A-Za-z]{3})$", text)
    name = (code[1] or code[2]) if code else ""
    if code and name.upper() in CURRENCIES:
        rest = text[len(name) :] if code[1] else text[: -len(name)]
        return parse_money(rest.strip(), name.upper())
    if rupees := _IN_RUPEES.fullmatch(text):
        number = rupees[1] or rupees[2]
        if usual not in _RUPEES:
            codes = f"{', '.join(_RUPEES[:-1])} or {_RUPEES[-1]}"
            raise ValueError(
                f"That may be rupees of several countries. Write the code, as in INR {number}: {codes}."
            )
        return parse_money(number, usual)
    if word := re.fullmatch(r"(.*\d)\s*([A-Za-z]+)", text):
        text = word[1] + _WORDS.get(word[2].casefold(), f" {word[2]}")
    for sign, name in _SIGNS.items():
        if text.startswith(sign) or text.endswith(sign):
            return parse_money(text.removeprefix(sign).removesuffix(sign).strip(), name)
    if text.startswith("$") or text.endswith("$"):
        name = usual if usual.endswith("D") else "USD"
        return parse_money(text.strip("$ "), name)
    return parse_money(text, usual)


def amount_at_end(words: str, usual: str) -> tuple[str, Money] | None:
    """What stands before an amount at the end of a sentence, and the amount; None where it ends
    with none. A code counts only in capitals here: of "waited 30 all told" nothing is money. Nor
    is the year of a date, or the number of a case.
    """
    pieces = words.split()
    before = pieces[-2].strip("#.:,").casefold() if len(pieces) > 1 else ""
    if pieces and re.fullmatch(r"\d+\.?", pieces[-1]) and (before in _NUMBERED or month_of(before)):
        return None
    if usual not in _RUPEES and _IN_RUPEES.fullmatch(" ".join(pieces[-2:])):
        return None  # of which country is not said, and the number alone is in no other currency
    for cut in (2, 1):
        tail = pieces[-cut:]
        named = {one.upper() for one in tail if one.isalpha()} & CURRENCIES
        if named - set(tail) or not any(c.isdigit() for c in "".join(tail)):
            continue
        try:
            return " ".join(pieces[:-cut]).rstrip(":,; "), read_amount(" ".join(tail), usual)
        except ValueError:
            continue
    return None
