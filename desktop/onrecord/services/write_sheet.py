"""The filled form, and what to say on the telephone, as a text file outside the vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.packet import Packet
from onrecord.services.form_sheet import form_sheet, form_text
from onrecord.services.writing_out import write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def write_sheet(vault: Vault, packet_id: str, target: Path) -> Path:
    """Raises Refused where it cannot be written there; the history says that it went out."""
    packet = vault.get(Packet, packet_id)
    words = form_text(form_sheet(vault, packet_id))
    write_out(
        vault,
        [(target, lambda: [words.encode()])],
        f"Wrote the form fields of the packet “{packet.title}” outside the vault",
    )
    return target
