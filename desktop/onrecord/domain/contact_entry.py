"""What the form of a call or message holds, before and after it is on record.

The form is also the draft: ``to_body`` is saved while it is being typed, ``from_body`` opens it
again. A value the form cannot mean is refused with one sentence and the field's name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, cast

from onrecord.domain.contact import KINDS, REFERENCE_STATES
from onrecord.domain.spoken_due import refuse_earlier
from onrecord.domain.when import When
from onrecord.errors import Refused


@dataclass(frozen=True)
class Said:
    """One line of what was said; ``id`` is empty until it is on record.

    ``event`` names what happened instead of, or by, the words (see ``ContactLine``).
    """

    words: str
    side: str = "them"
    form: str = "paraphrase"
    said_at: str = ""
    id: str = ""
    event: str = ""


def is_going_on(entry: ContactEntry, now: datetime) -> bool:
    """Whether what is noted at ``now`` is noted while it is said: only then is the time of
    writing the time of the words. A talk of no known length is taken to last half an hour.
    """
    if not is_conversation(entry.kind, entry.direction):
        return False
    when = When(entry.dated)
    if when.precision != "minute":
        return entry.dated == now.date().isoformat()
    start = datetime.fromisoformat(when.text)
    length = timedelta(seconds=1800 if entry.duration_s is None else entry.duration_s)
    return start <= now <= start + max(length, timedelta(minutes=1))


@dataclass(frozen=True)
class Promised:
    """What they said would happen; ``amount_minor`` in minor units of ``currency``."""

    words: str
    due: str = ""
    amount_minor: int | None = None
    currency: str = ""
    id: str = ""


@dataclass(frozen=True)
class Offered:
    """What one side proposed to settle it."""

    words: str
    side: str = "them"
    amount_minor: int | None = None
    currency: str = ""
    expires: str = ""
    id: str = ""


@dataclass(frozen=True)
class Cited:
    """A page of a document that shows what the contact says; no page means the whole of it."""

    evidence_id: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContactEntry:
    """Everything of the form. Durations are seconds; ``dated`` is a ``When`` text, local time.

    ``dispute_ids`` empty means To sort: a call can be noted before any dispute exists.
    """

    kind: str = "call"
    direction: str = "out"
    dated: str = ""
    zone: str = ""
    duration_s: int | None = None
    hold_s: int | None = None
    number: str = ""
    counterparty_id: str = ""
    company: str = ""
    agent_name: str = ""
    agent_id: str = ""
    agent_team: str = ""
    reference_state: str = "unknown"
    reference: str = ""
    outcome: str = ""
    notes: str = ""
    thread_id: str = ""
    goal: str = ""
    fallback: str = ""
    achieved: str = ""
    attempt: bool = False
    lines: tuple[Said, ...] = ()
    promises: tuple[Promised, ...] = ()
    offers: tuple[Offered, ...] = ()
    citations: tuple[Cited, ...] = ()
    evidence_ids: tuple[str, ...] = ()
    dispute_ids: tuple[str, ...] = ()

    def checked(self, *, as_noted: bool = False) -> ContactEntry:
        """The entry with what follows from it filled in; raises Refused naming the field.

        ``as_noted``: what was noted and can no longer be asked about is taken with its slips.
        """
        if self.kind not in KINDS:
            raise Refused(f'"{self.kind}" is not a kind of call or message.', "kind")
        if self.direction not in ("in", "out"):
            raise Refused("Say who contacted whom: in or out.", "direction")
        if self.reference_state not in REFERENCE_STATES:
            raise Refused("Say whether a reference number was given.", "reference_state")
        _when(self.dated, "dated")
        for number, promise in enumerate(self.promises):
            _when(promise.due, f"promises[{number}].due")
            try:
                if not as_noted:
                    refuse_earlier(When(promise.due), When(self.dated).first_day)
            except ValueError as error:
                raise Refused(str(error), f"promises[{number}].due") from None
        for number, offer in enumerate(self.offers):
            _when(offer.expires, f"offers[{number}].expires")
            try:
                if not as_noted:
                    refuse_earlier(When(offer.expires), When(self.dated).first_day, "offered")
            except ValueError as error:
                raise Refused(str(error), f"offers[{number}].expires") from None
        for name in ("duration_s", "hold_s"):
            seconds = cast("int | None", getattr(self, name))
            if seconds is not None and seconds < 0:
                raise Refused("A length of time cannot be negative.", name)
        reference = self.reference.strip()
        state = "given" if reference else self.reference_state
        if state == "given" and not reference:
            state = "unknown"
        made = {f.name: getattr(self, f.name) for f in fields(self)}
        made.update(
            reference=reference,
            reference_state=state,
            lines=tuple(line for line in self.lines if line.words.strip()),
            promises=tuple(p for p in self.promises if p.words.strip() or p.amount_minor),
            offers=tuple(o for o in self.offers if o.words.strip() or o.amount_minor),
            evidence_ids=tuple(dict.fromkeys(self.evidence_ids)),
            dispute_ids=tuple(dict.fromkeys(i for i in self.dispute_ids if i)),
        )
        return ContactEntry(**made)

    def to_body(self) -> dict[str, object]:
        """Plain data for a draft."""
        return asdict(self)

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> ContactEntry:
        """The entry a draft holds; what this version does not know is left out."""
        parts = {"lines": Said, "promises": Promised, "offers": Offered, "citations": Cited}
        made: dict[str, Any] = {}
        for one in fields(cls):
            if one.name not in body:
                continue
            value = body[one.name]
            if one.name in parts:
                part = parts[one.name]
                known = {f.name for f in fields(part)}
                value = tuple(part(**{k: v for k, v in v.items() if k in known}) for v in value)
            elif isinstance(value, list):
                value = tuple(cast("list[str]", value))
            made[one.name] = value
        return cls(**made)


def is_conversation(kind: str, direction: str) -> bool:
    """Whether two people spoke, so that a reference number could have been asked for.

    A voicemail is no conversation, whoever left it.
    """
    del direction  # it matters to no kind yet
    return kind in ("call", "chat", "visit")


def _when(text: str, path: str) -> None:
    try:
        When(text)
    except ValueError:
        raise Refused("Write a date like 14 March 2026, March 2026 or 2026.", path) from None
