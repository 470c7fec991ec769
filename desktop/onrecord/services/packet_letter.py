"""The letter of a packet, as it is printed in front of what it speaks of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.packet.letter import LetterContent
from onrecord.services.letters.letter_content import letter_content
from onrecord.services.letters.save_letter import body_now, letter_facts

if TYPE_CHECKING:
    from onrecord.domain.packet import Packet
    from onrecord.vault.vault import Vault

_LINE = "______________"
"""What a blank is printed as: room to write in by hand. The check asks for it first."""
_BLANK = re.compile(r"\[[^\]\n]*\]")


def letter_of(vault: Vault, packet: Packet) -> Letter | None:
    """None where it has none, or it is in the trash."""
    found = vault.find(Letter, "id = ? AND trashed_at = ''", [packet.letter_id], limit=1)
    return found[0] if found else None


def blanks_of(vault: Vault, letter: Letter) -> tuple[str, ...]:
    """What is still missing in it, each named once."""
    if letter.state == "sent":
        return ()
    found = body_now(letter, letter_facts(vault, letter)).blanks()
    subject = tuple(one[0].strip("[]") for one in _BLANK.finditer(letter.subject))
    return tuple(dict.fromkeys((*subject, *found)))


def body_limit(vault: Vault, letter: Letter) -> tuple[int, int]:
    """The most characters the person gave it, 0 for none, and how many it has."""
    body = body_now(letter, letter_facts(vault, letter))
    return body.limit if letter.state != "sent" else 0, len(body.text())


def printed_letter(
    vault: Vault, packet: Packet, signatories: tuple[str, ...] = ()
) -> LetterContent | None:
    """Its documents are the exhibits behind it, so it lists no copies enclosed."""
    letter = letter_of(vault, packet)
    if letter is None:
        return None
    body = body_now(letter, letter_facts(vault, letter))
    shown = Body(
        tuple(
            replace(
                block,
                runs=tuple(replace(r, text=_LINE) if r.blank else r for r in block.runs),
            )
            for block in body.blocks
        ),
        body.limit,
    )
    made = letter_content(vault, letter.id, shown)
    subject = _BLANK.sub(_LINE, made.subject) if letter.state != "sent" else made.subject
    return replace(made, subject=subject, enclosures=(), signatories=signatories)
