"""The terms of the code that have another word on screen (DESIGN, "Words we use")."""

from __future__ import annotations

import re

TERMS = (
    r"counterpart(?:y|ies)",
    r"evidence",
    r"inbox",
    r"contacts?(?! me\b| you\b| us\b)",
    r"facts?",
    r"grounds?",
    r"issues?",
    r"claim lines?",
    r"ledger",
    r"tracks?",
    r"stage events?",
    r"rungs?",
    r"planned actions?",
    r"bundles?",
    r"fit reports?",
    r"custody",
    r"redact(?:ed|ion|ions|s)?",
    r"markup",
    r"complainants?",
)
ONLY_IN_THE_PACKET_EDITOR = (r"exhibits?", r"page labels?")
IN_THE_PACKET_EDITOR = ("contact log", "Contact log")
"""Names of parts of the PDF, as they are printed there."""

NAMES = ("small claims track",)
"""What courts and bodies are called."""

_EVERYWHERE = re.compile(rf"\b(?:{'|'.join(TERMS)})\b", re.IGNORECASE)
_OUTSIDE = re.compile(rf"\b(?:{'|'.join(ONLY_IN_THE_PACKET_EDITOR)})\b", re.IGNORECASE)


def not_for_the_screen(text: str, *, packet: bool = False) -> list[str]:
    """The terms in a text that should be said otherwise; ``packet``: in the packet editor."""
    for name in NAMES:
        text = text.replace(name, "")
    if packet:
        for allowed in IN_THE_PACKET_EDITOR:
            text = text.replace(allowed, "")
        return _EVERYWHERE.findall(text)
    return _EVERYWHERE.findall(text) + _OUTSIDE.findall(text)
