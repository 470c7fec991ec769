"""What a step on record changes: whose door it opens, and by when somebody has to act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.eligibility import who_can_help as judge
from onrecord.domain.track import StageEvent, Track
from onrecord.services.agency_directory import agencies
from onrecord.services.views.deadlines import deadlines
from onrecord.services.who_can_help import matter_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def effect_of(vault: Vault, event_id: str, today: date | None = None) -> tuple[str, ...]:
    """A sentence for each body that helps now and would not without the step, the most useful
    first, and for each day that is counted from it. Raises NotFound."""
    day = today or date.today()
    event = vault.get(StageEvent, event_id)
    track = vault.get(Track, event.track_id)
    matter = matter_of(vault, track.dispute_id, day, counterparty_id=track.counterparty_id)
    said: list[str] = []
    if matter.place.country and matter.sector:
        without = matter_of(
            vault, track.dispute_id, day, counterparty_id=track.counterparty_id,
            leave_out=event_id,
        )  # fmt: skip
        known, is_working_day = agencies(vault), working_days(matter.place)
        before = {o.agency.id: o.verdict for o in judge(known, without, is_working_day)}
        for option in judge(known, matter, is_working_day):
            id, name = option.agency.id, option.agency.called
            if option.verdict == "now" and before[id] in ("later", "perhaps"):
                said.append(f"{name} can take it now.")
            elif option.verdict == "later" and before[id] == "now":
                said.append(f"{name} cannot take it yet.")
    counted = [
        row
        for row in deadlines(vault, track.dispute_id, day)
        if row.key.split(":")[3:4] == [event_id] and row.earliest and not row.opens
    ]
    every = len(counted) > 1 and all(row.unsure for row in counted)
    for row in counted:
        doubt = " (not certain)" if row.unsure and not every else ""
        said.append(f"{row.words}: {row.said}{doubt}.")
    if every:
        said.append("None of these days is certain.")
    return tuple(said)
