"""Open a document, or a PDF that was made, for the viewer: shown from memory, by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import Bundle
from onrecord.errors import Refused
from onrecord.services.bundle_files import volumes_of
from onrecord.services.export_bundle import bundle_chunks
from onrecord.services.stored import original_chunks

if TYPE_CHECKING:
    from onrecord.intake.reader import OpenDocument
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

MAX_SIZE = 256 << 20  # bytes; as the reader has it
TOO_LARGE = "This file is too large to be shown here. It is kept safely."


def open_document(workshop: Workshop, evidence_id: str, password: str = "") -> OpenDocument:
    """The pages of a document, held by a worker of its own until it is closed.

    Without a ``password`` the one kept in the vault is used. Raises NeedsPassword, Unreadable,
    Refused (a kind or a size that is not shown), WorkerFailed, Damaged or NotFound.
    """
    vault = workshop.vault
    evidence = vault.get(Evidence, evidence_id)
    if vault.get(ObjectRecord, evidence.object_id).length > MAX_SIZE:
        raise Refused(TOO_LARGE)
    return workshop.reader.open(
        original_chunks(vault, evidence),
        media_type=evidence.media_type,
        password=password or evidence.password,
        whole=evidence.page_count == 1,
    )


def open_bundle(workshop: Workshop, bundle_id: str, volume: int = 1) -> OpenDocument:
    """The pages of a PDF that was made and is kept in the vault, or of one of its volumes, from
    1."""
    return workshop.reader.open(
        bundle_chunks(workshop.vault, bundle_id, volume), media_type="application/pdf"
    )


def bundle_volumes(vault: Vault, bundle_id: str) -> int:
    """How many files a PDF that was made is, at least one."""
    return max(1, len(volumes_of(vault.get(Bundle, bundle_id))))
