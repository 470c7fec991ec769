"""Put what happened on the same day into the order in which it happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.chronology import Entry, day_of, name_of
from onrecord.domain.fact import DayOrder
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.views.timeline import timeline

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def move_in_day(vault: Vault, dispute_id: str, kind: str, id: str, by: int) -> Change:
    """Moves one thing of the timeline before (-1) or after (1) its neighbour of the same day.

    Raises Refused where its day is not known, or nothing stands on that side of it.
    """
    rows = reversed(timeline(vault, dispute_id))
    entries = [Entry(row.kind, row.id, When(row.when), row.words) for row in rows]
    here = next((e for e in entries if (e.kind, e.id) == (kind, id)), None)
    day = day_of(here) if here is not None else ""
    if here is None or not day:
        raise Refused("Only what happened on a known day can be put in order.")
    names = [name_of(e) for e in entries if day_of(e) == day and e.kind != "silence"]
    at = names.index(name_of(here))
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
