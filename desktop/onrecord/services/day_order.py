"""Put what happened on the same day into the order in which it happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.chronology import day_text
from onrecord.domain.fact import DayOrder
from onrecord.errors import Refused
from onrecord.services.views.timeline_order import timeline_order

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def move_in_day(vault: Vault, dispute_id: str, kind: str, id: str, by: int) -> Change:
    """Moves one thing of the timeline before (-1) or after (1) its neighbour of the same day.

    Raises Refused where its day is not known, or nothing stands on that side of it.
    """
    lines = [line for line in timeline_order(vault, dispute_id) if line[0] != "silence"]
    day = next((day_text(line[2]) for line in lines if line[:2] == (kind, id)), "")
    if not day:
        raise Refused("Only what happened on a known day can be put in order.")
    names = [f"{line[0]}:{line[1]}" for line in reversed(lines) if day_text(line[2]) == day]
    at = names.index(f"{kind}:{id}")
    if not 0 <= at + by < len(names):
        edge = "first" if by < 0 else "last"
        raise Refused(f"It is the {edge} thing of that day; to move it further, change its date.")
    names.insert(at + by, names.pop(at))
    known = vault.find(DayOrder, "dispute_id = ? AND dated = ?", [dispute_id, day], limit=1)
    with vault.change("Changed the order of a day") as tx:
        if known:
            tx.update(replace(known[0], items=tuple(names)))
        else:
            tx.insert(DayOrder(dispute_id=dispute_id, dated=day, items=tuple(names)))
    return replace(tx.change, result=id)
