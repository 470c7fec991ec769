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
from onrecord.services.letters.material import facts_in, letter_material
from onrecord.services.letters.recipient import addressee
from onrecord.services.letters.templates import called, render, template

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
    facts = facts_in(vault, material, chosen.language)
    subject, body = render(chosen, facts)
    company = material.company or Counterparty()
    to = addressee(vault, company, chosen.to)
    letter = Letter(
        dispute_id=dispute_id,
        track_id=track_id,
        contact_id=contact_id,
        template=chosen.id,
        title=called(chosen, facts),
        to_name=to.name,
        to_address=to.address,
        to_email=to.email,
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


def paper_for(place: str) -> str:
    """Letter paper in North America, A4 elsewhere."""
    return "letter" if parse_place(place).country in _LETTER_PAPER else "a4"


def shown_fields(body: Body, facts: LetterFacts) -> dict[str, object]:
    """The values of the fields the body shows."""
    values = facts.values
    return {key: values[key] for key in sorted(body.keys()) if key in values}
