"""What a service returns: what it touched, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class RowState:
    """A row before a change; ``row`` is None where there was none.

    ``after`` is the revision the change left it at, 0 where it removed the row: what an undo
    compares, so that it never overwrites a later edit.
    """

    table: str
    id: str
    row: dict[str, Any] | None
    after: int = 0


@dataclass(frozen=True)
class Change:
    """``words`` says it in the past tense ("Added 3 documents"); ``touched`` is (table, id) pairs.

    ``before`` holds the rows as they were, so that the vault can put them back.
    ``result`` is the id of the thing made or changed, where there is one.
    """

    words: str
    touched: tuple[tuple[str, str], ...] = ()
    before: tuple[RowState, ...] = field(default=(), repr=False)
    result: str = ""

    def tables(self) -> frozenset[str]:
        """The names of the tables that changed, for views that refresh by them."""
        return frozenset(table for table, _ in self.touched)

    def merge(self, later: Change, words: str = "") -> Change:
        """Two changes as one step of undo."""
        return Change(
            words or later.words,
            self.touched + later.touched,
            self.before + later.before,
            later.result or self.result,
        )
