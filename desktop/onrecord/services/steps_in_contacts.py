"""Which step on the way up is which call or message, so that a bundle tells one act once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onrecord.domain.contact import Contact
from onrecord.domain.tried import reached_nobody
from onrecord.services.bundle_source import Source
from onrecord.services.contact_sentences import WRITTEN
from onrecord.services.steps_told import ContactDay, StepTold, steps_told, told_by


@dataclass(frozen=True)
class Steps:
    """``alone`` are told in a line of their own; ``within``, by contact, those that one tells."""

    alone: tuple[StepTold, ...] = ()
    within: Mapping[str, tuple[StepTold, ...]] = field(
        default_factory=dict[str, tuple[StepTold, ...]]
    )

    def contact_of(self) -> dict[str, str]:
        """By step, the contact that it is."""
        return {step.event.id: id for id, steps in self.within.items() for step in steps}


def steps_in_contacts(source: Source) -> Steps:
    """The steps of this packet, each beside the contact it is."""
    company = source.dispute.counterparty_id
    contacts = [_day_of(source, one) for one in source.contacts]
    alone: list[StepTold] = []
    within: dict[str, tuple[StepTold, ...]] = {}
    for step in steps_told(source.vault, source.dispute.id, source.company_id):
        told = told_by(replace(step, company_id=step.company_id or company), contacts)
        if told:
            within[told] = (*within.get(told, ()), step)
        else:
            alone.append(step)
    return Steps(tuple(alone), within)


def _day_of(source: Source, contact: Contact) -> ContactDay:
    said = any(line.side == "them" for line in source.lines.get(contact.id, ()))
    got = source.promises.get(contact.id) or any(
        one.side == "them" for one in source.offers.get(contact.id, ())
    )
    return ContactDay(
        contact.id,
        contact.dated[:10],
        contact.reference,
        frozenset(link.evidence_id for link in source.attached.get(contact.id, ())),
        theirs=bool(contact.outcome or said or got),
        mine=contact.direction != "in" and not reached_nobody(contact),
        written=contact.kind in WRITTEN,
        company_id=contact.counterparty_id
        or contact.company.strip()
        or source.dispute.counterparty_id,
    )
