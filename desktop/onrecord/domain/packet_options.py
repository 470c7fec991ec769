"""How a packet becomes files: what the bundle is printed like, and what goes along beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from onrecord.domain.record import Record

Pictures = Literal["", "300", "200", "150", "grey", "bw"]
PICTURES: tuple[Pictures, ...] = ("", "300", "200", "150", "grey", "bw")
"""How pictures in the pages are made smaller: not at all; to so many dots an inch at most; to
grey at 150; to black and white."""
NORMAL_LANGUAGE = "en"


@dataclass(frozen=True, kw_only=True)
class PacketOptions(Record):
    """The options of one packet that are not the usual; a packet without such a row has none.

    ``large`` is large print, ``grey`` no colour anywhere, ``flat`` without links, notes and layers.
    ``locked``: each export asks for a passphrase of the PDF, which is kept nowhere.
    ``volume_pages`` and ``volume_bytes`` are the most one volume may have, 0 for no limit.
    ``originals``: the files themselves go along as a zip. ``converted``: of kinds that portals
    refuse a copy in a usual kind goes along. ``continues_bundle_id`` is a bundle that was sent,
    behind whose last page and label this packet goes on.
    """

    TABLE: ClassVar[str] = "packet_options"

    packet_id: str = ""
    large: bool = False
    grey: bool = False
    flat: bool = False
    locked: bool = False
    volume_pages: int = 0
    volume_bytes: int = 0
    pictures: str = ""
    originals: bool = False
    converted: bool = False
    language: str = NORMAL_LANGUAGE
    continues_bundle_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ExhibitOptions(Record):
    """Of one document in one packet: ``turns``, how its pages are turned clockwise in the copy
    ("180" for all, "1:90 3:270" for some); ``reveal``, its original goes along although not all
    of it is in the bundle, as somebody decided who was told what that reveals."""

    TABLE: ClassVar[str] = "exhibit_options"

    packet_id: str = ""
    evidence_id: str = ""
    turns: str = ""
    reveal: bool = False


def turns_of(text: str) -> dict[int, int]:
    """Page (0: every other) to degrees clockwise; what is no quarter turn is left out."""
    found: dict[int, int] = {}
    for word in text.split():
        page, _, by = word.rpartition(":")
        if by in ("90", "180", "270") and (not page or page.isdecimal()):
            found[int(page or 0)] = int(by)
        elif by == "0" and page.isdecimal():
            found[int(page)] = 0
    return found


def turns_text(turns: dict[int, int]) -> str:
    """As ``turns_of`` reads it; what says nothing is dropped."""
    every = turns.get(0, 0) % 360
    words = [str(every)] if every else []
    for page in sorted(turns):
        by = turns[page] % 360
        if page and by != every:
            words.append(f"{page}:{by}")
    return " ".join(words)
