"""Start a letter: a template filled from what is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.letter_fields import LetterFacts
from onrecord.domain.place import parse_place
from onrecord.domain.track import Track
from onrecord.services.letters.material import letter_material
from onrecord.services.letters.templates import Template, render, template

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LETTER_PAPER = ("US", "CA")


def start_letter(
    vault: Vault,
    dispute_id: str,
    template_id: str,
    contact_id: str = "",
    today: date | None = None,
    track_id: str = "",
) -> Change:
    """``Change.result`` is the letter's id. ``contact_id`` is the call it confirms or follows;
    ``track_id`` the line of steps it belongs to, by default that of whom the call was with.

    Raises NotFound, or Refused where a template of the user's cannot be filled in.
    """
    track_id = track_id or _track_of(vault, dispute_id, contact_id)
    material = letter_material(vault, dispute_id, contact_id, today, track_id)
    chosen = template(vault, template_id)
    facts = LetterFacts(material)
    subject, body = render(chosen, facts)
    company = material.company or Counterparty()
    firm = firm_behind(vault, company)
    letter = Letter(
        dispute_id=dispute_id,
        track_id=track_id,
        contact_id=contact_id,
        template=chosen.id,
        title=chosen.name,
        to_name=company.legal_name or firm.legal_name or firm.name or company.name,
        to_address=address_for(company, chosen) or address_for(firm, chosen),
        to_email=company.email,
        subject=subject,
        language=chosen.language,
        paper=paper_for(material.dispute.place),
        body=body.to_json(),
        fields=shown_fields(body, facts),
        dated=material.today.isoformat(),
    )
    with vault.change("Letter started") as tx:
        tx.insert(letter)
    return replace(tx.change, result=letter.id)


def _track_of(vault: Vault, dispute_id: str, contact_id: str) -> str:
    """The track against the company of the call, else the one the dispute began with."""
    tracks = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    about = vault.find(Contact, "id = ?", [contact_id], limit=1)
    theirs = [t for t in tracks if about and t.counterparty_id == about[0].counterparty_id]
    return next((t.id for t in [*theirs, *tracks]), "")


def firm_behind(vault: Vault, company: Counterparty) -> Counterparty:
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


def address_for(company: Counterparty, chosen: Template) -> str:
    """Where it goes: a statutory notice only to the address for disputes, never to another one
    in its place; every other letter to the address there is."""
    if chosen.to == "dispute_address":
        return company.dispute_address
    return company.address or company.dispute_address


def paper_for(place: str) -> str:
    """Letter paper in North America, A4 elsewhere."""
    return "letter" if parse_place(place).country in _LETTER_PAPER else "a4"


def shown_fields(body: Body, facts: LetterFacts) -> dict[str, object]:
    """The values of the fields the body shows."""
    values = facts.values
    return {key: values[key] for key in sorted(body.keys()) if key in values}
