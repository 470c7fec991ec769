"""The dates of a dispute that are late or near: what is to be done about each, and why now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.services.views.deadlines import DueRow, all_deadlines
from onrecord.services.views.helpers import passed_on

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


def dated(
    vault: Vault, day: date, dispute_id: str = ""
) -> dict[tuple[str, bool], tuple[tuple[int, str], TodayItem]]:
    """Of each dispute its most pressing date by rule, stated time or hand, and what I planned
    myself (True), which no other date hides; promises are told by the rules of the next step. A
    wait that is over stays until it was taken further. By (dispute, whether it is a plan); each
    with what it is sorted by. With a ``dispute_id`` of that one alone, and its title unsaid."""
    further = {
        row["dispute_id"]
        for row in vault.query("SELECT dispute_id FROM track WHERE rung IN ('ombudsman', 'court')")
    }
    found: dict[tuple[str, bool], tuple[tuple[int, str], TodayItem]] = {}
    for row in all_deadlines(vault, day, with_plans=True, with_promises=False, of=dispute_id):
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
            found[of] = (key, _dated_item(row, status, urgency, titled=not dispute_id))
    return found


def _dated_item(row: DueRow, status: str, urgency: int, *, titled: bool) -> TodayItem:
    title = f"{row.title}. " if titled else ""
    sure = " It is not certain; look how it was worked out." if row.unsure else ""
    if status == "unlocked":
        words = f"{row.opens} takes it now."
        over = row.said if row.said.startswith("between") else f"on {row.said}"
        why = f"{title}Their time to {row.time_to} was over {over}.{sure}"
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
            said, f"{title}{when}, and nothing from them is on record.{sure}",
            row.dispute_id, action, row.key, urgency, button,
        )  # fmt: skip
    return TodayItem(
        said, f"{title}{when}.{sure}", row.dispute_id, "open_dates", row.key, urgency,
        "Show the date",
    )  # fmt: skip
