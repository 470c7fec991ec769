"""What I ask for, what came back, what is still owed: exact, and each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money

CAME_BACK = frozenset({"refunded", "credited"})
"""Directions of money that came to me; ``charged`` and ``paid`` went the other way."""


@dataclass(frozen=True)
class Balance:
    """One currency. ``owed`` is below zero where more came back than was asked for; ``undisputed``
    is what I agree I owe, apart from all of it."""

    claimed: Money
    back: Money
    owed: Money
    undisputed: Money


def balances(lines: Iterable[ClaimLine], entries: Iterable[LedgerEntry]) -> list[Balance]:
    """One for each currency that was asked for or came back, in order of first appearance."""
    claimed: dict[str, int] = {}
    undisputed: dict[str, int] = {}
    back: dict[str, int] = {}
    seen: dict[str, None] = {}
    for line in lines:
        if line.currency:
            sums = undisputed if line.undisputed else claimed
            sums[line.currency] = sums.get(line.currency, 0) + line.amount_minor
            seen[line.currency] = None
    for entry in entries:
        if entry.currency and entry.direction in CAME_BACK:
            back[entry.currency] = back.get(entry.currency, 0) + entry.amount_minor
            seen[entry.currency] = None
    made: list[Balance] = []
    for code in seen:
        asked, came = claimed.get(code, 0), back.get(code, 0)
        made.append(
            Balance(
                Money(asked, code),
                Money(came, code),
                Money(asked - came, code),
                Money(undisputed.get(code, 0), code),
            )
        )
    return made


def came_back_for(line: ClaimLine, entries: Iterable[LedgerEntry]) -> int:
    """Minor units of the line's own currency that came back for it."""
    return sum(
        one.amount_minor
        for one in entries
        if one.claim_line_id == line.id
        and one.direction in CAME_BACK
        and one.currency == line.currency
    )


def credited(promise: Promise, entries: Sequence[LedgerEntry]) -> int:
    """Minor units recorded for the promise from a statement or another document. What is only
    written down by hand does not count: nothing shows it."""
    return sum(
        one.amount_minor
        for one in entries
        if one.promise_id == promise.id
        and one.direction in CAME_BACK
        and one.currency == promise.currency
        and one.evidence_id
    )


def awaits_credit(promise: Promise, entries: Sequence[LedgerEntry]) -> bool:
    """A promise of money stays open until all of it is recorded from a statement."""
    if not promise.amount_minor or not promise.currency:
        return False
    return credited(promise, entries) < promise.amount_minor
