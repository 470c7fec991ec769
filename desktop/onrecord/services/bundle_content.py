"""Everything one bundle prints, looked up once and resolved.

What is printed is worded no more firmly than its ground (``domain.ground``). The same vault and
the same ``frozen`` give the same content, so that a revision can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from onrecord.domain.agency import Agency
from onrecord.domain.contact import TOLD_ELSEWHERE, Contact, Promise
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money
from onrecord.domain.packet import Packet
from onrecord.domain.packet_order import MARKS, in_order, kept
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.times import parse_utc, zone_of
from onrecord.domain.track import COMPANY_RUNGS, rung_of_body
from onrecord.domain.tried import reached_nobody, tried
from onrecord.packet.content import (
    Brief,
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    CreditRow,
    Frozen,
    IssueRow,
    Options,
    OwnWords,
    Part,
    Party,
    PromiseRow,
    ProofRow,
    Reference,
    Said,
    Settled,
)
from onrecord.services.adverse import kept_out
from onrecord.services.along import along
from onrecord.services.brief import brief_of, most_telling
from onrecord.services.bundle_chronology import chronology
from onrecord.services.bundle_source import Source
from onrecord.services.bundle_words import own_words
from onrecord.services.contact_sentences import offer_words, promise_words, promised_in, who_of
from onrecord.services.drawn_marks import hidden_by
from onrecord.services.form_words import form_words
from onrecord.services.numbers_with import complaint_number, numbers_with
from onrecord.services.packet_for import packet_agency
from onrecord.services.packet_letter import letter_of, printed_letter
from onrecord.services.packet_places import parts_shown
from onrecord.services.prerequisites import proof_rows
from onrecord.services.settle_check import reasons
from onrecord.services.steps_in_contacts import Steps, steps_in_contacts
from onrecord.services.views.passed_on import files_of
from onrecord.services.views.tried import transfers, written_apart
from onrecord.services.who_writes import Writing, signatories, who_writes

if TYPE_CHECKING:
    from onrecord.domain.packet_options import Pictures
    from onrecord.packet.content import PromiseState, ReferenceState
    from onrecord.vault.vault import Vault

_REFERENCE_KINDS = {
    "account": "Account", "order": "Order", "tracking": "Tracking", "ticket": "Ticket",
    "claim": "Claim", "call": "Call",
}  # fmt: skip


def bundle_content(vault: Vault, packet_id: str, frozen: Frozen) -> BundleContent:
    """The content of a packet as it stands; ``frozen`` says when and under which history head.

    Raises Refused for pages a document does not have and for labels that clash.
    """
    packet = vault.get(Packet, packet_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    source = Source(vault, packet, dispute)
    company = vault.find(Counterparty, "id = ?", [source.company_id], limit=1)
    steps = steps_in_contacts(source)
    told = chronology(source, steps, frozen.dated)
    printed = tuple(most_telling(told, _points(source))) if packet.profile == "supervisor" else told
    options = source.options
    writing, agency = who_writes(vault, dispute.id), packet_agency(vault, packet)
    day = date.fromisoformat(frozen.dated) if frozen.dated else None
    return BundleContent(
        title=packet.title or dispute.title,
        subtitle=_prepared_for(packet, agency, company[0].name if company else ""),
        paper="letter" if packet.paper == "letter" else "a4",
        complainant=_complainant(source, writing, day),
        counterparty=_counterparty(company[0]) if company else Party(),
        references=_references(source),
        ask=packet.ask,
        summary=packet.summary,
        frozen=frozen,
        chronology=printed,
        contact_log=_contact_log(source),
        claims=_claims(source),
        credits=_credits(source),
        issues=_issues(source),
        tried=tried(
            source.contacts,
            transfers(vault, dispute.id),
            len(written_apart(vault, dispute.id) & {e.id for e in source.exhibits}),
        ).sentences(),
        exhibits=source.exhibits,
        parts=_parts(source, printed),
        hidden=hidden_by(source.marks),
        sample=dispute.sample,
        language=options.language,
        words=own_words(vault, options.language),
        options=Options(
            large=options.large,
            grey=options.grey,
            flat=options.flat,
            pictures=cast("Pictures", options.pictures),
            volume_pages=options.volume_pages,
            volume_bytes=options.volume_bytes,
            first_page=source.before.last_page + 1,
        ),
        before=source.before,
        along=along(
            source.options,
            source.exhibits,
            source.revealed,
            source.changed(hidden_by(source.marks)),
            source.searched(hidden_by(source.marks)),
        ),
        letter=printed_letter(vault, packet, signatories(writing, agency))
        if "letter" in packet.parts
        else None,
        brief=_brief(source, told, day) if "brief" in packet.parts else None,
        proof=_proof(source, agency, day, steps) if "proof" in packet.parts else (),
        settled=tuple(Settled(one.asked, one.reason) for one in reasons(vault, packet_id)),
        form=tuple(OwnWords(code, said) for code, said in form_words(vault, packet_id).items()),
        kept_out=tuple(kept_out(vault, packet_id)),
    )


def _proof(
    source: Source, agency: Agency | None, day: date | None, steps: Steps
) -> tuple[ProofRow, ...]:
    vault, dispute_id, about = source.vault, source.dispute.id, source.company_id
    told = steps.contact_of()
    return proof_rows(vault, dispute_id, agency, source.shown_by, day, about, told)


def _prepared_for(packet: Packet, agency: Agency | None, company: str) -> str:
    """For the cover: a notice by law that goes to the company itself is for that company."""
    own = agency is not None and rung_of_body(agency.kind, agency.id) in COMPANY_RUNGS
    recipient = (company if own else "") or packet.recipient
    return f"Prepared for {recipient}" if recipient else ""


def _parts(source: Source, told: Sequence[ChronologyRow]) -> tuple[Part, ...]:
    """The packet's parts that have something to say."""
    empty = {
        "chronology": not told,
        "contact_log": not source.contacts,
        "claims": not _claims(source) and not _credits(source),
        "issues": not source.issue_rows,
        "letter": letter_of(source.vault, source.packet) is None,
    }
    shown = parts_shown(source.vault, source.packet)
    chosen = tuple(part for part in shown if not empty.get(part))
    if any(name in MARKS for name in chosen):
        chosen = kept(in_order(chosen, len(source.exhibits)))
    return cast("tuple[Part, ...]", chosen)


