"""The user's own sets of parts: kept from a packet under a name, and used for the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.packet import Packet, PacketProfile
from onrecord.domain.packet_order import of_any_packet
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def keep_set(vault: Vault, packet_id: str, name: str) -> Change:
    """Keeps the parts of a packet and their order under a name; one of the same name is replaced.
    Raises Refused without a name."""
    said = " ".join(name.split())
    if not said:
        raise Refused("Give the set a name.", "name")
    packet = vault.get(Packet, packet_id)
    known = vault.find(PacketProfile, "name = ? COLLATE NOCASE", [said], limit=1)
    base = known[0] if known else PacketProfile()
    made = replace(base, name=said, profile=packet.profile, parts=of_any_packet(packet.parts))
    with vault.change("Kept a set of parts") as tx:
        if known:
            tx.update(made)
        else:
            tx.insert(made)
    return replace(tx.change, result=made.id)


def drop_set(vault: Vault, set_id: str) -> Change:
    """Packets made with it stay as they are."""
    with vault.change("Dropped a set of parts") as tx:
        tx.remove(PacketProfile, set_id)
    return replace(tx.change, result=set_id)
