"""Finding the company a name means, so that the same company is one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def company_named(vault: Vault, name: str) -> Counterparty | None:
    """The company whose name or legal name this is, whatever its capitals and spaces."""
    wanted = _plain(name)
    if not wanted:
        return None
    for company in vault.find(Counterparty):
        if wanted in (_plain(company.name), _plain(company.legal_name)):
            return company
    return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
