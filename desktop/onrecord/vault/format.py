"""``format.json``: what can be known of a vault without a key, and whether its files fit together.

A session is one unlocking. Its first commit writes a new generation with a random token here
(state ``open``) and in the database; locking writes ``clean``. From the two one sees at the next
unlock whether the database came without its log, or the files come from different copies.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from onrecord.errors import Damaged, KnownError, NewerFormat, NotFound
from onrecord.vault import durable

FORMAT = 1
FILE = "format.json"

NO_LOG = (
    "This copy of the vault was made while it was open and its log is missing, so the newest "
    "entries may not be in it: look for the original folder."
)
MIXED = (
    "The files of this vault come from different times or different copies, so check that "
    "nothing is missing before you rely on it."
)


@dataclass(frozen=True)
class Session:
    """``generation`` counts the unlockings that changed something; ``token`` tells copies apart."""

    generation: int = 0
    token: str = ""
    state: str = "clean"

    def next(self) -> Session:
        """The session that follows, open."""
        return Session(self.generation + 1, secrets.token_hex(8), "open")

    def same(self, other: Session) -> bool:
        """The same session, in whichever state."""
        return (self.generation, self.token) == (other.generation, other.token)


@dataclass(frozen=True)
class Format:
    """``created_at`` (UTC) is also the time every object's file bears."""

    vault_id: str
    inbox_public_key: str
    created_at: str
    session: Session = field(default_factory=Session)
    format: int = FORMAT

    def in_session(self, session: Session) -> Format:
        return replace(self, session=session)


def read_format(folder: Path) -> Format:
    """Raises NotFound where there is no vault, NewerFormat, or Damaged."""
    path = folder / FILE
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        if (folder / "vault.db").exists() and (folder / "keys").is_dir():
            raise Damaged(f"{FILE} is missing from the vault; it can be written again.") from None
        raise NotFound(f"There is no vault at {folder}.") from None
    except NotADirectoryError:
        raise NotFound(f"There is no vault at {folder}.") from None
    except OSError as error:
        raise KnownError("The vault cannot be read. Check its permissions and the disk.") from error
    except ValueError:
        raise Damaged(f"{FILE} in the vault is damaged; it can be written again.") from None
    try:
        if int(data["format"]) > FORMAT:
            raise NewerFormat(
                "This vault was written by a newer version of OnRecord. Update OnRecord to open it."
            )
        return Format(
            vault_id=str(data["vault_id"]),
            inbox_public_key=str(data["inbox_public_key"]),
            created_at=str(data["created_at"]),
            session=Session(
                int(data["session"]["generation"]),
                str(data["session"]["token"]),
                str(data["session"]["state"]),
            ),
        )
    except (KeyError, TypeError, ValueError):
        raise Damaged(f"{FILE} in the vault is damaged; it can be written again.") from None


def write_format(folder: Path, form: Format) -> None:
    """Atomically and durably. Raises OSError."""
    text = json.dumps(asdict(form), indent=2, sort_keys=True) + "\n"
    durable.write_whole(folder / FILE, text.encode())


def doubts(written: Session, stored: Session, *, log_was_there: bool) -> list[str]:
    """What ``format.json`` and the database's own session say together; nothing when they fit.

    ``log_was_there``: whether ``vault.db-wal`` lay beside the database before it was opened. After
    a crash it does, even if empty; a copy of the database alone comes without it.
    """
    same = written.same(stored)
    # Between the two writes of a session's first commit the file is one ahead of the database.
    one_ahead = written.state == "open" and written.generation == stored.generation + 1
    if not (same or one_ahead):
        return [MIXED]
    if written.state == "open" and not log_was_there:
        return [NO_LOG]
    return []
