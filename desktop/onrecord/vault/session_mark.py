"""That a vault is in use, said in ``format.json`` and in the records, and outside the vault.

From what they say together one sees at the next unlocking whether the files belong together and
are the newest; ``format`` and ``remembered`` have the words for it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.times import now_text
from onrecord.errors import Damaged, NotFound
from onrecord.vault import format as folder_format
from onrecord.vault.custody import CustodyHead
from onrecord.vault.format import Format, Session
from onrecord.vault.remembered import Memory, Seen, missing_since

if TYPE_CHECKING:
    import sqlite3

    from onrecord.vault.keys import KeyRing


class SessionMark:
    """``warnings`` holds what does not fit; ``unclean`` says that the last session was not locked.
    ``was_changed_and_locked``: somebody changed the vault before this unlocking, and locked it.
    """

    def __init__(
        self,
        folder: Path,
        keyring: KeyRing,
        stored: Session,
        memory: Memory | None,
        *,
        read_only: bool,
        log_was_there: bool,
    ) -> None:
        """``stored`` is the session as the records have it. What is missing or not its own in
        ``format.json`` is written again, unless ``read_only``."""
        self._folder = folder
        self._keyring = keyring
        self._memory = memory
        self._read_only = read_only
        self.session = stored
        """The session as it is saved: who begins one, sets it once that is saved too."""
        self.warnings: list[str] = []
        self._form = self._checked_form(log_was_there)
        self.unclean = self._form.session.state == "open"
        self.was_changed_and_locked = stored.generation > 0 and not self.unclean
        self._put_inbox_key_right()

    @property
    def created_at(self) -> str:
        return self._form.created_at

    def begin(self, connection: sqlite3.Connection) -> Session:
        """With the first commit of a session: say so in both places. Raises OSError."""
        if self.session.state == "open":
            return self.session
        session = self.session.next()
        self._form = self._form.in_session(session)
        folder_format.write_format(self._folder, self._form)
        connection.execute(
            "UPDATE session SET generation = ?, token = ?", [session.generation, session.token]
        )
        return session

    def end(self) -> None:
        """Locked, with nothing left to be saved. Raises OSError."""
        clean = Session(self.session.generation, self.session.token, "clean")
        if self._form.session != clean:
            folder_format.write_format(self._folder, self._form.in_session(clean))

    def doubt_of_memory(self, connection: sqlite3.Connection) -> str:
        """One sentence when this computer remembers a later or another history, else empty."""
        from onrecord.vault.records import head_of

        seen = self._memory.recall(self._keyring.vault_id) if self._memory else None
        if seen is None:
            return ""
        then = connection.execute("SELECT sha256 FROM custody WHERE seq = ?", [seen.length])
        session = connection.execute("SELECT generation, token FROM session").fetchone()
        return missing_since(
            seen, head_of(connection), (then.fetchone() or ("",))[0], Session(*session)
        )

    def remember(self, head: CustodyHead) -> None:
        """Have this computer remember how the vault stands, where it may."""
        if self._memory is not None:
            key, session = self._keyring.inbox_public_key, self.session
            seen = Seen(head.length, head.sha256, key, session.generation, session.token)
            self._memory.keep(self._keyring.vault_id, seen)

    def _checked_form(self, log_was_there: bool) -> Format:
        """``format.json`` as it must be, but for the inbox key."""
        stored, keyring = self.session, self._keyring
        try:
            form = folder_format.read_format(self._folder)
        except (Damaged, NotFound):
            form = None
        if form is None or form.vault_id != keyring.vault_id:
            self.warnings.append(
                "The vault's format.json was missing or not its own, and was written again."
            )
            form = Format(keyring.vault_id, keyring.inbox_public_key, now_text(), stored)
            self._write(form)
        else:
            self.warnings += folder_format.doubts(form.session, stored, log_was_there=log_was_there)
            if folder_format.MIXED in self.warnings:  # the next session must differ from both
                higher = max(stored.generation, form.session.generation)
                self.session = Session(higher, stored.token)
        return form

    def _put_inbox_key_right(self) -> None:
        form, key = self._form, self._keyring.inbox_public_key
        if form.inbox_public_key != key:
            self.warnings.append(
                "The vault's inbox key had been exchanged and was put right. What was added while "
                "it was locked may have been read by somebody else."
            )
            self._form = Format(self._keyring.vault_id, key, form.created_at, form.session)
            self._write(self._form)

    def _write(self, form: Format) -> None:
        if not self._read_only:
            with suppress(OSError):
                folder_format.write_format(self._folder, form)
