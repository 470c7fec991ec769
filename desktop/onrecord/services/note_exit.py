"""Write into the history that something readable left the vault other than as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Exit

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def note_exit(vault: Vault, words: str, table: str = "", id: str = "") -> Change:
    """``words`` say what was done ("Copied text of a document"), never what it said."""
    if vault.read_only:
        return Change(words)
    with vault.change(words) as tx:
        tx.insert(Exit(words=words, of_table=table, of_id=id))
    return tx.change
