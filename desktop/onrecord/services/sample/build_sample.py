"""Builds the sample: one complete dispute, clearly invented, with documents made on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import Cited, ContactEntry, Promised, Said
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.times import parse_utc, utc_text
from onrecord.domain.track import StageEvent, Track
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.derive import derived
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import contact_records, new_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.progress import Progress, quiet
from onrecord.services.read_documents import read_documents
from onrecord.services.sample.story import (
    ACCOUNT,
    COMPANY,
    CUSTOMER,
    NAME,
    PENCE,
    Story,
    bill,
    email,
    letter,
    said,
    screen,
    statement,
)
from onrecord.services.start_packet import start_packet

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_ZONE = "Europe/London"
_DRAW = "onrecord.services.sample.draw"


def build_sample(workshop: Workshop, today: date | None = None, progress: Progress = quiet) -> str:
    """Fills a vault with the sample dispute; returns its id.

    The promise of the story was due three days before ``today``.
    """
    story = Story(today or date.today())
    vault = workshop.vault
    files = _documents(story, progress)
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
        calls = _contacts(vault, story, dispute_id, ids)
        _case(vault, story, dispute_id, ids, calls)
        _packet(vault, dispute_id, ids)
    return dispute_id


_BILL_1, _BILL_2, _BILL_3 = (f"Northline bill {n}.pdf" for n in (1, 2, 3))
_STATEMENT = "Bank statement.pdf"
_SCREEN = "Screenshot My Northline.png"
_LETTER = "Scan letter from Northline.pdf"
_EMAIL = "Your Northline service has been cancelled.eml"
_SUMMARY = (
    "I cancelled my broadband by phone on {cancelled} and have it confirmed in writing. Northline "
    "took two more monthly payments of £42.10. They promised me the money back and did not pay it."
)


def _documents(story: Story, progress: Progress) -> dict[str, bytes]:
    from onrecord.worker.pool import Limits, Worker

    todo: list[tuple[str, str, str, Mapping[str, Any]]] = [
        (_BILL_1, "page", "bill", bill(story, story.first_bill, 1, after_end=False)),
        (_BILL_2, "page", "bill", bill(story, story.second_bill, 2, after_end=True)),
        (_BILL_3, "page", "bill", bill(story, story.third_bill, 3, after_end=True)),
        (_STATEMENT, "page", "statement", statement(story)),
        (_SCREEN, "screen", "screenshot", screen(story)),
        (_LETTER, "scan", "letter", letter(story)),
    ]
    made: dict[str, bytes] = {}
    worker = Worker(_DRAW, Limits())
    try:
        for done, (name, task, template, data) in enumerate(todo):
            progress(done, len(todo), "Drawing the sample's documents")
            answer = worker.call(task, {"template": template, "data": dict(data)})
            made[name] = b"".join(answer.blobs)
    finally:
        worker.close()
    made[_EMAIL] = email(story)
    return made


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
        (_BILL_1, f"Bill of {said(story.first_bill)}", "bill", story.first_bill, COMPANY,
         "the last month before I cancelled, £42.10"),
        (_BILL_2, f"Bill of {said(story.second_bill)}", "bill", story.second_bill, COMPANY,
         "£42.10 for a month that begins after the service ended; 0 GB used"),
        (_BILL_3, f"Bill of {said(story.third_bill)}", "bill", story.third_bill, COMPANY,
         "a second £42.10 after the service ended, and no credit"),
        (_STATEMENT, "Bank statement", "statement", story.statement_ends,
         "Harbour & Vale Bank (sample)",
         "nothing was paid back up to this day"),
        (_SCREEN, "My Northline app: service cancelled", "screenshot", story.third_call,
         f"{COMPANY}, app",
         f"the service is shown as cancelled on {said(story.cancelled)}, with both later bills"),
        (_LETTER, "Their letter refusing a refund", "letter", story.refusal, COMPANY,
         "they rely on 30 days’ notice and refuse a refund"),
        (_EMAIL, "Email confirming the cancellation", "email", story.cancelled, COMPANY,
         f"the service ended on {said(story.cancelled)}; no charge after that day"),
    ):  # fmt: skip
        edit_record(
            vault,
            Evidence,
            ids[name],
            words="Described a document",
            title=title,
            kind=kind,
            dated=day.isoformat(),
            source=source,
            description=description,
            tags=("sample",),
        )
    theirs = vault.find(
        DisputeEvidence, "dispute_id = ? AND evidence_id = ?", [dispute_id, ids[_LETTER]]
    )
    edit_record(vault, DisputeEvidence, theirs[0].id, theirs=True)


def _contacts(
    vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str]
) -> dict[str, str]:
    """Four calls, of which one without a reference, the email and the letter."""
    call = ContactEntry(
        number="020 7946 0110", company=COMPANY, zone=_ZONE, dispute_ids=(dispute_id,)
    )
    entries: dict[str, tuple[ContactEntry, int]] = {
        "cancel": (
            replace(
                call,
                dated=f"{story.cancelled}T10:41",
                duration_s=13 * 60,
                hold_s=4 * 60,
                agent_name="Dana",
                agent_team="cancellations",
                reference="3877-C",
                outcome="Cancelled with effect from today",
                lines=(
                    Said("I want to cancel broadband and the phone line today.", "me"),
                    Said("It is cancelled from today. You will not be charged again.", "them",
                         "quote"),
                ),
            ),
            9,
        ),
        "email": (
            replace(
                call,
                kind="email",
                direction="in",
                number="care@northline.example",
                dated=f"{story.cancelled}T11:02",
                reference="3877-C",
                outcome="They confirm the cancellation",
                evidence_ids=(ids[_EMAIL],),
            ),
            45,
        ),
        "second": (
            replace(
                call,
                dated=f"{story.second_call}T17:20",
                duration_s=21 * 60,
                hold_s=12 * 60,
                agent_name="Sam",
                agent_team="billing",
                reference="3920-B",
                outcome="Told the next bill will put it right",
                lines=(
                    Said("I cancelled and was billed again. Why?", "me"),
                    Said("The bill was made before the order closed. The next one will put it "
                         "right."),
                ),
                citations=(Cited(ids[_BILL_2], 1),),
            ),
            6,
        ),
        "promise": (
            replace(
                call,
                dated=f"{story.third_call}T14:21",
                duration_s=24 * 60,
                hold_s=17 * 60,
                agent_name="Priya",
                agent_id="7731",
                agent_team="billing",
                reference="4471-K",
                outcome="A refund of £84.20 is promised",
                lines=(
                    Said(f"I can see it was cancelled on {said(story.cancelled)}.", "them",
                         "quote"),
                    Said("Why was I billed after that?", "me"),
                    Said("Both bills are wrong. I am raising a refund of 84.20 now.", "them",
                         "quote"),
                ),
                promises=(
                    Promised("£84.20 back to my bank account", story.promised_by.isoformat(),
                             2 * PENCE, "GBP"),
                ),
                evidence_ids=(ids[_SCREEN],),
            ),
            10,
        ),
        "refusal": (
            replace(
                call,
                kind="letter",
                direction="in",
                number="",
                dated=story.refusal.isoformat(),
                agent_name="M. Hale",
                agent_team="Customer Relations",
                reference="CMP-20931",
                outcome="They refuse a refund and rely on 30 days’ notice",
                evidence_ids=(ids[_LETTER],),
            ),
            30,
        ),
        "last": (
            replace(
                call,
                dated=f"{story.last_call}T09:05",
                duration_s=31 * 60,
                hold_s=26 * 60,
                agent_name="Marcus",
                agent_team="complaints",
                reference_state="none",
                outcome="Told to wait; no reference given",
                lines=(
                    Said("The refund was due and has not come. Please give me a reference.", "me"),
                    Said("I cannot see a refund. Please wait for the letter."),
                    Said("We do not give references for this kind of call.", "them", "quote"),
                ),
            ),
            4,
        ),
    }  # fmt: skip
    made: dict[str, str] = {}
    for name, (entry, minutes_later) in entries.items():
        contact = new_contact(vault, entry.checked())
        begun = contact.dated_utc or f"{contact.dated}T18:00:00Z"
        length = timedelta(seconds=contact.duration_s or 0, minutes=minutes_later)
        # Only the invented past may have been written in the past.
        contact = replace(contact, written_at=utc_text(parse_utc(begun) + length))
        with vault.change("Added a sample call") as tx:
            for record in contact_records(entry, contact):
                tx.insert(record)
        made[name] = contact.id
    promise = vault.find(Promise, "contact_id = ?", [made["promise"]])[0]
    edit_record(
        vault,
        Promise,
        promise.id,
        state="broken",
        settled_when=story.last_call.isoformat(),
        settled_note=f"Nothing had come by {said(story.last_call)}.",
    )
    return made


def _case(
    vault: Vault, story: Story, dispute_id: str, ids: Mapping[str, str], calls: Mapping[str, str]
) -> None:
    track = vault.find(Track, "dispute_id = ?", [dispute_id])[0]
    taken = [
        Fact(
            dispute_id=dispute_id,
            dated=(day + timedelta(days=10)).isoformat(),
            zone=_ZONE,
            words=f"{words} was taken from my account.",
        )
        for day, words in ((story.second_bill, "£42.10"), (story.third_bill, "Another £42.10"))
    ]
    router = Fact(
        dispute_id=dispute_id,
        dated=f"{story.cancelled + timedelta(days=4):%Y-%m}",
        zone=_ZONE,
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
            tx.insert(Citation(of_table="fact", of_id=fact.id, evidence_id=ids[_STATEMENT], page=1))
        for claim, name in zip(claims, (_BILL_2, _BILL_3), strict=True):
            tx.insert(
                Citation(of_table="claim_line", of_id=claim.id, evidence_id=ids[name], page=1)
            )
            tx.insert(
                Citation(of_table="claim_line", of_id=claim.id, evidence_id=ids[_STATEMENT], page=1)
            )
        for position, words in enumerate(
            (
                "Pay back the £84.20 you took after my service ended.",
                "Confirm in writing that my account is closed and nothing is owed.",
            ),
            1,
        ):
            tx.insert(DesiredOutcome(dispute_id=dispute_id, position=position, words=words))
        tx.insert(
            Issue(
                dispute_id=dispute_id,
                position=1,
                title="Notice period",
                mine="They cancelled with effect from the same day and confirmed it in writing.",
                theirs="Section 7 of their terms asks for 30 days’ notice.",
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
                    track_id=track.id, kind=kind, rung=rung, dated=day.isoformat(), zone=_ZONE,
                    reason=reason, contact_id=contact,
                )
            )  # fmt: skip


def _packet(vault: Vault, dispute_id: str, ids: Mapping[str, str]) -> None:
    packet_id = start_packet(vault, dispute_id, "formal", "Northline Telecom, Complaints").result
    order = (_EMAIL, _BILL_2, _BILL_3, _STATEMENT, _SCREEN, _LETTER)
    places = [ExhibitPlace(ids[name]) for name in order]
    places.append(ExhibitPlace(ids[_BILL_1], included=False))
    arrange_exhibits(vault, packet_id, places)
