"""Today: the few things that are due, across all disputes, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.next_step import next_steps
from onrecord.domain.situation import broken_promises, due_day
from onrecord.domain.track import BODY_RUNGS
from onrecord.services.views.disputes import put_offs
from onrecord.services.views.helpers import helpers_of
from onrecord.services.views.situations import situations
from onrecord.services.views.to_sort import to_sort_count
from onrecord.services.views.today_dates import TodayItem, dated

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


_WORTH_TODAY = frozenset(
    {"broken", "broken_again", "denied", "due_soon", "no_reference", "quiet", "closed_owed",
     "send_packet", "unlocked", "unshown"}
)  # fmt: skip
_LATE = frozenset({"broken", "broken_again", "closed_owed"})
"""Steps about a promise whose day is over."""
_TO_A_SUPERVISOR = frozenset({"broken", "broken_again", "reminder"})
"""Steps that may lead there, unless a body takes the complaint already."""


def today(vault: Vault, today: date | None = None) -> list[TodayItem]:
    """At most one step, one date and one plan of mine a dispute, and one line for what waits to be
    sorted."""
    day = today or date.today()
    rows = vault.query(
        "SELECT id, title FROM dispute d WHERE trashed_at = '' AND (state != 'closed' OR EXISTS"
        " (SELECT 1 FROM promise p WHERE p.dispute_id = d.id AND p.state = 'open')) ORDER BY rowid"
    )
    titles = {row["id"]: row["title"] for row in rows}
    items: list[tuple[tuple[int, str], TodayItem]] = []
    later = put_offs(vault)
    for id, situation in situations(vault, list(titles), day, overview=True).items():
        step = next((s for s in next_steps(situation, later.get(id))), None)
        if step and (step.rung in BODY_RUNGS or step.rule in _TO_A_SUPERVISOR):
            # which body it is, and whether one takes it now, costs more to find out
            situation = replace(situation, helpers=helpers_of(vault, id, day))
            step = next((s for s in next_steps(situation, later.get(id))), None)
        if step is None or step.rule not in _WORTH_TODAY:
            continue
        late = broken_promises(situation) if step.rule in _LATE else []
        due = due_day(late[0]) if late else None
        urgency = 0 if late else 1 if step.rule == "due_soon" else 2
        key = (urgency, due.isoformat() if due else "9999")
        items.append(
            (
                key,
                TodayItem(
                    step.words, f"{titles[id]}. {step.why}", id, step.action,
                    step.about, urgency, step.button, track_id=step.track_id,
                ),
            )
        )  # fmt: skip
    dates = dated(vault, day)
    opened = {item.dispute_id for _, item in items if item.id and item.action == "who_can_help"}
    for of in [of for of, (_, item) in dates.items() if of[0] in opened and item.opens]:
        del dates[of]  # the step says it, and with whom
    # Where a date says what to do, that they are silent is said already.
    said = {id for id, planned in dates if not planned}
    items = [one for one in items if one[1].dispute_id not in said or one[1].action != "log_call"]
    items += dates.values()
    made = [item for _, item in sorted(items, key=lambda pair: pair[0])]
    waiting = to_sort_count(vault)
    if waiting:
        things = "1 thing" if waiting == 1 else f"{waiting} things"
        whose = "It belongs" if waiting == 1 else "They belong"
        made.append(
            TodayItem(
                f"File {things} in To sort.", f"{whose} to no dispute yet.", "", "open_to_sort",
                "", 2, "Sort",
            )
        )  # fmt: skip
    return made
