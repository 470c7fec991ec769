"""The system's own store of secrets (Secret Service, KWallet, macOS, Windows): what may open a
vault on this computer without typing. It holds a random secret with a key slot of its own, never
the passphrase; a store that would write it readably, or not at all, is not used.
"""

from __future__ import annotations

from typing import Any

from onrecord.errors import KnownError, Refused

SERVICE = "OnRecord"
"""The name under which the secret is kept; the name of the entry is the vault's id."""

SECURE = {
    "keyring.backends.SecretService", "keyring.backends.libsecret", "keyring.backends.kwallet",
    "keyring.backends.macOS", "keyring.backends.Windows",
}  # fmt: skip
_NONE = "This computer has no safe store for secrets that OnRecord can use."
_NOT_KEPT = (
    "The system's store of secrets did not keep the key, so the vault still opens with the "
    "passphrase only."
)
_CLOSED = "The system's store of secrets did not answer. Type the passphrase."


def is_available() -> bool:
    """Whether there is a store that keeps a secret safely."""
    return _backend() is not None


def keep(vault_id: str, secret: str) -> None:
    """Put a secret into the store and read it back. Raises Refused where there is no safe one."""
    store = _backend()
    if store is None:
        raise Refused(_NONE)
    try:
        store.set_password(SERVICE, vault_id, secret)
        kept = store.get_password(SERVICE, vault_id) == secret
    except Exception as error:  # each store fails in its own way, none of them ours
        raise KnownError(_NOT_KEPT) from error
    if not kept:
        raise KnownError(_NOT_KEPT)


def recall(vault_id: str) -> str:
    """The secret of a vault, or empty. The system may ask the person first."""
    store = _backend()
    if store is None:
        return ""
    try:
        return store.get_password(SERVICE, vault_id) or ""
    except Exception as error:
        raise KnownError(_CLOSED) from error


def forget(vault_id: str) -> None:
    """Take the secret out of the store. Without its slot it opens nothing, so failing is no harm."""
    store = _backend()
    if store is None:
        return
    try:
        if store.get_password(SERVICE, vault_id) is not None:
            store.delete_password(SERVICE, vault_id)
    except Exception:
        return


def _backend() -> Any:  # a KeyringBackend, or None; its methods have no types
    import keyring  # 0.05 s, and it looks for the system's stores: only when it is asked for

    try:
        found: Any = keyring.get_keyring()
        several = type(found).__module__ == "keyring.backends.chainer"
        among = list(found.backends) if several else [found]
    except Exception:
        return None
    return next((one for one in among if type(one).__module__ in SECURE), None)
