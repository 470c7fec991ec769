"""A vault on a full disk: there is no room for what writing needs, but it can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import DiskFull
from onrecord.vault import durable

if TYPE_CHECKING:
    from onrecord.vault.db import Store

ONLY_READ = "The disk is full, so this vault can only be read. Free some space, then open it again."
NOT_SAVED = "This was not saved: the disk is full. Free some space, then open the vault again."
SHUT = "The vault cannot be opened: the disk is full. Free some space and try again."


def store_to_read(folder: Path, key: str, *, log_was_there: bool) -> Store:
    """The records as they lie, after an attempt to open them for writing. Raises DiskFull where
    some of them are still in the log, which cannot be read so."""
    from onrecord.vault.db import Store

    log = folder / "vault.db-wal"
    if log.exists() and log.stat().st_size:
        raise DiskFull(SHUT)
    if not log_was_there:  # the attempt left it, and a log that is missing must be seen to be
        durable.remove(log)
        durable.remove(folder / "vault.db-shm")
    return Store(folder / "vault.db", key, read_only=True)
