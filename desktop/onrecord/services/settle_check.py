"""What the check asks about and the user says is right as it is, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.packet import PacketReason
from onrecord.errors import Refused
from onrecord.services.draft_packet import draft_packet

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def settle_check(vault: Vault, packet_id: str, line: str, asked: str, reason: str) -> Change:
    """Remembers why; ``line`` is the key of the line, ``asked`` its words. It is not asked again
    in this packet, and stands with the revision. Raises Refused without a reason."""
    said = " ".join(reason.split())
    if not said:
        raise Refused("Write in a few words why it is right as it is.", "reason")
    draft_packet(vault, packet_id)
    known = vault.find(PacketReason, "packet_id = ? AND line = ?", [packet_id, line], limit=1)
    with vault.change("Gave a reason") as tx:
        if known:
            tx.patch(PacketReason, known[0].id, asked=asked, reason=said)
        else:
            tx.insert(PacketReason(packet_id=packet_id, line=line, asked=asked, reason=said))
    return replace(tx.change, result=packet_id)


def ask_again(vault: Vault, packet_id: str, line: str) -> Change:
    """Takes the reason back."""
    with vault.change("Took a reason back") as tx:
        for one in vault.find(PacketReason, "packet_id = ? AND line = ?", [packet_id, line]):
            tx.remove(PacketReason, one.id)
    return replace(tx.change, result=packet_id)


def reasons(vault: Vault, packet_id: str) -> list[PacketReason]:
    """In the order they were given."""
    return vault.find(PacketReason, "packet_id = ?", [packet_id], order="rowid")
