"""Put a next step off: it comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Setting

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_DAYS = 7


def put_off_step(vault: Vault, dispute_id: str, rule: str, today: date | None = None) -> Change:
    """Hides the step of this rule for a week."""
    until = (today or date.today()) + timedelta(days=_DAYS)
    with vault.change("Put off for a week") as tx:
        tx.put(Setting(id=f"not_now:{dispute_id}:{rule}", value=until.isoformat()))
    return tx.change
