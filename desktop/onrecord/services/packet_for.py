"""A packet for one recipient: its parts, its letter and its documents follow from whom it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.eligibility import WAYS_PAID, sectors_of
from onrecord.domain.letter import Letter
from onrecord.domain.packet import PROFILES, Packet, PacketExhibit, PacketProfile
from onrecord.domain.packet_profile import PROFILES_OF, Profile, profile_for
from onrecord.domain.times import now_text
from onrecord.domain.track import Track
from onrecord.errors import NotFound, Refused
from onrecord.services.agency_directory import directory
from onrecord.services.draft_packet import draft_packet
from onrecord.services.letters.start_letter import paper_for, start_letter
from onrecord.services.letters.templates import templates
from onrecord.services.start_packet import chosen_documents, start_packet

if TYPE_CHECKING:
    from onrecord.domain.agency import Agency
    from onrecord.vault.vault import Vault

_THE_BANK = "The bank that issued my card"
_WHO = {
    "supervisor": "{0}, a supervisor",
    "formal": "{0}, complaints",
    "regulator": "",
    "small_claims": "",
}


@dataclass(frozen=True)
class Recipient:
    """Whom a packet is for: a body of the directory, or somebody named in ``name``. ``profile``
    is one of ``packet.PROFILES``; ``set_id`` the user's own set of parts, empty for ours.
    ``company_id`` is the company whose supervisor or complaints team it is, empty for the one the
    dispute began with."""

    agency_id: str = ""
    profile: str = ""
    name: str = ""
    set_id: str = ""
    company_id: str = ""


def packet_for(
    vault: Vault, dispute_id: str, recipient: Recipient, today: date | None = None
) -> Change:
    """Starts a packet filled for its recipient; ``Change.result`` is its id.

    Raises NotFound, or Refused for a body or a kind of packet that does not exist.
    """
    found = resolved(vault, dispute_id, recipient)
    with vault.change("Started a packet") as tx:
        made: str = start_packet(
            vault, dispute_id, found.profile, found.name, found.company_id
        ).result
        tx.patch(Packet, made, paper=paper_for(vault.get(Dispute, dispute_id).place))
        _address(vault, made, found, today)
        tx.result = made
    return replace(tx.change, result=made)


def readdress(
    vault: Vault, packet_id: str, recipient: Recipient, today: date | None = None
) -> Change:
    """Another recipient for a packet that was not sent. Its parts become those of the recipient;
    documents are taken in or left out only where another number of them fits. A letter begun for
    somebody else stays among the letters; of two that are alike one does."""
    packet = draft_packet(vault, packet_id)
    found = resolved(vault, packet.dispute_id, recipient)
    first = not (packet.recipient or packet.agency_id)
    words = "Chose who the packet is for" if first else "Changed who the packet is for"
    with vault.change(words) as tx:
        if PROFILES_OF[found.profile].documents != PROFILES_OF[packet.profile].documents:
            dispute = vault.get(Dispute, packet.dispute_id)
            wanted = {
                id: inside
                for id, inside, _ in chosen_documents(
                    vault, dispute, found.profile, found.company_id
                )
            }
            for row in vault.find(PacketExhibit, "packet_id = ?", [packet_id]):
                inside = wanted.get(row.evidence_id, row.included)
                if inside != row.included:
                    tx.patch(PacketExhibit, row.id, included=inside)
        _address(vault, packet_id, found, today)
        _drop_twin(vault, packet.letter_id, vault.get(Packet, packet_id).letter_id)
    return replace(tx.change, result=packet_id)


def _drop_twin(vault: Vault, before: str, now: str) -> None:
    """The letter of before, where it says the very same as the one of now; within a change."""
    if not before or not now or vault.count(Packet, "letter_id = ?", [before]):
        return
    one, other = vault.get(Letter, before), vault.get(Letter, now)
    same = replace(one, id="", revision=0, created_at="", changed_at="") == replace(
        other, id="", revision=0, created_at="", changed_at=""
    )
    if same:
        with vault.change("Changed who the packet is for") as tx:
            tx.patch(Letter, before, trashed_at=now_text())


def packet_agency(vault: Vault, packet: Packet) -> Agency | None:
    """The body of the directory a packet is for, as the directory has it now."""
    entry = directory(vault).get(packet.agency_id) if packet.agency_id else None
    return entry.agency if entry is not None else None


def packet_body(vault: Vault, packet: Packet) -> str:
    """What the body or court a packet is for is called; empty where it is for a company or bank."""
    agency = packet_agency(vault, packet)
    if agency is not None:
        return agency.called if agency.kind != "notice" else ""
    return packet.recipient if packet.profile in ("regulator", "small_claims") else ""


def packet_track(vault: Vault, packet: Packet) -> Track | None:
    """The line of steps of a packet: that at the body it is for, or that against the company it is
    about, where that is another than the dispute began with."""
    company = packet.counterparty_id
    if not (packet.agency_id or company):
        return None
    where = "dispute_id = ? AND agency_id = ? AND ? IN ('', counterparty_id)"
    asked = [packet.dispute_id, packet.agency_id, company]
    found = vault.find(Track, where, asked, order="rowid", limit=1)
    return found[0] if found else None


def _line_against(vault: Vault, packet: Packet) -> Track | None:
    """The first line of steps against the company a packet names."""
    where, asked = "dispute_id = ? AND counterparty_id = ?", packet.counterparty_id
    found = vault.find(Track, where, [packet.dispute_id, asked], order="rowid", limit=1)
    return found[0] if found and asked else None


def packet_company(vault: Vault, packet: Packet) -> str:
    """The id of the company a packet is about: the one it names, else whom its line of steps is
    against, else the one the dispute began with. A notice to the bank is about who was paid."""
    if packet.counterparty_id:
        return packet.counterparty_id
    dispute = vault.get(Dispute, packet.dispute_id)
    if goes_to_the_bank(dispute, packet_agency(vault, packet)):
        return dispute.counterparty_id
    track = packet_track(vault, packet)
    return (track.counterparty_id if track is not None else "") or dispute.counterparty_id


def profile_of(packet: Packet) -> Profile:
    """What its kind of recipient brings with it; of a kind that is not known, a formal complaint."""
    return PROFILES_OF.get(packet.profile, PROFILES_OF["formal"])


def add_letter(vault: Vault, packet_id: str, today: date | None = None) -> Change:
    """Gives a packet a letter of its own, filled from what is on record, and prints it in it."""
    packet = vault.get(Packet, packet_id)
    template = profile_of(packet).letter or "to_body"
    if packet.profile == "supervisor":
        template = "complaint"
    agency = packet_agency(vault, packet)
    body = agency is not None and agency.kind not in ("notice", "court")
    if agency is not None:  # a notice by law has a letter that says what that law asks for
        template = next((one.id for one in templates(vault) if one.rule == agency.id), template)
    bank = goes_to_the_bank(vault.get(Dispute, packet.dispute_id), agency)
    track = packet_track(vault, packet)
    issuer = Counterparty(name=_THE_BANK)
    if bank:
        template = "to_body"
        if track is not None and track.counterparty_id:  # what it says is about who was paid
            issuer = vault.get(Counterparty, track.counterparty_id)
            track = None
    elif track is None:  # not with that body yet: as it stands with the company itself
        track = _line_against(vault, packet)
    with vault.change("Letter added to the packet") as tx:
        made = start_letter(
            vault, packet.dispute_id, template, today=today, track_id=track.id if track else ""
        ).result
        if bank and agency is not None:
            about = vault.get(Letter, made).subject.removeprefix("Complaint about ")
            tx.patch(
                Letter, made, to_name=issuer.name, to_email="",
                to_address=issuer.dispute_address or issuer.address,
                subject=f"{agency.name}: {about}",
            )  # fmt: skip
        elif body and agency is not None:
            tx.patch(Letter, made, to_name=agency.name, to_address="", to_email="")
        elif template == "to_body":
            tx.patch(Letter, made, to_name=packet.recipient)
        values: dict[str, Any] = {"letter_id": made}
        if "letter" not in packet.parts:
            front = [p for p in packet.parts if p == "cover"]
            rest = [p for p in packet.parts if p != "cover"]
            values["parts"] = (*front, "letter", *rest)
        tx.patch(Letter, made, paper=packet.paper)
        tx.patch(Packet, packet_id, **values)
    return replace(tx.change, result=made)


def goes_to_the_bank(dispute: Dispute, agency: Agency | None) -> bool:
    """Whether a notice about a payment goes to another than the company: what was bought there is
    what the dispute is about, and a bank or card issuer is whom the notice is for."""
    if agency is None:
        return False
    theirs = {sector for one in agency.covers for sector in one.sectors}
    said = sectors_of(dispute.sector)
    return agency.kind == "notice" and bool(said and theirs & set(WAYS_PAID)) and not theirs & said


def resolved(vault: Vault, dispute_id: str, recipient: Recipient) -> Recipient:
    """With the name as it is printed and the kind of packet it gets; the company the dispute began
    with is named by none."""
    profile, name = recipient.profile, " ".join(recipient.name.split())
    own = vault.get(Dispute, dispute_id).counterparty_id
    # For a body it has to be said: its line of steps may be against another company.
    plain = recipient.company_id == own and not recipient.agency_id
    other = "" if plain else recipient.company_id
    if recipient.agency_id:
        entry = directory(vault).get(recipient.agency_id)
        if entry is None:
            raise Refused("This body is not in the directory. Choose another one.", "agency_id")
        name = name or entry.agency.name
        profile = profile or profile_for(entry.agency)
    if recipient.set_id:
        found = vault.find(PacketProfile, "id = ?", [recipient.set_id], limit=1)
        if not found:
            raise NotFound("This set of parts is not there any more.")
        profile = profile or found[0].profile
    profile = profile or "formal"
    if profile not in PROFILES:
        raise Refused("A packet is for a supervisor, a complaint, a regulator or a court.")
    if not name and _WHO[profile]:
        company = vault.find(Counterparty, "id = ?", [other or own], limit=1)
        name = _WHO[profile].format(company[0].name) if company and company[0].name else ""
    return replace(recipient, profile=profile, name=name, company_id=other)


def _address(vault: Vault, packet_id: str, found: Recipient, today: date | None) -> None:
    """Parts, letter and paper by the recipient; within a change."""
    parts = PROFILES_OF[found.profile].parts
    if found.set_id:
        parts = vault.get(PacketProfile, found.set_id).parts
    with vault.change("Changed who the packet is for") as tx:
        tx.patch(
            Packet,
            packet_id,
            profile=found.profile,
            recipient=found.name,
            agency_id=found.agency_id,
            counterparty_id=found.company_id,
            parts=parts,
            letter_id="",
        )
        if "letter" in parts:
            add_letter(vault, packet_id, today)
