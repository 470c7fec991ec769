"""To whom a letter goes: the company of its line of steps, or the legal entity behind its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.letter import Letter
from onrecord.domain.track import Track
from onrecord.errors import NotFound
from onrecord.services.letters.templates import Template, template

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

BODY = "body"
"""``Template.to`` of a letter to an independent body, which is no party of the dispute."""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is for. ``address`` is in lines; what is not known is empty."""

    name: str = ""
    address: str = ""
    email: str = ""


def addressee(vault: Vault, company: Counterparty, to: str) -> Addressee:
    """``to`` is the template's. A statutory notice goes to the address for disputes only, never
    to another one in its place; every other letter to the address there is."""
    if to == BODY:
        return Addressee()
    firm = _firm_behind(vault, company)
    if to == "dispute_address":
        address = company.dispute_address or firm.dispute_address
    else:
        own = (firm, company) if firm.name else (company,)
        address = next((a for one in own if (a := one.address or one.dispute_address)), "")
    return Addressee(
        company.legal_name or firm.legal_name or firm.name or company.name,
        address,
        company.email or firm.email,
    )


def addressed(vault: Vault, letter: Letter) -> Letter:
    """A letter being written with the address and email that are on record by now, where it has
    none, none was taken out of it, and it still goes to that company."""
    if letter.state == "sent" or (letter.to_address and letter.to_email):
        return letter
    track = vault.find(Track, "id = ?", [letter.track_id], limit=1)
    party = track[0].counterparty_id if track else ""
    party = party or vault.get(Dispute, letter.dispute_id).counterparty_id
    company = vault.find(Counterparty, "id = ?", [party], limit=1)
    if not company:
        return letter
    known = addressee(vault, company[0], template_to(vault, letter))
    if letter.to_name != known.name:
        return letter
    return replace(
        letter,
        to_address=letter.to_address or ("" if _emptied(letter, "to_address") else known.address),
        to_email=letter.to_email or ("" if _emptied(letter, "to_email") else known.email),
    )


HEAD = frozenset({"to_address", "to_email"})
"""What the head of a letter takes from the company on record."""


def emptied(vault: Vault, before: Letter, after: Letter, set_now: Iterable[str]) -> Letter:
    """``after`` with what a person took out of the head of the letter remembered as empty on
    purpose, and what they wrote into it no longer; ``set_now`` are the fields that were set."""
    shown, fields = addressed(vault, before), dict(after.fields)
    for name in sorted(HEAD.intersection(set_now)):
        if getattr(after, name):
            fields.pop(name, None)
        elif getattr(shown, name) and after.to_name == before.to_name:
            fields[name] = ""
    return replace(after, fields=fields)


def _emptied(letter: Letter, name: str) -> bool:
    return letter.fields.get(name) == ""


def lacking(vault: Vault, letter: Letter) -> tuple[str, ...]:
    """What the head of a letter being written lacks, as its field is named: ``to``, ``address``
    or ``dispute_address``, and ``email``."""
    if letter.state == "sent":
        return ()
    notice = template_to(vault, letter) == "dispute_address"
    address = "dispute_address" if notice else "address"
    return tuple(
        name
        for name, value in (
            ("to", letter.to_name), (address, letter.to_address), ("email", letter.to_email),
        )
        if not value.strip()
    )  # fmt: skip


def template_to(vault: Vault, letter: Letter) -> str:
    """``Template.to`` of the letter's template; empty for one of the user's that is gone."""
    try:
        chosen: Template = template(vault, letter.template)
    except NotFound:
        return ""
    return chosen.to


def _firm_behind(vault: Vault, company: Counterparty) -> Counterparty:
    """The legal entity that trades under the company's name, to whom a letter goes; an empty one
    where none is on record."""
    found = vault.find(
        Counterparty,
        "id IN (SELECT from_id FROM party_link WHERE to_id = ? AND kind = 'trades_as')",
        [company.id],
        order="rowid",
        limit=1,
    )
    return found[0] if found else Counterparty()
