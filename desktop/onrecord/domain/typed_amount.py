"""An amount as a person types it, with or without saying the currency."""

from __future__ import annotations

import re

from onrecord.domain.money import Money, parse_money

_SIGNS = {
    "£": "GBP",
    "€": "EUR",
    "US$": "USD",
    "CA$": "CAD",
    "A$": "AUD",
    "NZ$": "NZD",
    "¥": "JPY",
}


def read_amount(typed: str, usual: str) -> Money:
    """``84.20`` in the ``usual`` currency; ``€84.20``, ``84.20 EUR`` or ``USD 84.20`` in its own.

    A bare ``$`` means the usual currency where that is a dollar, else the US one. Raises
    ValueError with a sentence.
    """
    text = " ".join(typed.replace("\u00a0", " ").split())
    code = re.match(r"([A-Za-z]{3})(?=[\s\d])|.*?[\s\d]([A-Za-z]{3})$", text)
    if code:
        name = code[1] or code[2]
        rest = text[len(name) :] if code[1] else text[: -len(name)]
        return parse_money(rest.strip(), name.upper())
    for sign, name in _SIGNS.items():
        if text.startswith(sign) or text.endswith(sign):
            return parse_money(text.removeprefix(sign).removesuffix(sign).strip(), name)
    if text.startswith("$") or text.endswith("$"):
        name = usual if usual.endswith("D") else "USD"
        return parse_money(text.strip("$ "), name)
    return parse_money(text, usual)
