"""Unlocking on this computer without typing: off until the person turns it on for a vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import KnownError, Refused, WrongPassphrase
from onrecord.vault import keys, system_store
from onrecord.vault.format import read_format

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_NOT_HERE = "This computer cannot open this vault by itself any more. Type the passphrase."


def system_unlock_state(vault: Vault) -> str:
    """``on``, ``off``, or ``unavailable`` where nothing here keeps a secret safely."""
    if keys.has_slot(vault.path, keys.KEYRING):
        return "on"
    if vault.read_only or not vault.leaves_trace or not system_store.is_available():
        return "unavailable"
    return "off"


def allow_system_unlock(vault: Vault, *, work_factor: int = keys.DEFAULT_WORK_FACTOR) -> None:
    """This computer keeps a random secret that opens the vault. Raises KnownError, changing
    nothing, where it cannot be kept safely.

    Another computer that could do so before no longer can: there is one such slot.
    """
    if not vault.leaves_trace:
        raise Refused("This vault is open without leaving a trace on this computer.")
    secret = keys.draw_keyring_secret()
    system_store.keep(vault.vault_id, secret)
    try:
        vault.write_keyring_slot(secret, work_factor=work_factor)
    except KnownError:
        system_store.forget(vault.vault_id)
        raise


def forbid_system_unlock(vault: Vault) -> None:
    """The slot is deleted, so that the secret opens nothing wherever a copy of it may be."""
    vault.remove_keyring_slot()
    system_store.forget(vault.vault_id)


def unlock_by_system(path: Path) -> Vault:
    """The vault, open. Raises WrongPassphrase where this computer does not hold its secret."""
    from onrecord.vault.vault import Vault

    secret = system_store.recall(read_format(path).vault_id)
    if not secret:
        raise WrongPassphrase(_NOT_HERE)
    try:
        return Vault.open_with_keyring_secret(path, secret)
    except WrongPassphrase:
        raise WrongPassphrase(_NOT_HERE) from None
