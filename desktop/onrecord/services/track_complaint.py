"""A complaint at a body of the directory, followed on a line of steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute, DisputeParty
from onrecord.domain.letter import Letter
from onrecord.domain.track import NO_BODY, StageEvent, Track, rung_of_body
from onrecord.errors import Refused
from onrecord.services.agency_directory import directory
from onrecord.services.record_stage import record_stage
from onrecord.services.sides import link_party

if TYPE_CHECKING:
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
                vault, dispute_id, "escalated", dated=dated, rung=rung_of_body(entry.agency.kind, entry.agency.id),
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


def open_line(
    vault: Vault, dispute_id: str, counterparty_id: str, *, about: str = "", agency_id: str = ""
) -> Change:
    """One more line of steps, beside those that are there: against another company, at another
    body, or ``about`` another thing ("credit report"). ``Change.result`` is its id."""
    vault.get(Dispute, dispute_id)
    company = vault.get(Counterparty, counterparty_id)
    if agency_id and agency_id not in directory(vault):
        raise Refused("This body is not in the directory. Choose another one.", "agency_id")
    said = " ".join(about.split())
    where = "dispute_id = ? AND counterparty_id = ? AND agency_id = ?"
    if not said and vault.count(Track, where, [dispute_id, counterparty_id, agency_id]):
        raise Refused("There is such a line already. Say what this one is about.", "about")
    name = f"{company.name}, {said}" if said else ""
    with vault.change("Opened a line of steps") as tx:
        track = tx.insert(
            Track(
                dispute_id=dispute_id, counterparty_id=counterparty_id, name=name,
                agency_id=agency_id,
            )
        )  # fmt: skip
    return replace(tx.change, result=track.id)


def open_line_against(
    vault: Vault, dispute_id: str, name: str, *, about: str = "", agency_id: str = ""
) -> Change:
    """As ``open_line``, against a company by its name; one that is new to the dispute becomes a
    party of it."""
    said = " ".join(name.split())
    if not said:
        raise Refused("Write the name of the company.", "name")
    with vault.change("Opened a line of steps") as tx:
        known = {one.casefold(): id for id, one in companies_of(vault, dispute_id)}
        company = known.get(said.casefold(), "")
        if not company:
            party = link_party(vault, dispute_id, said, "other").result
            company = vault.get(DisputeParty, party).counterparty_id
        made = open_line(vault, dispute_id, company, about=about, agency_id=agency_id)
        tx.result = made.result
    return tx.change


def companies_of(vault: Vault, dispute_id: str) -> tuple[tuple[str, str], ...]:
    """The companies of a dispute as (id, name), the one it began with first."""
    rows = vault.query(
        "SELECT c.id AS id, c.name AS name FROM counterparty c WHERE c.id ="
        " (SELECT counterparty_id FROM dispute WHERE id = ?1)"
        " UNION ALL SELECT c.id, c.name FROM dispute_party p"
        " JOIN counterparty c ON c.id = p.counterparty_id WHERE p.dispute_id = ?1",
        [dispute_id],
    )
    return tuple({row["id"]: row["name"] for row in rows}.items())


def close_line(vault: Vault, track_id: str) -> Change:
    """Takes a line of steps away again. Refused while there is a step or a letter on it, and for
    the last one of its dispute."""
    track = vault.get(Track, track_id)
    if vault.count(StageEvent, "track_id = ?", [track_id]):
        raise Refused("There are steps on this line, so it stays.")
    if vault.count(Letter, "track_id = ? AND trashed_at = ''", [track_id]):
        raise Refused("There is a letter on this line, so it stays.")
    if vault.count(Track, "dispute_id = ?", [track.dispute_id]) < 2:
        raise Refused("A dispute keeps one line of steps.")
    with vault.change("Took a line of steps away") as tx:
        tx.remove(Track, track_id)
    return tx.change
