"""On record that a packet went out: when, by which way, with what proof; and what came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.sending import WAYS, Sending, way_words
from onrecord.domain.track import NO_BODY, RUNGS, StageEvent, Track, rung_of_body
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.agency_directory import directory
from onrecord.services.before_claim import LETTER_SENT, before_claim, letter_day_known
from onrecord.services.clock import local_zone
from onrecord.services.log_contact import contact_records, new_contact
from onrecord.services.who_can_help_answers import answer

if TYPE_CHECKING:
    from onrecord.domain.letter import Letter
    from onrecord.domain.record import Record
    from onrecord.vault.records import Transaction
    from onrecord.vault.vault import Vault

_CONTACT = {"email": "email", "website": "letter", "post": "letter", "hand": "letter",
            "fax": "letter"}  # fmt: skip
_RUNG = {"supervisor": "supervisor", "formal": "formal", "regulator": "ombudsman",
         "small_claims": "court"}  # fmt: skip


def record_sending(
    vault: Vault,
    bundle_id: str,
    way: str,
    dated: str = "",
    *,
    recipient: str = "",
    reference: str = "",
    acknowledged: str = "",
    proof_id: str = "",
    today: date | None = None,
) -> Change:
    """That this revision went out; its packet is read-only from then on. ``Change.result`` is the
    sending's id.

    ``dated`` and ``acknowledged`` as typed; ``dated`` is today when empty. The first time a packet
    goes out, the step is put on the ladder, and what went to the company on its list of messages;
    of a letter before claim its day, from which their time runs. Raises Refused naming the field.
    """
    if way not in WAYS:
        raise Refused("Say how it was sent.", "way")
    bundle = vault.get(Bundle, bundle_id)
    packet = vault.get(Packet, bundle.packet_id)
    when = _day(dated, "dated", today)
    if when.first_day and when.first_day > (today or date.today()):
        raise Refused("That day is still to come. Record it once it is sent.", "dated")
    first = not vault.count(Sending, "packet_id = ?", [packet.id]) and packet.state != "sent"
    made: list[Record] = []
    contact_id = event_id = ""
    claims = first and before_claim(vault, packet) is not None
    if first:
        contact_id, event_id, made = _on_the_ladder(vault, packet, when, way, reference)
    one = Sending(
        dispute_id=packet.dispute_id,
        packet_id=packet.id,
        bundle_id=bundle_id,
        recipient=" ".join((recipient or recipient_name(vault, packet)).split()),
        dated=when.text,
        way=way,
        proof_evidence_id=proof_id,
        reference=reference.strip(),
        acknowledged_dated=_acknowledged(acknowledged, when),
        contact_id=contact_id,
        stage_event_id=event_id,
    )
    with vault.change("Sent, and on record") as tx:
        for record in made:
            tx.put(record)
        tx.insert(one)
        if not bundle.sent_when:
            tx.patch(Bundle, bundle_id, sent_when=when.text, sent_way=way)
        if packet.state != "sent":
            tx.patch(Packet, packet.id, state="sent")
        if claims and not letter_day_known(vault, packet.dispute_id):
            answer(vault, packet.dispute_id, LETTER_SENT, when.text)
        if proof_id:
            _with_dispute(vault, tx, packet.dispute_id, proof_id)
    return replace(tx.change, result=one.id)


def note_reply(
    vault: Vault,
    sending_id: str,
    *,
    reference: str | None = None,
    acknowledged: str | None = None,
    proof_id: str | None = None,
) -> Change:
    """What came later: the reference they acknowledged it under, the day, the proof. None leaves
    it as it is; "" takes it out. Raises Refused naming the field."""
    before = vault.get(Sending, sending_id)
    after = before
    if reference is not None:
        after = replace(after, reference=reference.strip())
    if acknowledged is not None:
        after = replace(after, acknowledged_dated=_acknowledged(acknowledged, When(before.dated)))
    if proof_id is not None:
        after = replace(after, proof_evidence_id=proof_id)
    with vault.change("On record with what was sent") as tx:
        if after != before:
            tx.update(after)
        if proof_id:
            _with_dispute(vault, tx, before.dispute_id, proof_id)
        if after.reference != before.reference and before.stage_event_id:
            tx.patch(StageEvent, before.stage_event_id, reference=after.reference)
    return replace(tx.change, result=sending_id)


def recipient_name(vault: Vault, packet: Packet) -> str:
    """Whom a packet is for, as it is called in the directory where it is in there; with a letter
    before claim the company, which gets it before a court does."""
    letter = before_claim(vault, packet)
    if letter is not None and letter.to_name:
        return letter.to_name
    entry = directory(vault).get(packet.agency_id) if packet.agency_id else None
    if packet.recipient or entry is None:
        return packet.recipient
    return entry.agency.name


def _on_the_ladder(
    vault: Vault, packet: Packet, when: When, way: str, reference: str
) -> tuple[str, str, list[Record]]:
    """The message and the step a first sending means: (contact, step, rows)."""
    dispute = vault.get(Dispute, packet.dispute_id)
    rows: list[Record] = []
    contact_id = ""
    letter = before_claim(vault, packet)
    track = _track(vault, packet, dispute, letter)
    to_company = letter is not None or (
        not packet.agency_id and packet.profile not in ("regulator", "small_claims")
    )
    rung = _rung(
        vault, replace(packet, agency_id="", profile="formal") if letter else packet, track
    )
    if RUNGS.index(rung) > RUNGS.index(track.rung) or vault.count(Track, "id = ?", [track.id]) == 0:
        track = replace(track, rung=max(rung, track.rung, key=RUNGS.index))
    if to_company:
        entry = ContactEntry(
            kind=_CONTACT[way],
            direction="out",
            dated=when.text,
            zone=local_zone(),
            counterparty_id=track.counterparty_id or dispute.counterparty_id,
            reference_state="given" if reference.strip() else "unknown",
            reference=reference.strip(),
            outcome=f"Packet sent {way_words(way)}: {packet.title or dispute.title}",
            dispute_ids=(packet.dispute_id,),
        ).checked()
        contact = new_contact(vault, entry)
        contact_id = contact.id
        rows += contact_records(entry, contact)
    event = StageEvent(
        track_id=track.id,
        kind="escalated",
        rung=rung,
        dated=when.text,
        zone=local_zone(),
        reference=reference.strip(),
        contact_id=contact_id,
    )
    return contact_id, event.id, [*rows, track, event]


def _track(vault: Vault, packet: Packet, dispute: Dispute, letter: Letter | None) -> Track:
    """The line of steps it belongs to: the one with that body, else the first that names none.
    A body beside another one gets a line of its own; a ``letter`` before claim is with no body."""
    about = packet.counterparty_id
    of_it = "dispute_id = ? AND ? IN ('', counterparty_id)"
    tracks = vault.find(Track, of_it, [packet.dispute_id, about], order="rowid")
    bare = Track(dispute_id=packet.dispute_id, counterparty_id=about or dispute.counterparty_id)
    if letter is not None and (own := [t for t in tracks if t.id == letter.track_id]):
        return own[0]
    if letter is not None or not packet.agency_id:
        own = [t for t in tracks if t.counterparty_id in ("", bare.counterparty_id)]
        return next((t for t in own if t.agency_id in ("", NO_BODY)), own[0] if own else bare)
    with_it = [t for t in tracks if t.agency_id == packet.agency_id]
    free = [t for t in tracks if t.agency_id in ("", NO_BODY)]
    if with_it:
        return with_it[0]
    if free:
        return replace(free[0], agency_id=packet.agency_id)
    party = tracks[0].counterparty_id if tracks else bare.counterparty_id
    return replace(bare, counterparty_id=party, agency_id=packet.agency_id)


def _rung(vault: Vault, packet: Packet, track: Track) -> str:
    entry = directory(vault).get(packet.agency_id) if packet.agency_id else None
    if entry is not None:
        return rung_of_body(entry.agency.kind, entry.agency.id)
    rung = _RUNG.get(packet.profile, "formal")
    # A formal packet also goes to the head office: where the ladder stands there, it stays.
    return "executive" if (rung, track.rung) == ("formal", "executive") else rung


def _with_dispute(vault: Vault, tx: Transaction, dispute_id: str, evidence_id: str) -> None:
    vault.get(Evidence, evidence_id)
    here = "dispute_id = ? AND evidence_id = ?"
    if not vault.count(DisputeEvidence, here, [dispute_id, evidence_id]):
        tx.insert(DisputeEvidence(dispute_id=dispute_id, evidence_id=evidence_id))


def _day(typed: str, field: str, today: date | None = None) -> When:
    try:
        when = parse_when(typed) if typed.strip() else When.of_day(today or date.today())
    except ValueError as error:
        raise Refused(str(error), field) from None
    if when.precision not in ("day", "minute"):
        raise Refused("Write the day, like 14 March 2026.", field)
    return when


def _acknowledged(typed: str, sent: When) -> str:
    if not typed.strip():
        return ""
    when = _day(typed, "acknowledged")
    if when.first_day and sent.first_day and when.first_day < sent.first_day:
        raise Refused("They cannot have acknowledged it before it was sent.", "acknowledged")
    return when.text
