"""How firmly a statement stands, and how it may therefore be worded.

Four grounds, computed and never chosen: an exhibit page shows it; a note written within 24 hours
of the call records it, with or without the company's reference number; or it is recalled later.
The written-at time is this computer's clock, and the wording says no more than that. What only
memory would bear stands on the other side's admission where they made one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.domain.contact import Contact, contact_name
from onrecord.domain.fact import Fact
from onrecord.domain.times import parse_utc, zone_of
from onrecord.domain.when import When

PROMPT = timedelta(hours=24)
GROUNDS = ("documented", "noted_with_reference", "noted", "recalled")
ADMITTED = "admitted"


@dataclass(frozen=True)
class Ground:
    """``kind`` is one of GROUNDS, or ADMITTED; ``reason`` says why; ``firmer`` what would make it
    firmer."""

    kind: str
    reason: str
    firmer: str = ""


def ground_of_contact(contact: Contact) -> Ground:
    """The ground of what a contact's own note records.

    The phone company's record makes it firmer: that the call took place, when and how long, is
    then shown by another. What was said in it stands as it stood, since no record of a call says.
    """
    ground = _ground_of_note(contact)
    if contact.kind in _IN_WRITING and ground.kind == "recalled":
        return replace(ground, firmer=f"Add the {contact_name(contact.kind)} itself as a document.")
    if contact.kind not in _PHONED:
        return replace(ground, firmer=_WITHOUT_RECORD.get(ground.firmer, ground.firmer))
    if not contact.recorded:
        return ground
    return replace(
        ground,
        reason=f"{ground.reason}; {call_shown(contact)}",
        firmer=_WITHOUT_RECORD.get(ground.firmer, ground.firmer),
    )


def call_shown(contact: Contact) -> str:
    """What the phone company's record shows of a call; empty where there is none."""
    if not contact.recorded:
        return ""
    return f"the phone company's record shows the call itself ({contact.recorded})"


_PHONED = ("call", "voicemail")
_IN_WRITING = ("email", "chat", "message", "letter", "post")
_WITHOUT_RECORD = {
    "Add the exact day and time, or ask your phone company for its record of the call.": (
        "Add the exact day and time."
    ),
    "Ask the company for its notes or recording, or your phone company for its record.": (
        "Ask the company for its notes or recording."
    ),
}


def _ground_of_note(contact: Contact) -> Ground:
    if not contact.written_at or When(contact.dated).precision not in ("minute", "day"):
        return Ground(
            "recalled",
            "the day of it is not known exactly",
            "Add the exact day and time, or ask your phone company for its record of the call.",
        )
    late = _days_late(contact)
    if late is not None:
        after = f"{late} {'day' if late == 1 else 'days'} after it happened"
        return Ground(
            "recalled",
            f"written {after}",
            "Ask the company for its notes or recording, or your phone company for its record.",
        )
    if contact.reference_state == "given" and contact.reference:
        return Ground(
            "noted_with_reference", f"noted the same day, with reference {contact.reference}"
        )
    return Ground(
        "noted",
        "noted within 24 hours, without a reference number",
        "Ask them to confirm it in writing, with a reference number.",
    )


def _days_late(contact: Contact) -> int | None:
    """None when written within 24 hours; a contact whose hour is not known counts as prompt only
    when written on its own day, where no reading of it can be later than that."""
    written = parse_utc(contact.written_at)
    if contact.dated_utc:
        late = written - parse_utc(contact.dated_utc)
        return max(late.days, 1) if late > PROMPT else None
    local = written.astimezone(zone_of(contact.zone)).date()
    day = When(contact.dated).first_day or local
    return (local - day).days if local > day else None


NOT_HERE = Ground(
    "recalled",
    "what shows it is not in this packet",
    "Add the document that shows it to the packet.",
)
"""Of a statement in a packet that leaves out what it rests on: what its reader can see is memory."""


def ground_of(pages_cited: int, contacts: Sequence[Contact] = ()) -> Ground:
    """The firmest ground among the exhibit pages and contacts a statement cites."""
    if pages_cited:
        said = "a document shows it" if pages_cited == 1 else f"{pages_cited} documents show it"
        return Ground("documented", said)
    found = [ground_of_contact(c) for c in contacts]
    if found:
        return min(found, key=lambda g: GROUNDS.index(g.kind))
    return Ground(
        "recalled",
        "no document and no note made at the time",
        "Add a document that shows it, or confirm it with them in writing.",
    )


