"""Builds the sample: one complete dispute, clearly invented, with documents made on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.letter import Letter
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.track import StageEvent, Track
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.derive import derived
from onrecord.services.edit_record import edit_record
from onrecord.services.letters.send_letter import mark_letter_sent
from onrecord.services.letters.start_letter import start_letter
from onrecord.services.open_dispute import open_dispute
from onrecord.services.progress import Progress, quiet
from onrecord.services.read_documents import read_documents
from onrecord.services.sample.calls import ZONE, log_contacts, written_later
from onrecord.services.sample.files import (
    BILL_1,
    BILL_2,
    BILL_3,
    EMAIL,
    LETTER,
    SCREEN,
    STATEMENT,
    draw_files,
)
from onrecord.services.sample.story import (
    ACCOUNT,
    COMPANY,
    CREDIT,
    CUSTOMER,
    NAME,
    PENCE,
    Story,
    said,
)
from onrecord.services.start_packet import start_packet

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault


def build_sample(workshop: Workshop, today: date | None = None, progress: Progress = quiet) -> str:
    """Fills a vault with the sample dispute; returns its id.

    The promise of the story was due three days before ``today``.
    """
    story = Story(today or date.today())
    vault = workshop.vault
    files = draw_files(story, progress)
    with vault.change("Opened the sample dispute"):
        dispute_id = open_dispute(
            vault,
            COMPANY,
            "Charged for two months after I cancelled",
            sample=True,
            currency="GBP",
            category="billing",
            sector="telecoms",
            place="United Kingdom",
            summary=_SUMMARY.format(cancelled=said(story.cancelled)),
        ).result
        _people(vault, dispute_id)
        _company(vault, dispute_id)
    attached = attach_files(
        vault,
        [Pasted(name, data) for name, data in files.items()],
        dispute_id=dispute_id,
        arrived="import",
    )
    ids = {outcome.name: outcome.evidence_id for outcome in attached.outcomes}
    read_documents(vault, workshop.reader, list(ids.values()), progress)
    with vault.change("Described the sample"):
        _describe(vault, story, dispute_id, ids)
        calls = log_contacts(vault, story, dispute_id, ids)
        _case(vault, story, dispute_id, ids, calls)
        _money_back(vault, story, dispute_id, ids)
    ids["confirmation"] = _confirm_the_call(workshop, story, dispute_id, calls["promise"])
    with vault.change("Packed the sample"):
        _packet(vault, dispute_id, ids)
    return dispute_id


_SUMMARY = (
    "I cancelled my broadband by phone on {cancelled} and have it confirmed in writing. Northline "
    "took two more monthly payments of £42.10. They promised me the money back and paid £10.00 of it."
)


def _people(vault: Vault, dispute_id: str) -> None:
    me = Person(
        name=f"{NAME} (sample)",
        service_address="\n".join(CUSTOMER[1:]),
        postal_address="\n".join(CUSTOMER[1:]),
        print_contact="alex.morgan@mail.example",
        is_me=vault.count(Person, "is_me = 1") == 0,
    )
    with vault.change("Added a person") as tx:
        for link in tx.find(DisputePerson, "dispute_id = ?", [dispute_id]):
            tx.remove(DisputePerson, link.id)
        tx.insert(me)
        tx.insert(DisputePerson(dispute_id=dispute_id, person_id=me.id))


def _company(vault: Vault, dispute_id: str) -> None:
    party = vault.get(Dispute, dispute_id).counterparty_id
    edit_record(
        vault,
        Counterparty,
        party,
        legal_name="Northline Telecom Ltd (sample)",
        phone_numbers=("020 7946 0110",),
        email="care@northline.example",
        address="1 Example Quay\nSampleton\nZZ9 9ZZ",
        dispute_address="Complaints\n1 Example Quay\nSampleton\nZZ9 9ZZ",
        hours="8 am to 8 pm, every day",
        stated_response="10 working days",
    )
    with vault.change("Added references") as tx:
        for kind, value in (("account", ACCOUNT), ("ticket", "CMP-20931")):
            reference = AccountRef(
                dispute_id=dispute_id, counterparty_id=party, kind=kind, value=value
            )
            tx.insert(derived(reference))


def _describe(vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str]) -> None:
    for name, title, kind, day, source, description in (
        (BILL_1, f"Bill of {said(story.first_bill)}", "bill", story.first_bill, COMPANY,
         "the last month before I cancelled, £42.10"),
        (BILL_2, f"Bill of {said(story.second_bill)}", "bill", story.second_bill, COMPANY,
         "£42.10 for a month that begins after the service ended; 0 GB used"),
        (BILL_3, f"Bill of {said(story.third_bill)}", "bill", story.third_bill, COMPANY,
         "a second £42.10 after the service ended, and no credit"),
        (STATEMENT, "Bank statement", "statement", story.statement_ends,
         "Harbour & Vale Bank (sample)",
         "only £10.00 was paid back up to this day"),
        (SCREEN, "My Northline app: service cancelled", "screenshot", story.third_call,
         f"{COMPANY}, app",
         f"the service is shown as cancelled on {said(story.cancelled)}, with both later bills"),
        (LETTER, "Their letter refusing a refund", "letter", story.refusal, COMPANY,
         "they rely on 30 days’ notice, refuse a refund and offer £15.00"),
        (EMAIL, "Email confirming the cancellation", "email", story.cancelled, COMPANY,
         f"the service ended on {said(story.cancelled)}; no charge after that day"),
    ):  # fmt: skip
        edit_record(
            vault,
            Evidence,
            ids[name],
            "Described a document",
            title=title,
            kind=kind,
            dated=day.isoformat(),
            source=source,
            description=description,
            tags=("sample",),
        )
    theirs = vault.find(
        DisputeEvidence, "dispute_id = ? AND evidence_id = ?", [dispute_id, ids[LETTER]]
    )
    edit_record(vault, DisputeEvidence, theirs[0].id, theirs=True)


def _case(
    vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str], calls: Mapping[str, str]
) -> None:
    track = vault.find(Track, "dispute_id = ?", [dispute_id])[0]
    taken = [
        Fact(
            dispute_id=dispute_id,
            dated=(day + timedelta(days=10)).isoformat(),
            zone=ZONE,
            words=f"{words} was taken from my account.",
        )
        for day, words in ((story.second_bill, "£42.10"), (story.third_bill, "Another £42.10"))
    ]
    router = Fact(
        dispute_id=dispute_id,
        dated=f"{story.cancelled + timedelta(days=4):%Y-%m}",
        zone=ZONE,
        words="I sent the router back in the prepaid bag.",
    )
    claims = [
        ClaimLine(
            dispute_id=dispute_id,
            position=position,
            words=f"Monthly charge on the bill of {said(day)}",
            amount_minor=PENCE,
            currency="GBP",
        )
        for position, day in enumerate((story.second_bill, story.third_bill), 1)
    ]
    with vault.change("Described the case") as tx:
        for record in (*taken, router, *claims):
            tx.insert(record)
        for fact in taken:
            tx.insert(Citation(of_table="fact", of_id=fact.id, evidence_id=ids[STATEMENT], page=1))
        for claim, name in zip(claims, (BILL_2, BILL_3), strict=True):
            tx.insert(
                Citation(of_table="claim_line", of_id=claim.id, evidence_id=ids[name], page=1)
            )
            tx.insert(
                Citation(of_table="claim_line", of_id=claim.id, evidence_id=ids[STATEMENT], page=1)
            )
        for position, words in enumerate(
            (
                "Pay back the £84.20 you took after my service ended.",
                "Confirm in writing that my account is closed and nothing is owed.",
            ),
            1,
        ):
            tx.insert(DesiredOutcome(dispute_id=dispute_id, position=position, words=words))
        notice = tx.insert(
            Issue(
                dispute_id=dispute_id,
                position=1,
                title="Notice period",
                mine="They cancelled with effect from the same day and confirmed it in writing.",
                theirs="Section 7 of their terms asks for 30 days’ notice.",
            )
        )
        for side, name in (("mine", EMAIL), ("theirs", LETTER)):
            tx.insert(
                Citation(
                    of_table="issue", of_id=notice.id, side=side, evidence_id=ids[name], page=1
                )
            )
        tx.patch(Track, track.id, rung="supervisor", name="Complaint to the company")
        for kind, rung, day, reason, contact in (
            ("asked", "asked", story.second_call, "", calls["second"]),
            ("escalated", "supervisor", story.third_call, "", calls["promise"]),
            ("denied", "supervisor", story.refusal, "30 days’ notice", calls["refusal"]),
        ):
            tx.insert(
                StageEvent(
                    track_id=track.id, kind=kind, rung=rung, dated=day.isoformat(), zone=ZONE,
                    reason=reason, contact_id=contact,
                )
            )  # fmt: skip


def _money_back(vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str]) -> None:
    """What did come back, as the bank statement shows it."""
    first = vault.find(ClaimLine, "dispute_id = ?", [dispute_id], order="position")[0]
    with vault.change("Recorded a credit") as tx:
        tx.insert(
            LedgerEntry(
                dispute_id=dispute_id,
                dated=story.credited.isoformat(),
                words="Credit, ref CMP-20931",
                direction="credited",
                amount_minor=CREDIT,
                currency="GBP",
                evidence_id=ids[STATEMENT],
                page=1,
                claim_line_id=first.id,
            )
        )


def _confirm_the_call(workshop: Workshop, story: Story, dispute_id: str, call_id: str) -> str:
    """The letter that was sent on the day of the promise; its document's id."""
    vault, day = workshop.vault, story.third_call
    letter_id = start_letter(vault, dispute_id, "confirm_call", call_id, day).result
    sent = mark_letter_sent(workshop, letter_id, "email", day.isoformat(), ZONE)
    written_later(vault, sent.result, 30)
    document = vault.get(Letter, letter_id).pdf_evidence_id
    read_documents(vault, workshop.reader, [document])
    edit_record(vault, Evidence, document, "Described a document", tags=("sample",))
    return document


def _packet(vault: Vault, dispute_id: str, ids: Mapping[str, str]) -> None:
    packet_id = start_packet(vault, dispute_id, "formal", "Northline Telecom, Complaints").result
    order = (EMAIL, BILL_2, BILL_3, STATEMENT, SCREEN, "confirmation", LETTER)
    places = [ExhibitPlace(ids[name]) for name in order]
    places.append(ExhibitPlace(ids[BILL_1], included=False))
    arrange_exhibits(vault, packet_id, places)
