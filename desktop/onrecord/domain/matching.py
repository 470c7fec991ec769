"""Which row of a statement may be the refund, or the charge, that a dispute is about.

Only the same amount in the same currency is ever suggested; the day, the company's name and a
reference number say which of several is likelier. A suggestion is a question: nothing is recorded
by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.domain.money import Money
from onrecord.domain.movement import Movement

NEAR_DAYS = 45
"""So near to the day it was promised for or asked, a row counts as near (our choice)."""

_NAME, _REFERENCE, _NEAR = 4, 4, 2
_COMMON = frozenset(
    {"the", "and", "company", "limited", "group", "bank", "sample", "services", "international"}
)


@dataclass(frozen=True)
class Target:
    """What a row may settle: a promise, a claim line, both when they are of one amount, or all
    that is still owed in a currency (neither id). ``coming`` is money that comes to me; otherwise
    it is the charge a claim line is about. ``since`` is the day before which it cannot have
    happened, ``due`` the day it was promised for.
    """

    words: str
    amount: Money
    coming: bool = True
    promise_id: str = ""
    claim_line_id: str = ""
    since: date | None = None
    due: date | None = None
    original: Money | None = None


@dataclass(frozen=True)
class Match:
    """``targets`` are equally likely: with more than one, the user says which. ``reasons`` are in
    words, the amount first."""

    movement: Movement
    targets: tuple[Target, ...]
    reasons: tuple[str, ...]
    score: int


def matches(
    movements: Iterable[Movement],
    targets: Sequence[Target],
    names: Sequence[str] = (),
    references: Sequence[str] = (),
) -> list[Match]:
    """The likeliest first. A target is suggested for the rows that fit it best, and only them;
    where several fit it equally, for each of them."""
    found: list[tuple[Movement, Target, int, tuple[str, ...]]] = []
    for movement in movements:
        for target in targets:
            judged = _judge(movement, target, names, references)
            if judged is not None:
                found.append((movement, target, *judged))
    best: dict[Target, int] = {}
    for _, target, score, _ in found:
        best[target] = max(score, best.get(target, 0))
    rows: dict[tuple[str, int], list[tuple[Movement, Target, int, tuple[str, ...]]]] = {}
    for one in found:
        if one[2] == best[one[1]]:
            rows.setdefault((one[0].evidence_id, one[0].number), []).append(one)
    made: list[Match] = []
    for fitting in rows.values():
        top = max(score for _, _, score, _ in fitting)
        kept = [one for one in fitting if one[2] == top]
        made.append(Match(kept[0][0], tuple(t for _, t, _, _ in kept), kept[0][3], top))
    return sorted(made, key=lambda m: (-m.score, m.movement.dated, m.movement.number))


def _judge(
    movement: Movement, target: Target, names: Sequence[str], references: Sequence[str]
) -> tuple[int, tuple[str, ...]] | None:
    """The score and its reasons; None where it cannot be."""
    if movement.flow and (movement.flow == "in") != target.coming:
        return None
    same = movement.amount == target.amount
    abroad = movement.original is not None and movement.original == target.original
    if not same and not abroad:
        return None
    day = date.fromisoformat(movement.dated) if movement.dated else None
    if day and target.since and day < target.since:
        return None
    amount = target.amount if same else movement.original
    reasons = [f"the same amount, {amount.words()}" if amount else "the same amount"]
    score = 0
    if name := _name_in(movement.words, names):
        score += _NAME
        reasons.append(f"names {name}")
    if number := _reference_in(f"{movement.words} {movement.reference}", references):
        score += _REFERENCE
        reasons.append(f"has the number {number}")
    from_day = target.due or target.since
    if day and from_day and abs((day - from_day).days) <= NEAR_DAYS:
        score += _NEAR
        reasons.append(_apart((day - from_day).days, promised=target.due is not None))
    return score, tuple(reasons)


def _name_in(words: str, names: Sequence[str]) -> str:
    """A word of a name that stands in the row; statements cut and shout what they print."""
    said = {word[:_LETTERS] for word in _words(words)}
    for name in names:
        for word in _words(name):
            if len(word) >= 4 and word not in _COMMON and word[:_LETTERS] in said:
                return name
    return ""


_LETTERS = 8  # statements cut names short


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _reference_in(text: str, references: Sequence[str]) -> str:
    packed = re.sub(r"[\W_]+", "", text).casefold()
    for one in references:
        plain = re.sub(r"[\W_]+", "", one).casefold()
        if len(plain) >= 5 and plain in packed:
            return one
    return ""


def _apart(days: int, *, promised: bool) -> str:
    what = "the day it was promised for" if promised else "it was asked for"
    if days == 0:
        return f"on {what}" if promised else "on the day it was asked for"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{count} {'after' if days > 0 else 'before'} {what}"
