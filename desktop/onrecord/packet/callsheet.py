"""Pages for the user's own hands, not for the bundle: the call sheet, the form to copy, how a packet
fits its recipient. Plain data that crosses to a worker (set there by sheetpages)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from onrecord.packet.content import Paper


@dataclass(frozen=True)
class SheetSection:
    """``kind`` is pairs (a name and a value), ask (in a box) or list (boxes to tick) on the call
    sheet; field (name, count, note, words) or rules (how it stands, the rule, its limit, what there
    is, where the limit was read) on the others."""

    name: str
    kind: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SheetContent:
    """All that one sheet prints."""

    title: str
    lead: str
    footer: str
    notes: str
    sections: tuple[SheetSection, ...]
    paper: Paper = "a4"
    language: str = "en"
    sample: bool = False


def sheet_to_json(content: SheetContent) -> dict[str, Any]:
    return asdict(content)
