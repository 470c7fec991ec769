"""Mark or black out something on the copy of a page in a packet. The original never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet_mark import MARK_KINDS, PacketMark
from onrecord.domain.rect import Rect, read_rect
from onrecord.domain.same_words import squashed
from onrecord.errors import Refused
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.draft_packet import draft_packet
from onrecord.services.drawn_marks import LEAST

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SAID = {
    "black_out": "Blacked out a part of a page",
    "crop": "Cropped a page",
    "circle": "Circled a part of a page",
    "highlight": "Highlighted a part of a page",
    "arrow": "Pointed an arrow at a part of a page",
    "note": "Put a note on a page",
}


@dataclass(frozen=True)
class Mark:
    """What to draw, or to take away; the fields as in ``PacketMark``."""

    kind: str = "black_out"
    evidence_id: str = ""
    page: int = 0
    rects: tuple[str, ...] = ()
    words: str = ""
    reason: str = ""
    everywhere: bool = False


def mark_page(vault: Vault, packet_id: str, mark: Mark) -> Change:
    """Puts one mark on a page of the packet; ``Change.result`` is its id. See ``mark_pages``."""
    change = mark_pages(vault, packet_id, [mark])
    return replace(change, words=_SAID[mark.kind] if mark.rects else change.words)


def mark_pages(vault: Vault, packet_id: str, marks: Sequence[Mark]) -> Change:
    """Puts marks on pages of the packet, all or none. Words that are blacked out everywhere need
    no page. ``Change.result`` is the id of the last.

    Raises Refused, naming the field, for what cannot be drawn, and for a sent packet.
    """
    draft_packet(vault, packet_id)
    made = [_made(vault, packet_id, mark) for mark in marks]
    known = vault.find(PacketMark, "packet_id = ?", [packet_id])
    before = {_what(one): one for one in known}
    result = ""
    with vault.change("Blacked out words of the packet") as tx:
        for one in made:
            same = before.get(_what(one))
            if same is None:
                tx.insert(one)
                before[_what(one)] = same = one
            result = same.id
    return replace(tx.change, result=result)


def change_mark(vault: Vault, mark_id: str, **values: object) -> Change:
    """Changes the reason, the words, the box of a mark, or whether it holds everywhere."""
    mark = vault.get(PacketMark, mark_id)
    draft_packet(vault, mark.packet_id)
    new = _checked(vault, replace(mark, **values))  # type: ignore[arg-type]  # checked there
    with vault.change("Changed a mark on a page") as tx:
        if new != mark:
            tx.update(new)
    return replace(tx.change, result=mark_id)


def remove_marks(vault: Vault, mark_ids: Sequence[str]) -> Change:
    """Takes marks off again; what they hid is shown as before."""
    marks = [vault.get(PacketMark, id) for id in mark_ids]
    for packet_id in {mark.packet_id for mark in marks}:
        draft_packet(vault, packet_id)
    with vault.change("Took off a mark" if len(marks) == 1 else "Took off marks") as tx:
        for mark in marks:
            tx.remove(PacketMark, mark.id)
    return tx.change


def _made(vault: Vault, packet_id: str, mark: Mark) -> PacketMark:
    return _checked(
        vault,
        PacketMark(
            packet_id=packet_id,
            evidence_id=mark.evidence_id,
            page=mark.page,
            kind=mark.kind,
            rects=mark.rects,
            words=mark.words.strip(),
            reason=mark.reason.strip(),
            everywhere=mark.everywhere,
        ),
    )


def _checked(vault: Vault, mark: PacketMark) -> PacketMark:
    if mark.kind not in MARK_KINDS:
        raise Refused("A page can be blacked out, cropped, circled or marked.", "kind")
    if mark.everywhere and mark.kind != "black_out":
        raise Refused("Only what is blacked out can be so everywhere.", "everywhere")
    if mark.everywhere and len(squashed(mark.words)) < LEAST:
        raise Refused("Say which words are to be blacked out everywhere.", "words")
    if mark.kind == "note" and not mark.words:
        raise Refused("Write what the note says.", "words")
    if not mark.rects:
        if not mark.everywhere:
            raise Refused("Draw a box on the page first.", "rects")
        return mark
    evidence = vault.get(Evidence, mark.evidence_id)
    last = evidence.page_count if has_own_pages(evidence) else 0
    if mark.page < 1 or (last and mark.page > last):
        raise Refused(f"This document has no page {mark.page}.", "page")
    boxes: list[Rect] = []
    for text in mark.rects:
        try:
            box = read_rect(text)
        except ValueError as error:
            raise Refused(str(error), "rects") from None
        if box is not None:
            boxes.append(box)
    if not boxes:
        raise Refused("Draw a box on the page first.", "rects")
    if mark.kind == "crop" and len(boxes) > 1:
        raise Refused("A page is cropped to one box.", "rects")
    return replace(mark, rects=tuple(box.text() for box in boxes))


def _what(mark: PacketMark) -> tuple[object, ...]:
    """Two that are alike in this are one."""
    return (
        mark.kind, mark.evidence_id, mark.page, mark.rects, mark.everywhere,
        squashed(mark.words) if mark.everywhere else mark.words,
    )  # fmt: skip
