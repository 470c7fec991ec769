"""Take back a change, whatever it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.services.trash import Item, trash_items
from onrecord.vault.undo import undo_words

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_OF_DOCUMENTS = frozenset({Evidence.TABLE, ObjectRecord.TABLE, DisputeEvidence.TABLE})
"""Rows that stay with a document in the trash, so that it comes back to where it was."""


def undo_change(vault: Vault, change: Change) -> Change:
    """Undoes it; the change it returns is what redo undoes.

    Documents just added go to the trash instead of vanishing: their bytes were acknowledged, and
    a reader may have described them meanwhile. Raises a sentence where something else has
    changed the same things since.
    """
    new: list[Item] = [
        (Evidence, state.id)
        for state in change.before
        if state.table == Evidence.TABLE and state.row is None
    ]
    if not new:
        return vault.undo(change)
    here = [item for item in new if vault.count(Evidence, "id = ?", [item[1]])]
    rest = tuple(state for state in change.before if state.table not in _OF_DOCUMENTS)
    if not rest:
        return trash_items(vault, here)
    # What came with the documents goes as it came (an import: its calls and messages).
    touched = tuple((state.table, state.id) for state in rest)
    with vault.change(undo_words(change.words)) as tx:
        trash_items(vault, here)
        vault.undo(replace(change, touched=touched, before=rest))
    return replace(tx.change, result=change.result)
