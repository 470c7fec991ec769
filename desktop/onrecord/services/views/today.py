"""Today: the few things that are due, across all disputes, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.standing import broken_promises, due_day, next_steps
from onrecord.services.views.attention import attention, recovery_due
from onrecord.services.views.disputes import put_offs
from onrecord.services.views.situations import situations
from onrecord.services.views.to_sort import to_sort_count

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class TodayItem:
    """``urgency``: 0 late, 1 due within two days, 2 worth doing. ``action`` is an action's id."""

    words: str
    why: str
    dispute_id: str
    action: str
    id: str
    urgency: int
    button: str = ""


_WORTH_TODAY = frozenset({"broken", "broken_again", "denied", "due_soon", "no_reference", "quiet"})


def today(vault: Vault, today: date | None = None) -> list[TodayItem]:
    """At most one line a dispute, and one for what waits to be sorted."""
    day = today or date.today()
    rows = vault.query(
        "SELECT id, title FROM dispute WHERE trashed_at = '' AND state != 'closed' ORDER BY rowid"
    )
    titles = {row["id"]: row["title"] for row in rows}
    items: list[tuple[tuple[int, str], TodayItem]] = []
    later = put_offs(vault)
    for id, situation in situations(vault, list(titles), day, overview=True).items():
        step = next((s for s in next_steps(situation, later.get(id))), None)
        if step is None or step.rule not in _WORTH_TODAY:
            continue
        late = broken_promises(situation)
        due = due_day(late[0]) if late else None
        urgency = 0 if late else 1 if step.rule == "due_soon" else 2
        key = (urgency, due.isoformat() if due else "9999")
        items.append(
            (
                key,
                TodayItem(
                    step.words, f"{titles[id]}. {step.why}", id, step.action,
                    step.about, urgency, step.button,
                ),
            )
        )  # fmt: skip
    made = [item for _, item in sorted(items, key=lambda pair: pair[0])]
    waiting = to_sort_count(vault)
    if waiting:
        things = "1 thing" if waiting == 1 else f"{waiting} things"
        made.append(
            TodayItem(
                f"File {things} in To sort.", "They belong to no dispute yet.", "", "open_to_sort",
                "", 2, "Sort",
            )
        )  # fmt: skip
    return made


def today_count(vault: Vault, day: date | None = None) -> int:
    """How many lines Today shows: what is due, what was begun, and the recovery sheet."""
    return len(today(vault, day)) + len(attention(vault, day)) + recovery_due(vault)
