"""A packet that went out stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.packet import Packet
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def draft_packet(vault: Vault, packet_id: str) -> Packet:
    """The packet, while it can be changed. Raises NotFound, and Refused once it was sent."""
    packet = vault.get(Packet, packet_id)
    refuse_sent(packet)
    return packet


def refuse_sent(packet: Packet) -> None:
    """Raises Refused for a packet that was sent."""
    if packet.state == "sent":
        raise Refused("This packet was sent and stays as it was; change it as a new version.")
