"""Start a packet for one recipient, filled already with what happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.packet import PARTS, PROFILES, Packet, PacketExhibit
from onrecord.domain.terms_shown import REASON, asks_for_terms, shows_terms
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.adverse import copy_kept_out
from onrecord.services.drawn_marks import copy_marks
from onrecord.services.form_words import copy_form_words
from onrecord.services.late_additions import sent_documents
from onrecord.services.packet_options import copy_options

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SUPERVISOR_EXHIBITS = 3


def start_packet(
    vault: Vault,
    dispute_id: str,
    profile: str = "formal",
    recipient: str = "",
    company_id: str = "",
) -> Change:
    """A packet with every document of the dispute in it, in order of their dates.

    A supervisor reads one or two pages: for that profile the three documents on which most of what
    is said rests are in, and the rest stand visibly as left out. ``Change.result`` is its id.
    """
    if profile not in PROFILES:
        raise Refused("A packet is for a supervisor, a complaint, a regulator or a court.")
    dispute = vault.get(Dispute, dispute_id)
    wanted = vault.find(DesiredOutcome, "dispute_id = ?", [dispute_id], order="position, rowid")
    packet = Packet(
        dispute_id=dispute_id,
        title=dispute.title,
        profile=profile,
        recipient=recipient,
        ask="\n".join(outcome.words for outcome in wanted if outcome.words and outcome.is_wanted),
        summary=dispute.summary,
        parts=PARTS,
    )
    with vault.change("Started a packet") as tx:
        tx.insert(packet)
        chosen = chosen_documents(vault, dispute, profile, company_id)
        for position, (evidence_id, included, caption) in enumerate(chosen, 1):
            tx.insert(
                PacketExhibit(
                    packet_id=packet.id,
                    evidence_id=evidence_id,
                    position=position,
                    caption=caption,
                    included=included,
                )
            )
    return replace(tx.change, result=packet.id)


def not_in_packet(vault: Vault, packet_id: str) -> list[str]:
    """Documents of the dispute that came after the packet was filled: nobody left them out."""
    packet = vault.get(Packet, packet_id)
    rows = vault.query(
        "SELECT id FROM evidence WHERE trashed_at = ''"
        " AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)"
        " AND id NOT IN (SELECT evidence_id FROM packet_exhibit WHERE packet_id = ?)"
        " ORDER BY rowid",
        [packet.dispute_id, packet_id],
    )
    sent = sent_documents(vault, packet_id)
    return [row["id"] for row in rows if row["id"] not in sent]


def chosen_documents(
    vault: Vault, dispute: Dispute, profile: str, company_id: str = ""
) -> list[tuple[str, bool, str]]:
    """(document, whether it is in, its caption), in order, of a packet about this company, the one
    the dispute began with where it is empty. With a booking or a refund the terms as
    shown before paying stand first, and their caption says why."""
    dispute_id = dispute.id
    links = vault.find(DisputeEvidence, "dispute_id = ?", [dispute_id], order="position, rowid")
    rows = {
        e.id: e
        for e in vault.find(
            Evidence,
            "trashed_at = '' AND id IN"
            " (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)",
            [dispute_id],
        )
    }
    own = [link.evidence_id for link in links if link.evidence_id in rows]
    terms = {id for id in own if shows_terms(rows[id])} if asks_for_terms(dispute) else set[str]()
    own.sort(key=lambda id: id not in terms)
    key = set(own)
    if profile == "supervisor":  # a sheet that says "cannot be shown" takes no place from a paper
        rests = what_rests_on(vault, dispute, company_id)
        shown = sorted(
            own, key=lambda id: (rows[id].read_state not in ("read", "waiting"), -rests[id])
        )
        key = set(shown[:_SUPERVISOR_EXHIBITS])
    place = {id: n for n, id in enumerate(own)}
    in_order = sorted(
        own, key=lambda id: (id not in terms, When(rows[id].dated).sort_key, place[id])
    )
    return [(id, id in key, REASON if id in terms else "") for id in in_order]


_STEP = 3
"""For the complaint itself, and for their answer to it: above an amount."""
_WEIGHT = {"issue": 4, "claim_line": 2}
"""What is cited for the point in dispute weighs more than what is cited for an amount, and that
more than what is cited for a call, a promise or what happened."""


def what_rests_on(vault: Vault, dispute: Dispute, company_id: str = "") -> Counter[str]:
    """By document, how much of what I say in the dispute it is cited for, and whether it is my
    complaint to this company or its answer."""
    dispute_id, first = dispute.id, dispute.counterparty_id
    found: Counter[str] = Counter()
    here = " UNION ".join(
        f"SELECT id FROM {table} WHERE dispute_id = ?1"
        for table in ("issue", "claim_line", "fact", "promise")
    )
    contacts = "SELECT contact_id FROM dispute_contact WHERE dispute_id = ?1"
    rows = vault.query(
        f"SELECT of_table, evidence_id, side FROM citation WHERE of_id IN ({here} UNION {contacts})",
        [dispute_id],
    )
    for row in rows:
        if row["side"] != "theirs":
            found[row["evidence_id"]] += _WEIGHT.get(row["of_table"], 1)
    steps = vault.query(
        "SELECT s.evidence_id FROM stage_event s JOIN track t ON t.id = s.track_id"
        " WHERE t.dispute_id = ? AND s.evidence_id != ''"
        " AND coalesce(nullif(t.counterparty_id, ''), ?) = ?",
        [dispute_id, first, company_id or first],
    )
    for row in steps:
        found[row["evidence_id"]] += _STEP
    return found


def new_version(vault: Vault, packet_id: str) -> Change:
    """A copy to change, of a packet that was sent and so is read-only; its PDFs are numbered on."""
    packet = vault.get(Packet, packet_id)
    copy = Packet(
        dispute_id=packet.dispute_id,
        title=packet.title,
        profile=packet.profile,
        recipient=packet.recipient,
        ask=packet.ask,
        summary=packet.summary,
        paper=packet.paper,
        parts=packet.parts,
        label_prefix=packet.label_prefix,
        agency_id=packet.agency_id,
        letter_id=packet.letter_id,
        version_of_id=packet.version_of_id or packet.id,
        counterparty_id=packet.counterparty_id,
    )
    exhibits = vault.find(PacketExhibit, "packet_id = ?", [packet_id], order="position, rowid")
    with vault.change("Started a new version") as tx:
        tx.insert(copy)
        for mark in copy_marks(vault, packet_id, copy.id):
            tx.insert(mark)
        for row in copy_options(vault, packet_id, copy.id):
            tx.insert(row)
        for row in (
            *copy_form_words(vault, packet_id, copy.id),
            *copy_kept_out(vault, packet_id, copy.id),
        ):
            tx.insert(row)
        for one in exhibits:
            tx.insert(
                PacketExhibit(
                    packet_id=copy.id,
                    evidence_id=one.evidence_id,
                    position=one.position,
                    label=one.label,
                    caption=one.caption,
                    pages=one.pages,
                    included=one.included,
                )
            )
    return replace(tx.change, result=copy.id)
