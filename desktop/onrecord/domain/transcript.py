"""A pasted chat as lines of mine and theirs. Who is who is only taken from what names itself.

Understood are ``Name: words``, with or without a time before it (``[14:21] Name: words``, ``14:21
Name: words``), and the names on a line of their own that many chat windows copy. A line that
begins with no name goes on with the one before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from onrecord.domain.contact_entry import Said
from onrecord.domain.same_words import Plain
from onrecord.domain.typed_when import parse_when

_NUMBERS = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_DAY = rf"{_NUMBERS}|\d{{1,2}} [^\W\d_]{{3,9}}\.? \d{{4}}|[^\W\d_]{{3,9}}\.? \d{{1,2}},? \d{{4}}"
_CLOCK = (
    rf"[\[(]?(?:({_DAY}),?(?:\s+(?:at )?|T))?(\d{{1,2}}:\d{{2}})(?::\d{{2}}(?:\.\d+)?Z?)?"
    r"\s*([ap]\.?m\.?)?[\])]?"
)
_TURN = re.compile(
    rf"(?:{_CLOCK}\s*[-–]?\s*)?([^\W\d_][^:\n]{{0,39}}?)\s*(?:{_CLOCK})?\s*:\s+(.*)", re.I
)
_ALONE = re.compile(rf"([^\W\d_][^:\n]{{0,39}}?)\s*[,|-]?\s+{_CLOCK}", re.I)  # fmt: skip
_TIME = r"(\d{1,2}:\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?"
_HEADS = {
    "date": {
        "date", "chat date", "started", "chat started", "chat start", "start", "start time",
        "started at", "started on", "time", "date and time", "date/time", "on",
    },
    "agent": {
        "agent", "advisor", "adviser", "representative", "rep", "operator", "specialist",
        "served by", "agent's", "your agent", "chat with", "consultant",
    },
    "reference": {
        "reference", "ref", "case", "ticket", "chat", "chat reference", "case reference",
        "reference no", "conversation", "transcript", "interaction",
    },
}  # fmt: skip
_FITS = {
    "date": re.compile(rf"{_DAY}|^\d{{1,2}}:\d{{2}}"),
    "agent": re.compile(r"^[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*\.?){0,2}$"),
    "reference": re.compile(r"^[\w/#-]*\d[\w/#-]*$"),
}
"""What stands behind such a word and is no part of the talk."""
_NOBODY = frozenset(
    {
        "agent", "support", "advisor", "adviser", "representative", "rep", "operator", "team",
        "customer service", "customer care", "customer support", "them", "live chat", "chat",
        "visitor", "customer", "guest", "user", "you", "me",
    }
)  # fmt: skip
_ME = frozenset({"me", "you", "i", "myself", "customer", "visitor", "guest", "user"})
LONGEST = 2000
"""Lines of one chat; more is more than anybody reads, and belongs in as a document."""


@dataclass(frozen=True)
class Turn:
    """One thing somebody wrote; ``name`` is as the chat shows it, ``clock`` like "14:21" or "",
    ``day`` as it stands beside it."""

    name: str
    words: str
    clock: str = ""
    day: str = ""


def turns(text: str) -> list[Turn]:
    """What was written, in order. Empty where nobody is named."""
    made: list[Turn] = []
    waiting: tuple[str, str, str] | None = None
    for raw in text.replace("\r\n", "\n").split("\n")[: LONGEST * 3]:
        line = " ".join(raw.split())
        if not line:
            continue
        turn, alone = _TURN.fullmatch(line), _ALONE.fullmatch(line)
        if turn and not turn[4].casefold().startswith(("http", "www")):
            clock = _clock(turn[2], turn[3]) or _clock(turn[6], turn[7])
            made.append(Turn(turn[4].strip(), turn[8].strip(), clock, turn[1] or turn[5] or ""))
            waiting = None
        elif alone:
            waiting = (alone[1].strip(), _clock(alone[3], alone[4]), alone[2] or "")
        elif waiting:
            made.append(Turn(waiting[0], line, waiting[1], waiting[2]))
            waiting = None
        elif made:
            made[-1] = replace(made[-1], words=f"{made[-1].words} {line}")
    return [turn for turn in made if turn.words][:LONGEST]


@dataclass(frozen=True)
class Told:
    """What a chat says of itself. ``dated`` is a ``When`` text; where its day can be two days that
    is empty and ``unsure`` is the day as it stands there. ``clock`` is when it began; ``length_s``
    is None where it shows no times. Nothing is guessed."""

    dated: str = ""
    clock: str = ""
    unsure: str = ""
    length_s: int | None = None
    agent: str = ""
    reference: str = ""


def heads(text: str) -> tuple[dict[str, str], list[Turn]]:
    """What stands above a chat as ``Date: 10 March 2026`` or ``Agent: Priya``, and its turns."""
    found = turns(text)
    count = Counter(turn.name.casefold() for turn in found)
    made: dict[str, str] = {}
    while found and count[found[0].name.casefold()] == 1:
        one = found[0]
        head = _head(one.name)
        if not head or not _FITS[head].search(one.words):
            break
        if head == "agent" and len(names(found[1:])) < 2:
            break  # nobody else answers: these are their words
        made.setdefault(head, found.pop(0).words)
    return made, found


def told(text: str, me: str, company: str = "") -> Told:
    """``me`` is my name in it; ``company`` is nobody's name."""
    above, found = heads(text)
    begins = next(iter(Plain(text).find(found[0].words)), None) if found else None
    first = text[: begins[0]] if begins else ""
    days = [turn.day for turn in found if turn.day]
    written = [above.get("date", ""), *days[:1], *re.findall(_DAY, first)]
    day = next((one[0] for words in written if (one := re.search(_DAY, words))), "")
    dated, unsure = _dated(day, days)
    clocks = [turn.clock for turn in found if turn.clock]
    begun = re.search(rf"(?<!\d){_TIME}", above.get("date", "").replace(day, ""), re.I)
    clock = clocks[0] if clocks else (_clock(begun[1], begun[2]) if begun else "")
    return Told(
        f"{dated}T{clock}" if dated and clock else dated,
        clock,
        unsure,
        _length(clocks) if len(set(days)) < 2 else None,
        above.get("agent", "") or _agent(found, me, company),
        above.get("reference", ""),
    )


