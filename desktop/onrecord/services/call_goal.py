"""What I want of a call and the least I would accept, written before there is any call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.housekeeping import Setting
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LEAST = "least:"


def least_of(vault: Vault, dispute_id: str) -> str:
    """As it was written for the dispute; it is for me alone and goes into no packet."""
    found = vault.find(Setting, "id = ?", [_LEAST + dispute_id], limit=1)
    return found[0].value if found else ""


def set_least(vault: Vault, dispute_id: str, words: str) -> Change:
    """Empty ``words`` take it back. Raises NotFound."""
    vault.get(Dispute, dispute_id)
    with vault.change("The least I would accept") as tx:
        tx.put(Setting(id=_LEAST + dispute_id, value=" ".join(words.split())))
    return replace(tx.change, result=dispute_id)


def set_ask(vault: Vault, dispute_id: str, words: str) -> Change:
    """The first thing I ask for; more of them are kept beside the amounts."""
    said = " ".join(words.split())
    if not said:
        raise Refused("Say in a sentence what you want.", "words")
    vault.get(Dispute, dispute_id)
    with vault.change("What I ask for") as tx:
        tx.insert(DesiredOutcome(dispute_id=dispute_id, words=said))
    return replace(tx.change, result=dispute_id)
