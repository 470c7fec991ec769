"""End a call: on record, with its next step, and the report of a fault that was made on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.diary import FaultReport, PlannedAction
from onrecord.services.log_contact import log_contact

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def end_call(
    vault: Vault,
    entry: ContactEntry,
    contact_id: str = "",
    next_step: str = "",
    next_day: str = "",
) -> Change:
    """``Change.result`` is the contact's id. ``next_day`` is a ``When`` text; a next step is my own
    plan and never a deadline. Raises what ``log_contact`` raises.
    """
    change = log_contact(vault, entry, contact_id)
    contact = vault.get(Contact, change.result)
    dispute_id = entry.dispute_ids[0] if entry.dispute_ids else ""
    faults = [line for line in entry.lines if line.event == "fault"]
    known = vault.count(FaultReport, "contact_id = ?", [contact.id])
    words = " ".join(next_step.split())
    if not words and (not faults or known):
        return change
    with vault.change(change.words) as tx:
        if faults and not known:
            tx.insert(
                FaultReport(
                    dispute_id=dispute_id,
                    contact_id=contact.id,
                    words=faults[0].words,
                    started=contact.dated,
                    zone=contact.zone,
                )
            )
        if words:
            tx.insert(PlannedAction(dispute_id=dispute_id, words=words, dated=next_day))
    return replace(change.merge(tx.change), words=change.words, result=contact.id)
