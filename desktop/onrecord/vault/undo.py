"""Taking a change back, as a change of its own that can be taken back too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.change import Change, RowState
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction

_Key = tuple[str, str, int]
_Repeats = dict[_Key, tuple[int, frozenset[str]]]
_NEVER = frozenset({"id", "revision", "created_at", "changed_at"})
_UNDID = "Undid: "
_AGAIN = "Done again: "


class Undo:
    """Remembers, until the vault is locked, which later revision says the same as an earlier one.

    Without that, undoing two steps in a row would look like overwriting somebody else's edit,
    since the first undo gives the row a new revision. What OnRecord itself adds to a row (a
    document is read while its title is typed) stands in the way of no undo, and stays.
    """

    def __init__(self) -> None:
        # For each revision the earlier one it repeats, and the fields in which it does not.
        self._same_as: _Repeats = {}

    def put_back(self, transaction: Transaction, change: Change) -> _Repeats:
        """Put the rows of ``change`` back within ``transaction``.

        Returns what each restored revision repeats; give it to ``settled`` once it is saved.
        Raises Refused, with nothing changed, when a row was edited since or is gone for good.
        """
        steps: dict[tuple[str, str], list[RowState]] = {}
        for state in change.before:
            if state.table == "tombstone":
                raise Refused("What was deleted for good cannot be brought back.")
            steps.setdefault((state.table, state.id), []).append(state)
        added = {
            (table, id): self._added_since(table, id, states, transaction.revision(table, id))
            for (table, id), states in steps.items()
        }
        repeats: _Repeats = {}
        for (table, id), states in steps.items():
            row = states[0].row
            if row is None and table == "object":
                # The bytes stay until the trash is emptied, so what binds them must stay too.
                continue
            kept = added[table, id]
            if row is not None and kept and (current := transaction.row(table, id)) is not None:
                row = {**row, **{name: current[name] for name in kept}}
            now = transaction.put_back(table, id, row)
            if row is not None and now > row["revision"]:
                repeats[table, id, now] = row["revision"], kept
        return repeats

    def settled(self, repeats: _Repeats) -> None:
        """The undo was saved: from now on its revisions count as those they repeat."""
        self._same_as |= repeats

    def added(self, transaction: Transaction, change: Change) -> _Repeats:
        """What ``settled`` gets for a change of the app's own: rows say the same but for that."""
        repeats: _Repeats = {}
        for state in change.before:
            row = transaction.row(state.table, state.id)
            if state.row is not None and row is not None:
                fields = frozenset(name for name in row if row[name] != state.row[name]) - _NEVER
                repeats[state.table, state.id, state.after] = state.row["revision"], fields
        return repeats

    def _added_since(self, table: str, id: str, states: list[RowState], now: int) -> frozenset[str]:
        """The fields the app itself filled since; Refused when anybody else changed the row."""
        expected = [*(state.row["revision"] if state.row else 0 for state in states[1:]), now]
        fields: frozenset[str] = frozenset()
        for state, found in zip(states, expected, strict=True):
            repeated = self._repeated(table, id, state.after)
            seen: frozenset[str] = frozenset()
            for revision, more in self._repeated(table, id, found).items():
                seen |= more
                if revision in repeated:
                    fields |= seen
                    break
            else:
                raise Refused("This can no longer be undone: it was changed again since.")
        return fields

    def _repeated(self, table: str, id: str, revision: int) -> dict[int, frozenset[str]]:
        """This revision and the earlier ones it repeats, each with the fields between it and the
        one before it in this order."""
        found: dict[int, frozenset[str]] = {revision: frozenset()}
        while (table, id, revision) in self._same_as:
            revision, fields = self._same_as[table, id, revision]
            found[revision] = fields
        return found


def undo_words(words: str) -> str:
    """What the undo of a change is called; undoing an undo is doing it again."""
    if words.startswith(_UNDID):
        return _AGAIN + words.removeprefix(_UNDID)
    return _UNDID + words.removeprefix(_AGAIN)
