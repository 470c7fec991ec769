"""The terms as shown before one paid: with a booking or a refund nothing decides more often.

What is bought by card is judged by what was offered before the confirmation (bankomb.org.nz, case
note 96047), and that page is gone the day after.
"""

from __future__ import annotations

import re

from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence

QUESTION = "Do you have the terms as shown before you paid?"
REASON = "The terms as shown before I paid"

_BOUGHT = re.compile(
    r"\b(refund\w*|book(ing|ed|ings)?|hotels?|flights?|fares?|tickets?|reservations?|rooms?"
    r"|travel|holidays?|chargebacks?|purchas\w+|card payments?)\b",
    re.IGNORECASE,
)
_NOT_BOUGHT = re.compile(
    r"\b(fraud\w*|scam\w*|unauthori[sz]ed|stolen|phish\w*|hacked|identity theft)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(before (i |you |we )?(pa(y|id|ying)|confirm\w*|book\w*)|pre-?confirm\w*"
    r"|terms( and conditions)?|offer(ed)? (page|as shown)|as shown before)\b",
    re.IGNORECASE,
)


def asks_for_terms(dispute: Dispute) -> bool:
    """Whether it is about a refund or a booking; to a fraudster nobody agreed to terms."""
    words = f"{dispute.category} {dispute.title}"
    if dispute.sector == "scam" or _NOT_BOUGHT.search(words):
        return False
    return bool(_BOUGHT.search(words))


def shows_terms(evidence: Evidence) -> bool:
    """Whether it says of itself that it is what was shown before."""
    words = f"{evidence.title} {evidence.description} {evidence.file_name}"
    return bool(_BEFORE.search(re.sub(r"[_.]+", " ", words)))