def ground_of_fact(fact: Fact, pages_cited: int, contacts: Sequence[Contact] = ()) -> Ground:
    """What they admit needs nobody's memory."""
    ground = ground_of(pages_cited, contacts)
    if not fact.admitted or ground.kind != "recalled":
        return ground
    return Ground(
        ADMITTED,
        "they admit it in their own words" if fact.quoted.strip() else "they admit it",
        "Point at the page or the call in which they say so.",
    )


def firmest(contacts: Sequence[Contact]) -> Contact | None:
    """The one a statement that cites them rests on."""
    return min(contacts, key=lambda c: GROUNDS.index(ground_of_contact(c).kind), default=None)


def worded_fact(
    fact: Fact, ground: Ground, *, kind: str = "document", contact: Contact | None = None
) -> str:
    """What happened as it is printed, with what the other side says to it."""
    if fact.side == "theirs":
        return f"They say: {fact.words.strip()}"
    said = worded(fact.words, ground, kind=kind, contact=contact)
    if not fact.admitted:
        return said
    said = said if said.endswith((".", "!", "?", "”", '"')) else f"{said}."
    if quoted := fact.quoted.strip():
        return f"{said} They admit it, in these words: “{quoted}”"
    return f"{said} They admit it."


@dataclass(frozen=True)
class Remedy:
    """Something that makes a statement firmer. ``action`` is cite (point at a document), confirm (a
    letter that confirms the call), request_notes (a letter), or carrier_record (ask the phone
    company)."""

    action: str
    words: str


def remedies(
    ground: Ground, contact: Contact | None = None, today: date | None = None, words: str = ""
) -> list[Remedy]:
    """What would make it firmer, the strongest first; nothing where a document shows it.

    ``contact`` is the call or message it rests on. What was never noted can be asked for all the
    same: the company may have a record of it, and the phone company one of the call, where its
    ``words`` tell of one.
    """
    if ground.kind == "documented":
        return []
    admitted = ground.kind == ADMITTED
    found = [
        Remedy("cite", "Point at a document in which they say so")
        if admitted
        else Remedy("cite", "Point at a document that shows it")
    ]
    spoken = contact is None or contact.kind in ("call", "visit", "chat", "voicemail")
    if contact is not None and spoken:
        same_day = today is not None and contact.dated[:10] == today.isoformat()
        day = "today, while it is fresh" if same_day else "in writing"
        found.append(Remedy("confirm", f"Confirm it {day}"))
    if spoken:
        found.append(Remedy("request_notes", "Ask them for their notes and recording"))
    call = tells_of_a_call(words) if contact is None else contact.kind == "call"
    if call and not admitted and not (contact and contact.recorded):
        found.append(Remedy("carrier_record", "Ask my phone company for its record of the call"))
    return found


_SPOKEN = re.compile(
    r"\b(?:call(?:s|ed|ing)?|phon(?:e|es|ed|ing)|telephon\w*|rang|ring|dial\w*|hotline|helpline"
    r"|voicemails?|on hold|hung up|spoke|spoken|talked|asked|told)\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:e-?mail\w*|letters?|wrote|written|chat\w*|by post|posted|messages?|web ?site|in person"
    r"|so[- ]called)\b",
    re.IGNORECASE,
)


def tells_of_a_call(words: str) -> bool:
    """Whether what happened was said on the telephone, as far as its words say."""
    return bool(_SPOKEN.search(words)) and not _WRITTEN.search(words)


def tells_of_a_word(words: str) -> bool:
    """Whether in what happened somebody said or wrote something, as far as its words say."""
    return bool(_SPOKEN.search(words) or _WRITTEN.search(words))


def note_written(contact: Contact) -> str:
    """``14:31 that day``, or the full date where the note was written on another day."""
    if not contact.written_at:
        return "later"
    zone = zone_of(contact.zone)
    written = parse_utc(contact.written_at).astimezone(zone)
    same_day = contact.dated[:10] == written.date().isoformat()
    clock = written.strftime("%H:%M")
    return f"{clock} that day" if same_day else f"{clock} on {When.of_day(written.date()).words()}"


def worded(
    words: str, ground: Ground, *, kind: str = "document", contact: Contact | None = None
) -> str:
    """The statement as it may be printed, never firmer than its ground."""
    text = words.strip()
    if ground.kind == "documented":
        return f"The {kind} shows: {text}"
    if ground.kind in ("noted_with_reference", "noted") and contact is not None:
        return f"My note, written at {note_written(contact)}, records: {text}"
    if ground.kind in ("noted_with_reference", "noted"):
        return f"My note, written at the time, records: {text}"
    return text if ground.kind == ADMITTED else f"I recall: {text}"
