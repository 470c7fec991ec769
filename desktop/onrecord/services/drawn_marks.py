"""The marks of a packet as a bundle needs them: per document what is drawn on which page, and the
words that are blacked out wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from onrecord.domain.packet_mark import REMOVING, PacketMark
from onrecord.domain.same_words import Plain, squashed, without
from onrecord.packet.content import Drawn
from onrecord.packet.hiding import SIGN

if TYPE_CHECKING:
    from onrecord.domain.packet import Bundle
    from onrecord.vault.vault import Vault

LEAST = 2
"""Letters and figures: fewer cannot be looked for everywhere."""


def packet_marks(vault: Vault, packet_id: str) -> list[PacketMark]:
    """In the order in which they were made."""
    return vault.find(PacketMark, "packet_id = ?", [packet_id], order="rowid")


def drawn_on(marks: list[PacketMark]) -> dict[str, tuple[Drawn, ...]]:
    """By document."""
    found: dict[str, list[Drawn]] = {}
    for mark in marks:
        if mark.evidence_id and mark.page and mark.rects:
            words = mark.words if mark.kind == "note" else ""
            kind: Any = mark.kind
            found.setdefault(mark.evidence_id, []).append(Drawn(mark.page, kind, mark.rects, words))
    return {id: tuple(each) for id, each in found.items()}


def hidden_by(marks: list[PacketMark]) -> tuple[str, ...]:
    """The words that may stand nowhere in the packet, longest first."""
    words = {
        mark.words.strip()
        for mark in marks
        if mark.kind == "black_out" and mark.everywhere and len(squashed(mark.words)) >= LEAST
    }
    return tuple(sorted(words, key=lambda each: (-len(each), each)))


def removes(drawn: tuple[Drawn, ...]) -> bool:
    """Whether something of the document is taken away."""
    return any(one.kind in cast("tuple[str, ...]", REMOVING) for one in drawn)


def hidden_for(vault: Vault, bundle: Bundle) -> tuple[str, ...]:
    """What goes out with a revision may not say: what was hidden when it was made, as its PDF
    hides it, and what is hidden in the packet since."""
    then = cast("list[str]", bundle.content.get("hidden") or [])
    words = {*then, *hidden_by(packet_marks(vault, bundle.packet_id))}
    return tuple(sorted(words, key=lambda each: (-len(each), each)))


def as_sent(vault: Vault, bundle: Bundle, text: str) -> str:
    """Words that go out with a revision, without what is blacked out everywhere in it."""
    return without(text, hidden_for(vault, bundle), SIGN)


_said: WeakKeyDictionary[Vault, dict[str, tuple[int, bool]]] = WeakKeyDictionary()


def says(vault: Vault, evidence_id: str, hidden: tuple[str, ...]) -> bool:
    """Whether the document, as far as it was read, holds any of these words; looked for once as
    long as both stay the same."""
    if not hidden:
        return False
    text = vault.index.text(evidence_id)
    mark, known = hash((text, hidden)), _said.setdefault(vault, {})
    if evidence_id not in known or known[evidence_id][0] != mark:
        plain = Plain(text)
        known[evidence_id] = mark, any(plain.find(words) for words in hidden)
    return known[evidence_id][1]


def copy_marks(vault: Vault, packet_id: str, new_id: str) -> list[PacketMark]:
    """The marks of a packet as those of its new version."""
    return [
        PacketMark(
            packet_id=new_id,
            evidence_id=one.evidence_id,
            page=one.page,
            kind=one.kind,
            rects=one.rects,
            words=one.words,
            reason=one.reason,
            everywhere=one.everywhere,
        )
        for one in packet_marks(vault, packet_id)
    ]
