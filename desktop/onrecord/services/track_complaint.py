"""A complaint at a body of the directory, followed on a line of steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.track import NO_BODY, Track
from onrecord.errors import Refused
from onrecord.services.agency_directory import directory
from onrecord.services.record_stage import record_stage

if TYPE_CHECKING:
    from onrecord.domain.agency import Agency
    from onrecord.vault.vault import Vault


def track_complaint(
    vault: Vault,
    dispute_id: str,
    agency_id: str,
    *,
    dated: str = "",
    reference: str = "",
    evidence_id: str = "",
    counterparty_id: str = "",
) -> Change:
    """The complaint against a company (by default the one the dispute began with) is with a body.

    It takes the line of steps against them that is with no body yet; where each is with another
    body, a new line is opened. With ``dated``, the day it was sent, that is a step on it.
    ``Change.result`` is the id of the line.
    """
    entry = directory(vault).get(agency_id)
    if entry is None:
        raise Refused("This body is not in the directory. Choose another one.", "agency_id")
    if (reference or evidence_id) and not dated:
        raise Refused("Say when you sent it.", "dated")
    with vault.change(f"The complaint is with {entry.agency.called}") as tx:
        track_id = track_at(vault, dispute_id, agency_id, counterparty_id=counterparty_id).result
        if dated:
            record_stage(
                vault, dispute_id, "escalated", dated=dated, rung=rung_of(entry.agency),
                reference=reference, evidence_id=evidence_id, track_id=track_id,
            )  # fmt: skip
    return replace(tx.change, result=track_id)


def track_at(
    vault: Vault, dispute_id: str, agency_id: str = "", *, counterparty_id: str = ""
) -> Change:
    """The line of steps at a body, opened where there is none; without a body the first one
    against the company. ``Change.result`` is its id."""
    dispute = vault.get(Dispute, dispute_id)
    if agency_id and agency_id not in directory(vault):
        raise Refused("This body is not in the directory. Choose another one.", "agency_id")
    company = counterparty_id or dispute.counterparty_id
    where = "dispute_id = ? AND counterparty_id = ?"
    found = vault.find(Track, where, [dispute_id, company], order="rowid")
    free = [one for one in found if one.agency_id in ("", NO_BODY)]
    there = [one for one in found if one.agency_id == agency_id] if agency_id else found
    with vault.change("Opened a line of steps") as tx:
        track = next(iter([*there, *free]), None)
        if track is None:
            track = tx.insert(
                Track(dispute_id=dispute_id, counterparty_id=company, agency_id=agency_id)
            )
        elif agency_id and track.agency_id != agency_id:
            tx.patch(Track, track.id, agency_id=agency_id)
    return replace(tx.change, result=track.id)


def rung_of(agency: Agency) -> str:
    """The step of the ladder a body stands on. A notice by law or by the rules of a card scheme
    stands where a court does: it is the last one against the company or bank itself."""
    return "court" if agency.kind in ("court", "notice") else "ombudsman"
