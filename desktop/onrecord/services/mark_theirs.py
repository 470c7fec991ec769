"""Mark a document as one that helps the other side: it is never dropped silently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import DisputeEvidence
from onrecord.errors import NotFound

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def mark_theirs(vault: Vault, evidence_id: str, dispute_id: str, theirs: bool) -> Change:
    """For one dispute; in another the same document may help me. Raises NotFound."""
    links = vault.find(
        DisputeEvidence, "evidence_id = ? AND dispute_id = ?", [evidence_id, dispute_id]
    )
    if not links:
        raise NotFound("This document is not in the dispute any more.")
    words = "Marked as helping the other side" if theirs else "No longer marked as theirs"
    with vault.change(words) as tx:
        tx.patch(DisputeEvidence, links[0].id, theirs=theirs)
    return replace(tx.change, result=evidence_id)
