"""What a crash or somebody else may have left in a vault: half-written files, documents without
their index, other steps to get everything back."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import PendingExport
from onrecord.vault import durable
from onrecord.vault.recovery import recovery_steps_are_whole, write_recovery_steps
from onrecord.vault.unlisted import clear_unfinished

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_NEW_INDEX = "The search index was begun anew"
_NEW_LAYOUT = "Statements are read anew"
_STEPS_AGAIN = (
    "The vault's README-RECOVERY.txt was missing or not as OnRecord writes it, and was written "
    "again. If you followed what stood there, do not rely on it."
)


def clear_up(vault: Vault, *, left_behind: bool, unclean: bool) -> None:
    """``left_behind``: the last program here did not give up its lock; ``unclean``: nor close the
    vault. For a vault that is just opened and can be written to."""
    if left_behind:
        vault.objects.collect_parts()
        durable.remove(vault.path / "snapshots" / f"new.db{durable.PART}")
        clear_unfinished(vault)
    vault.inbox.collect_parts()
    _write_steps_again(vault)
    _keep_to_this_user(vault.path)
    _remove_half_exports(vault)
    _remove_deleted(vault)
    if vault.index.is_new:
        _read_again(vault, set())
        vault.index.settle()
    elif vault.index.was_older:
        _read_again(vault, vault.index.known() - vault.index.statements(), _NEW_LAYOUT)
    elif unclean:
        _read_again(vault, vault.index.known())


def _write_steps_again(vault: Vault) -> None:
    """The steps to get everything back are followed in need: nobody else's may stand there."""
    if not recovery_steps_are_whole(vault.path):
        with suppress(OSError):  # a full disk keeps nobody out
            write_recovery_steps(vault.path)
            vault.warnings.append(_STEPS_AGAIN)


def _keep_to_this_user(folder: Path) -> None:
    """What earlier versions let the system make was for others to read, encrypted as it is."""
    if os.name != "posix":
        return
    snapshots = folder / "snapshots"
    for path in (*folder.iterdir(), snapshots, *snapshots.glob("*")):
        with suppress(OSError):  # not every file system keeps permissions
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode) or path == snapshots:
                wanted = mode & stat.S_IRWXU
                if stat.S_IMODE(mode) != wanted:
                    path.chmod(wanted)


def _remove_half_exports(vault: Vault) -> None:
    left = vault.find(PendingExport)
    gone = [one for one in left if _removed(Path(one.path))]
    if gone:
        with vault.change("Cleared up after an export") as transaction:
            for one in gone:
                transaction.remove(PendingExport, one.id)


def _removed(part: Path) -> bool:
    """Remove a half-written export; False where its disk is not there now."""
    if part.name.endswith(durable.PART):
        if not part.parent.is_dir():
            return False
        try:
            part.unlink(missing_ok=True)
        except OSError:
            return False
    return True


def _remove_deleted(vault: Vault) -> None:
    """Originals whose rows were deleted for good before their files were."""
    deleted = vault.query(
        "SELECT object_id FROM tombstone WHERE object_id != '' "
        "AND object_id NOT IN (SELECT id FROM object)"
    )
    for row in deleted:
        if vault.objects.path(row["object_id"]).exists():
            vault.objects.discard(row["object_id"])


def _read_again(vault: Vault, known: set[str], words: str = _NEW_INDEX) -> None:
    """Documents that are not ``known`` to the index wait to be read."""
    read = vault.query("SELECT id FROM evidence WHERE read_state = 'read'")
    lost = [row["id"] for row in read if row["id"] not in known]
    if lost:
        with vault.change(words) as transaction:
            for id in lost:
                transaction.patch(Evidence, id, read_state="waiting")
