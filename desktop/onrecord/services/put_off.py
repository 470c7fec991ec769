"""Not now: a next step stays out of view until a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Setting

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def put_off_step(vault: Vault, dispute_id: str, rule: str, until: date) -> Change:
    """The rule's step of this dispute is shown again on ``until``."""
    name = f"not_now:{dispute_id}:{rule}"
    known = vault.find(Setting, "id = ?", [name], limit=1)
    with vault.change(f"Put off until {until.day} {until:%B}") as tx:
        if known:
            tx.patch(Setting, name, value=until.isoformat())
        else:
            tx.insert(Setting(id=name, value=until.isoformat()))
    return tx.change
