"""Between the row of an object and what the object store calls it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence, ObjectRecord

if TYPE_CHECKING:
    from onrecord.vault.stored_object import StoredObject
    from onrecord.vault.vault import Vault


def object_record(stored: StoredObject) -> ObjectRecord:
    """The row that binds an object just written."""
    return ObjectRecord(**asdict(stored))


def original_chunks(vault: Vault, evidence: Evidence) -> Iterator[bytes]:
    """The original bytes of a document, decrypted as they are read; raises Damaged."""
    return vault.objects.chunks(vault.get(ObjectRecord, evidence.object_id))
