"""How one dispute was pursued so far, counted from its calls and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.tried import Tried
from onrecord.domain.tried import tried as counted

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def tried(vault: Vault, dispute_id: str) -> Tried:
    """Of every contact that is not in the trash."""
    here = "id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?) AND trashed_at = ''"
    return counted(
        vault.find(Contact, here, [dispute_id], order="rowid"),
        transfers(vault, dispute_id),
        len(written_apart(vault, dispute_id)),
    )


def written_apart(vault: Vault, dispute_id: str) -> set[str]:
    """Emails, letters and messages that are kept as documents and belong to no contact."""
    rows = vault.query(
        "SELECT e.id FROM evidence e JOIN dispute_evidence d ON d.evidence_id = e.id"
        " WHERE d.dispute_id = ? AND e.trashed_at = '' AND e.kind IN ('email', 'letter', 'message')"
        " AND e.id NOT IN (SELECT evidence_id FROM contact_evidence)",
        [dispute_id],
    )
    return {str(row["id"]) for row in rows}


def transfers(vault: Vault, dispute_id: str) -> dict[str, int]:
    """Per contact, how often its notes say that I was put through."""
    rows = vault.query(
        "SELECT l.contact_id AS id, count(*) AS n FROM contact_line l JOIN dispute_contact d"
        " ON d.contact_id = l.contact_id WHERE d.dispute_id = ? AND l.event = 'transferred'"
        " GROUP BY l.contact_id",
        [dispute_id],
    )
    return {row["id"]: int(row["n"]) for row in rows}
