"""Reads everything in a vault and compares it with what was written.

SQLCipher accepts an older page put back in its place, since that page was once right. So the rows
are compared with the last entries of the history, both ways, and the history's length and last
hash with what this computer remembers.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.domain.tables import RECORDS
from onrecord.errors import Cancelled, Damaged
from onrecord.vault import keys
from onrecord.vault.custody import REMOVED, CustodyHead, Entry, broken_links, row_digest
from onrecord.vault.db import Error, fetch
from onrecord.vault.records import head_of, select

if TYPE_CHECKING:
    import sqlite3

    from onrecord.domain.evidence import ObjectRecord
    from onrecord.vault.vault import Vault

Progress = Callable[[int, int, str], None]

_READERS = 2
"""One hashes while the other opens: the cipher holds the interpreter's lock, so more gain nothing."""
_SHOW_S = 0.05


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; ``problems`` is empty when it is as it should be."""

    words: str
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class VerifyReport:
    """``notes`` are worth knowing but no damage. ``head`` is the history that was checked."""

    checks: tuple[Check, ...]
    notes: tuple[str, ...]
    head: CustodyHead
    object_count: int
    object_bytes: int

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for check in self.checks for problem in check.problems)

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(
    vault: Vault,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> VerifyReport:
    """All checks; problems are reported, never raised. Raises Cancelled."""
    from onrecord.domain.evidence import ObjectRecord

    step = _Steps(progress, cancelled)
    records = vault.store
    notes: list[str] = []
    checks: list[Check] = [Check("Both copies of each key slot", tuple(_second_copies(vault)))]
    step.at(0, 0, "Checking the databases")
    checks.append(Check("The records' pages", tuple(map(_page, records.check()))))
    if vault.index.check():
        notes.append(
            "The search index was damaged. It is made again from your documents at the next unlock."
        )

    head, objects = CustodyHead(), list[ObjectRecord]()
    try:
        with records.reading(steady=True) as connection:
            step.at(0, 0, "Checking the history")
            head = head_of(connection)
            checks.append(Check("The history's chain", tuple(broken_links(_entries(connection)))))
            checks.append(Check("Every record against the history", tuple(_rows(connection, step))))
            checks.append(
                Check("What this computer remembers", tuple(_remembered(vault, connection)))
            )
            objects = select(connection, ObjectRecord)
    except (Damaged, Error) as error:
        checks.append(Check("The records", (str(error),)))

    total, broken = sum(one.length for one in objects), list[str]()
    for one, damage in _read(vault, objects, total, step):
        if damage and vault.count(ObjectRecord, "id = ?", [one.id]):  # not deleted meanwhile
            broken.append(f"{damage}{_named(vault, one.id)}")
    checks.append(Check("Every stored file, byte for byte", tuple(broken)))
    notes += [
        found.problem or f"The stored file {found.id} was found, but is not in the records."
        for found in vault.objects.unlisted({one.id for one in objects})
        # What was added since the records were read is not unlisted.
        if not vault.count(ObjectRecord, "id = ?", [found.id])
    ]
    return VerifyReport(tuple(checks), tuple(notes), head, len(objects), total)


def _read(
    vault: Vault, objects: Sequence[ObjectRecord], total: int, step: _Steps
) -> Iterator[tuple[ObjectRecord, Damaged | None]]:
    """Every stored file in its turn, and what is wrong with it."""
    stop, lengths, words = threading.Event(), dict[str, int](), "Reading every stored file"

    def look(one: ObjectRecord) -> Damaged | None:
        try:
            vault.objects.check(
                one, progress=partial(lengths.__setitem__, one.id), cancelled=stop.is_set
            )
        except Damaged as error:
            return error
        return None

    def begun(one: ObjectRecord) -> tuple[ObjectRecord, Future[Damaged | None]]:
        lengths[one.id] = 0
        return one, readers.submit(look, one)

    done, rest = 0, iter(objects)
    readers = ThreadPoolExecutor(_READERS, thread_name_prefix="verify")
    try:
        reading = deque(map(begun, islice(rest, 2 * _READERS)))
        while reading:
            one, found = reading[0]
            finished, _ = wait([found], _SHOW_S)
            step.at(min(total, done + sum(lengths.values())), total, words)
            if not finished:
                continue
            reading.popleft()
            reading.extend(map(begun, islice(rest, 1)))
            del lengths[one.id]
            done += one.length
            yield one, found.result()
        step.at(total, total, words)
    finally:
        stop.set()
        readers.shutdown(wait=True, cancel_futures=True)


class _Steps:
    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def at(self, done: int, total: int, words: str) -> None:
        if self._cancelled and self._cancelled():
            raise Cancelled("Stopped. Not everything was checked.")
        if self._progress:
            self._progress(done, total, words)


def _page(problem: str) -> str:
    return f"A database page is damaged ({problem}). Restore it from a backup or a snapshot."


def _second_copies(vault: Vault) -> Iterator[str]:
    slots = [keys.PASSPHRASE, keys.RECOVERY]
    if keys.has_slot(vault.path, keys.KEYRING):
        slots.append(keys.KEYRING)
    for slot in slots:
        first, second = keys.slot_paths(vault.path, slot)
        try:
            if first.read_bytes() == second.read_bytes():
                continue
        except OSError:
            pass
        remedy = (
            "Turn unlocking without typing off and on again"
            if slot == keys.KEYRING
            else f"Set the {slot} again"
        )
        yield f"The two copies of the {slot} key are not the same. {remedy}."


def _entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    for row in connection.execute(
        "SELECT seq, at, words, of_table, of_id, revision, row_sha256, previous_sha256, sha256 "
        "FROM custody ORDER BY seq"
    ):
        yield Entry(*row)


def _rows(connection: sqlite3.Connection, step: _Steps) -> Iterator[str]:
    for cls in RECORDS:
        if not cls.CITABLE:
            continue
        step.at(0, 0, "Comparing every record with the history")
        table, name = cls.TABLE, cls.TABLE.replace("_", " ")
        last: dict[str, tuple[int, str, str]] = {
            id: (revision, digest, at)
            for id, revision, digest, at in connection.execute(
                "SELECT of_id, revision, row_sha256, at FROM custody WHERE of_table = ? "
                "ORDER BY seq",
                [table],
            )
        }
        for row in fetch(connection, f"SELECT * FROM {table}"):
            entry = last.pop(row["id"], None)
            if entry is None or entry[1] == REMOVED:
                yield f"The {name} {row['id']} is in the records, but not in the history."
            elif entry[1] != row_digest(row):
                yield (
                    f"The {name} {row['id']} is not what was saved last (revision {entry[0]}, "
                    f"{entry[2]})."
                )
        for id, (revision, digest, at) in last.items():
            if digest != REMOVED:
                yield f"The {name} {id} is missing (saved last as revision {revision}, {at})."


def _remembered(vault: Vault, connection: sqlite3.Connection) -> Iterator[str]:
    doubt = vault.doubt_of_memory(connection)
    if doubt:
        yield doubt


def _named(vault: Vault, object_id: str) -> str:
    rows: list[dict[str, Any]] = vault.query(
        "SELECT title, file_name FROM evidence WHERE object_id = ?", [object_id]
    )
    return f" It is the document {rows[0]['title'] or rows[0]['file_name']}." if rows else ""
