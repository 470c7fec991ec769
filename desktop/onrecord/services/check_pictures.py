"""Scans that go out as pictures alone: nobody who gets them can search them or copy from them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.private_words import pages_in
from onrecord.services.read_pictures import can_read_pictures


def picture_lines(j: Judged) -> Iterator[CheckLine]:
    """One tip for all of them. A photo may well show no words: it counts where it can be read."""
    if j.only_holding:
        return
    readable = can_read_pictures()
    found: list[str] = []
    first = ""
    for _label, evidence, pages in pages_in(j.vault, j.packet):
        scan = evidence.media_type == "application/pdf"
        picture = readable and evidence.media_type.startswith("image/")
        if evidence.read_state != "read" or not (scan or picture):
            continue
        waiting = j.vault.index.unread_pictures(evidence.id, sure=True)
        unread = {number for _id, number in waiting}
        if unread.intersection(pages):
            found.append(f"“{evidence.title or evidence.file_name}”")
            first = first or evidence.id
    if not found:
        return
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    several = "go out as pictures" if len(found) > 1 else "goes out as a picture"
    yield CheckLine(
        "tip",
        f"{', '.join(found[:3])}{more} {several}: nobody can search or copy what stands there.",
        "Its words are read in the background, unless the settings say otherwise."
        if readable
        else "With onrecord[ocr] installed, its words are read and go along unseen.",
        first,
        key="pictures:" + first,
        weight=4,
    )
