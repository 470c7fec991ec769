"""Get a document's original bytes back out, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence
from onrecord.services.stored import original_chunks
from onrecord.services.writing_out import write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def extract_original(vault: Vault, evidence_id: str, target: Path) -> Path:
    """Writes the original to ``target``, replacing what is there only when all of it is written.

    Raises Damaged when the stored bytes are not what was attached.
    """
    evidence = vault.get(Evidence, evidence_id)
    title = evidence.title or evidence.file_name
    words = f"Wrote the original of “{title}” outside the vault"
    write_out(vault, [(target, lambda: original_chunks(vault, evidence))], words)
    return target
