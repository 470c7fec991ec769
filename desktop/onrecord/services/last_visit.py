"""When the vault was last open, and what passed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.housekeeping import Setting
from onrecord.services.views.deadlines import DueRow, all_deadlines

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_NAME = "last_visit"


@dataclass(frozen=True)
class Meanwhile:
    """``since`` is the day of the visit before; ``passed`` what became due or opened after it."""

    since: date
    passed: tuple[DueRow, ...]


def begin_visit(vault: Vault, today: date | None = None) -> Meanwhile | None:
    """Called once after unlocking: notes this day, and tells what passed since the one before.
    None on a first visit, on the same day, and where nothing passed."""
    day = today or date.today()
    found = vault.find(Setting, "id = ?", [_NAME], limit=1)
    before = date.fromisoformat(found[0].value) if found else None
    if before == day:
        return None
    if not vault.read_only:
        with vault.change("Opened the vault") as tx:
            tx.put(Setting(id=_NAME, value=day.isoformat()))
    if before is None or before > day:
        return None
    passed = tuple(
        row
        for row in all_deadlines(vault, day, with_plans=True)
        if row.end and before <= row.end and (row.end < day or (row.opens and row.end <= day))
    )
    return Meanwhile(before, passed) if passed else None
