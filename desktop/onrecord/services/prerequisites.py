"""What has to come before a body takes a complaint, and what shows that it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency
from onrecord.domain.contact import Contact
from onrecord.domain.deadline import first_of, time_to
from onrecord.domain.eligibility import option_of
from onrecord.domain.track import COMPANY_RUNGS, StageEvent
from onrecord.domain.when import When
from onrecord.packet.content import Cite, ProofRow
from onrecord.services.steps_told import TAKEN
from onrecord.services.who_can_help import matter_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_ASKED = {
    "asked": "I complained to the company",
    "denied": "They refused",
    "answered": "They answered",
    "final_response": "They gave their final answer",
    "deadlock": "They said they can do no more",
}
"""Steps that a body asks for; what a body itself did is no proof of what came first."""

Citing = Callable[[str, str], tuple[Cite, ...]]
"""The sources of what this document, or this contact, shows."""


def proof_rows(
    vault: Vault,
    dispute_id: str,
    agency: Agency | None,
    cites: Citing,
    today: date | None,
    counterparty_id: str = "",
    contact_of: Mapping[str, str] | None = None,
) -> tuple[ProofRow, ...]:
    """The steps on record against this company in order, and where the body's time for the company
    is known, when it was over. Nothing is claimed that is not on record; without ``today`` no time
    counts as over. ``contact_of`` says by step which call or message it is."""
    by = contact_of or {}
    where, args = "track_id IN (SELECT id FROM track WHERE dispute_id = ?)", [dispute_id]
    if counterparty_id:  # of a dispute with two, the other's steps are none of this body's
        where += " AND track_id IN (SELECT id FROM track WHERE counterparty_id IN (?, ''))"
        args = [*args, counterparty_id]
    events = vault.find(StageEvent, where, args, order="dated, created_at, id")
    made = [
        ProofRow(
            _done(one) + (f": {one.reason.strip().rstrip('.')}" if one.reason else ""),
            one.dated,
            "",
            one.reference,
            cites(one.evidence_id, one.contact_id or by.get(one.id, "")),
        )
        for one in events
        if one.kind in _ASKED or (one.kind == "escalated" and one.rung in COMPANY_RUNGS)
    ]
    matter = matter_of(vault, dispute_id, today or date.min, counterparty_id=counterparty_id)
    first = first_of(matter.starts, "first_complaint")
    if first is not None and first.table == Contact.TABLE:
        contact = vault.get(Contact, first.id)
        made.insert(
            0,
            ProofRow(
                f"I first raised it with the company, by {contact.kind}",
                contact.dated,
                "",
                contact.reference,
                cites("", contact.id),
            ),
        )
    if agency is not None and today is not None:
        option = option_of(agency, matter, working_days(matter.place))
        over = option.unlocks
        if over is not None and over.latest is not None and over.latest < today:
            made.append(
                ProofRow(
                    f"The company's time to {time_to(matter.starts, over)} was over",
                    over.latest.isoformat() if over.day else over.latest.isoformat()[:7],
                    over.rule if over.day else "In this month at the latest.",
                )
            )
    made.sort(key=lambda row: When(row.when).sort_key)
    return tuple(made)


def _done(event: StageEvent) -> str:
    if event.kind == "escalated":
        return TAKEN.get(event.rung, _ASKED["asked"]).format(them="the company")
    return _ASKED[event.kind]
