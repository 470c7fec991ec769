"""The history of one thing: every change of it that the chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class HistoryRow:
    """One entry; ``at`` is UTC by this computer's clock."""

    number: int
    at: str
    words: str
    of_table: str
    of_id: str
    revision: int
    removed: bool


def history(
    vault: Vault, table: str = "", id: str = "", limit: int = -1, offset: int = 0
) -> list[HistoryRow]:
    """The newest first; of one row, of one table, or of the whole vault."""
    given = [(name, value) for name, value in (("of_table", table), ("of_id", id)) if value]
    where = "WHERE " + " AND ".join(f"{name} = ?" for name, _ in given) if given else ""
    args = [value for _, value in given]
    rows = vault.query(
        "SELECT seq AS number, at, words, of_table, of_id, revision, row_sha256 = '' AS removed"
        f" FROM custody {where} ORDER BY seq DESC LIMIT ? OFFSET ?",
        [*args, limit, offset],
    )
    return [
        HistoryRow(
            row["number"],
            row["at"],
            row["words"],
            row["of_table"],
            row["of_id"],
            row["revision"],
            bool(row["removed"]),
        )
        for row in rows
    ]
