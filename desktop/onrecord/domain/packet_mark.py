"""What is drawn on, or taken out of, the copy of a page in a packet; the original never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

MARK_KINDS = ("black_out", "crop", "circle", "highlight", "arrow", "note")
REMOVING = ("black_out", "crop")
"""What takes something away: the page is then made anew, without what is no longer seen."""


@dataclass(frozen=True, kw_only=True)
class PacketMark(Record):
    """``rects`` are boxes (``Rect.text``) on page ``page`` of the document as it is shown; of a
    picture in thousandths of its sides.

    ``words``: what a note says; what stood under a black box, as far as it was text.
    ``everywhere``: those words are blacked out wherever they stand in the packet, also where no
    document is named here. ``reason``: why it was removed.
    """

    TABLE: ClassVar[str] = "packet_mark"

    packet_id: str = ""
    evidence_id: str = ""
    page: int = 0
    kind: str = "black_out"
    rects: tuple[str, ...] = ()
    words: str = ""
    reason: str = ""
    everywhere: bool = False
