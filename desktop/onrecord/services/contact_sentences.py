"""A contact, a promise and an offer in a sentence, as a bundle prints them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.domain.contact import (
    TOLD_ELSEWHERE,
    Contact,
    ContactLine,
    Offer,
    Promise,
    contact_name,
)
from onrecord.domain.money import Money
from onrecord.domain.same_words import squashed
from onrecord.domain.tried import reached_nobody
from onrecord.domain.when import When

WRITTEN = ("email", "chat", "message", "letter", "post")
"""Contacts that are documents themselves, once they are attached."""

MY_OFFER = "I offered: "
"""How the words of an offer of mine begin."""


def who_of(contact: Contact) -> str:
    """``Priya (id 7731), billing``; empty where nobody is named."""
    name = contact.agent_name
    if contact.agent_id:
        name = f"{name} (id {contact.agent_id})".strip()
    return ", ".join(piece for piece in (name, contact.agent_team) if piece)


def promise_words(promise: Promise, *, with_due: bool = False) -> str:
    """The promise with its amount, where the words do not say the amount already; no full stop."""
    words = _with_amount(promise)
    if with_due and promise.due:
        words += f", by {When(promise.due).words()}"
    return words


def kept_words(state: str, due: str, day: str) -> str:
    """How a promise stood on ``day``, to go on with behind it: ``, not kept so far``; empty where
    it is not due yet, or ``day`` is not known."""
    last = When(due).last_day if due else None
    if state == "open" and last is not None and last.isoformat() < day[:10]:
        return ", not kept so far"
    return {"broken": ", not kept", "kept": ", kept", "withdrawn": ", withdrawn"}.get(state, "")


def promised_in(promise: Promise, contact: Contact | None, other: str = "") -> str:
    """The promise, and on which call it was made: there is no log of calls on that page. ``other``
    is who made it, where that is another company than the page is about."""
    words = promise_words(promise)
    if contact is None or not contact.dated:
        return words[:1].upper() + words[1:]
    by = f"said by {other} in" if other else "said in"
    told = f"{words}, {by} the {contact.kind} of {When(contact.dated).day.words()}"
    told += f", reference {contact.reference}" if contact.reference else ""
    return told[:1].upper() + told[1:]


def offer_words(offer: Offer) -> str:
    """What was offered, by whom, and what became of it."""
    words = _with_amount(offer)
    side = "" if offer.side == "them" else MY_OFFER
    until = f", until {When(offer.expires).words()}" if offer.expires else ""
    state = "" if offer.state == "proposed" else f" ({offer.state})"
    return f"{side}{words}{until}{state}"


def event_words(
    contact: Contact,
    lines: Sequence[ContactLine],
    promised: Sequence[str] = (),
    other: str = "",
    steps: Sequence[str] = (),
    offered: Sequence[str] = (),
) -> str:
    """A few sentences for the chronology; the contact log has all of it. ``other`` is whom it
    was with, where that is not the company complained about; ``steps`` are those on the way up
    that it was, such as the complaint itself; ``offered`` is what they offered."""
    who, them = who_of(contact), other or "them"
    way = "from" if contact.direction == "in" else "to"
    way = "with" if contact.kind == "chat" else way
    name = "an email" if contact.kind == "email" else f"a {contact_name(contact.kind)}"
    if contact.kind in WRITTEN:
        whom = ", ".join(piece for piece in (who, other) if piece) or them
        sentence = f"{name} {way} {whom}."
    else:
        sentence = f"{name} {way} {them}" + (f", with {who}" if who else "") + "."
    said = [line for line in lines if line.side == "them" and line.words.strip()]
    said = [line for line in said if line.event not in TOLD_ELSEWHERE]
    mine = [line.words.strip() for line in lines if line.side == "me" and not line.event]
    told = contact.outcome.strip()
    if reached_nobody(contact) and not told and contact.kind != "voicemail":
        sentence += " Nobody was reached."
    sentence += "".join(f" {step[:1].upper()}{step[1:]}." for step in steps)
    if told and not promised:
        sentence += f" {told.rstrip('.')}."
    elif said and not told_in(promised, said[0].words):
        sentence += f" They said: {_quoted(said[0])}"
    if promised:
        sentence = f"{_ended(sentence)} They promised: {'; '.join(promised)}."
    elif told or said:
        pass
    elif mine and mine[0] and contact.direction == "out":
        sentence += f" I said: {mine[0].rstrip('.')}."
    if offered:
        sentence = f"{_ended(sentence)} They offered: {'; '.join(offered)}."
    return sentence


def _quoted(line: ContactLine) -> str:
    words = line.words.strip()
    return f"“{words}”" if line.form == "quote" else words.rstrip(".") + "."


def _ended(sentence: str) -> str:
    """So that another sentence can follow it."""
    return sentence if sentence.endswith((".", ".”", "!”", "?”")) else sentence + "."


def told_in(promised: Sequence[str], words: str) -> bool:
    """Whether a promise says what was said already."""
    plain = squashed(words)
    return any(plain in squashed(one) for one in promised)


def _with_amount(row: Promise | Offer) -> str:
    words = row.words.strip().rstrip(".")
    if row.amount_minor is None or not row.currency:
        return words
    money = Money(row.amount_minor, row.currency)
    if money.plain() in words:
        return words
    return f"{words}: {money.words()}" if words else money.words()
