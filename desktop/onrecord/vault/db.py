"""The one module that connects to a database of the vault.

sqlite-utils takes ``pysqlite3`` where it finds it. SQLCipher is put in that place before
sqlite-utils is first imported: otherwise its exceptions are not recognised and failed writes are
silently lost.
"""

from __future__ import annotations

import importlib
import re
import sqlite3
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BugError, Damaged, DiskFull, KnownError
from onrecord.vault import durable

if TYPE_CHECKING:
    from sqlite_utils import Database

_cipher: Any = importlib.import_module("sqlcipher3.dbapi2")
if "sqlite_utils" in sys.modules and sys.modules.get("pysqlite3.dbapi2") is not _cipher:
    raise BugError("sqlite-utils was imported before the encrypted database took its place")
sys.modules["pysqlite3"] = importlib.import_module("sqlcipher3")
sys.modules["pysqlite3.dbapi2"] = _cipher

Error: type[Exception] = _cipher.Error
IntegrityError: type[Exception] = _cipher.IntegrityError

_PLAIN_HEADER = b"SQLite format 3\x00"
_IDLE_READERS = 4
_READER_CACHE_KIB = 24_000
"""Pages a reader keeps decrypted until somebody writes. What a search goes through among 100,000
documents fits, so that only its first letter waits for decrypting it."""
_LOCKED = "The vault is locked. Unlock it and try again."


@contextmanager
def plain_errors(what: str, path: Path | None = None) -> Generator[None]:
    """Turns the world's faults into one sentence; ``what`` starts it: "This was not saved".
    ``path`` is the database's: a full disk is often told as a fault of the disk.

    A broken constraint or wrong SQL is ours and passes unchanged.
    """
    try:
        yield
    except Error as error:
        code = getattr(error, "sqlite_errorcode", None) or 0
        no_room = path is not None and durable.is_full(path.parent)
        if code & 0xFF == sqlite3.SQLITE_FULL or (code & 0xFF == sqlite3.SQLITE_IOERR and no_room):
            raise DiskFull(f"{what}: the disk is full. Free some space and try again.") from error
        sentence = {
            sqlite3.SQLITE_BUSY: "the vault is busy. Try again in a moment.",
            sqlite3.SQLITE_LOCKED: "the vault is busy. Try again in a moment.",
            sqlite3.SQLITE_IOERR: "the disk reported an error. Check the disk, then try again.",
            sqlite3.SQLITE_READONLY: "the vault's folder cannot be written to.",
            sqlite3.SQLITE_CANTOPEN: "a database file of the vault cannot be opened.",
        }.get(code & 0xFF)
        if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise Damaged(
                f"{what}: a database of the vault is damaged. Restore it from a backup or a file "
                "in the vault's snapshots folder."
            ) from error
        if sentence is None:
            raise
        raise KnownError(f"{what}: {sentence}") from error
    except OSError as error:
        raise durable.write_problem(error, what) from error


