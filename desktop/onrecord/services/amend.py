"""Later edits of a contact are kept beside it, so that the first wording stays readable."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.domain.contact import Amendment, Contact, ContactLine, Offer, Promise
from onrecord.domain.record import Record
from onrecord.domain.times import now_text

_OF_CONTACT = (
    "kind", "direction", "dated", "zone", "duration_s", "hold_s", "number", "company",
    "agent_name", "agent_id", "agent_team", "reference_state", "reference", "outcome", "notes",
    "goal", "fallback", "achieved", "attempt",
)  # fmt: skip


def amendments(before: Contact, after: Contact) -> list[Amendment]:
    """One amendment for each field of the contact itself that now reads differently."""
    now = now_text()
    return [
        Amendment(contact_id=after.id, field=name, before=old, after=new, written_at=now)
        for name in _OF_CONTACT
        if (old := _text(before, name)) != (new := _text(after, name))
    ]


def part_amendments(
    contact_id: str, name: str, before: Iterable[Record], after: Iterable[Record]
) -> list[Amendment]:
    """The same for lines, promises or offers, matched by id; ``name`` is line, promise, offer."""
    now = now_text()
    old = {part.id: said(part) for part in before}
    new = {part.id: said(part) for part in after}
    return [
        Amendment(
            contact_id=contact_id,
            field=name,
            before=old.get(key, ""),
            after=new.get(key, ""),
            written_at=now,
        )
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def said(part: Record) -> str:
    """A line, promise or offer in one line of text, as an amendment keeps it."""
    if isinstance(part, ContactLine):
        mark = " (word for word)" if part.form == "quote" else ""
        return f"{part.side}{mark}: {part.words}"
    if isinstance(part, Promise):
        return _joined(part.words, part.amount_minor, part.currency, "by", part.due)
    if isinstance(part, Offer):
        words = f"{part.side}: {part.words}"
        return _joined(words, part.amount_minor, part.currency, "until", part.expires)
    return ""


def _joined(words: str, minor: int | None, currency: str, until: str, day: str) -> str:
    pieces = [words, f"{minor} {currency} in minor units" if minor is not None else ""]
    pieces.append(f"{until} {day}" if day else "")
    return ", ".join(piece for piece in pieces if piece)


def _text(contact: Contact, name: str) -> str:
    value = getattr(contact, name)
    return "" if value is None else str(value)
