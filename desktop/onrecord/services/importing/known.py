"""What is on record already, in the forms an import compares with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty, search_form
from onrecord.domain.times import parse_utc, zone_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

TAIL = 8
"""Digits from the end that make two numbers the same: country codes and a leading zero differ, and
in many countries nine digits hold one of them."""
SHORT = 3
"""A number shorter than this says nothing."""


def digits(number: str) -> str:
    """The digits of a number that stay the same however it is dialled."""
    found = "".join(c for c in number if c.isascii() and c.isdigit())
    return found.lstrip("0")[-TAIL:]


def same_number(one: str, other: str) -> bool:
    """Whether two numbers, as digits, are one: equal, also where one lacks its area."""
    if len(one) < SHORT or len(other) < SHORT:
        return False
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 6 and long.endswith(short))


@dataclass(frozen=True)
class LoggedCall:
    """A call on record; ``dated`` is its When text, ``at`` None where its minute is not known."""

    id: str
    dated: str
    at: datetime | None
    numbers: tuple[str, ...]
    words: str
    recorded: bool
    direction: str


@dataclass
class Known:
    """Keys of what is on record. ``companies`` maps digits to (id, name)."""

    contacts: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    references: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])
    messages: Counter[tuple[str, ...]] = field(default_factory=Counter[tuple[str, ...]])
    plans: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])
    calls: list[LoggedCall] = field(default_factory=list[LoggedCall])
    companies: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Names of companies in small letters, to their ids."""
    threads: dict[str, str] = field(default_factory=dict[str, str])
    """Of messages: digits to the thread they are in."""

    def company_of(self, number: str) -> tuple[str, str]:
        """(id, name) of the company that has this number, or empty."""
        wanted = digits(number)
        if wanted in self.companies:
            return self.companies[wanted]
        return next(
            (found for known, found in self.companies.items() if same_number(known, wanted)),
            ("", ""),
        )


def contact_key(contact: Contact) -> tuple[str, ...]:
    """Two contacts with the same key are one."""
    return (
        contact.kind, contact.dated, digits(contact.number), _plain(contact.agent_name),
        search_form(contact.reference), _plain(contact.outcome), _plain(contact.notes)[:200],
    )  # fmt: skip


def message_key(number: str, day: str, clock: str, side: str, words: str) -> tuple[str, ...]:
    """A message is here already as often as one with its key is; ``day`` and ``clock`` are local."""
    return (digits(number) or _plain(number), day, clock, side, _plain(words))


def known_in(vault: Vault) -> Known:
    """Read once for each import."""
    known = Known()
    for company in vault.find(Counterparty):
        for name in (company.name, company.legal_name):
            if name:
                known.names.setdefault(_plain(name), company.id)
        for number in company.phone_numbers:
            if len(digits(number)) >= SHORT:
                known.companies.setdefault(digits(number), (company.id, company.name))
    rows = vault.query(
        "SELECT c.*, coalesce(p.name, c.company) AS company_name FROM contact c"
        " LEFT JOIN counterparty p ON p.id = c.counterparty_id WHERE c.trashed_at = ''"
    )
    of_company: dict[str, list[str]] = {}
    for number, (id, _name) in known.companies.items():
        of_company.setdefault(id, []).append(number)
    for row in rows:
        contact = Contact.from_row(row)
        known.contacts.add(contact_key(contact))
        own = digits(contact.number)
        if contact.reference_digits:
            known.references.add((contact.kind, contact.dated[:10], contact.reference_digits))
        if len(own) >= SHORT and row["company_name"]:
            known.companies.setdefault(own, (contact.counterparty_id, row["company_name"]))
        if contact.kind == "call":
            numbers = (own,) if own else tuple(of_company.get(contact.counterparty_id, ()))
            known.calls.append(
                LoggedCall(
                    contact.id,
                    contact.dated,
                    parse_utc(contact.dated_utc) if contact.dated_utc else None,
                    numbers,
                    row["company_name"] or contact.agent_name,
                    bool(contact.recorded),
                    contact.direction,
                )
            )
    for row in vault.query(
        "SELECT c.number, c.dated, c.thread_id, l.said_at, l.side, l.words FROM contact c"
        " JOIN contact_line l ON l.contact_id = c.id"
        " WHERE c.kind = 'message' AND c.number != '' AND c.trashed_at = ''"
    ):
        key = message_key(
            row["number"], row["dated"][:10], row["said_at"], row["side"], row["words"]
        )
        known.messages[key] += 1
        if row["thread_id"]:
            known.threads.setdefault(key[0], row["thread_id"])
    for row in vault.query("SELECT dispute_id, words, dated FROM planned_action"):
        known.plans.add((row["dispute_id"], _plain(row["words"]), row["dated"]))
    return known


def local_of(utc: str, zone: str) -> datetime:
    """The wall clock of an instant."""
    return parse_utc(utc).astimezone(zone_of(zone))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
