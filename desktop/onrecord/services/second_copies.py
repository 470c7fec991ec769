"""Stored files that no record knows and that are but copies of what one does.

They are left by an import that was cut off and then done again. Such a file is removed only where
both were just read whole and hold the same bytes, and where nothing ever named it: neither the
history nor an earlier state to which one could go back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.housekeeping import Tombstone
from onrecord.errors import Cancelled, Damaged
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.vault.unlisted import once_named

if TYPE_CHECKING:
    from onrecord.vault.stored_object import StoredObject
    from onrecord.vault.vault import Vault

_LISTED = """
sha256 = ? AND length = ? AND (id IN (SELECT object_id FROM evidence WHERE trashed_at = '')
OR id IN (SELECT object_id FROM bundle))
"""


def remove_second_copies(
    vault: Vault,
    found: Sequence[StoredObject],
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> int:
    """Removes what of ``found``, which no record names, is a copy; says how many that were."""
    if not found:
        return 0
    named = once_named(vault, [one.id for one in found])
    copies: list[StoredObject] = []
    whole: dict[str, bool] = {}
    for done, one in enumerate(found):
        progress(done, len(found), "Comparing what was found")
        if cancelled():
            raise Cancelled
        listed = _listed(vault, one)
        # What is being added at this moment has no record yet.
        if listed is None or one.id in named or vault.objects.was_added_here(one.id):
            continue
        if listed.id not in whole:
            whole[listed.id] = _is_whole(vault, listed, cancelled)
        if whole[listed.id] and _is_whole(vault, one, cancelled):
            copies.append(one)
    return _remove(vault, copies) if copies else 0


def _remove(vault: Vault, copies: Sequence[StoredObject]) -> int:
    """As whatever is deleted for good: on record first, then the files."""
    count, gone = len(copies), list[str]()
    words = f"Removed {count} second {'copy' if count == 1 else 'copies'} of stored files"
    with vault.change(words) as tx:
        for one in copies:
            if listed := _listed(vault, one):  # it was not deleted meanwhile
                said = f"A second copy of the stored file {listed.id}"
                tx.insert(
                    Tombstone(
                        of_table=ObjectRecord.TABLE, of_id=one.id, object_id=one.id, words=said
                    )
                )
                gone.append(one.id)
    for id in gone:
        vault.objects.discard(id)
    return len(gone)


def _listed(vault: Vault, one: StoredObject) -> ObjectRecord | None:
    """What holds the same bytes and belongs to a document or a packet on record."""
    found = vault.find(ObjectRecord, _LISTED, [one.sha256, one.length], order="id", limit=1)
    return found[0] if found else None


def _is_whole(vault: Vault, one: ObjectRecord | StoredObject, cancelled: Stop) -> bool:
    try:
        vault.objects.check(one, cancelled=cancelled)
    except Damaged:
        return False
    return True
