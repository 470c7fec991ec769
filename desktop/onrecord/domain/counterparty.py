"""The other side: companies, their links, and the numbers they know us by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

PARTY_LINKS = ("trades_as", "part_of", "acts_for", "sold_debt_to")
REFERENCE_KINDS = ("account", "order", "tracking", "ticket", "claim", "call")


@dataclass(frozen=True, kw_only=True)
class Counterparty(Record):
    """A company, agent, bank or carrier, with its profile: channels, hours, what it states.

    ``place`` is where they answer from, a country or a region of it (see ``domain.place``).
    """

    TABLE: ClassVar[str] = "counterparty"

    name: str = ""
    legal_name: str = ""
    kind: str = "company"
    phone_numbers: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    dispute_address: str = ""
    hours: str = ""
    stated_response: str = ""
    preferred_channel: str = ""
    notes: str = ""
    best_time: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PartyLink(Record):
    """``from_id`` trades as, is part of, acts for, or sold the debt to ``to_id``."""

    TABLE: ClassVar[str] = "party_link"

    from_id: str = ""
    to_id: str = ""
    kind: str = "trades_as"


@dataclass(frozen=True, kw_only=True)
class AccountRef(Record):
    """A number they file us under; ``digits`` is its search form: letters and digits only."""

    TABLE: ClassVar[str] = "account_ref"

    dispute_id: str = ""
    counterparty_id: str = ""
    kind: str = "account"
    value: str = ""
    digits: str = ""


def search_form(value: str) -> str:
    """Letters and digits only, lower case, so that "0333003" finds "0333 003"."""
    return "".join(c for c in value.lower() if c.isalnum())
