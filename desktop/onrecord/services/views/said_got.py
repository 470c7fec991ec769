"""What I said I got when I closed a dispute: it is not asked for again when that is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.domain.ledger import Closure
from onrecord.services.rows import in_list

if TYPE_CHECKING:
    from onrecord.domain.track import StageEvent
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class SaidGot:
    """``promises`` are those of before the closing that came, as I said; ``all``: I said so of all
    I had asked for, and there is nothing newer."""

    promises: frozenset[str]
    all: bool


def came_of(
    vault: Vault,
    where: str,
    args: list[str],
    events: Mapping[str, Sequence[StageEvent]],
) -> dict[str, SaidGot]:
    """By dispute; only of those that were ever closed."""
    closed = {one.dispute_id: one for one in vault.find(Closure, where, args, order="rowid")}
    if not closed:
        return {}
    wishes: dict[str, list[DesiredOutcome]] = defaultdict(list)
    for wish in vault.find(DesiredOutcome, where, args):
        wishes[wish.dispute_id].append(wish)
    asked: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in vault.find(ClaimLine, f"{where} AND undisputed = 0", args):
        asked[line.dispute_id][line.currency] += line.amount_minor
    before = _before(vault, closed)
    found: dict[str, SaidGot] = {}
    for id, closure in closed.items():
        got = [one for one in wishes[id] if one.status == "got"]
        settled = bool(got) and all(not one.is_wanted for one in wishes[id])
        money: dict[str, int] = defaultdict(int)
        for one in got:
            money[one.currency] += max(one.got_minor or 0, one.amount_minor or 0)
        enough = all(money[currency] >= minor for currency, minor in asked[id].items())
        newer = any(one.created_at > closure.created_at for one in events.get(id, ()))
        found[id] = SaidGot(
            _covered(before.get(id, ()), money, settled),
            settled and enough and not newer,
        )
    return found


def _before(vault: Vault, closed: Mapping[str, Closure]) -> Mapping[str, list[Promise]]:
    """What was promised before the closing, kept or not, unless it was withdrawn or its call is in
    the trash."""
    where, args = in_list("dispute_id", closed)
    here = f"{where} AND state != 'withdrawn' AND contact_id NOT IN"
    here += " (SELECT id FROM contact WHERE trashed_at != '')"
    found: dict[str, list[Promise]] = defaultdict(list)
    for one in vault.find(Promise, here, args):
        if one.created_at <= closed[one.dispute_id].created_at:
            found[one.dispute_id].append(one)
    return found


def _covered(
    promises: Sequence[Promise], money: Mapping[str, int], settled: bool
) -> frozenset[str]:
    """Those that what I got is enough for, the largest amount first; what was promised twice in
    the same amount came once."""
    left = dict(money)
    came_in: set[tuple[str, int]] = set()
    for currency, minor in sorted({_amount(p) for p in promises}, reverse=True):
        if 0 <= minor <= left.get(currency, 0):
            left[currency] = left.get(currency, 0) - minor
            came_in.add((currency, minor))
    return frozenset(
        one.id
        for one in promises
        if (settled if one.amount_minor is None else _amount(one) in came_in)
    )


def _amount(promise: Promise) -> tuple[str, int]:
    return promise.currency, -1 if promise.amount_minor is None else promise.amount_minor


def came(vault: Vault, dispute_ids: Iterable[str]) -> frozenset[str]:
    """The ids of the promises of these disputes that came, as I said."""
    where, args = in_list("dispute_id", dispute_ids)
    if not vault.count(Closure, where, args):
        return frozenset()
    found = came_of(vault, where, args, {})
    return frozenset(id for one in found.values() for id in one.promises)
