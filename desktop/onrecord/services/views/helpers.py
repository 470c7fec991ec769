"""The bodies that can take a dispute now, for its next step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.situation import Helper, Unanswered
from onrecord.domain.track import BODY_RUNGS, NO_BODY, StageEvent, Track, rung_of_body
from onrecord.services.rows import step_order
from onrecord.services.views.deadlines import DueRow, deadlines
from onrecord.services.views.passed_on import body_of, number_of
from onrecord.services.who_can_help import matter_of, who_can_help

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SETTLE = ("ombudsman", "regulator", "court")


def helpers_of(vault: Vault, dispute_id: str, today: date) -> tuple[Helper, ...]:
    """Of the line of steps with the newest step first, the most useful first. None before place
    and kind are known, and none of a company with which it is at a body already: what comes next
    is theirs to say."""
    tracks = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    free = [one for one in tracks if one.agency_id in ("", NO_BODY) and one.rung not in BODY_RUNGS]
    if not free:
        return ()
    free.sort(key=lambda one: _latest(vault, one.id), reverse=True)
    return tuple(helper for one in free for helper in _from(vault, one, today))


def _from(vault: Vault, track: Track, today: date) -> tuple[Helper, ...]:
    matter = matter_of(vault, track.dispute_id, today, counterparty_id=track.counterparty_id)
    if not matter.place.country or not matter.sector:
        return ()
    return tuple(
        Helper(
            option.agency.id,
            option.agency.called,
            option.opened,
            rung_of_body(option.agency.kind, option.agency.id),
            track.id,
            option.opened_on,
        )
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
        if row.kind == "rule" and row.firm and row.who == "company" and not row.opens
        and row.status(today) == "overdue" and row.end and passed_on(row)
    ]  # fmt: skip
    if not late:
        return None
    due, track_id = min(late)
    events = vault.find(StageEvent, "track_id = ?", [track_id], order="dated, rowid")
    track = vault.get(Track, track_id)
    company = vault.find(Counterparty, "id = ?", [track.counterparty_id], limit=1)
    return Unanswered(
        body_of(vault, track), due, number_of(events), company[0].name if company else ""
    )


def _latest(vault: Vault, track_id: str) -> str:
    """The day of its newest step; one without a day has that of its noting."""
    newest = vault.find(
        StageEvent, "track_id = ?", [track_id], order=step_order(down=True), limit=1
    )
    return (newest[0].dated or newest[0].created_at[:10]) if newest else ""
