"""The bodies that can take a dispute now, for its next step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.standing import Helper, Unanswered
from onrecord.domain.track import BODY_RUNGS, NO_BODY, StageEvent, Track
from onrecord.services.views.deadlines import DueRow, deadlines
from onrecord.services.views.passed_on import body_of, number_of
from onrecord.services.who_can_help import matter_of, who_can_help

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SETTLE = ("ombudsman", "regulator", "court")


def helpers_of(vault: Vault, dispute_id: str, today: date) -> tuple[Helper, ...]:
    """The most useful first. None before place and kind are known, and none of a company with
    which it is at a body already: what comes next is theirs to say."""
    tracks = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    free = [one for one in tracks if one.agency_id in ("", NO_BODY) and one.rung not in BODY_RUNGS]
    if not free:
        return ()
    last = max(free, key=lambda one: _latest(vault, one.id))
    matter = matter_of(vault, dispute_id, today, counterparty_id=last.counterparty_id)
    if not matter.place.country or not matter.sector:
        return ()
    return tuple(
        Helper(option.agency.id, option.agency.called, option.opened)
        for option in who_can_help(vault, matter)
        if option.verdict == "now"
        and option.agency.kind in _SETTLE
        and not option.general
        and (option.agency.settles_single_cases is None or option.agency.settles_single_cases.value)
    )


def passed_on(row: DueRow) -> bool:
    """Whether a date counts from the day a body passed the complaint on to the company."""
    return bool(set(row.key.split(":")) & {"complaint_served", "complaint_sent", "body_notice"})


def unanswered_of(vault: Vault, dispute_id: str, today: date) -> Unanswered | None:
    """What a body passed on to the company and nobody answered in time, the longest overdue."""
    late = [
        (row.end, row.track_id)
        for row in deadlines(vault, dispute_id, today)
        if row.kind == "rule" and row.who == "company" and not row.opens
        and row.status(today) == "overdue" and row.end and passed_on(row)
    ]  # fmt: skip
    if not late:
        return None
    due, track_id = min(late)
    events = vault.find(StageEvent, "track_id = ?", [track_id], order="dated, rowid")
    return Unanswered(body_of(vault, vault.get(Track, track_id)), due, number_of(events))


def _latest(vault: Vault, track_id: str) -> str:
    events = vault.find(StageEvent, "track_id = ?", [track_id], order="dated DESC, rowid DESC",
                        limit=1)  # fmt: skip
    return events[0].dated if events else ""