def _head(name: str) -> str:
    plain = re.sub(r"\s*(?:name|number|no\.?|id|#)$", "", name.casefold())
    return next((head for head, names in _HEADS.items() if plain in names), "")


def _agent(found: Collection[Turn], me: str, company: str) -> str:
    """Who answered, where the chat names them; a machine and a desk have no name."""
    others = [name for name in names(found) if name != me]
    known = [
        name
        for name in others
        if name.casefold() not in _NOBODY
        and name.casefold() != company.casefold()
        and not re.search(r"\b(?:bot|assistant|system|automated)\b", name, re.I)
    ]
    return ", ".join(known) if me else ""


def _dated(day: str, days: Collection[str]) -> tuple[str, str]:
    """The stored form, or the day as it stands where it can be two."""
    if not day:
        return "", ""
    named = re.sub(
        r"^(\d{1,2}[./-]\d{1,2}[./-])(\d{2})$", r"\g<1>20\2", day
    )  # no chat is of another century
    try:
        return parse_when(named).text[:10], ""
    except ValueError:
        pass
    numbers = [
        [int(n) for n in re.split(r"[./-]", one)] for one in days if re.fullmatch(_NUMBERS, one)
    ]
    day_first = any(one[0] > 12 for one in numbers)
    month_first = any(one[1] > 12 for one in numbers)
    parts = [int(n) for n in re.split(r"[./-]", named)] if re.fullmatch(_NUMBERS, named) else []
    if len(parts) == 3 and day_first != month_first:
        left, right = (parts[0], parts[1]) if day_first else (parts[1], parts[0])
        try:
            return date(parts[2], right, left).isoformat(), ""
        except ValueError:
            return "", day
    return "", day


def _length(clocks: list[str]) -> int | None:
    """From the first word to the last; None where it goes over midnight or shows one time."""
    minutes = [int(one[:2]) * 60 + int(one[3:]) for one in clocks]
    whole = (minutes[-1] - minutes[0]) * 60 if len(minutes) > 1 else 0
    return whole if whole > 0 else None


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
