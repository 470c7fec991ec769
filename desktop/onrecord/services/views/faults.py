"""Faults that were reported, and what an outage may be worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.diary import FaultReport
from onrecord.domain.money import Money
from onrecord.domain.outage import Estimate, estimate, lasted, length_words
from onrecord.domain.when import When

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class FaultRow:
    """``credit`` is None until start, end and monthly price are known."""

    report: FaultReport
    company: str
    who: str
    reference: str
    reported: str
    currency: str = ""
    """That of the dispute, for a price that names none."""
    length: str = ""
    credit: Estimate | None = None


def faults(vault: Vault, dispute_id: str = "") -> list[FaultRow]:
    """The newest first; of the whole vault where no dispute is named."""
    where, args = ("dispute_id = ?", [dispute_id]) if dispute_id else ("", [])
    made: list[FaultRow] = []
    for report in vault.find(FaultReport, where, args, order="started DESC, rowid DESC"):
        found = vault.find(Contact, "id = ? AND trashed_at = ''", [report.contact_id], limit=1)
        if report.contact_id and not found:
            continue  # its call is in the trash
        contact = found[0] if found else Contact()
        company = vault.query(
            "SELECT name FROM counterparty WHERE id = ?", [contact.counterparty_id]
        )
        currency = vault.query("SELECT currency FROM dispute WHERE id = ?", [report.dispute_id])
        length = lasted(report.started, report.ended, report.zone)
        credit = None
        if length is not None and report.monthly_minor is not None and report.currency:
            credit = estimate(Money(report.monthly_minor, report.currency), length)
        made.append(
            FaultRow(
                report,
                company[0]["name"] if company else contact.company,
                contact.agent_name,
                contact.reference,
                When(contact.dated).words() if contact.dated else "",
                currency[0]["currency"] if currency else "",
                length_words(length) if length is not None else "",
                credit,
            )
        )
    return made
