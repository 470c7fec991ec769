"""Start a letter: a template filled from what is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.letter_fields import LetterFacts
from onrecord.domain.place import parse_place
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
) -> Change:
    """``Change.result`` is the letter's id. ``contact_id`` is the call it confirms or follows.

    Raises NotFound, or Refused where a template of the user's cannot be filled in.
    """
    material = letter_material(vault, dispute_id, contact_id, today)
    chosen = template(vault, template_id)
    facts = LetterFacts(material)
    subject, body = render(chosen, facts)
    company = material.company or Counterparty()
    letter = Letter(
        dispute_id=dispute_id,
        contact_id=contact_id,
        template=chosen.id,
        title=chosen.name,
        to_name=company.legal_name or company.name,
        to_address=address_for(company, chosen),
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
