"""What helps the other side and is cited where we disagree: it goes in, unless it was left out on
purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.packet import LeftOut
from onrecord.services.draft_packet import draft_packet

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def adverse(vault: Vault, dispute_id: str) -> list[str]:
    """Documents cited on their side of a disagreement, or marked as theirs and cited on any."""
    rows = vault.query(
        "SELECT DISTINCT c.evidence_id AS id FROM citation c JOIN issue i ON i.id = c.of_id"
        " JOIN evidence e ON e.id = c.evidence_id AND e.trashed_at = ''"
        " JOIN dispute_evidence l ON l.evidence_id = e.id AND l.dispute_id = i.dispute_id"
        " WHERE c.of_table = 'issue' AND i.dispute_id = ? AND (c.side = 'theirs' OR l.theirs = 1)"
        " ORDER BY e.rowid",
        [dispute_id],
    )
    return [row["id"] for row in rows]


def keep_out(vault: Vault, packet_id: str, evidence_id: str) -> Change:
    """Remembers that it was left out of this packet on purpose; it is not asked again. Raises
    Refused for a sent packet."""
    draft_packet(vault, packet_id)
    with vault.change("Left out on purpose") as tx:
        if evidence_id not in kept_out(vault, packet_id):
            tx.insert(LeftOut(packet_id=packet_id, evidence_id=evidence_id))
    return replace(tx.change, result=packet_id)


def kept_out(vault: Vault, packet_id: str) -> list[str]:
    """The documents that were left out of this packet on purpose."""
    found = vault.find(LeftOut, "packet_id = ?", [packet_id], order="rowid")
    return list(dict.fromkeys(one.evidence_id for one in found))


def copy_kept_out(vault: Vault, from_id: str, to_id: str) -> list[LeftOut]:
    """The same for another packet; rows to insert."""
    return [LeftOut(packet_id=to_id, evidence_id=id) for id in kept_out(vault, from_id)]