def _references(source: Source) -> tuple[Reference, ...]:
    """The numbers of the company it is about, those of others beside their names, and those that a
    body gave."""
    own, others = numbers_with(source.vault, source.dispute, source.company_id)
    found = [Reference(_number_kind(one), one.value) for one in own]
    complaint = complaint_number(source.vault, source.dispute, source.company_id)
    if complaint and complaint not in {one.value for one in own}:
        found.append(Reference("Complaint", complaint))
    found += [Reference(name, f"{_number_kind(one)} {one.value}") for name, one in others]
    files = files_of(source.vault, source.dispute.id, source.company_id)
    found += [Reference(*one.said) for one in files]
    return tuple(found)


def _number_kind(ref: AccountRef) -> str:
    return _REFERENCE_KINDS.get(ref.kind, ref.kind.capitalize())


def _contact_log(source: Source) -> tuple[ContactRow, ...]:
    return tuple(_contact_row(source, contact) for contact in source.contacts)


def _contact_row(source: Source, contact: Contact) -> ContactRow:
    lines = [x for x in source.lines.get(contact.id, []) if x.event not in TOLD_ELSEWHERE]
    return ContactRow(
        label=source.contact_labels[contact.id],
        when=contact.dated,
        zone=contact.zone,
        channel=contact.kind,
        direction="in" if contact.direction == "in" else "out",
        who=", ".join(p for p in (who_of(contact), source.other_company(contact)) if p),
        company=source.other_company(contact),
        address=contact.number,
        reference=contact.reference,
        reference_state=cast("ReferenceState", contact.reference_state),
        duration=contact.duration_s,
        hold=contact.hold_s,
        theirs=tuple(Said(x.words, x.form == "quote") for x in lines if x.side == "them"),
        mine=tuple(Said(x.words, x.form == "quote") for x in lines if x.side == "me"),
        promises=tuple(
            PromiseRow(promise_words(p), p.due, cast("PromiseState", p.state))
            for p in source.promises.get(contact.id, ())
        ),
        offers=tuple(offer_words(o) for o in source.offers.get(contact.id, ())),
        outcome=contact.outcome,
        attempt=reached_nobody(contact),
        written_at=_local(contact.written_at, contact.zone),
        citations=source.contact_cites(contact),
    )


