"""What went out of a packet that was sent, whatever is on record by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.packet import Bundle, Packet
from onrecord.errors import Refused
from onrecord.packet.content import BundleContent, from_json

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def as_sent(vault: Vault, packet_id: str) -> BundleContent | None:
    """As the newest version of it that was sent was printed. None where none was, and for one
    that another version of the app printed in another way."""
    if vault.get(Packet, packet_id).state != "sent":
        return None
    asked = "packet_id = ? AND sent_when != ''"
    sent = vault.find(Bundle, asked, [packet_id], order="number DESC", limit=1)
    try:
        return from_json(sent[0].content) if sent else None
    except Refused:
        return None
