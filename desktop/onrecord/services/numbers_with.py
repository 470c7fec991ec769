"""The numbers a company files somebody under, and whose each is where there are several companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import AccountRef, Counterparty, PartyLink
from onrecord.domain.dispute import Dispute
from onrecord.domain.track import BODY_RUNGS, StageEvent, Track
from onrecord.services.rows import step_order

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_THEIRS = ("asked", "escalated", "answered", "denied", "final_response", "deadlock")
"""Steps whose reference is the company's own."""


def with_whom(vault: Vault, dispute: Dispute, about: str = "") -> Callable[[str], str]:
    """Against whom of those with a line of steps of their own something was: who has none acts
    for the company the dispute began with. ``about`` has one though none of its steps is on record
    yet: something is written to it. Empty for all while there is one line only."""
    tracks = vault.find(Track, "dispute_id = ?", [dispute.id], order="rowid")
    parties = {one.counterparty_id for one in tracks}
    first = dispute.counterparty_id or (tracks[0].counterparty_id if tracks else "")
    if about and about != first:
        parties |= {about, first}
    if len(parties) < 2:
        return lambda _party: ""
    return lambda party: party if party in parties else first


def numbers_with(
    vault: Vault, dispute: Dispute, company_id: str
) -> tuple[list[AccountRef], list[tuple[str, AccountRef]]]:
    """The numbers that this company has for it, and those of others by their names. Whoever took a
    debt over, or acts for another, files it under the other's number as well."""
    whose = with_whom(vault, dispute, company_id)
    own: list[AccountRef] = []
    others: list[tuple[str, AccountRef]] = []
    for ref in vault.find(AccountRef, "dispute_id = ?", [dispute.id], order="rowid"):
        party = whose(ref.counterparty_id)
        if not ref.value:
            continue
        if party in ("", company_id) or _linked(vault, party, company_id):
            own.append(ref)
        else:
            found = vault.find(Counterparty, "id = ?", [party], limit=1)
            others.append((found[0].name if found else "", ref))
    own.sort(key=lambda ref: whose(ref.counterparty_id) not in ("", company_id))
    return own, others


def complaint_number(vault: Vault, dispute: Dispute, company_id: str) -> str:
    """Under which the company has the complaint, by the last step that says so. A line of steps
    that is at a body by now keeps those with the company; one that names nobody is against the
    company the dispute began with."""
    unnamed = "" if company_id == dispute.counterparty_id else company_id
    of_them = (
        "track_id IN (SELECT id FROM track WHERE dispute_id = ? AND counterparty_id IN (?, ?))"
    )
    told = vault.find(
        StageEvent, f"reference != '' AND {of_them}", [dispute.id, company_id, unnamed],
        order=step_order(),
    )  # fmt: skip
    own = [e.reference for e in told if e.kind in _THEIRS and e.rung not in BODY_RUNGS]
    return own[-1] if own else ""


def _linked(vault: Vault, one: str, other: str) -> bool:
    where = "(from_id = ? AND to_id = ?) OR (to_id = ? AND from_id = ?)"
    return bool(vault.count(PartyLink, where, [one, other, one, other]))
