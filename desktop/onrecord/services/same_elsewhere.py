"""What a box blacks out in one place may stand in others, and stays there: a name is hidden
everywhere only when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.domain.packet import Packet
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.private_words import telling_in
from onrecord.domain.same_words import Plain, squashed
from onrecord.services.private_words import Place, pages_in

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_MOST = 5  # words; more are a sentence, which stands nowhere else
_LEAST = 3  # letters


def looked_for(words: str) -> list[str]:
    """What of the words under a box is worth looking for in other places: what names somebody or
    something alone, else all of a few words."""
    if telling := telling_in(words):
        return telling
    plain = " ".join(words.split()).strip(" .,;:!?()[]“”\"'")
    few = 0 < len(plain.split()) <= _MOST and sum(c.isalpha() for c in plain) >= _LEAST
    return [plain] if few else []


def still_stands(
    vault: Vault, packet_id: str, words: str, marks: Sequence[PacketMark]
) -> list[Place]:
    """The pages in the packet on which these words stand more often than boxes hide them."""
    wanted, hidden = squashed(words), dict[tuple[str, int], int]()
    for mark in marks:
        if mark.kind == "black_out" and mark.page and wanted in squashed(mark.words):
            place = mark.evidence_id, mark.page
            hidden[place] = hidden.get(place, 0) + 1
    found: list[Place] = []
    for label, evidence, pages in pages_in(vault, vault.get(Packet, packet_id)):
        texts = vault.index.text(evidence.id).split("\f")
        for number in pages:
            times = len(Plain(texts[number - 1]).find(words)) if number <= len(texts) else 0
            if times > hidden.get((evidence.id, number), 0):
                found.append(Place(label, evidence.id, number))
    return found
