"""Sets the call sheet, and the sheets that go with a packet, with typst. Worker only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.packet.press import families, printed, tidied


def sheet_pages(data: Mapping[str, Any]) -> bytes:
    """One page; what does not fit at the usual size is set smaller, and first loses the room for
    notes."""
    page, made = _page(data), None
    for size, lines in ((10.5, 8), (10.5, 3), (9.5, 2), (8.5, 0), (7.0, 0)):
        made = printed("call-sheet.typ", page | {"size": size, "lines": lines}, find=("end",))
        if made.found["end"][0].sheet == 1:
            break
    assert made is not None
    return made.pdf


def own_sheet_pages(data: Mapping[str, Any]) -> bytes:
    """As many pages as it takes; the same content gives the same bytes."""
    return printed("own-sheet.typ", _page(data)).pdf


def _page(data: Mapping[str, Any]) -> dict[str, Any]:
    return tidied(dict(data)) | {
        "paper": "us-letter" if data["paper"] == "letter" else "a4",
        "language": data["language"].split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
    }