class Store:
    """One encrypted database, open: a writer, and as many readers as ask at the same time.

    ``key`` is the raw key and the salt, 96 hex digits. Any thread may use it. Whoever writes
    holds ``lock``; reading waits for nobody (WAL). ``read_only`` opens it as it lies, without a
    log (``immutable``), for media that cannot be written.
    """

    def __init__(self, path: Path, key: str, *, read_only: bool = False) -> None:
        if not re.fullmatch(r"[0-9a-f]{96}", key):
            raise BugError("a database key is 96 hex digits: the key, then the salt")
        self.path = path
        self.read_only = read_only
        self.lock = threading.RLock()
        self._key = key
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._closed = False
        with plain_errors(f"The vault's {path.name} cannot be opened", path):
            self._writer = _connect(path, key, read_only)
            if read_only:
                self._writer.execute("PRAGMA query_only = 1")
            else:
                self._writer.execute("PRAGMA journal_mode = WAL")
        self.db = _wrapped(self._writer)

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of a query as they were committed last. Writing through it is refused."""
        with self.reading() as connection:
            return fetch(connection, sql, args)

    @contextmanager
    def reading(self, *, steady: bool = False) -> Generator[sqlite3.Connection]:
        """A reader of its own; ``steady`` keeps one unchanging view until the block ends."""
        with plain_errors("The vault cannot be read", self.path):
            reader = self._take_reader()
            try:
                if steady:
                    reader.execute("BEGIN")
                yield reader
            finally:
                if reader.in_transaction:
                    reader.execute("ROLLBACK")
                self._give_back(reader)

    @contextmanager
    def writing(self, what: str) -> Generator[sqlite3.Connection]:
        """One transaction of the writer, or a savepoint within one that this thread has open.

        ``what`` starts the sentence of a failure: "This was not saved".
        """
        with self.lock:
            if self._closed:
                raise KnownError(_LOCKED)
            with plain_errors(what, self.path), self.db.atomic():
                yield self._writer

    def checkpoint(self) -> bool:
        """Move the log into the database and empty it. False when a reader was in the way."""
        with self.lock, plain_errors("The newest entries stay in the log", self.path):
            if self._closed or self.read_only:
                return True
            row = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return row[0] == 0

    def copy_to(self, path: Path) -> None:
        """A compact copy under the same key, in one file without a log, flushed to the medium."""
        with plain_errors("No snapshot was made", path):
            durable.create(path).close()  # for this user only, as SQLite would not make it
            connection = _connect(self.path, self._key, self.read_only)
            try:
                connection.execute("VACUUM INTO ?", [str(path)])
            finally:
                connection.close()
            durable.sync_path(path)

    def check(self, *, quick: bool = False) -> list[str]:
        """What SQLCipher (page by page) and SQLite find wrong; empty when nothing is. ``quick``
        does not compare what stands twice, in a table and in what finds its rows."""
        look = "PRAGMA quick_check" if quick else "PRAGMA integrity_check"
        with self.reading() as reader:
            try:
                found = [str(row[0]) for row in reader.execute("PRAGMA cipher_integrity_check")]
                checked = [str(row[0]) for row in reader.execute(look)]
            except Error as error:
                return [str(error)]
            return found + [line for line in checked if line != "ok"]

    def close(self) -> None:
        """Close all connections, the writer last, so that no log remains. Twice does no harm."""
        with self.lock:
            with self._idle_lock:
                self._closed = True
                idle, self._idle = self._idle, []
            for reader in idle:
                reader.close()
            self._writer.close()

    def _take_reader(self) -> sqlite3.Connection:
        with self._idle_lock:
            if self._closed:
                raise KnownError(_LOCKED)
            if self._idle:
                return self._idle.pop()
        reader = _connect(self.path, self._key, self.read_only)
        reader.execute("PRAGMA query_only = 1")
        reader.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIB}")
        return reader

    def _give_back(self, reader: sqlite3.Connection) -> None:
        with self._idle_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(reader)
                return
        reader.close()


def fetch(
    connection: sqlite3.Connection, sql: str, args: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(sql, args)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _connect(path: Path, key: str, immutable: bool) -> sqlite3.Connection:
    _refuse_plain(path)
    if not immutable and not path.exists():
        with suppress(OSError):  # SQLite says what is wrong
            durable.create(path).close()  # its log gets the same permissions from SQLite
    name = f"{path.absolute().as_uri()}?immutable=1" if immutable else str(path.absolute())
    connection: sqlite3.Connection = _cipher.connect(
        name, uri=immutable, check_same_thread=False, isolation_level=None, timeout=2.0
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if not (connection.execute("PRAGMA cipher_version").fetchone() or ("",))[0]:
            raise BugError("the database library does not encrypt")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA checkpoint_fullfsync = ON")
        # The first page is read here, so that a wrong key or a damaged file fails now.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_plain(path: Path) -> None:
    with suppress(FileNotFoundError), path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise Damaged(f"{path.name} is not encrypted, so it is not what this vault wrote.")


@contextmanager
def _unseen(*modules: str) -> Generator[None]:
    """Keeps these from being loaded meanwhile. sqlite-utils takes them wherever they are found, for
    types of theirs that no record of ours has; numpy is there for the reading of pictures, and costs
    40 MB and 0.1 s in the process that holds the keys."""
    kept = [name for name in modules if name not in sys.modules]
    for name in kept:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's word for "not to be had"
    try:
        yield
    finally:
        for name in kept:
            del sys.modules[name]


def _wrapped(connection: sqlite3.Connection) -> Database:
    with _unseen("pandas", "numpy"):
        from sqlite_utils import Database  # 0.17 s: not before the unlock window is painted

    return Database(connection, execute_plugins=False)
