"""What a letter can say from the vault: names, references, dates, promises, amounts.

Every fact has a key that stays the same while the vault changes, so that a letter being written
follows it. A fact that is not there is empty and has a name, so that the gap can be pointed at.
Nothing is worded more firmly than its ground (``domain.ground``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onrecord.domain.contact import TOLD_ELSEWHERE, Contact, ContactLine, Offer, Promise
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.ground import ground_of, ground_of_contact, worded
from onrecord.domain.letter_body import CLOSE, OPEN
from onrecord.domain.money import Money, totals
from onrecord.domain.person import Person
from onrecord.domain.situation import due_day
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When

_REFERENCES = {
    "account": "Account number", "order": "Order number", "tracking": "Tracking number",
    "ticket": "Your ticket", "claim": "Your claim number", "call": "Your call reference",
}  # fmt: skip
_KINDS = {
    "call": "phone call", "voicemail": "voicemail", "email": "email", "chat": "chat",
    "message": "text message", "letter": "letter", "post": "public post", "visit": "visit",
}  # fmt: skip
_NOT_SAID = (TOLD_ELSEWHERE - {"offer"}) | {"transferred", "cut_off"}
"""Lines of a call that nobody said, or that a letter has in a sentence of its own."""


def _as_it_is(words: str) -> str:
    return words


def _day(text: str) -> str:
    return When(text).words()


@dataclass(frozen=True)
class Wording:
    """How the letter's language says what is put together here: our own words by their English
    ones, and days by their stored text. What a person typed is in no such words."""

    say: Callable[[str], str] = _as_it_is
    day: Callable[[str], str] = _day


@dataclass(frozen=True)
class LetterField:
    """One fact. ``label`` names it where it is missing: "the account number". One that is
    ``needed`` counts as there for a template, and its gap is shown."""

    key: str
    label: str
    value: str = ""
    needed: bool = False

    def __bool__(self) -> bool:
        return bool(self.value) or self.needed

    def __str__(self) -> str:
        return self.value

    @property
    def mark(self) -> str:
        """What a template writes for it."""
        return f"{OPEN}{self.key}{CLOSE}"


@dataclass(frozen=True)
class LetterMaterial:
    """The rows a letter may draw on, none of them from the trash. ``about`` is the contact it is
    about; ``shown`` are ids of contacts and promises that a document shows; ``acts_for`` says for
    whom I write where that is another, ``acts`` that it is, ``holder`` who that is."""

    today: date
    dispute: Dispute = field(default_factory=Dispute)
    me: Person | None = None
    company: Counterparty | None = None
    references: tuple[AccountRef, ...] = ()
    others: tuple[tuple[str, AccountRef], ...] = ()
    """Numbers with other companies, by their names."""
    outcomes: tuple[DesiredOutcome, ...] = ()
    lines: tuple[ClaimLine, ...] = ()
    contacts: tuple[Contact, ...] = ()
    said: tuple[ContactLine, ...] = ()
    promises: tuple[Promise, ...] = ()
    offers: tuple[Offer, ...] = ()
    events: tuple[StageEvent, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    """What their last answer says nothing about: ids and words."""
    about: Contact | None = None
    shown: frozenset[str] = frozenset()
    acts_for: str = ""
    acts: bool = False
    holder: Person | None = None


class LetterFacts:
    """``context`` is what templates see; ``values`` and ``labels`` hold every field by its key."""

    def __init__(self, material: LetterMaterial, wording: Wording | None = None) -> None:
        self._m = material
        self._in = wording or Wording()
        self._fields: dict[str, LetterField] = {}
        self._by_contact = {c.id: c for c in material.contacts}
        self.context: dict[str, Any] = self._context()

    @property
    def values(self) -> dict[str, str]:
        return {key: one.value for key, one in self._fields.items()}

    @property
    def labels(self) -> dict[str, str]:
        return {key: one.label for key, one in self._fields.items()}

    # ---------------------------------------------------------------- the parts

    def _f(
        self, key: str, label: str, value: str | None = "", *, needed: bool = False
    ) -> LetterField:
        made = LetterField(key, label, (value or "").strip(), needed)
        self._fields[key] = made
        return made

    def _context(self) -> dict[str, Any]:
        m = self._m
        me, company, f, say = m.me or Person(), m.company or Counterparty(), self._f, self._in.say
        holder = (m.holder or Person()) if m.acts else me
        billed = holder.name_on_bill or (holder.name if m.acts else "")
        broken = _broken(m.promises, m.today)
        waiting = [p for p in m.promises if p.state == "open" and p not in broken]
        denials = [e for e in m.events if e.kind in ("denied", "final_response", "rejected")]
        offered = [o for o in m.offers if o.state == "proposed" and o.side == "them"]
        last = max(
            m.contacts, key=lambda c: When(c.dated).sort_key if c.dated else "", default=None
        )
        return {
            "today": f("today", "today's date", self._in.day(m.today.isoformat())),
            "acts_for": f("acts_for", "for whom you write", say(m.acts_for), needed=m.acts),
            "acts": m.acts,
            "holder": {
                "name": f("holder:name", "the account holder's name", holder.name or billed),
                "billed": f("holder:billed", "the name on the account", billed or holder.name),
                "address": f(
                    "holder:address",
                    "the account holder's address",
                    _inline(holder.postal_address or holder.service_address),
                ),
            },
            "by": f("by", "the day you give them"),
            "me": {
                "name": f("me:name", "your name", me.name or me.name_on_bill),
                "billed": f(
                    "me:billed",
                    "the name on the account",
                    billed if billed != me.name else "",
                ),
                "address": f(
                    "me:address", "your address", _inline(me.postal_address or me.service_address)
                ),
                "service_address": f(
                    "me:service", "the address the service is for", _inline(me.service_address)
                ),
                "reach": f("me:reach", "how they may answer you", _inline(me.print_contact)),
            },
            "company": {
                "name": f("company:name", "the company's name", company.name),
                "legal_name": f("company:legal", "the company's legal name", company.legal_name),
                "stated_response": f(
                    "company:stated", "the time they say they need", company.stated_response
                ),
            },
            "issue": f("dispute:issue", "what went wrong, in a few words", _ended(m.dispute.title)),
            "summary": f("dispute:summary", "what happened", m.dispute.summary),
            "account": self._reference("account"),
            "with_others": [
                {
                    "name": f(f"other:{r.id}", "whose account it is", name),
                    "value": f(f"account_ref:{r.id}", "the account number", r.value),
                }
                for name, r in m.others
                if r.kind == "account"
            ],
            "references": [self._ref(r) for r in m.references if r.value],
            "asks": [self._ask(o) for o in m.outcomes if o.words.strip()],
            "ask": self._first_ask(),
            "lines": [self._line(x) for x in m.lines if not x.undisputed],
            "disputed": f("money:disputed", "the amount you dispute", self._sum(m.lines, False)),
            "undisputed": f("money:undisputed", "the amount you accept", self._sum(m.lines, True)),
            "contact": self._contact(m.about or last),
            "contacts": [self._contact(c) for c in m.contacts],
            "last": self._contact(last),
            "promise": self._promise((broken or waiting or [None])[0]),
            "broken": [self._promise(p) for p in broken],
            "waiting": [self._promise(p) for p in waiting],
            "promised": [
                self._promise(p) for p in m.promises if m.about and p.contact_id == m.about.id
            ],
            "offer": self._offer(offered[-1] if offered else None),
            "denial": self._event(denials[-1] if denials else None),
            "answer": self._event(_last(m.events, _ANSWERS)),
            "unaddressed": [
                f(f"issue:{id}", "a point they did not answer", words) for id, words in m.left
            ],
            "first_complaint": self._event(_first(m.events, ("asked", "escalated"))),
        }

    def _reference(self, kind: str) -> LetterField:
        value = next((r.value for r in self._m.references if r.kind == kind and r.value), "")
        return self._f(f"reference:{kind}", f"the {kind} number", value)

    def _ref(self, ref: AccountRef) -> dict[str, Any]:
        name = _REFERENCES.get(ref.kind, "Number")
        return {
            "kind": self._in.say(name),
            "is": ref.kind,
            "value": self._f(f"account_ref:{ref.id}", name.lower(), ref.value),
        }

    def _ask(self, one: DesiredOutcome) -> LetterField:
        words = one.words.strip().rstrip(".")
        amount = _money(one.amount_minor, one.currency)
        if amount and amount not in words:
            words = f"{words} ({self._in.say(amount)})"
        return self._f(f"outcome:{one.id}", "what you ask them to do", words)

    def _first_ask(self) -> LetterField:
        found = [o for o in self._m.outcomes if o.words.strip()]
        if found:
            return self._ask(found[0])
        return self._f("ask", "what you ask them to do")

    def _line(self, line: ClaimLine) -> dict[str, Any]:
        return {
            "words": self._f(f"line:{line.id}:words", "what the amount is for", line.words),
            "amount": self._f(
                f"line:{line.id}:amount",
                "the amount",
                self._in.say(_money(line.amount_minor, line.currency)),
            ),
        }

    def _contact(self, contact: Contact | None) -> dict[str, Any]:
        c = contact or Contact()
        known, f = contact is not None, self._f
        key = f"contact:{c.id}" if known else "contact"
        when = When(c.dated)
        lines = [
            x
            for x in self._m.said
            if x.contact_id == c.id and x.words.strip() and x.event not in _NOT_SAID
        ]
        words = c.outcome or c.notes
        return {
            "exists": known,
            "is": c.kind if known else "",
            "recalled": known and ground_of_contact(c).kind == "recalled",
            "what": f(
                f"{key}:what", "which call or message", self._in.say(_whose(c)) if known else ""
            ),
            "day": f(
                f"{key}:day",
                "the day of the call",
                self._in.day(when.day.text) if known and c.dated else "",
            ),
            "time": f(
                f"{key}:time",
                "the time of the call",
                c.dated[11:] if when.precision == "minute" else "",
            ),
            "person": f(f"{key}:person", "who you spoke to", c.agent_name),
            "reference": f(f"{key}:reference", "their reference number", c.reference),
            "refused": c.reference_state == "refused",
            "note": f(f"{key}:note", "what was said", self._worded(words, c) if words else ""),
            "outcome": f(f"{key}:outcome", "what came of it", _ended(words)),
            "said": [
                {
                    "mine": x.side == "me",
                    "quoted": x.form == "quote",
                    "noted": x.event in ("supervisor_asked", "denied"),
                    "words": f(f"contact_line:{x.id}", "what was said", x.words.strip()),
                }
                for x in lines
            ],
        }

    def _promise(self, promise: Promise | None) -> dict[str, Any]:
        p = promise or Promise()
        known, f = promise is not None, self._f
        key = f"promise:{p.id}" if known else "promise"
        source = self._by_contact.get(p.contact_id)
        amount, say = _money(p.amount_minor, p.currency), self._in.say
        words = _ended(p.words) or say(amount)
        if amount and p.words.strip() and amount not in words:
            words = f"{words}, {say(amount)}"
        with_due = self._around(words, f"{OPEN}, by {When(p.due).words()}") if p.due else words
        passed = due_day(p)
        itself = source is not None and source.kind in _SHOW_THEMSELVES and (
            source.id in self._m.shown
        )  # fmt: skip
        return {
            "exists": known,
            "words": f(f"{key}:words", "what they promised", words),
            "amount": f(f"{key}:amount", "the amount they promised", say(amount)),
            "due": f(
                f"{key}:due",
                "the day they promised it for",
                self._in.day(p.due) if p.due else "",
            ),
            "statement": f(
                f"{key}:statement",
                "what they promised",
                self._worded(with_due, source, p.id) if known else "",
            ),
            # behind "From our chat of …", which is the document that shows it
            "told": f(
                f"{key}:told",
                "what they promised",
                (_ended(with_due) if itself else self._worded(with_due, source, p.id))
                if known
                else "",
            ),
            "passed": bool(passed and passed < self._m.today),
            "broken": p.state == "broken",
            "contact": self._contact(source),
        }

    def _offer(self, offer: Offer | None) -> dict[str, Any]:
        o = offer or Offer()
        key = f"offer:{o.id}" if offer else "offer"
        amount, words, say = _money(o.amount_minor, o.currency), _ended(o.words), self._in.say
        if amount and amount not in words:
            words = f"{words} ({say(amount)})" if words else say(amount)
        return {
            "exists": offer is not None,
            "words": self._f(f"{key}:words", "what they offered", words),
            "amount": self._f(f"{key}:amount", "the amount they offered", say(amount)),
            "expires": self._f(
                f"{key}:expires",
                "until when it stands",
                self._in.day(o.expires) if o.expires else "",
            ),
            "contact": self._contact(self._by_contact.get(o.contact_id)),
        }

    def _event(self, event: StageEvent | None) -> dict[str, Any]:
        e = event or StageEvent(kind="")
        key = f"stage:{e.id}" if event else "stage"
        return {
            "exists": event is not None,
            "final": e.kind == "final_response",
            "documented": bool(e.evidence_id),
            "day": self._f(
                f"{key}:day", "the day of their answer", self._in.day(e.dated) if e.dated else ""
            ),
            "reason": self._f(f"{key}:reason", "the reason they gave", _ended(e.reason)),
            "reference": self._f(f"{key}:reference", "their reference number", e.reference),
        }

    def _sum(self, lines: Iterable[ClaimLine], undisputed: bool) -> str:
        """An exact sum for each currency; the rough figure where no line is written yet."""
        say, dispute = self._in.say, self._m.dispute
        known = [Money(x.amount_minor, x.currency) for x in lines if x.undisputed == undisputed]
        if known:
            return f" {say('and')} ".join(say(amount.words()) for amount in totals(known))
        rough = _money(dispute.rough_minor, dispute.currency)
        return say(f"about {rough}") if rough and not undisputed and not self._m.lines else ""

    def _worded(self, words: str, contact: Contact | None, of: str = "") -> str:
        """A statement as firm as what it stands on, and no firmer."""
        shown = of in self._m.shown or (contact is not None and contact.id in self._m.shown)
        if shown:
            kind = _KINDS.get(contact.kind, "document") if contact else "document"
            written = contact is not None and contact.kind in _SHOW_THEMSELVES
            firm = worded(OPEN, ground_of(1), kind=kind if written else "document")
        else:
            ground = ground_of_contact(contact) if contact else ground_of(0)
            firm = worded(OPEN, ground, contact=contact)
        return self._around(_ended(words), firm)

    def _around(self, typed: str, ours: str) -> str:
        """What we word, as the language says it, with what was typed untouched in its place."""
        return self._in.say(ours).replace(OPEN, typed)


_SHOW_THEMSELVES = ("email", "chat", "letter", "post")
"""Contacts that are documents, once these are kept."""


def _broken(promises: Iterable[Promise], today: date) -> list[Promise]:
    late = [
        p
        for p in promises
        if p.state == "broken" or (p.state == "open" and (due_day(p) or date.max) < today)
    ]
    return sorted(late, key=lambda p: due_day(p) or date.max)


_ANSWERS = ("answered", "final_response", "denied", "deadlock")


def _last(events: Iterable[StageEvent], kinds: tuple[str, ...]) -> StageEvent | None:
    return next((e for e in reversed(list(events)) if e.kind in kinds), None)


def _first(events: Iterable[StageEvent], kinds: tuple[str, ...]) -> StageEvent | None:
    return next((e for e in events if e.kind in kinds), None)


def _whose(contact: Contact) -> str:
    """``our phone call``, ``your letter``, ``my email``."""
    if contact.kind in ("call", "chat", "visit"):
        return f"our {_KINDS[contact.kind]}"
    whose = "my" if contact.direction == "out" else "your"
    return f"{whose} {_KINDS.get(contact.kind, 'message')}"


def _money(minor: int | None, currency: str) -> str:
    return Money(minor, currency).words() if minor is not None and currency else ""


def _ended(words: str) -> str:
    """Without the full stop, which the sentence of the letter sets."""
    return words.strip().rstrip(".").strip()


def _inline(lines: str) -> str:
    return ", ".join(one.strip().rstrip(",") for one in lines.splitlines() if one.strip())
