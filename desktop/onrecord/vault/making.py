"""A new vault: its folder appears whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.times import now_text
from onrecord.errors import Refused
from onrecord.vault import durable, keys
from onrecord.vault import format as folder_format
from onrecord.vault.format import Format
from onrecord.vault.recovery import write_recovery_steps

if TYPE_CHECKING:
    from onrecord.vault.keys import KeyRing

_FOLDERS = ("objects", "inbox", "snapshots")


def make_vault(folder: Path, passphrase: str, work_factor: int) -> tuple[KeyRing, str]:
    """Its keys, and the recovery code, which is kept nowhere. Refused where something is there
    already; KnownError where it cannot be written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"There is already something at {folder}. Choose another name or folder.")
    making = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}{durable.PART}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making.mkdir(mode=0o700)
        keyring, code = keys.create_slots(making, passphrase, work_factor=work_factor)
        _fill(making, keyring)
        if folder.exists():
            folder.rmdir()
        durable.rename(making, folder)
        durable.sync_folder(folder.parent)
    except OSError as error:
        raise durable.write_problem(error, "The vault was not made") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return keyring, code


def _fill(folder: Path, keyring: KeyRing) -> None:
    """Everything a new vault has beside its keys."""
    from onrecord.vault import migrations
    from onrecord.vault.db import Store
    from onrecord.vault.index import Index

    for name in _FOLDERS:
        durable.make_folder(folder / name)
    generation = keyring.current
    store = Store(folder / "vault.db", generation.db_key + generation.db_salt)
    try:
        with store.writing("The vault was not made"):
            migrations.apply(store.db)
    finally:
        store.close()
    index = Index(folder / "index.db", generation.index_key + generation.index_salt)
    try:
        index.settle()
    finally:
        index.close()
    write_recovery_steps(folder)
    folder_format.write_format(
        folder, Format(keyring.vault_id, keyring.inbox_public_key, now_text())
    )
