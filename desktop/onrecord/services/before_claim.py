"""Whether a packet for a court takes the letter before claim to the company first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.matter_answer import NOT_KNOWN
from onrecord.domain.sending import Sending
from onrecord.services.packet_for import packet_agency
from onrecord.services.packet_letter import letter_of
from onrecord.services.who_can_help_answers import answers_of

if TYPE_CHECKING:
    from onrecord.domain.letter import Letter
    from onrecord.domain.packet import Packet
    from onrecord.vault.vault import Vault

LETTER_SENT = "event:letter_before_claim"
"""The answer that says on which day it was sent."""
_TEMPLATE = "demand"


def before_claim(vault: Vault, packet: Packet) -> Letter | None:
    """The letter before claim that the packet takes to the company; None where it goes elsewhere,
    as to a tribunal that asks for no such letter first.

    Once such a letter is on record as sent, another packet with one is for the court: the letter
    in it is a copy. A new version of what went to the company goes to the company again.
    """
    if packet.profile != "small_claims" or "letter" not in packet.parts:
        return None
    agency = packet_agency(vault, packet)
    first = agency.company_first if agency is not None else None
    if agency is not None and (first is None or first.value != "letter_before_claim"):
        return None
    letter = letter_of(vault, packet)
    if letter is None or letter.template != _TEMPLATE:
        return None
    sent = vault.find(
        Sending,
        "packet_id IN (SELECT id FROM packet WHERE letter_id = ?)",
        [letter.id],
        order="rowid",
        limit=1,
    )
    if sent:
        return letter if sent[0].contact_id else None
    return None if letter_day_known(vault, packet.dispute_id) else letter


def letter_day_known(vault: Vault, dispute_id: str) -> bool:
    """Whether it is on record on which day a letter before claim was sent."""
    return answers_of(vault, dispute_id).get(LETTER_SENT, NOT_KNOWN) not in (NOT_KNOWN, "no")
