"""The vault's keys and the slots that hold them.

A slot is an age file with one scrypt recipient: the passphrase, the recovery code, or a random
secret that the system's own store keeps (only where the person asked for it). Inside, the first line is the vault's age identity, so that ``age -d -i keys/passphrase.age OBJECT`` works as
it stands; comment lines hold all generations of keys as JSON, newest first. Each slot has a second
copy, written after the first and mended at each unlock.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import Damaged, KnownError, Refused, WrongPassphrase
from onrecord.vault import durable
from onrecord.vault.agefile import (
    WRONG_PASSPHRASE,
    ScryptPassphrase,
    X25519Identity,
    decrypt_bytes,
    encrypt_bytes,
)
from onrecord.vault.armor import dearmor, is_armored
from onrecord.vault.recovery_code import new_recovery_code as draw_recovery_code
from onrecord.vault.recovery_code import read_recovery_code

FOLDER = "keys"
PASSPHRASE, RECOVERY, KEYRING = "passphrase", "recovery", "keyring"

DEFAULT_WORK_FACTOR = 18
_MAX_WORK_FACTOR = 20
"""A slot may ask for 1 GB at most: a doctored one must not exhaust the computer."""

_MAX_SLOT = 1 << 20
_GENERATION = "# generation "


@dataclass(frozen=True)
class Generation:
    """One set of keys; a later re-key adds one and keeps the older for what they sealed.

    Database keys are 64 hex digits and their salts 32, as SQLCipher takes them raw.
    """

    vault_id: str
    number: int
    identity: X25519Identity = field(repr=False)
    db_key: str = field(repr=False)
    db_salt: str = field(repr=False)
    index_key: str = field(repr=False)
    index_salt: str = field(repr=False)
    inbox_identity: X25519Identity = field(repr=False)

    @classmethod
    def draw(cls, vault_id: str, number: int) -> Generation:
        """Fresh random keys."""
        return cls(
            vault_id=vault_id,
            number=number,
            identity=X25519Identity.generate(),
            db_key=secrets.token_hex(32),
            db_salt=secrets.token_hex(16),
            index_key=secrets.token_hex(32),
            index_salt=secrets.token_hex(16),
            inbox_identity=X25519Identity.generate(),
        )


@dataclass(frozen=True)
class KeyRing:
    """All generations, newest first; never empty."""

    generations: tuple[Generation, ...]

    @property
    def current(self) -> Generation:
        return self.generations[0]

    @property
    def vault_id(self) -> str:
        return self.current.vault_id

    @property
    def identities(self) -> tuple[X25519Identity, ...]:
        """What may open an object, newest first."""
        return tuple(one.identity for one in self.generations)

    @property
    def inbox_identities(self) -> tuple[X25519Identity, ...]:
        """What may open an inbox item, newest first."""
        return tuple(one.inbox_identity for one in self.generations)

    @property
    def inbox_public_key(self) -> str:
        """``age1...``, for format.json; the only public key that is written in the clear."""
        return self.current.inbox_identity.recipient.to_text()


def create_slots(
    folder: Path, passphrase: str, *, work_factor: int = DEFAULT_WORK_FACTOR
) -> tuple[KeyRing, str]:
    """Draw the keys of a new vault and write both slots below ``folder``, the vault's own.

    Returns the keys and the recovery code, which is kept nowhere. Refused when slots are there.
    """
    passphrase = _to_set(passphrase)
    if any(path.exists() for slot in (PASSPHRASE, RECOVERY) for path in slot_paths(folder, slot)):
        raise Refused("There is already a vault in this folder. Open it, or choose another folder.")
    ring = KeyRing((Generation.draw(secrets.token_hex(16), 1),))
    code = draw_recovery_code()
    try:
        durable.make_folder(folder / FOLDER)
    except OSError as error:
        raise _not_saved(error) from error
    _write_slot(folder, RECOVERY, ring, code, work_factor)
    _write_slot(folder, PASSPHRASE, ring, passphrase, work_factor)
    return ring, code


def open_slot(folder: Path, passphrase: str) -> KeyRing:
    """WrongPassphrase, always in the same words; Damaged when both copies are gone or broken."""
    return _open_slot(folder, PASSPHRASE, unicodedata.normalize("NFC", passphrase))


def open_with_recovery_code(folder: Path, code: str) -> KeyRing:
    """As ``open_slot``; Refused at once, with the place if it is known, on a typing slip."""
    return _open_slot(folder, RECOVERY, read_recovery_code(code))


def change_passphrase(
    folder: Path, keyring: KeyRing, new: str, *, work_factor: int = DEFAULT_WORK_FACTOR
) -> None:
    """Rewrite the passphrase slot; the keys and everything sealed with them stay.

    Interrupted between the two copies, whichever passphrase is used next wins.
    """
    _write_slot(folder, PASSPHRASE, keyring, _to_set(new), work_factor)


def new_recovery_code(
    folder: Path, keyring: KeyRing, *, work_factor: int = DEFAULT_WORK_FACTOR
) -> str:
    """Draw another recovery code and rewrite its slot; the old code opens nothing any more."""
    code = draw_recovery_code()
    _write_slot(folder, RECOVERY, keyring, code, work_factor)
    return code


def draw_keyring_secret() -> str:
    """What the system's own store is given to keep: 256 random bits."""
    return secrets.token_hex(32)


def write_keyring_slot(
    folder: Path, keyring: KeyRing, secret: str, *, work_factor: int = DEFAULT_WORK_FACTOR
) -> None:
    """A slot that ``secret`` opens; the one before it opens nothing any more."""
    _write_slot(folder, KEYRING, keyring, secret, work_factor)


