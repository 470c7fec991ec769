"""The currency a dispute is in, as far as what is on record says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.money import currency_of_country
from onrecord.domain.place import parse_place

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def own_currency(vault: Vault, dispute_id: str) -> str:
    """The one that was set; else that of the first amount asked for or promised; else that of the
    country; empty where nothing says it. Raises NotFound."""
    dispute = vault.get(Dispute, dispute_id)
    if dispute.currency:
        return dispute.currency
    for table in (ClaimLine, Promise):
        where = "dispute_id = ? AND currency != ''"
        found = vault.find(table, where, [dispute_id], order="rowid", limit=1)
        if found:
            return found[0].currency
    return currency_of_country(parse_place(dispute.place).country)
