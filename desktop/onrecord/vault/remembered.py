"""What this computer remembers of a vault, outside it, to notice an older copy put in its place.

Nothing secret and no name: the vault's random id, how long its history was and its last hash, the
last session, and the inbox's public key. A vault opened without leaving a trace has none.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import Refused
from onrecord.vault.custody import CustodyHead
from onrecord.vault.format import Session, read_format


@dataclass(frozen=True)
class Seen:
    """How a vault stood when this computer last saw it."""

    length: int
    head: str
    inbox_public_key: str
    generation: int
    token: str


class Memory:
    """One small file for each vault. Failing to write it is no reason to fail anything."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def recall(self, vault_id: str) -> Seen | None:
        """What was last seen, or None where nothing readable is remembered."""
        try:
            data: Any = json.loads(self._path(vault_id).read_bytes())
            return Seen(**data)
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, vault_id: str, seen: Seen) -> None:
        path = self._path(vault_id)
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(asdict(seen), sort_keys=True))
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)

    def forget(self, vault_id: str) -> None:
        self._path(vault_id).unlink(missing_ok=True)

    def _path(self, vault_id: str) -> Path:
        if self._folder is None:
            from platformdirs import user_state_path

            self._folder = user_state_path("onrecord", appauthor=False) / "vaults"
        return self._folder / (re.sub(r"[^0-9a-zA-Z-]", "", vault_id)[:64] + ".json")


def missing_since(seen: Seen, head: CustodyHead, hash_then: str, session: Session) -> str:
    """One sentence when the vault is not a continuation of what was seen, else empty.

    ``hash_then`` is the hash of the vault's entry number ``seen.length``, empty if it has none.
    """
    if head.length < seen.length:
        missing = seen.length - head.length
        return (
            f"This is an older copy of the vault: {missing} "
            f"{'entry' if missing == 1 else 'entries'} that this computer has seen "
            f"{'is' if missing == 1 else 'are'} not in it. Look for the newer one."
        )
    forked = seen.length > 0 and hash_then != seen.head
    forked |= session.generation == seen.generation and session.token != seen.token
    if forked:
        return (
            "This vault and another copy of it were both changed since they were the same, so "
            "keep both until you have compared them."
        )
    if session.generation < seen.generation:
        return (
            "This is an older copy of the vault than this computer has seen. Look for the newer "
            "one."
        )
    return ""


def capture_key(folder: Path, memory: Memory | None) -> str:
    """The public key to which the unlock window may seal what is noted while locked.

    Refused where ``format.json`` names another key than this computer remembers: somebody may
    want to read along.
    """
    form = read_format(folder)
    seen = memory.recall(form.vault_id) if memory else None
    if seen and seen.inbox_public_key != form.inbox_public_key:
        raise Refused(
            "This vault's inbox was changed since it was last open here. Unlock the vault first, "
            "then add this."
        )
    return form.inbox_public_key
