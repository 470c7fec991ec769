"""“Contact me only by”: whether a text that is about to leave the vault holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.person import Person
from onrecord.domain.same_words import squashed

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LEAST = 4
"""Letters and figures; what is shorter stands in every text."""


def private_in(vault: Vault, text: str) -> str:
    """The address that is kept private and stands in ``text``, however it is spaced; or empty."""
    known = [p.private_contact for p in vault.find(Person, "private_contact != ''", order="rowid")]
    plain = squashed(text) if known else ""
    return next(
        (one for one in known if len(squashed(one)) >= _LEAST and squashed(one) in plain), ""
    )
