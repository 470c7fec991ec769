"""Reading records, and the one way to change them: a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.domain.change import Change, RowState
from onrecord.domain.record import Record
from onrecord.domain.tables import BY_TABLE
from onrecord.domain.times import now_text
from onrecord.errors import BugError, NotFound, Refused
from onrecord.vault.custody import CustodyHead, next_entry
from onrecord.vault.db import fetch

if TYPE_CHECKING:
    import sqlite3

R = TypeVar("R", bound=Record)
_Key = tuple[str, str]
_BOOKKEEPING = {"revision", "changed_at"}


def select(
    connection: sqlite3.Connection,
    cls: type[R],
    where: str = "",
    args: Sequence[Any] = (),
    order: str = "",
    limit: int = -1,
    offset: int = 0,
) -> list[R]:
    """Records of one table. ``where`` and ``order`` are SQL we wrote; what users typed goes
    into ``args``.
    """
    sql = f"SELECT * FROM {cls.TABLE}" + (f" WHERE {where}" if where else "")
    sql += f" ORDER BY {order}" if order else ""
    rows = fetch(connection, f"{sql} LIMIT ? OFFSET ?", [*args, limit, offset])
    return [cls.from_row(row) for row in rows]


def one(connection: sqlite3.Connection, cls: type[R], id: str) -> R:
    """The record with this id. Raises NotFound."""
    row = row_of(connection, cls.TABLE, id)
    if row is None:
        raise NotFound(f"There is no {cls.TABLE.replace('_', ' ')} {id} in this vault.")
    return cls.from_row(row)


def row_of(connection: sqlite3.Connection, table: str, id: str) -> dict[str, Any] | None:
    """A row as it is stored, or None."""
    found = fetch(connection, f"SELECT * FROM {table} WHERE id = ?", [id])
    return found[0] if found else None


def head_of(connection: sqlite3.Connection) -> CustodyHead:
    """Where the history stands."""
    last = connection.execute(
        "SELECT seq, sha256 FROM custody ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return CustodyHead(*last) if last else CustodyHead()


class Transaction:
    """Changes that are saved together or not at all; ``Vault.change`` makes one.

    A row rises by one revision in a transaction, however often it is touched, and where a bundle
    can cite it the history gets one entry for it, written last, in the same database transaction.
    Set ``words`` and ``result`` at any time before the block ends; ``change`` is there after it.
    """

    def __init__(
        self, connection: sqlite3.Connection, words: str, outer: Transaction | None = None
    ) -> None:
        self.words = words
        self.result = ""
        self._connection = connection
        self._outer = outer
        self._before: dict[_Key, dict[str, Any] | None] = {}
        self._change: Change | None = None
        self._open = True

    @property
    def change(self) -> Change:
        """What was done, once the block has ended."""
        if self._change is None:
            raise BugError("a change is known only after its block has ended without an error")
        return self._change

    def get(self, cls: type[R], id: str) -> R:
        """As it stands within this transaction. Raises NotFound."""
        return one(self._connection, cls, id)

    def find(
        self, cls: type[R], where: str = "", args: Sequence[Any] = (), *, order: str = ""
    ) -> list[R]:
        """As they stand within this transaction."""
        return select(self._connection, cls, where, args, order)

    def insert(self, record: R) -> R:
        """Add a record; returns it as stored. ``created_at`` is kept where it is given (import).

        An id that is there already is our fault and raises the database's IntegrityError.
        """
        self._check_open()
        table, now = record.TABLE, now_text()
        known = self._known((table, record.id))
        revision = 1
        if known is not None:
            revision = known["revision"] + 1
        elif record.CITABLE:
            revision = self._last_revision(table, record.id) + 1
        stored = replace(
            record, revision=revision, created_at=record.created_at or now, changed_at=now
        )
        row = stored.to_row()
        self._connection.execute(_insert_sql(type(record)), list(row.values()))
        self._before.setdefault((table, record.id), None)
        return stored

    def update(self, record: R) -> R:
        """Replace a record by its newer form; returns it as stored.

        Refused when the row is no longer at ``record.revision``: somebody else's edit would be
        lost. ``patch`` changes single fields whatever the rest has become.
        """
        self._check_open()
        table = record.TABLE
        row = row_of(self._connection, table, record.id)
        if row is None:
            raise NotFound("What you are changing is no longer there.")
        if row["revision"] != record.revision:
            raise Refused(
                "This was changed in the meantime. Look at it as it is now, then change it again."
            )
        if not self._write(table, row, record.to_row()):
            return record
        return self.get(type(record), record.id)

    def patch(self, cls: type[R], id: str, **values: Any) -> R:
        """Change single fields of a record; returns it as stored. Raises NotFound."""
        return self.update(replace(self.get(cls, id), **values))

    def put(self, record: R) -> R:
        """Add the record, or replace whatever has its id (settings, drafts)."""
        row = row_of(self._connection, record.TABLE, record.id)
        if row is None:
            return self.insert(record)
        return self.update(replace(record, revision=row["revision"], created_at=row["created_at"]))

    def remove(self, cls: type[Record], id: str) -> None:
        """Delete a row for good (undo brings it back until the vault is locked)."""
        self._check_open()
        row = row_of(self._connection, cls.TABLE, id)
        if row is None:
            raise NotFound("What you are removing is no longer there.")
        self._connection.execute(f"DELETE FROM {cls.TABLE} WHERE id = ?", [id])
        self._before.setdefault((cls.TABLE, id), row)

    def revision(self, table: str, id: str) -> int:
        """The revision a row stands at; 0 where there is none."""
        row = row_of(self._connection, table, id)
        return row["revision"] if row else 0

    def row(self, table: str, id: str) -> dict[str, Any] | None:
        """A row as it stands within this transaction."""
        return row_of(self._connection, table, id)

    def put_back(self, table: str, id: str, row: dict[str, Any] | None) -> int:
        """Make a row what it was, for undo; its revision goes on rising, and is returned."""
        self._check_open()
        now = row_of(self._connection, table, id)
        cls = BY_TABLE[table]
        if row is None:
            if now is not None:
                self.remove(cls, id)
        elif now is None:
            self._before.setdefault((table, id), None)
            revision = max(row["revision"], self._last_revision(table, id)) + 1
            stored = {**row, "revision": revision, "changed_at": now_text()}
            self._connection.execute(
                f"INSERT INTO {table} ({', '.join(stored)}) VALUES "
                f"({', '.join('?' * len(stored))})",
                list(stored.values()),
            )
        else:
            self._write(table, now, row)
        return self.revision(table, id)

    def finish(self) -> Change:
        """Write the history's entries; called by the vault just before it commits."""
        self._check_open()
        self._open = False
        states: list[RowState] = []
        ended: list[tuple[_Key, dict[str, Any] | None]] = []
        for (table, id), before in self._before.items():
            after = row_of(self._connection, table, id)
            if before is None and after is None:
                continue
            states.append(RowState(table, id, before, after["revision"] if after else 0))
            ended.append(((table, id), after))
        if self._outer is not None:
            for key, before in self._before.items():
                self._outer._before.setdefault(key, before)
        else:
            self._write_history(ended)
        self._change = Change(
            self.words,
            tuple((state.table, state.id) for state in states),
            tuple(states),
            self.result,
        )
        return self._change

    def _write_history(self, ended: list[tuple[_Key, dict[str, Any] | None]]) -> None:
        head, at = head_of(self._connection), now_text()
        entries: list[tuple[Any, ...]] = []
        for (table, id), after in ended:
            if not BY_TABLE[table].CITABLE:
                continue
            before = self._before[(table, id)]
            revision = after["revision"] if after else (before or {"revision": 0})["revision"] + 1
            entry = next_entry(
                head, at=at, words=self.words, of_table=table, of_id=id, revision=revision,
                row=after,
            )  # fmt: skip
            entries.append(tuple(vars(entry).values()))
            head = CustodyHead(entry.seq, entry.sha256)
        self._connection.executemany("INSERT INTO custody VALUES (?,?,?,?,?,?,?,?,?)", entries)

    def _known(self, key: _Key) -> dict[str, Any] | None:
        """The row as it was before the outermost transaction touched it, where it did."""
        outer = self._outer._known(key) if self._outer else None
        return outer if outer is not None else self._before.get(key)

    def _touched(self, key: _Key) -> bool:
        return key in self._before or (self._outer is not None and self._outer._touched(key))

    def _rise(self, table: str, row: dict[str, Any]) -> int:
        revision: int = row["revision"]
        return revision if self._touched((table, row["id"])) else revision + 1

    def _last_revision(self, table: str, id: str) -> int:
        found = self._connection.execute(
            "SELECT revision FROM custody WHERE of_table = ? AND of_id = ? "
            "ORDER BY seq DESC LIMIT 1",
            [table, id],
        ).fetchone()
        return found[0] if found else 0

    def _write(self, table: str, row: dict[str, Any], wanted: dict[str, Any]) -> bool:
        """Bring a row to what is wanted, in the columns that differ; False when none does."""
        changed = {
            name: value
            for name, value in wanted.items()
            if name not in _BOOKKEEPING and row[name] != value
        }
        if not changed:
            return False
        changed |= {"revision": self._rise(table, row), "changed_at": now_text()}
        columns = ", ".join(f"{name} = ?" for name in changed)
        self._connection.execute(
            f"UPDATE {table} SET {columns} WHERE id = ?", [*changed.values(), row["id"]]
        )
        self._before.setdefault((table, row["id"]), row)
        return True

    def _check_open(self) -> None:
        if not self._open:
            raise BugError("this transaction has ended")


@cache
def _insert_sql(cls: type[Record]) -> str:
    names = [field.name for field in fields(cls)]
    return f"INSERT INTO {cls.TABLE} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
