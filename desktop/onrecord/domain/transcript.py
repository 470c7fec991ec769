"""A pasted chat as lines of mine and theirs. Who is who is only taken from what names itself.

Understood are ``Name: words``, with or without a time before it (``[14:21] Name: words``, ``14:21
Name: words``), and the names on a line of their own that many chat windows copy. A line that
begins with no name goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from onrecord.domain.contact_entry import Said

_CLOCK = r"[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?(\d{1,2}:\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?[\])]?"
_TURN = re.compile(
    rf"(?:{_CLOCK}\s*[-–]?\s*)?([^\W\d_][^:\n]{{0,39}}?)\s*(?:{_CLOCK})?\s*:\s+(.*)", re.I
)
_ALONE = re.compile(rf"([^\W\d_][^:\n]{{0,39}}?)\s*[,|-]?\s+{_CLOCK}", re.I)  # fmt: skip
_ME = frozenset({"me", "you", "i", "myself", "customer", "visitor", "guest", "user"})
LONGEST = 2000
"""Lines of one chat; more is more than anybody reads, and belongs in as a document."""


@dataclass(frozen=True)
class Turn:
    """One thing somebody wrote; ``name`` is as the chat shows it, ``clock`` like "14:21" or ""."""

    name: str
    words: str
    clock: str = ""


def turns(text: str) -> list[Turn]:
    """What was written, in order. Empty where nobody is named."""
    made: list[Turn] = []
    waiting: tuple[str, str] | None = None
    for raw in text.replace("\r\n", "\n").split("\n")[: LONGEST * 3]:
        line = " ".join(raw.split())
        if not line:
            continue
        turn, alone = _TURN.fullmatch(line), _ALONE.fullmatch(line)
        if turn and not turn[3].casefold().startswith(("http", "www")):
            clock = _clock(turn[1], turn[2]) or _clock(turn[4], turn[5])
            made.append(Turn(turn[3].strip(), turn[6].strip(), clock))
            waiting = None
        elif alone:
            waiting = (alone[1].strip(), _clock(alone[2], alone[3]))
        elif waiting:
            made.append(Turn(waiting[0], line, waiting[1]))
            waiting = None
        elif made:
            last = made[-1]
            made[-1] = Turn(last.name, f"{last.words} {line}", last.clock)
    return [turn for turn in made if turn.words][:LONGEST]


def names(found: Collection[Turn]) -> list[str]:
    """Who wrote, in order of first appearance."""
    return list(dict.fromkeys(turn.name for turn in found))


def who_is_me(found: Collection[Turn], known: Collection[str] = ()) -> str:
    """The name that is mine for certain ("You", "Me", or one of ``known``); else "", to be asked."""
    mine = {name.casefold() for name in known if name} | _ME
    sure = [name for name in names(found) if name.casefold() in mine]
    return sure[0] if len(sure) == 1 else ""


def said(found: Collection[Turn], me: str) -> tuple[Said, ...]:
    """The lines of the form. They are word for word: what a chat shows is what was written."""
    return tuple(
        Said(turn.words, "me" if turn.name == me else "them", "quote", turn.clock) for turn in found
    )


def _clock(clock: str | None, half: str | None) -> str:
    if not clock:
        return ""
    hour, minute = (int(n) for n in clock.split(":"))
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
