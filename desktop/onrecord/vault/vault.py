"""The vault: one folder, open. What the rest of the program knows of encrypted storage."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.domain.change import Change
from onrecord.domain.handed_over import SETTING as HANDED_OVER
from onrecord.domain.handed_over import to_read_only
from onrecord.domain.record import Record
from onrecord.domain.times import parse_utc
from onrecord.errors import BugError, Damaged, DiskFull, KnownError, Refused
from onrecord.vault import durable, full_disk, keys
from onrecord.vault import format as folder_format
from onrecord.vault.clearing_up import clear_up
from onrecord.vault.custody import CustodyHead
from onrecord.vault.format import Session
from onrecord.vault.listeners import Listeners
from onrecord.vault.lock import FolderLock
from onrecord.vault.making import make_vault
from onrecord.vault.objects import ObjectStore
from onrecord.vault.place import place_warning
from onrecord.vault.remembered import Memory
from onrecord.vault.session_mark import SessionMark
from onrecord.vault.settle import Settle
from onrecord.vault.undo import Undo, undo_words

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from onrecord.vault.db import Store
    from onrecord.vault.inbox import Inbox
    from onrecord.vault.index import Index
    from onrecord.vault.keys import KeyRing
    from onrecord.vault.records import Transaction
    from onrecord.vault.verify import VerifyReport

R = TypeVar("R", bound=Record)

SETTLE_S = 2.0
"""Seconds of quiet after which the log is moved into the database, so that a copy of the folder
made at any later time is whole."""

_MEMORY = Memory()
_READ_ONLY = (
    "This vault lies where nothing can be written, so it can only be read. Copy it to a disk of "
    "this computer to change it."
)
_NO_RECORDS = (
    "The vault's records (vault.db) are missing. Restore them from a backup or a file in the "
    "vault's snapshots folder."
)
_GONE = (
    "This was not saved: the vault's folder is no longer where it was. Connect its disk again or "
    "put the folder back, then lock and unlock."
)
_HANDED = f"SELECT value FROM setting WHERE id = '{HANDED_OVER}'"
_NO_INDEX = (
    "Its search index is gone, so the words in its documents are not found by search; ask whoever "
    "handed it over for another copy."
)
_TO_READ = "This dispute was handed over to be read: nothing can be changed in it."


class Vault:
    """An open vault. Any thread may use it; one writes at a time, and reading waits for nobody.

    ``warnings`` holds one sentence for each thing about its files that the user should know;
    ``mark`` knows whether they belong together.
    """

    def __init__(
        self, folder: Path, keyring: KeyRing, lock: FolderLock, held: bool, memory: Memory | None
    ) -> None:
        """Use ``create``, ``open`` or ``open_with_recovery_code``."""
        # The database libraries take 0.2 s to import: not before the unlock window is painted.
        from onrecord.vault.db import Store
        from onrecord.vault.index import Index

        self.path = folder
        self.keyring = keyring
        self.read_only = not held
        self._to_read = False
        self._read_only_why = _READ_ONLY
        self.warnings: list[str] = []
        self._lock = lock
        self._memory = memory
        self._undo = Undo()
        self._listeners = Listeners()
        self._transaction: Transaction | None = None
        self._writer_thread = 0
        self._settle = Settle(SETTLE_S, self._settled)
        self._close_lock = threading.Lock()
        self._closed = False

        log = folder / "vault.db-wal"
        log_was_there = log.exists()
        if self.read_only and log_was_there and log.stat().st_size:
            self.warnings.append(
                "The newest entries of this vault are in a log that cannot be read here: copy the "
                "whole folder to a disk of this computer and open it there."
            )
        if not (folder / "vault.db").exists():
            raise Damaged(_NO_RECORDS)
        generation = keyring.current
        self._key = generation.db_key + generation.db_salt
        try:
            self.store = Store(folder / "vault.db", self._key, read_only=self.read_only)
        except DiskFull:
            self.store = self._only_read(log_was_there)
        try:
            self._bring_up_to_date()
            self.mark = self._checked_mark(log_was_there)
            index_key = generation.index_key + generation.index_salt
            try:
                self.index: Index = Index(folder / "index.db", index_key, read_only=self.read_only)
            except DiskFull:
                self.store.close()
                self.store = self._only_read(log_was_there)
                self.index = Index(folder / "index.db", index_key, read_only=True)
            try:
                # Handed over to be read: not even what a crash left is put right in its records.
                if any(to_read_only(row["value"]) for row in self.query(_HANDED)):
                    self.read_only = self._to_read = True
                if not self.read_only:
                    clear_up(self, left_behind=lock.found_left_behind, unclean=self.mark.unclean)
            except BaseException:
                self.index.close()
                raise
        except BaseException:
            self.store.close()
            raise

    # --- making and opening ---------------------------------------------------------------

    @staticmethod
    def create(
        path: Path | str,
        passphrase: str,
        *,
        work_factor: int = keys.DEFAULT_WORK_FACTOR,
        memory: Memory | None = _MEMORY,
    ) -> tuple[Vault, str]:
        """A new vault, open, and its recovery code, which is kept nowhere.

        The folder appears whole or not at all. Refused where one with something in it exists.
        """
        folder = Path(path).absolute()
        keyring, code = make_vault(folder, passphrase, work_factor)
        return Vault._opened(folder, lambda: keyring, memory), code

    @staticmethod
    def open(path: Path | str, passphrase: str, *, memory: Memory | None = _MEMORY) -> Vault:
        """Raises NotFound, VaultInUse, WrongPassphrase, NewerFormat or Damaged.

        ``memory`` None leaves no trace on this computer.
        """
        folder = Path(path).absolute()
        return Vault._opened(folder, lambda: keys.open_slot(folder, passphrase), memory)

    @staticmethod
    def open_with_recovery_code(
        path: Path | str, code: str, *, memory: Memory | None = _MEMORY
    ) -> Vault:
        """As ``open``; a typing slip in the code is said before the slow part."""
        folder = Path(path).absolute()
        return Vault._opened(folder, lambda: keys.open_with_recovery_code(folder, code), memory)

    @staticmethod
    def open_with_keyring_secret(
        path: Path | str, secret: str, *, memory: Memory | None = _MEMORY
    ) -> Vault:
        """As ``open``, by the secret that the system's own store keeps."""
        folder = Path(path).absolute()
        return Vault._opened(folder, lambda: keys.open_with_keyring_secret(folder, secret), memory)

    @staticmethod
    def _opened(folder: Path, unlock: Callable[[], KeyRing], memory: Memory | None) -> Vault:
        with suppress(Damaged):  # format.json can be written again once the keys are known
            folder_format.read_format(folder)
        lock = FolderLock(folder)
        held = lock.take()
        try:
            vault = Vault(folder, unlock(), lock, held, memory)
        except BaseException:
            lock.release()
            raise
        if held and (warning := place_warning(folder)):
            vault.warnings.append(warning)
        if vault._to_read:
            vault.warnings.append(_TO_READ)
            if vault.index.is_new:
                vault.warnings.append(_NO_INDEX)
        return vault

    def change_passphrase(self, new: str, *, work_factor: int = keys.DEFAULT_WORK_FACTOR) -> None:
        """The old passphrase opens nothing any more; the recovery code stays as it is."""
        self._check_writable()
        keys.change_passphrase(self.path, self.keyring, new, work_factor=work_factor)

    def new_recovery_code(self, *, work_factor: int = keys.DEFAULT_WORK_FACTOR) -> str:
        """Another recovery code; the old one opens nothing any more."""
        self._check_writable()
        return keys.new_recovery_code(self.path, self.keyring, work_factor=work_factor)

    def write_keyring_slot(
        self, secret: str, *, work_factor: int = keys.DEFAULT_WORK_FACTOR
    ) -> None:
        """The system's own store may open the vault by ``secret``; replaces an earlier one."""
        self._check_writable()
        keys.write_keyring_slot(self.path, self.keyring, secret, work_factor=work_factor)

    def remove_keyring_slot(self) -> None:
        """What the system's own store keeps opens nothing any more."""
        self._check_writable()
        keys.remove_keyring_slot(self.path)

    # --- what is in it --------------------------------------------------------------------

    @property
    def vault_id(self) -> str:
        return self.keyring.vault_id

    @property
    def leaves_trace(self) -> bool:
        """Whether this computer may remember anything of the vault."""
        return self._memory is not None

    @cached_property
    def objects(self) -> ObjectStore:
        """The encrypted originals."""
        return ObjectStore(
            self.path, self.keyring, fixed_time=parse_utc(self.mark.created_at).timestamp()
        )

    @cached_property
    def inbox(self) -> Inbox:
        """What was noted or dropped while the vault was locked."""
        from onrecord.vault.inbox import Inbox

        return Inbox(self.path, self.keyring)

    def get(self, cls: type[R], id: str) -> R:
        """Raises NotFound."""
        from onrecord.vault.records import one

        with self._reading() as connection:
            return one(connection, cls, id)

    def find(
        self,
        cls: type[R],
        where: str = "",
        args: Sequence[Any] = (),
        *,
        order: str = "",
        limit: int = -1,
        offset: int = 0,
    ) -> list[R]:
        """Records of one kind. ``where`` and ``order`` are SQL; what users typed goes in ``args``.

        Within a transaction of the same thread it sees what that has written so far.
        """
        from onrecord.vault.records import select

        with self._reading() as connection:
            return select(connection, cls, where, args, order, limit, offset)

    def count(self, cls: type[Record], where: str = "", args: Sequence[Any] = ()) -> int:
        sql = f"SELECT count(*) AS n FROM {cls.TABLE}" + (f" WHERE {where}" if where else "")
        return self.query(sql, args)[0]["n"]

    def query(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows of a SELECT, for views that join and page in SQL."""
        from onrecord.vault.db import fetch

        with self._reading() as connection:
            return fetch(connection, sql, args)

    def lines(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """As ``query``, each row a bare tuple: for the order of lists of many thousand."""
        with self._reading() as connection:
            return [*connection.execute(sql, args)]

    def custody_head(self) -> CustodyHead:
        """Where the history stands."""
        from onrecord.vault.records import head_of

        with self._reading() as connection:
            return head_of(connection)

    # --- changing it ----------------------------------------------------------------------

    @contextmanager
    def change(self, words: str, *, own: bool = False) -> Generator[Transaction]:
        """One change, saved when the block ends, or not at all if it raises.

        ``words`` says it in the past tense; it stands in the history and beside Undo. A block
        within a block of the same thread joins the outer one. ``own`` is for what OnRecord adds
        by itself: it stands in the way of no undo.
        """
        from onrecord.vault.records import Transaction

        self._check_writable()
        self._check_there()
        session = self.mark.session
        with self.store.writing("This was not saved") as connection:
            outer = self._transaction
            transaction = Transaction(connection, words, outer)
            self._transaction, self._writer_thread = transaction, threading.get_ident()
            try:
                yield transaction
                change = transaction.finish()
                added = self._undo.added(transaction, change) if own else {}
            finally:
                self._transaction = outer
            if outer is None and change.touched:
                session = self.mark.begin(connection)
                self._check_there()
        if outer is None and change.touched:
            self._undo.settled(added)
            self.mark.session = session
            self._settle.touch()
            self._listeners.tell(change)

    def undo(self, change: Change) -> Change:
        """Put the rows back as they were before ``change``, as a change of its own.

        Undoing what this returns does the change again. Refused when a row was edited since.
        """
        with self.change(undo_words(change.words)) as transaction:
            repeats = self._undo.put_back(transaction, change)
            transaction.result = change.result
        self._undo.settled(repeats)
        return transaction.change

    def on_change(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``listener`` after each saved change, on the thread that made it.

        Returns what ends it.
        """
        return self._listeners.add(listener)

    # --- keeping it -----------------------------------------------------------------------

    def checkpoint(self) -> bool:
        """Move the log into the database; False when a reader was in the way."""
        done = self.store.checkpoint()
        self.index.checkpoint()
        if not self.read_only:
            self.mark.remember(self.custody_head())
        return done

    def snapshot(self, *, before: bool = False) -> Path:
        """A checked copy of the records inside the vault; raises KnownError. ``before``: one that
        stays for thirty days, as the vault is about to go back to an earlier one."""
        from onrecord.vault import snapshots

        self._check_writable()
        self.store.checkpoint()
        return snapshots.take(self.store, self._key, self.path / "snapshots", before=before)

    def snapshots(self) -> list[tuple[datetime, str]]:
        """When each was taken and its file's name, newest first."""
        from onrecord.vault import snapshots

        return [(at, path.name) for at, path in snapshots.listed(self.path / "snapshots")]

    def opened_snapshot(self, name: str) -> AbstractContextManager[Store]:
        """The records as they were then, to be read. Raises NotFound, Damaged or NewerFormat."""
        from onrecord.vault import snapshots

        return snapshots.opened(self.path / "snapshots", name, self._key)

    def verify(
        self,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> VerifyReport:
        """Read everything and compare it with what was written."""
        from onrecord.vault.verify import verify

        return verify(self, progress, cancelled)

    def close(self) -> None:
        """Take a snapshot if anything changed, leave no log behind, release the lock.

        Closes in any case; what could not be done is added to ``warnings``. Twice does no harm.
        """
        if self._transaction is not None and self._writer_thread == threading.get_ident():
            raise BugError("a vault is closed after its last change, not within it")
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
            self._settle.stop()
            try:
                if not self.read_only:
                    self._leave_clean()
            except KnownError as error:
                self.warnings.append(str(error))
            except OSError as error:
                problem = durable.write_problem(error, "The vault was not closed as it should be")
                self.warnings.append(str(problem))
            finally:
                self.store.close()
                self.index.close()
                self._lock.release()

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- inside ---------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        if self._transaction is not None and self._writer_thread == threading.get_ident():
            yield self.store.db.conn
        else:
            with self.store.reading() as reader:
                yield reader

    @property
    def only_to_read(self) -> str:
        """Why nothing will ever be changed in it, in a sentence; empty for any other vault."""
        return _TO_READ if self._to_read else ""

    def _check_writable(self) -> None:
        if self.read_only:
            raise Refused(_TO_READ if self._to_read else self._read_only_why)

    def _check_there(self) -> None:
        """The system lets a database be written whose folder was deleted or taken away; nothing
        of that would be found again."""
        if not self.store.path.exists():
            raise KnownError(_GONE)

    def _settled(self) -> bool:
        try:
            return self.checkpoint()
        except KnownError:
            return False  # the log keeps everything; the next quiet moment tries again

    def _leave_clean(self) -> None:
        if self.mark.session.state == "open":
            try:
                self.snapshot()
            except KnownError as error:
                self.warnings.append(str(error))
        self.checkpoint()
        self.store.close()
        self.mark.end()

    def _only_read(self, log_was_there: bool) -> Store:
        """The records, where the disk is full. Raises DiskFull."""
        store = full_disk.store_to_read(self.path, self._key, log_was_there=log_was_there)
        self.read_only, self._read_only_why = True, full_disk.NOT_SAVED
        self.warnings.append(full_disk.ONLY_READ)
        return store

    def _bring_up_to_date(self) -> None:
        from onrecord.vault import migrations

        if not self.store.rows("SELECT 1 FROM sqlite_master WHERE name = 'custody'"):
            raise Damaged(_NO_RECORDS)
        if not migrations.pending(self.store.db):
            return
        if self._read_only_why == full_disk.NOT_SAVED:
            raise DiskFull(full_disk.SHUT)
        if self.read_only:
            raise Refused(
                "This vault was written by an older version of OnRecord and must be copied to a "
                "disk of this computer before it can be opened."
            )
        self.snapshot()
        with self.store.writing("This vault was not brought up to date"):
            migrations.apply(self.store.db)

    def _checked_mark(self, log_was_there: bool) -> SessionMark:
        """Whether the vault's files fit together; fills ``warnings`` with what does not."""
        row = self.store.rows("SELECT generation, token FROM session")[0]
        mark = SessionMark(
            self.path,
            self.keyring,
            Session(row["generation"], row["token"]),
            self._memory,
            read_only=self.read_only,
            log_was_there=log_was_there,
        )
        self.warnings += mark.warnings
        with self.store.reading() as connection:
            if doubt := mark.doubt_of_memory(connection):
                self.warnings.append(doubt)
        return mark
