"""Taking a change back, as a change of its own that can be taken back too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.change import Change, RowState
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction

_UNDID = "Undid: "
_AGAIN = "Done again: "


class Undo:
    """Remembers, until the vault is locked, which later revision says the same as an earlier one.

    Without that, undoing two steps in a row would look like overwriting somebody else's edit,
    since the first undo gives the row a new revision.
    """

    def __init__(self) -> None:
        self._same_as: dict[tuple[str, str, int], int] = {}

    def put_back(self, transaction: Transaction, change: Change) -> dict[tuple[str, str, int], int]:
        """Put the rows of ``change`` back within ``transaction``.

        Returns which revision each restored one repeats; give it to ``settled`` once it is saved.
        Raises Refused, with nothing changed, when a row was edited since or is gone for good.
        """
        steps: dict[tuple[str, str], list[RowState]] = {}
        for state in change.before:
            if state.table == "tombstone":
                raise Refused("What was deleted for good cannot be brought back.")
            steps.setdefault((state.table, state.id), []).append(state)
        for (table, id), states in steps.items():
            self._check_unchanged(table, id, states, transaction.revision(table, id))
        repeats: dict[tuple[str, str, int], int] = {}
        for (table, id), states in steps.items():
            row = states[0].row
            if row is None and table == "object":
                # The bytes stay until the trash is emptied, so what binds them must stay too.
                continue
            now = transaction.put_back(table, id, row)
            if row is not None and now > row["revision"]:
                repeats[table, id, now] = row["revision"]
        return repeats

    def settled(self, repeats: dict[tuple[str, str, int], int]) -> None:
        """The undo was saved: from now on its revisions count as those they repeat."""
        self._same_as |= repeats

    def _check_unchanged(self, table: str, id: str, states: list[RowState], now: int) -> None:
        expected = [*(state.row["revision"] if state.row else 0 for state in states[1:]), now]
        for state, found in zip(states, expected, strict=True):
            if self._origin(table, id, state.after) != self._origin(table, id, found):
                raise Refused("This can no longer be undone: it was changed again since.")

    def _origin(self, table: str, id: str, revision: int) -> int:
        while (table, id, revision) in self._same_as:
            revision = self._same_as[table, id, revision]
        return revision


def undo_words(words: str) -> str:
    """What the undo of a change is called; undoing an undo is doing it again."""
    if words.startswith(_UNDID):
        return _AGAIN + words.removeprefix(_UNDID)
    return _UNDID + words.removeprefix(_AGAIN)
