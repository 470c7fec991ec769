"""Keep a letter while it is written, and follow the facts it is linked to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.letter_fields import LetterFacts
from onrecord.errors import BugError, Refused
from onrecord.services.letters.material import facts_in, letter_material
from onrecord.services.letters.recipient import HEAD, emptied

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_MAY_SET = frozenset(
    {"title", "to_name", "to_address", "to_email", "subject", "paper", "enclosures", "dated"}
)


def save_letter(vault: Vault, letter_id: str, body: Body | None = None, **values: Any) -> Change:
    """Sets what is given. Raises Refused for a letter that was sent: it stays as it was."""
    if wrong := sorted(values.keys() - _MAY_SET):
        raise BugError(f"a letter has no field {', '.join(wrong)} that can be set")
    before = vault.get(Letter, letter_id)
    if before.state == "sent":
        raise Refused("This letter was sent and stays as it was; write a new one.")
    if "enclosures" in values:
        values["enclosures"] = tuple(dict.fromkeys(values["enclosures"]))
        for evidence_id in values["enclosures"]:
            vault.get(Evidence, evidence_id)
    after = replace(before, **values)
    if HEAD.intersection(values):
        after = emptied(vault, before, after, values)
    if body is not None:
        after = replace(after, body=body.to_json())
    with vault.change("Letter changed") as tx:
        if after != before:
            tx.update(after)
    return replace(tx.change, result=letter_id)


def letter_facts(vault: Vault, letter: Letter) -> LetterFacts:
    """What the fields of a letter stand for now."""
    material = letter_material(
        vault, letter.dispute_id, letter.contact_id, track_id=letter.track_id
    )
    return facts_in(vault, material, letter.language)


def body_now(letter: Letter, facts: LetterFacts) -> Body:
    """The body with every linked field as the vault has it; a sent letter stays as it was."""
    body = Body.from_json(letter.body)
    if letter.state == "sent":
        return body
    return body.filled(facts.values, facts.labels)
