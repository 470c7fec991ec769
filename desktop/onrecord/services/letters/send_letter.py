"""Recorded as sent: the PDF kept as it went out, and the message on record in its dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.times import now_text
from onrecord.domain.track import Track
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.clock import local_zone
from onrecord.services.edit_people import complainant
from onrecord.services.letters.letter_pdf import letter_name, letter_pdf, ready
from onrecord.services.letters.recipient import addressed, lacking
from onrecord.services.letters.save_letter import body_now, letter_facts
from onrecord.services.log_contact import contact_records, new_contact

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

WAYS = ("email", "post", "website", "hand", "fax")
_KIND = {"email": "email", "website": "letter", "post": "letter", "hand": "letter", "fax": "letter"}
_BY = {
    "email": "by email", "post": "by post", "website": "through their website",
    "hand": "by hand", "fax": "by fax",
}  # fmt: skip


def mark_letter_sent(
    workshop: Workshop, letter_id: str, way: str, dated: str = "", zone: str = ""
) -> Change:
    """The letter is fixed, its PDF becomes a document of the dispute, and a message that went out
    is logged; ``Change.result`` is that contact's id. ``dated`` as typed, today when empty.

    Raises Refused while something is blank, and for a letter that was sent already.
    """
    vault = workshop.vault
    if way not in WAYS:
        raise Refused("Say how it was sent.", "way")
    letter = addressed(vault, vault.get(Letter, letter_id))
    if letter.state == "sent":
        raise Refused("This letter is recorded as sent already.")
    try:
        when = parse_when(dated) if dated else When.of_day(date.today())
    except ValueError as error:
        raise Refused(str(error), "dated") from None
    if when.precision not in ("day", "minute"):
        raise Refused("Write the day it was sent, like 14 March 2026.", "dated")
    if way == "post":
        _has_address(vault, letter)
    body = body_now(letter, letter_facts(vault, letter))
    ready(vault, letter, body)
    evidence_id = _kept(workshop, letter)
    shown, values = body.keys(), letter_facts(vault, letter).values
    dispute = vault.get(Dispute, letter.dispute_id)
    track = vault.find(Track, "id = ?", [letter.track_id], limit=1)
    entry = ContactEntry(
        kind=_KIND[way],
        direction="out",
        dated=when.text,
        zone=zone or local_zone(),
        counterparty_id=track[0].counterparty_id if track else dispute.counterparty_id,
        company=letter.to_name,
        reference_state="none",
        outcome=f"{letter.title or 'Letter'} sent {_BY[way]}: {letter.subject}".rstrip(": "),
        evidence_ids=(evidence_id,),
        dispute_ids=(letter.dispute_id,),
    ).checked()
    contact = new_contact(vault, entry)
    sent = replace(
        letter,
        body=body.to_json(),
        fields={key: values[key] for key in sorted(shown) if key in values},
        state="sent",
        sent_dated=when.text,
        sent_way=way,
        pdf_evidence_id=evidence_id,
    )
    with vault.change("Letter sent, and on record") as tx:
        for record in contact_records(entry, contact):
            tx.insert(record)
        tx.update(sent)
    return replace(tx.change, result=contact.id)


def note_delivery(
    vault: Vault, letter_id: str, delivered: str | None = None, proof_id: str | None = None
) -> Change:
    """The day it arrived (as typed, "" takes it out) and the document that proves posting."""
    before = vault.get(Letter, letter_id)
    if before.state != "sent":
        raise Refused("Say first how and when it was sent.")
    after = before
    if delivered is not None:
        try:
            arrived = parse_when(delivered)
        except ValueError as error:
            raise Refused(str(error), "delivered") from None
        last, sent = arrived.last_day, When(before.sent_dated)
        if last and sent.first_day and last < sent.first_day:
            raise Refused(
                f"It was sent on {sent.words()}, so it cannot have arrived before.", "delivered"
            )
        after = replace(after, delivered_dated=arrived.text)
    with vault.change("Delivery on record") as tx:
        if proof_id is not None:
            after = replace(after, proof_evidence_id=proof_id)
            here, args = "dispute_id = ? AND evidence_id = ?", [before.dispute_id, proof_id]
            if proof_id and not vault.count(DisputeEvidence, here, args):
                vault.get(Evidence, proof_id)
                tx.insert(DisputeEvidence(dispute_id=before.dispute_id, evidence_id=proof_id))
        if after != before:
            tx.update(after)
    return replace(tx.change, result=letter_id)


def trash_letter(vault: Vault, letter_id: str) -> Change:
    """To the trash, for 30 days. What was sent stays on record as a message and a PDF."""
    with vault.change("Letter removed") as tx:
        tx.patch(Letter, letter_id, trashed_at=now_text())
    return tx.change


def _has_address(vault: Vault, letter: Letter) -> None:
    """A notice by law may not count where it is sent elsewhere. Raises Refused."""
    if "dispute_address" in lacking(vault, letter):
        raise Refused(
            "Write the address for disputes first: sent elsewhere, this notice may not count.",
            "to_address",
        )


def _kept(workshop: Workshop, letter: Letter) -> str:
    """The PDF of the letter as a document of its dispute."""
    made = letter_pdf(workshop, letter.id)
    vault = workshop.vault
    result = attach_files(
        vault,
        [Pasted(f"{letter_name(letter)}.pdf", made.pdf)],
        dispute_id=letter.dispute_id,
        arrived="written",
    )
    outcome = result.outcomes[0]
    if not outcome.evidence_id:
        raise Refused(outcome.sentence)
    with vault.change("Described the letter") as tx:
        tx.patch(
            Evidence,
            outcome.evidence_id,
            title=letter.subject or letter.title,
            kind="letter",
            dated=letter.dated[:10],
            source=_my_name(vault, letter.dispute_id),
            set_by_user=("title", "kind", "dated", "source"),
        )
    return outcome.evidence_id


def _my_name(vault: Vault, dispute_id: str) -> str:
    """A reader of the packet does not know who "me" is."""
    me = complainant(vault, dispute_id)
    return (me.name or me.name_on_bill if me else "") or "me"