def open_with_keyring_secret(folder: Path, secret: str) -> KeyRing:
    """As ``open_slot``, by the secret from the system's own store."""
    return _open_slot(folder, KEYRING, secret)


def remove_keyring_slot(folder: Path) -> None:
    """Both copies gone for good; without them the secret opens nothing. Raises KnownError."""
    try:
        for path in slot_paths(folder, KEYRING):
            path.unlink(missing_ok=True)
        durable.sync_folder(folder / FOLDER)
    except OSError as error:
        raise _not_saved(error) from error


def has_slot(folder: Path, slot: str) -> bool:
    """Whether a slot is there in either copy."""
    return any(path.exists() for path in slot_paths(folder, slot))


def slot_paths(folder: Path, slot: str) -> tuple[Path, Path]:
    """Where a slot's first and second copy are."""
    return folder / FOLDER / f"{slot}.age", folder / FOLDER / f"{slot}.2.age"


def to_payload(keyring: KeyRing) -> bytes:
    """What a slot holds: an identity file of the stock ``age`` program, with our comments."""
    generations = keyring.generations
    lines = [keyring.current.identity.to_text()]
    lines += [
        _GENERATION
        + json.dumps(
            {
                "vault_id": one.vault_id,
                "number": one.number,
                "identity": one.identity.to_text(),
                "vault_db": one.db_key + one.db_salt,
                "index_db": one.index_key + one.index_salt,
                "inbox": one.inbox_identity.to_text(),
            }
        )
        for one in generations
    ]
    # With these the stock program also opens older objects and what is in the inbox.
    lines += [one.identity.to_text() for one in generations[1:]]
    lines += [one.inbox_identity.to_text() for one in generations]
    return ("\n".join(lines) + "\n").encode()


def from_payload(payload: bytes) -> KeyRing:
    """The keys a slot holds; Damaged when it is not what ``to_payload`` writes."""
    try:
        lines = payload.decode().splitlines()
        generations = tuple(
            _generation(json.loads(line.removeprefix(_GENERATION)))
            for line in lines
            if line.startswith(_GENERATION)
        )
        if not generations or X25519Identity.from_text(lines[0]) != generations[0].identity:
            raise ValueError("the first line is not the newest identity")
    except (ValueError, KeyError, TypeError):
        raise Damaged(
            "The vault's key file holds something else than keys. Restore the keys folder from a backup."
        ) from None
    return KeyRing(generations)


def _generation(found: dict[str, Any]) -> Generation:
    for name in ("vault_db", "index_db"):
        if len(bytes.fromhex(found[name])) != 48:
            raise ValueError(name)
    return Generation(
        vault_id=str(found["vault_id"]),
        number=int(found["number"]),
        identity=X25519Identity.from_text(found["identity"]),
        db_key=found["vault_db"][:64],
        db_salt=found["vault_db"][64:],
        index_key=found["index_db"][:64],
        index_salt=found["index_db"][64:],
        inbox_identity=X25519Identity.from_text(found["inbox"]),
    )


def _to_set(passphrase: str) -> str:
    """In the one form under which every keyboard's accents are the same bytes (NFC)."""
    if not passphrase or any(unicodedata.category(char) in ("Cc", "Cs") for char in passphrase):
        raise Refused(
            "A passphrase needs at least one character, and no line breaks.", "passphrase"
        )
    return unicodedata.normalize("NFC", passphrase)


def _write_slot(folder: Path, slot: str, keyring: KeyRing, secret: str, work_factor: int) -> None:
    data = encrypt_bytes(to_payload(keyring), [ScryptPassphrase(secret, work_factor)])
    try:
        for path in slot_paths(folder, slot):
            durable.write_whole(path, data)
    except OSError as error:
        raise _not_saved(error) from error


def _open_slot(folder: Path, slot: str, secret: str) -> KeyRing:
    paths = slot_paths(folder, slot)
    copies = [_read(path) for path in paths]
    wrong = False
    for data in dict.fromkeys(copies):  # a second, equal copy costs no second derivation
        if data is None:
            continue
        try:
            ring = _from_slot(data, secret)
        except WrongPassphrase:
            wrong = True
        except Damaged:
            continue
        else:
            _mend(paths, copies, data)
            return ring
    if wrong:
        raise WrongPassphrase(WRONG_PASSPHRASE)
    raise Damaged(
        f"The key file {FOLDER}/{slot}.age is missing or unreadable, and so is its second copy. Restore the keys folder from a backup."
    )


def _from_slot(data: bytes, secret: str) -> KeyRing:
    try:
        identity = ScryptPassphrase(secret, max_work_factor=_MAX_WORK_FACTOR)
    except UnicodeEncodeError:
        raise WrongPassphrase(WRONG_PASSPHRASE) from None
    return from_payload(decrypt_bytes(dearmor(data) if is_armored(data) else data, [identity]))


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SLOT + 1)
    except OSError:  # missing, or a bad spot on the disk: the other copy may do
        return None
    return data if len(data) <= _MAX_SLOT else None


def _mend(paths: Sequence[Path], copies: Sequence[bytes | None], good: bytes) -> None:
    """Bring both copies to what has just opened; a disk that cannot be written waits."""
    for path, found in zip(paths, copies, strict=True):
        if found != good:
            try:
                durable.write_whole(path, good)
            except OSError:
                return


def _not_saved(error: OSError) -> KnownError:
    return durable.write_problem(error, "The vault's keys were not saved")
