"""Say what became of a promise or an offer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.balance import awaits_credit
from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.ledger import LedgerEntry
from onrecord.errors import Refused
from onrecord.services.derive import stored_date

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

PROMISE_STATES = ("open", "kept", "broken", "withdrawn")
_NO_CREDIT = (
    "Money stays promised until its credit is recorded from a statement: add the statement and "
    "record it under Money."
)


def settle_promise(vault: Vault, id: str, state: str, when: str = "", note: str = "") -> Change:
    """Marks it kept, broken or withdrawn, with the day and a note; ``open`` takes that back.

    Raises Refused for a promise of money marked kept while no statement shows all of it.
    """
    if state not in PROMISE_STATES:
        raise Refused("A promise is open, kept, broken or withdrawn.", "state")
    words = "Promise open again" if state == "open" else f"Promise marked {state}"
    if state == "kept":
        entries = vault.find(LedgerEntry, "promise_id = ?", [id])
        if awaits_credit(vault.get(Promise, id), entries):
            raise Refused(_NO_CREDIT, "state")
    settled = "" if state == "open" else stored_date(when, "settled_when")
    with vault.change(words) as tx:
        tx.patch(Promise, id, state=state, settled_when=settled, settled_note=note)
    return replace(tx.change, result=id)
