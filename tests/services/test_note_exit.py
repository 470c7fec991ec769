"""What leaves by the clipboard is in the history, without its words."""

from __future__ import annotations

from onrecord.domain.housekeeping import Exit
from onrecord.services.note_exit import note_exit
from onrecord.services.views.history import history
from onrecord.vault.vault import Vault


def test_a_copy_to_the_clipboard_is_in_the_history(vault: Vault) -> None:
    note_exit(vault, "Copied text of a document", "evidence", "0011223344556677")
    (row,) = vault.find(Exit)
    assert (row.of_table, row.of_id) == ("evidence", "0011223344556677")
    assert [line.words for line in history(vault, "exit")] == ["Copied text of a document"]
