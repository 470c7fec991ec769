"""What each kind of recipient gets: which parts, in which order, with how many documents.

The four sets of parts are by whom the packet is for (see ``Profile``); the user may order them
anew, leave some out, and keep such a set under a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.agency import Agency


@dataclass(frozen=True)
class Profile:
    """``parts`` in the order they are printed. ``documents``: the most that are in at first, None
    for all of them. ``pages``: the most pages of our own a reader of this kind takes, None for any
    number. ``letter``: the template its letter begins with, empty for none."""

    parts: tuple[str, ...]
    documents: int | None = None
    pages: int | None = None
    letter: str = ""
    sheet: bool = False
    say_it: bool = False


SUPERVISOR = Profile(("brief",), documents=3, pages=2, say_it=True)
FORMAL = Profile(
    ("cover", "letter", "index", "issues", "chronology", "contact_log", "claims", "hashes"),
    letter="formal_complaint",
)
REGULATOR = Profile(
    ("cover", "index", "proof", "chronology", "issues", "contact_log", "claims", "hashes"),
    letter="to_body",
    sheet=True,
)
SMALL_CLAIMS = Profile(
    ("cover", "letter", "claims", "chronology", "issues", "contact_log", "index", "hashes"),
    letter="demand",
)
PROFILES_OF: dict[str, Profile] = {
    "supervisor": SUPERVISOR,
    "formal": FORMAL,
    "regulator": REGULATOR,
    "small_claims": SMALL_CLAIMS,
}

PART_WORDS = {
    "cover": "Cover", "letter": "Letter", "brief": "At a glance", "index": "Contents",
    "proof": "What was done first", "chronology": "What happened", "issues": "Where we disagree",
    "contact_log": "Calls and messages", "claims": "Amounts I ask for",
    "hashes": "How to check these files",
}  # fmt: skip
"""The parts as the PDF names them."""


def profile_for(agency: Agency) -> str:
    """Which kind of packet a body of the directory gets. A notice goes to the company or bank
    itself, so it is a letter with its papers."""
    if agency.kind == "court":
        return "small_claims"
    return "formal" if agency.kind == "notice" else "regulator"
