"""Another passphrase, for whoever knows the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def change_passphrase(vault: Vault, old: str | None, new: str, *, work_factor: int = 18) -> None:
    """Raises WrongPassphrase where ``old`` opens no key slot, or KnownError.

    ``old`` is None where the vault was opened with the recovery code.
    """
    from onrecord.vault.keys import open_slot

    if old is not None:
        open_slot(vault.path, old)
    vault.change_passphrase(new, work_factor=work_factor)
