"""Writing a file outside the vault: whole or not at all, and nothing readable left beside it.

The hidden ``.part`` is recorded in the vault before its first byte is written, so that the next
unlock removes what a crash left.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.housekeeping import PendingExport
from onrecord.errors import KnownError, Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

Files = list[tuple[Path, Callable[[], Iterable[bytes]]]]


def write_out(vault: Vault, files: Files, words: str) -> None:
    """Writes every file beside its target, then renames them all; the old ones stay until then.

    ``words`` say in the history what left the vault: "Wrote a PDF outside the vault".

    Raises one sentence when a target cannot be written; what was written so far is removed.
    """
    files = [(checked_target(vault, target), content) for target, content in files]
    parts = [t.with_name(f".{t.name[:20]}.{secrets.token_hex(4)}.part") for t, _ in files]
    rows = [PendingExport(path=str(part.absolute())) for part in parts]
    if not vault.read_only:
        with vault.change(words) as tx:
            for row in rows:
                tx.insert(row)
    try:
        for (target, content), part in zip(files, parts, strict=True):
            try:
                _write(part, content())
            except OSError as error:
                raise KnownError(_why(target, error)) from None
        for (target, _), part in zip(files, parts, strict=True):
            try:
                part.replace(target)
            except OSError as error:
                raise KnownError(_why(target, error)) from None
            _sync_folder(target.parent)
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink()
        if not vault.read_only and not any(part.exists() for part in parts):
            with vault.change(f"Ended: {words}") as tx:
                for row in rows:
                    tx.remove(PendingExport, row.id)


def checked_target(vault: Vault, target: Path) -> Path:
    """Where the file will really stand, links followed; raises Refused where it cannot."""
    if not target.name:
        raise Refused("Choose a file name.")
    try:
        real = target.resolve()
        folder = real.parent
        if real.is_dir():
            raise Refused(f"{target.name} is a folder; choose a file name.")
        if not folder.is_dir():
            raise Refused(f"There is no folder {folder}; choose one that exists.")
        if real.exists() and not real.is_file():
            raise Refused(f"{target.name} is a device or a connection; choose a file name.")
    except OSError as error:
        raise Refused(_why(target, error)) from None
    except RuntimeError:  # so say Pythons before 3.13 where links lead in a circle
        real = folder = target
    if real.is_symlink():
        raise Refused(f"{target.name} is a link that leads back to itself.")
    inside = vault.path.resolve()
    if inside == folder or inside in folder.parents:
        raise Refused("Choose a place outside the vault's own folder.")
    return real


def _write(part: Path, content: Iterable[bytes]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(part, flags, 0o600), "wb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _why(target: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is not enough room for {target.name}; make room or choose another place."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{target.name} may not be written there; choose another folder."
    said = (error.strerror or "it could not be written").lower()
    return f"{target.name} could not be written ({said}); choose another place."
