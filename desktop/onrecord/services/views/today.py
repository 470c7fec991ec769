"""Today: the few things that are due, across all disputes, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.next_step import next_steps
from onrecord.domain.situation import broken_promises, due_day
from onrecord.domain.track import BODY_RUNGS
from onrecord.services.views.deadlines import DueRow, all_deadlines
from onrecord.services.views.disputes import put_offs
from onrecord.services.views.helpers import helpers_of, passed_on
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
    opens: bool = False
    """It is that somebody takes the dispute from now on."""
    track_id: str = ""
    """The line of steps it is on."""


_SOON_DAYS = 7
"""What I have to do myself comes into view so many days before."""
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
    dated = _dated(vault, day)
    opened = {item.dispute_id for _, item in items if item.id and item.action == "who_can_help"}
    for of in [of for of, (_, item) in dated.items() if of[0] in opened and item.opens]:
        del dated[of]  # the step says it, and with whom
    # Where a date says what to do, that they are silent is said already.
    said = {id for id, planned in dated if not planned}
    items = [one for one in items if one[1].dispute_id not in said or one[1].action != "log_call"]
    items += dated.values()
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


def _dated(vault: Vault, day: date) -> dict[tuple[str, bool], tuple[tuple[int, str], TodayItem]]:
    """Of each dispute its most pressing date by rule, stated time or hand, and what I planned
    myself (True), which no other date hides; promises are told by the rules of the next step. A
    wait that is over stays until it was taken further."""
    further = {
        row["dispute_id"]
        for row in vault.query("SELECT dispute_id FROM track WHERE rung IN ('ombudsman', 'court')")
    }
    found: dict[tuple[str, bool], tuple[tuple[int, str], TodayItem]] = {}
    for row in all_deadlines(vault, day, with_plans=True, with_promises=False):
        status, end = row.status(day), row.end
        left = row.days_left(day)
        if end is None or left is None or (row.opens and row.dispute_id in further):
            continue
        if status == "ahead" and (left > _SOON_DAYS or row.who != "me"):
            continue
        urgency = 0 if status == "overdue" else 1
        key = (urgency, end.isoformat())
        of = row.dispute_id, row.kind == "plan"
        if of not in found or key < found[of][0]:
            found[of] = (key, _dated_item(row, status, day, urgency))
    return found


def _dated_item(row: DueRow, status: str, day: date, urgency: int) -> TodayItem:
    sure = " It is not certain; look how it was worked out." if row.unsure else ""
    if status == "unlocked":
        words = f"{row.opens} takes it now."
        over = row.said if row.said.startswith("between") else f"on {row.said}"
        why = f"{row.title}. Their time to answer was over {over}.{sure}"
        return TodayItem(words, why, row.dispute_id, "open_dates", row.key, 1, "Look at it", True)
    said = row.words if row.words.endswith((".", "?", "!")) else f"{row.words}."
    when = f"Overdue since {row.said}" if status == "overdue" else f"Due {row.said}"
    if row.kind == "authority":
        when = f"On {row.said}; ask for a new letter of authority" if status == "overdue" else (
            f"On {row.said}"
        )  # fmt: skip
    if status == "today":
        when = "Due today"
    if row.kind == "plan":
        when = f"You planned it for {row.said}"
    if row.who == "company" and status == "overdue":
        # What a body passed on is not asked for again: the body is told.
        action, button = (
            ("who_can_help", "How to reach the body")
            if passed_on(row)
            else ("log_call", "Ask them")
        )
        return TodayItem(
            said, f"{row.title}. {when}, and nothing from them is on record.{sure}",
            row.dispute_id, action, row.key, urgency, button,
        )  # fmt: skip
    return TodayItem(
        said, f"{row.title}. {when}.{sure}", row.dispute_id, "open_dates", row.key, urgency,
        "Show the date",
    )  # fmt: skip
