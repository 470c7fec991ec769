"""Bring back stored files that no record knows, as documents in To sort.

They are left by a crash in the middle of an import, or by going back to older records, and may be
the only copy. What cannot be read whole is counted and left; what is proven to be but a second copy
of a document on record is removed, and so is a PDF that was never finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.errors import Cancelled, Damaged
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.second_copies import remove_second_copies
from onrecord.services.stored import object_record
from onrecord.vault.unlisted import is_bundle, remove_unfinished

if TYPE_CHECKING:
    from onrecord.vault.stored_object import StoredObject
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class BroughtBack:
    """``change.touched`` names the documents; ``left`` counts files that stay where they are,
    ``removed`` second copies and ``unfinished`` PDFs that were removed."""

    change: Change
    count: int = 0
    left: int = 0
    removed: int = 0
    unfinished: int = 0

    @property
    def words(self) -> str:
        """One sentence for the user."""
        found = "1 document" if self.count == 1 else f"{self.count} documents"
        said = f"Brought back {found} to To sort." if self.count else "Nothing was brought back."
        if self.removed:
            copies = "1 second copy" if self.removed == 1 else f"{self.removed} second copies"
            said += f" Removed {copies} of what is on record."
        if self.unfinished:
            pdfs = "1 PDF" if self.unfinished == 1 else f"{self.unfinished} PDFs"
            said += f" Removed {pdfs} whose making was cut off."
        if self.left:
            rest = "1 stored file was" if self.left == 1 else f"{self.left} stored files were"
            said += f" {rest} left alone: kept already, not a document, or not whole."
        return said


def bring_back(vault: Vault, progress: Progress = quiet, cancelled: Stop = never) -> BroughtBack:
    """Reads each such file whole before it is believed; one transaction for all that comes back."""
    known = {row["id"] for row in vault.query("SELECT id FROM object")}
    kept = {row["sha256"] for row in vault.query("SELECT sha256 FROM object")}
    found = vault.objects.unlisted(known)
    cut_off = remove_unfinished(vault, found)
    found = [one for one in found if one.id not in cut_off]
    whole: list[tuple[ObjectRecord, Evidence]] = []
    rest: list[StoredObject] = []
    left = 0
    for done, one in enumerate(found):
        progress(done, len(found), "Reading what was found")
        if cancelled():
            raise Cancelled
        if one.stored is None:
            left += 1
            continue
        if one.stored.sha256 in kept or is_bundle(one):
            rest.append(one.stored)
            continue
        try:
            vault.objects.check(one.stored, cancelled=cancelled)
        except Damaged:
            left += 1
            continue
        kept.add(one.stored.sha256)
        name = PurePath(str(one.meta.get("file_name") or "document")).name
        evidence = Evidence(
            object_id=one.id, file_name=name, title=PurePath(name).stem, arrived="found"
        )
        whole.append((object_record(one.stored), evidence))
    change = Change("Nothing was brought back")
    if whole:
        with vault.change("Brought back stored files") as tx:
            for record, evidence in whole:
                tx.insert(record)
                tx.insert(evidence)
        change = tx.change
    try:
        removed = remove_second_copies(vault, rest, progress, cancelled)
    except Cancelled:
        if not whole:
            raise
        removed = 0  # what came back is on record
    return BroughtBack(change, len(whole), left + len(rest) - removed, removed, len(cut_off))
