"""Half-written input, saved as it is typed and found again after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Draft

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def save_draft(
    vault: Vault, kind: str, body: Mapping[str, object], draft_id: str = "", dispute_id: str = ""
) -> Change:
    """Writes the draft; ``Change.result`` is its id, to be given at the next save."""
    known = vault.find(Draft, "id = ?", [draft_id], limit=1) if draft_id else []
    with vault.change("Draft saved") as tx:
        if known:
            if known[0].body != body or known[0].dispute_id != dispute_id:
                tx.update(replace(known[0], body=dict(body), dispute_id=dispute_id))
            made = known[0].id
        else:
            draft = Draft(kind=kind, body=dict(body), dispute_id=dispute_id)
            draft = replace(draft, id=draft_id) if draft_id else draft
            tx.insert(draft)
            made = draft.id
    return replace(tx.change, result=made)


def drafts(vault: Vault, kind: str = "") -> list[Draft]:
    """What was left half written, the newest first."""
    where, args = ("kind = ?", [kind]) if kind else ("", [])
    return vault.find(Draft, where, args, order="changed_at DESC, id")


def discard_draft(vault: Vault, draft_id: str) -> Change:
    """Removes a draft; one that is gone already is no error."""
    with vault.change("Draft removed") as tx:
        if vault.count(Draft, "id = ?", [draft_id]):
            tx.remove(Draft, draft_id)
    return tx.change
