"""What the index keeps of the search through original files (``search_originals``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.services.arrange_exhibits import evidence_by_id
from onrecord.services.rows import batches

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_FORM = 1
"""Raised with every change of what is looked for: older answers do not count then."""


def clean_originals(
    vault: Vault, evidence_ids: Sequence[str], hidden: Sequence[str]
) -> dict[str, bool]:
    """Of each document that was searched for all of these words, whether it holds none."""
    documents = evidence_by_id(vault, evidence_ids)
    kept: dict[str, bool] = {}
    for batch in batches(one.object_id for one in documents.values()):
        found = vault.index.verdicts(batch, search_name(hidden))
        kept |= {object_id: bool(each["clean"]) for object_id, each in found.items()}
    return {id: kept[one.object_id] for id, one in documents.items() if one.object_id in kept}


def search_name(hidden: Sequence[str]) -> str:
    """Under what the index keeps it; the words themselves are not in it."""
    words = json.dumps(sorted(hidden), ensure_ascii=False).encode()
    return f"searched {_FORM} {hashlib.sha256(words).hexdigest()}"
