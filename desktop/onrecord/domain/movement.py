"""A row of a statement as money that moved, before anybody has said what it was for."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.money import Money


@dataclass(frozen=True)
class Movement:
    """``dated`` is an ISO day, empty while the order of day and month is not known; ``amount`` is
    unsigned, None while its currency or its decimal mark is not. ``flow`` is in (it came to me),
    out (it went from me) or empty where the statement does not say. ``original`` is the amount in
    the currency of the purchase: kept beside the other, never added to it.
    """

    evidence_id: str
    number: int
    dated: str
    amount: Money | None
    flow: str = ""
    words: str = ""
    reference: str = ""
    original: Money | None = None
    page: int | None = None
    rect: str = ""