def _brief(source: Source, told: Sequence[ChronologyRow], day: date | None) -> Brief:
    """The page for a supervisor."""
    made = [p for c in source.contacts for p in source.promises.get(c.id, ())]
    by_id = {c.id: c for c in source.contacts}

    def cites(promise: Promise) -> tuple[Cite, ...]:
        contact = by_id.get(promise.contact_id)
        own = source.contact_cites(contact) if contact is not None else ()
        return (*source.cites(promise.id), *own)

    def worded(promise: Promise) -> str:
        contact = by_id.get(promise.contact_id)
        other = source.other_company(contact) if contact is not None else ""
        return promised_in(promise, contact, other if other != source.company_name else "")

    return brief_of(
        told,
        [*made, *source.written_promises],
        worded=worded,
        cites=cites,
        labels=source.labels.values(),
        day=day,
        points=_points(source),
    )


def _points(source: Source) -> frozenset[str]:
    """The labels of the papers that show my side of what is in dispute."""
    return frozenset(
        cite.label for one in source.issue_rows for cite in source.cites(one.id, "mine")
    )


def _issues(source: Source) -> tuple[IssueRow, ...]:
    return tuple(
        IssueRow(
            one.title,
            one.mine,
            one.theirs,
            source.cites(one.id, "mine"),
            source.cites(one.id, "theirs"),
        )
        for one in source.issue_rows
    )


def _claims(source: Source) -> tuple[ClaimRow, ...]:
    if (
        not source.claim_lines
        and source.dispute.rough_minor is not None
        and source.dispute.currency
    ):
        amount = Money(source.dispute.rough_minor, source.dispute.currency).words()
        return (ClaimRow("What is at stake", amount_text=f"about {amount}"),)
    return tuple(
        ClaimRow(
            line.words,
            line.currency,
            line.amount_minor,
            citations=source.cites(line.id),
            formula=line.formula,
            original=_original(line),
            undisputed=line.undisputed,
        )
        for line in source.claim_lines
    )


def _credits(source: Source) -> tuple[CreditRow, ...]:
    """What came back, and what it was for."""
    promised = [p for rows in source.promises.values() for p in rows]
    settles = {one.id: one.words for one in (*source.claim_lines, *promised)}
    return tuple(
        CreditRow(
            entry.dated,
            settles.get(entry.claim_line_id) or settles.get(entry.promise_id) or entry.words,
            entry.currency,
            entry.amount_minor,
            source.cites(entry.id),
            _original(entry),
        )
        for entry in source.entries
        if entry.currency
    )


def _original(row: ClaimLine | LedgerEntry) -> str:
    if row.original_minor is None or not row.original_currency:
        return ""
    return Money(row.original_minor, row.original_currency).words()


def _local(utc: str, zone: str) -> str:
    if not utc:
        return ""
    return parse_utc(utc).astimezone(zone_of(zone)).strftime("%Y-%m-%dT%H:%M")


def _complainant(source: Source, writing: Writing, day: date | None) -> Party:
    vault, dispute_id = source.vault, source.dispute.id
    links = vault.find(DisputePerson, "dispute_id = ?", [dispute_id], order="rowid")
    first = next((p for p in links if p.role == "complainant"), links[0] if links else None)
    where, args = ("id = ?", [first.person_id]) if first else ("is_me = 1", [])
    people = vault.find(Person, where, args, limit=1)
    if not people:
        return Party()
    person = people[0]
    others: list[str] = []
    for link in links:
        if link.person_id == person.id:
            continue
        named = vault.find(Person, "id = ?", [link.person_id], limit=1)
        if named and not (writing.acts and link.role == "account_holder"):  # named with who writes
            others.append(f"{link.role.replace('_', ' ').capitalize()}: {named[0].name}")
    billed = person.name_on_bill
    if billed and billed != person.name:
        others.insert(0, f"Name on the account: {billed}")
    if writing.acts:
        others.append(writing.words(day))
        paper = writing.authority.authority_evidence_id if writing.authority is not None else ""
        if label := source.labels.get(paper):
            others.append(f"Letter of authority: {label}")
    return Party(
        name=person.name or billed,
        address=person.postal_address or person.service_address,
        note="\n".join([*([person.print_contact] if person.print_contact else []), *others]),
    )


def _counterparty(company: Counterparty) -> Party:
    return Party(
        name=company.name,
        legal_entity=company.legal_name,
        address=company.dispute_address or company.address,
        email=company.email,
        phone=company.phone_numbers[0] if company.phone_numbers else "",
    )
