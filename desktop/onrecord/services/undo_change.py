"""Take back a change, whatever it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.services.trash import Item, trash_items

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


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
    if new:
        return trash_items(
            vault, [item for item in new if vault.count(Evidence, "id = ?", [item[1]])]
        )
    return vault.undo(change)
