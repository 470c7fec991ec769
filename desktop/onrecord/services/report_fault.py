"""Report now: that a fault was reported, when, to whom, with which reference; how long it lasted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.diary import FaultReport
from onrecord.domain.dispute import Dispute
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.clock import local_minute, local_zone
from onrecord.services.edit_record import edit_record
from onrecord.services.end_call import end_call
from onrecord.services.log_contact import entry_of, log_contact

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

WORDS = "I reported the fault"


def report_fault(vault: Vault, dispute_id: str = "", now: str = "") -> Change:
    """One call and one report, both of this minute; what is not known yet is filled in later.
    ``now`` is local time (a ``When`` text); ``Change.result`` is the report's id.
    """
    minute = now or local_minute()
    number = company_id = ""
    if dispute_id:
        company_id = vault.get(Dispute, dispute_id).counterparty_id
        party = vault.find(Counterparty, "id = ?", [company_id], limit=1)
        number = next(iter(party[0].phone_numbers), "") if party else ""
    entry = ContactEntry(
        dated=minute,
        zone=local_zone(),
        number=number,
        counterparty_id=company_id,
        outcome="Fault reported",
        lines=(Said(WORDS, "me", said_at=minute[11:], event="fault"),),
        dispute_ids=(dispute_id,) if dispute_id else (),
    )
    change = end_call(vault, entry)
    (report,) = vault.find(FaultReport, "contact_id = ?", [change.result])
    return replace(change, words="Fault reported, on record", result=report.id)


def complete_report(
    vault: Vault, report_id: str, who: str | None = None, reference: str | None = None
) -> Change:
    """To whom it was reported and under which reference; both are the call's own. None leaves
    what there is."""
    report = vault.get(FaultReport, report_id)
    contact = vault.get(Contact, report.contact_id)
    entry = entry_of(vault, contact.id)
    if who is not None:
        entry = replace(entry, agent_name=who.strip())
    if reference is not None:
        given = reference.strip()
        entry = replace(entry, reference=given, reference_state="given" if given else "unknown")
    return replace(log_contact(vault, entry, contact.id), result=report_id)


def time_outage(vault: Vault, report_id: str, started: str, ended: str) -> Change:
    """When it began and ended (``When`` texts). Raises Refused where it would end before."""
    if started and ended and When(ended).sort_key < When(started).sort_key:
        raise Refused("It cannot have ended before it began.", "ended")
    return edit_record(
        vault, FaultReport, report_id, "Outage changed", started=started, ended=ended
    )
