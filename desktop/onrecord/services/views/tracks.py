"""The lines of escalation of a dispute, each with its steps and its dates, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.ladder import NextRung, next_rung
from onrecord.domain.track import StageEvent, Track
from onrecord.services.views.deadlines import DueRow, deadlines, nearest
from onrecord.services.views.disputes import Step, ladder

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class TrackRow:
    """``nearest`` is the day that matters next on it, ``leads_to`` what its last step opens."""

    id: str
    company: str
    rung: str
    steps: tuple[Step, ...]
    nearest: DueRow | None
    leads_to: NextRung


def tracks(vault: Vault, dispute_id: str, today: date | None = None) -> tuple[TrackRow, ...]:
    """A day that belongs to no track counts for the first."""
    day = today or date.today()
    found = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    rows = deadlines(vault, dispute_id, day)
    names = {
        row["id"]: row["name"]
        for row in vault.query(
            "SELECT c.id, c.name FROM counterparty c JOIN track t ON t.counterparty_id = c.id"
            " WHERE t.dispute_id = ?",
            [dispute_id],
        )
    }
    made: list[TrackRow] = []
    for number, track in enumerate(found):
        own = [r for r in rows if r.track_id == track.id or (not r.track_id and number == 0)]
        events = vault.find(StageEvent, "track_id = ?", [track.id], order="dated, rowid")
        made.append(
            TrackRow(
                track.id,
                track.name or names.get(track.counterparty_id, ""),
                track.rung,
                ladder(track.rung),
                nearest(own, day),
                next_rung(events),
            )
        )
    return tuple(sorted(made, key=lambda t: (t.nearest.end or date.max) if t.nearest else date.max))
