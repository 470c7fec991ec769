"""One process at a time in a vault."""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
from contextlib import suppress
from pathlib import Path
from typing import Any

from onrecord.domain.times import now_text
from onrecord.errors import KnownError, VaultInUse
from onrecord.vault import durable

_CANNOT_WRITE = {errno.EROFS, errno.EACCES, errno.EPERM}


class FolderLock:
    """The lock of a vault's folder. The system releases it when the process ends, however."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock  # 0.05 s: not before the unlock window is painted

        self._note = folder / "lock.json"
        # Not per thread: the vault is opened and closed by different ones.
        self._lock = FileLock(folder / "lock", thread_local=False, mode=0o600)
        self.found_left_behind = False
        """Whether the last holder ended without releasing it."""

    def take(self) -> bool:
        """True when held; False where the folder cannot be written (nobody can hold it there).

        Raises VaultInUse, naming who holds it where that is known.
        """
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise VaultInUse(self._who()) from None
        except OSError as error:
            if error.errno in _CANNOT_WRITE:
                return False
            raise durable.write_problem(error, "The vault cannot be opened") from error
        except NotImplementedError:
            raise KnownError(
                "This file system cannot lock files. Move the vault to a disk of this computer."
            ) from None
        self.found_left_behind = self._note.exists()
        holder = {
            "computer": platform.node(), "pid": os.getpid(), "since": now_text(), "user": _user(),
        }  # fmt: skip
        with suppress(OSError):  # only told to others: a full disk must not keep the owner out
            durable.write_whole(self._note, json.dumps(holder, sort_keys=True).encode())
        return True

    def release(self) -> None:
        if self._lock.is_locked:
            durable.remove(self._note)
            self._lock.release()

    def _who(self) -> str:
        try:
            note: dict[str, Any] = json.loads(self._note.read_bytes())
            by = f"by {note['user']} on {note['computer']} since {note['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            by = "in another window or program"
        return f"This vault is already open {by}. Lock it there first."


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"
