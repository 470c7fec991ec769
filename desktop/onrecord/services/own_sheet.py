"""A sheet that goes with a packet and stays with its owner, as pages of a PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.when import When
from onrecord.packet.callsheet import SheetContent, SheetSection, sheet_to_json
from onrecord.packet.glyphs import lacking, legend, texts

if TYPE_CHECKING:
    from onrecord.domain.packet import Packet


def own_sheet(
    title: str,
    lead: tuple[str, ...],
    sections: tuple[SheetSection, ...],
    packet: Packet,
    made_on: str,
    *,
    sample: bool = False,
) -> SheetContent:
    """On the paper of the packet. ``made_on`` is a day; printed, since rules change."""
    day = When(made_on).words()
    made = SheetContent(
        title=title,
        lead="\n".join(line for line in lead if line),
        footer=f"Made on {day}. For you, not for sending." if day else "For you, not for sending.",
        notes="",
        sections=tuple(one for one in sections if one.rows),
        paper="letter" if packet.paper == "letter" else "a4",
        sample=sample,
    )
    lacks = lacking("this page", texts(sheet_to_json(made)))
    return replace(made, footer=f"{made.footer} {legend(lacks.characters)}") if lacks else made
