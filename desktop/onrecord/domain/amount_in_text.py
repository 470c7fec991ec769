"""Whether an amount stands in a text as it is printed somewhere: ``CA$1,500.00``, ``1.500,00 €``,
``1 500,00``, ``£1,799``."""

from __future__ import annotations

import re

from onrecord.domain.money import Money, minor_digits

_SIGNS = r"(?:US|CA|NZ|A)?[$£€¥]"
_GROUP = r"[.,'’ \u00a0\u202f]?"


def amount_pattern(amount: Money) -> re.Pattern[str]:
    """What finds the amount and no longer number. Without its decimals it is found only beside the
    sign or the code of its currency: 1799 alone may be anything."""
    digits = minor_digits(amount.currency)
    whole, rest = divmod(abs(amount.minor), 10**digits)
    plain = f"{whole:,}".replace(",", _GROUP)
    near = rf"(?:{_SIGNS}|\b{amount.currency})\s?"
    alone = rf"{near}{plain}(?![\d]|[.,]\d)|(?<![\d.,]){plain}\s?(?:{_SIGNS}|{amount.currency}\b)"
    if not digits:
        return re.compile(alone)
    exact = rf"(?<![\d.,]){plain}[.,]{rest:0{digits}}(?!\d)"
    return re.compile(exact if rest else f"{exact}|{alone}")
