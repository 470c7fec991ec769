"""The user's own words in the form of a packet's recipient, in place of what is filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.packet import FormWords
from onrecord.services.draft_packet import draft_packet

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def form_words(vault: Vault, packet_id: str) -> dict[str, str]:
    """By the code of the field; where two people wrote them, those that were taken in last."""
    found = vault.find(FormWords, "packet_id = ?", [packet_id], order="rowid")
    return {one.code: one.words for one in found}


def set_field(vault: Vault, packet_id: str, code: str, words: str) -> Change:
    """Raises Refused for a sent packet."""
    draft_packet(vault, packet_id)
    said = words.strip()
    with vault.change("Form field changed") as tx:
        known = _of(vault, packet_id, code)
        for one in known[:-1]:
            tx.remove(FormWords, one.id)
        if not known:
            tx.insert(FormWords(packet_id=packet_id, code=code, words=said))
        elif known[-1].words != said:
            tx.patch(FormWords, known[-1].id, words=said)
    return replace(tx.change, result=packet_id)


def clear_field(vault: Vault, packet_id: str, code: str) -> Change:
    """Back to what the records say. Raises Refused for a sent packet."""
    draft_packet(vault, packet_id)
    with vault.change("Form field filled from the records") as tx:
        for one in _of(vault, packet_id, code):
            tx.remove(FormWords, one.id)
    return replace(tx.change, result=packet_id)


def copy_form_words(vault: Vault, from_id: str, to_id: str) -> list[FormWords]:
    """The same words for another packet; rows to insert."""
    own = form_words(vault, from_id)
    return [FormWords(packet_id=to_id, code=code, words=said) for code, said in own.items()]


def _of(vault: Vault, packet_id: str, code: str) -> list[FormWords]:
    return vault.find(FormWords, "packet_id = ? AND code = ?", [packet_id, code], order="rowid")
