"""One line of the check before sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["stop", "ask", "tip"]
Act = Literal[
    "",
    "pages",
    "password",
    "take_out",
    "put_back",
    "include",
    "keep_out",
    "label",
    "text",
    "add",
    "contact",
    "date",
    "title",
    "black_out",
    "show_again",
    "reduce",
    "split",
    "convert",
    "turn",
    "order",
    "letter",
    "open_letter",
    "people",
    "who_can_help",
    "card",
    "ask_reference",
    "reword",
    "shorten",
    "sheet",
    "circle",
    "mark",
    "alone",
    "unlocked",
    "point",
    "amounts",
    "recipient",
    "attached",
]
"""Where the remedy is done. In the editor: the pages, label or place of a document, the text, a
document more, the letter, who it is for, the sheet of form fields, pictures made smaller.
Elsewhere: a document's own password, date or title, what is attached to it, a contact, the people of
the dispute, its amounts, which card was used. At once: "circle", "black_out", "show_again" (words
that were blacked out), "split", "convert", "turn",
"order", "reword", "alone" (nothing goes beside the PDF), "unlocked" (no passphrase), "point" (amounts
at the page on which each stands), "keep_out" (remembers that it is meant so)."""
TIPS = 5


@dataclass(frozen=True)
class CheckLine:
    """``words`` says what it is, ``remedy`` what to do; the ids say what it is about, and
    ``act`` where a window does it on a click ("" where there is nothing to click); ``also`` is
    another way to settle it. ``found`` are the very words it is about. ``holds``: nothing goes
    out until it is settled, by a remedy or with a reason. ``weight`` orders the tips.
    """

    level: Level
    words: str
    remedy: str = ""
    evidence_id: str = ""
    contact_id: str = ""
    act: Act = ""
    also: Act = ""
    key: str = ""
    found: tuple[str, ...] = ()
    holds: bool = False
    weight: int = 0

    @property
    def name(self) -> str:
        """By what a reason given for it is remembered: what it is about, not how it is said."""
        return self.key or f"{self.act}:{self.evidence_id}:{self.contact_id}:{self.words}"
