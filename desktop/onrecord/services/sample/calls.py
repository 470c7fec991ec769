"""What was said in the sample: the calls, the email and the letters, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.contact_entry import Cited, ContactEntry, Offered, Promised, Said
from onrecord.domain.diary import FaultReport
from onrecord.domain.times import parse_utc, utc_text
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import contact_records, new_contact
from onrecord.services.sample.files import BILL_2, EMAIL, LETTER, SCREEN
from onrecord.services.sample.story import COMPANY, OFFER, PENCE, Story, said

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

ZONE = "Europe/London"
_PHONE, _MAIL = "020 7946 0110", "care@northline.example"


@dataclass(frozen=True)
class _Told:
    """A contact of the story, and how many minutes after its end it was written down."""

    name: str
    entry: ContactEntry
    minutes_later: int


def log_contacts(
    vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str]
) -> dict[str, str]:
    """A chat, four calls of which one without a reference, the email and the letter; ids by name."""
    made: dict[str, str] = {}
    for told in _told(story, ids):
        entry = replace(told.entry, zone=ZONE, company=COMPANY, dispute_ids=(dispute_id,))
        contact = new_contact(vault, entry.checked())
        contact = replace(contact, written_at=_written_at(contact, told.minutes_later))
        with vault.change("Added a sample call") as tx:
            for record in contact_records(entry, contact):
                tx.insert(record)
        made[told.name] = contact.id
    _after_the_calls(vault, story, dispute_id, made)
    return made


def written_later(vault: Vault, contact_id: str, minutes: int) -> None:
    """Only the invented past may have been written in the past."""
    contact = vault.get(Contact, contact_id)
    with vault.change("Added a sample letter") as tx:
        tx.patch(Contact, contact_id, written_at=_written_at(contact, minutes))


def _written_at(contact: Contact, minutes: int) -> str:
    begun = contact.dated_utc or f"{contact.dated}T18:00:00Z"
    return utc_text(parse_utc(begun) + timedelta(seconds=contact.duration_s or 0, minutes=minutes))


def _call(
    day: date, clock: str, minutes: int, hold: int, who: str, reference: str, outcome: str,
    *lines: Said, team: str = "billing",
) -> ContactEntry:  # fmt: skip
    return ContactEntry(
        number=_PHONE,
        dated=f"{day}T{clock}",
        duration_s=minutes * 60,
        hold_s=hold * 60,
        agent_name=who,
        agent_team=team,
        reference=reference,
        reference_state="unknown" if reference else "none",
        outcome=outcome,
        lines=lines,
    )


def _told(story: Story, ids: Mapping[str, str]) -> tuple[_Told, ...]:
    return (
        _Told(
            "outage",
            ContactEntry(
                kind="chat",
                dated=f"{story.outage}T08:12",
                agent_name="Olu",
                agent_team="faults",
                reference="3761-F",
                outcome="Fault reported",
                lines=(
                    Said("I reported the fault", "me", said_at="08:12", event="fault"),
                    Said("There is a fault in your area. It should be back tomorrow."),
                ),
            ),
            3,
        ),
        _Told(
            "cancel",
            _call(
                story.cancelled, "10:41", 13, 4, "Dana", "3877-C",
                "Cancelled with effect from today",
                Said("I want to cancel broadband and the phone line today.", "me"),
                Said("It is cancelled from today. You will not be charged again.", "them", "quote"),
                team="cancellations",
            ),
            9,
        ),
        _Told(
            "email",
            ContactEntry(
                kind="email",
                direction="in",
                number=_MAIL,
                dated=f"{story.cancelled}T11:02",
                reference="3877-C",
                outcome="They confirm the cancellation",
                evidence_ids=(ids[EMAIL],),
            ),
            45,
        ),
        _Told(
            "second",
            replace(
                _call(
                    story.second_call, "17:20", 21, 12, "Sam", "3920-B",
                    "Told the next bill will put it right",
                    Said("I cancelled and was billed again. Why?", "me"),
                    Said("The bill was made before the order closed. The next one will put it "
                         "right."),
                ),
                citations=(Cited(ids[BILL_2], 1),),
            ),
            6,
        ),
        _Told(
            "promise",
            replace(
                _call(
                    story.third_call, "14:21", 24, 17, "Priya", "4471-K",
                    "A refund of £84.20 is promised",
                    Said(f"I can see it was cancelled on {said(story.cancelled)}.", "them",
                         "quote"),
                    Said("Why was I billed after that?", "me"),
                    Said("Both bills are wrong. I am raising a refund of 84.20 now.", "them",
                         "quote"),
                ),
                agent_id="7731",
                promises=(
                    Promised("£84.20 back to my bank account", story.promised_by.isoformat(),
                             2 * PENCE, "GBP"),
                ),
                evidence_ids=(ids[SCREEN],),
            ),
            10,
        ),
        _Told(
            "refusal",
            ContactEntry(
                kind="letter",
                direction="in",
                dated=story.refusal.isoformat(),
                agent_name="M. Hale",
                agent_team="Customer Relations",
                reference="CMP-20931",
                outcome="They refuse a refund and rely on 30 days’ notice",
                offers=(
                    Offered("A further £15.00 if I accept it as settled", "them", OFFER, "GBP",
                            story.offer_ends.isoformat()),
                ),
                evidence_ids=(ids[LETTER],),
            ),
            30,
        ),
        _Told(
            "last",
            _call(
                story.last_call, "09:05", 31, 26, "Marcus", "",
                "Told to wait; no reference given",
                Said("The refund was due and has not come. Please give me a reference.", "me"),
                Said("I cannot see a refund. Please wait for the letter."),
                Said("We do not give references for this kind of call.", "them", "quote"),
                team="complaints",
            ),
            4,
        ),
    )  # fmt: skip


def _after_the_calls(vault: Vault, story: Story, dispute_id: str, made: Mapping[str, str]) -> None:
    """The promise was not kept; the fault told of in the chat lasted a day and a half."""
    promise = vault.find(Promise, "contact_id = ?", [made["promise"]])[0]
    edit_record(
        vault,
        Promise,
        promise.id,
        state="broken",
        settled_when=story.last_call.isoformat(),
        settled_note=f"Only a credit of £10.00 had come by {said(story.last_call)}.",
    )
    with vault.change("Added a sample fault") as tx:
        for report in tx.find(FaultReport, "contact_id = ?", [made["outage"]]):
            tx.remove(FaultReport, report.id)
        tx.insert(
            FaultReport(
                dispute_id=dispute_id,
                contact_id=made["outage"],
                words="No broadband",
                started=f"{story.outage}T07:30",
                ended=f"{story.outage + timedelta(days=1)}T19:00",
                zone=ZONE,
                monthly_minor=PENCE,
                currency="GBP",
            )
        )
