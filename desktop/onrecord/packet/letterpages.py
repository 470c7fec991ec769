"""Sets a letter as PDF pages. Runs in a worker only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.packet.glyphs import is_rtl
from onrecord.packet.letter import LetterContent, LetterMade
from onrecord.packet.press import clean, families, printed

_ENGLISH: Mapping[str, str] = {}
_LONGEST_NAME = 60
"""Characters of a last line that is taken for the name below a signature."""


def letter_data(content: LetterContent) -> dict[str, Any]:
    """What ``letter-body.typ`` reads."""
    last = content.blocks[-1] if content.blocks else None
    name = "".join(run.text for run in last.runs).strip() if last else ""
    return {
        "signed": last is not None
        and last.kind == "paragraph"
        and 0 < len(name) <= _LONGEST_NAME
        and name[-1] not in ".:?!",
        "rtl": is_rtl("\n".join(run.text for block in content.blocks for run in block.runs)),
        "sender": [clean(line) for line in content.sender],
        "date": clean(content.date),
        "recipient": [clean(line) for line in content.recipient],
        "subject": clean(content.subject),
        "blocks": [
            {
                "kind": block.kind,
                "rtl": is_rtl("".join(run.text for run in block.runs)),
                "runs": [
                    {"text": clean(run.text, 60), "bold": run.bold, "italic": run.italic}
                    for run in block.runs
                ],
            }
            for block in content.blocks
        ],
        "enclosures": [clean(name) for name in content.enclosures],
        "signatories": [clean(name) for name in content.signatories],
    }


def letter_pages(content: LetterContent, said: Mapping[str, str] = _ENGLISH) -> LetterMade:
    """The letter on as many pages as it needs, our own words on it as ``said`` has them; the same
    content gives the same bytes."""
    data = letter_data(content) | {
        "title": clean(content.subject) or "Letter",
        "paper": "us-letter" if content.paper == "letter" else "a4",
        "language": content.language,
        "sample": content.sample,
        "said": dict(said),
        "fonts": families(),
    }
    made = printed("letter.typ", data, find=("end",))
    return LetterMade(made.pdf, made.found["end"][0].sheet)
