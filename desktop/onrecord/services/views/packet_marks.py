"""What is marked and blacked out in a packet, and what could be with one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.packet import Packet
from onrecord.domain.rect import Rect, around, read_rect, readable
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.drawn_marks import packet_marks
from onrecord.services.private_words import pages_in, places_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_CITED = (
    "SELECT c.evidence_id, c.page, c.rect, coalesce(f.words, l.words, p.words, i.title, '') AS words"
    " FROM citation c LEFT JOIN fact f ON f.id = c.of_id LEFT JOIN claim_line l ON l.id = c.of_id"
    " LEFT JOIN promise p ON p.id = c.of_id LEFT JOIN issue i ON i.id = c.of_id"
    " LEFT JOIN dispute_contact d ON d.contact_id = c.of_id AND d.dispute_id = ?"
    " WHERE c.rect != '' AND c.page IS NOT NULL AND ? IN"
    " (f.dispute_id, l.dispute_id, p.dispute_id, i.dispute_id, d.dispute_id) ORDER BY c.rowid"
)


@dataclass(frozen=True)
class MarkRow:
    """One mark as it is listed. ``label`` is the document's in the packet, empty where the mark is
    on no page of it; ``pages`` are those of the packet that hold what is hidden everywhere."""

    id: str
    kind: str
    evidence_id: str
    label: str
    page: int
    words: str
    reason: str
    everywhere: bool
    pages: int = 0
    rect: str = ""
    """The box around all of it, by which it can be moved; empty where it is on no page."""


@dataclass(frozen=True)
class CitedBox:
    """A part of a page that is cited: ``words`` say for what. ``rect`` is as a mark keeps it."""

    evidence_id: str
    label: str
    page: int
    rect: str
    words: str


@dataclass(frozen=True)
class PacketMarks:
    """``marks`` newest first."""

    marks: tuple[MarkRow, ...]
    cited: tuple[CitedBox, ...]


def marks_of_packet(vault: Vault, packet_id: str) -> PacketMarks:
    """Raises NotFound."""
    packet = vault.get(Packet, packet_id)
    inside = {evidence.id: (label, pages) for label, evidence, pages in pages_in(vault, packet)}
    own = {e.id for _, e, _ in pages_in(vault, packet) if has_own_pages(e)}
    marks = packet_marks(vault, packet_id)
    rows = tuple(
        MarkRow(
            one.id,
            one.kind,
            one.evidence_id,
            inside.get(one.evidence_id, ("", []))[0] if one.rects else "",
            one.page,
            one.words,
            one.reason,
            one.everywhere,
            len(places_of(vault, packet_id, one.words)) if one.everywhere else 0,
            box.text() if (box := around(readable(one.rects))) is not None else "",
        )
        for one in reversed(marks)
    )
    circled = {(m.evidence_id, m.page, r) for m in marks for r in m.rects if m.kind == "circle"}
    cited: dict[tuple[str, int, str], CitedBox] = {}
    for row in vault.query(_CITED, [packet.dispute_id, packet.dispute_id]):
        id, page = row["evidence_id"], row["page"]
        if id not in own or page not in inside[id][1]:
            continue
        rect = mark_rect(vault, id, page, row["rect"])
        if rect and (id, page, rect) not in circled:
            box = CitedBox(id, inside[id][0], page, rect, row["words"])
            cited.setdefault((id, page, rect), box)
    return PacketMarks(rows, tuple(cited.values()))


def mark_rect(vault: Vault, evidence_id: str, page: int, rect: str) -> str:
    """A box as a citation keeps it, as a mark does: of a picture in thousandths of its sides."""
    from onrecord.domain.evidence import Evidence

    evidence = vault.get(Evidence, evidence_id)
    box = read_rect(rect)
    if box is None or not evidence.media_type.startswith("image/"):
        return box.text() if box is not None else ""
    found = next((p for p in vault.index.pages(evidence_id) if p.number == page), None)
    if found is None or not found.width or not found.height:
        return ""
    across, down = 1000 / found.width, 1000 / found.height
    return Rect(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down).text()
