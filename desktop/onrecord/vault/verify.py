"""Reads everything in a vault and compares it with what was written.

SQLCipher accepts an older page put back in its place, since that page was once right. So the rows
are compared with the last entries of the history, both ways, and the history's length and last
hash with what this computer remembers.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.domain.tables import RECORDS
from onrecord.errors import Cancelled, Damaged, KnownError
from onrecord.vault import keys
from onrecord.vault.custody import REMOVED, CustodyHead, Entry, broken_links, row_digest
from onrecord.vault.db import Error, fetch
from onrecord.vault.records import head_of, select
from onrecord.vault.recovery import FILE as RECOVERY_STEPS
from onrecord.vault.recovery import recovery_steps_are_whole
from onrecord.vault.stored_object import StoredObject
from onrecord.vault.unlisted import BUNDLE, is_unfinished, words_of

if TYPE_CHECKING:
    import sqlite3

    from onrecord.domain.evidence import ObjectRecord
    from onrecord.vault.vault import Vault

Progress = Callable[[int, int, str], None]

_READERS = 2
"""One hashes while the other opens: the cipher holds the interpreter's lock, so more gain nothing."""
_SHOW_S = 0.05
_REMEDIES = {
    keys.PASSPHRASE: (
        "Lock and unlock once with the passphrase, or set a new one: File, “Change passphrase”."
    ),
    keys.RECOVERY: (
        "Make a new recovery sheet (File, “Recovery sheet”), or unlock once with the recovery code."
    ),
    keys.KEYRING: (
        "In the settings turn “Unlock on this computer without typing” off and on again."
    ),
}
"""Each writes both copies of a key slot; what is quoted stands so in the window."""
_NEXT = "The next is made when you have changed something and lock."


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
    checks: list[Check] = [
        Check("Both copies of each key slot", tuple(_second_copies(vault))),
        Check("The steps to get everything back", tuple(_recovery_steps(vault))),
    ]
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

    checks.append(Check("The earlier states", tuple(_snapshots(vault, step))))

    total, broken = sum(one.length for one in objects), dict[str, str]()
    for one, damage in _read(vault, objects, total, step):
        if damage and vault.count(ObjectRecord, "id = ?", [one.id]):  # not deleted meanwhile
            broken[one.id] = _with_name(vault, one.id, str(damage), "It is")
    checks.append(Check("Every stored file, byte for byte", tuple(broken.values())))
    without = tuple(_without_note(vault, objects, broken, total, step))
    checks.append(Check("The note beside each stored file", without))
    notes += [
        words_of(found)
        for found in vault.objects.unlisted({one.id for one in objects})
        # What was added since the records were read is not unlisted, nor a PDF being made.
        if not vault.count(ObjectRecord, "id = ?", [found.id])
        and not (is_unfinished(found) and vault.objects.was_added_here(found.id))
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
        yield f"The two copies of the {slot} key are not the same. {_REMEDIES[slot]}"


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
    doubt = vault.mark.doubt_of_memory(connection)
    if doubt:
        yield doubt


def _recovery_steps(vault: Vault) -> Iterator[str]:
    if not recovery_steps_are_whole(vault.path):
        yield (
            f"{RECOVERY_STEPS} is missing or does not say what OnRecord wrote there: do not follow "
            "it. It is written again at the next unlock."
        )


def _snapshots(vault: Vault, step: _Steps) -> Iterator[str]:
    """Earlier states that are gone or cannot be read whole."""
    folder = vault.path / "snapshots"
    listed = [name for _, name in vault.snapshots()]
    if not folder.is_dir():
        yield "The vault's snapshots folder is missing, and with it every earlier state. " + _NEXT
    elif not listed and vault.mark.was_changed_and_locked:
        yield "No earlier state is left in the vault's snapshots folder. " + _NEXT
    for name in listed:
        step.at(0, 0, "Checking the earlier states")
        if not _is_whole(vault, name) and (folder / name).exists():
            yield (
                f"The earlier state {name} in the vault's snapshots folder is damaged: you "
                "cannot go back to it, and it may be deleted. Your records as they are now are not "
                "affected."
            )


def _is_whole(vault: Vault, name: str) -> bool:
    try:
        with vault.opened_snapshot(name) as store:
            return not store.check(quick=True)
    except (KnownError, Error):
        return False


def _stored(one: ObjectRecord) -> StoredObject:
    return StoredObject(
        id=one.id,
        length=one.length,
        sha256=one.sha256,
        ciphertext_length=one.ciphertext_length,
        header_sha256=one.header_sha256,
        generation=one.generation,
    )


def _without_note(
    vault: Vault,
    objects: Sequence[ObjectRecord],
    broken: Collection[str],
    total: int,
    step: _Steps,
) -> Iterator[str]:
    """Stored files whose note is gone or not its own. It is written again from the records, but
    not for a file that is ``broken``. One thread: more of them would wait for each other."""
    from onrecord.domain.evidence import ObjectRecord

    for one in objects:
        step.at(total, total, "Reading the notes beside the stored files")
        problem = vault.objects.check_note(_stored(one))
        if not problem or not vault.count(ObjectRecord, "id = ?", [one.id]):
            continue
        said = f"The note beside the stored file {one.id} {problem}"
        again = one.id not in broken and _note_again(vault, one)
        said += ", and was written again from the records." if again else "."
        yield _with_name(vault, one.id, said, "The file is")


def _note_again(vault: Vault, one: ObjectRecord) -> bool:
    """Whether a note could be written again from the records."""
    from onrecord.domain.evidence import ObjectRecord

    if vault.read_only:
        return False
    names = vault.query("SELECT file_name FROM evidence WHERE object_id = ?", [one.id])
    about = names[0] if names else BUNDLE
    try:
        with vault.store.lock:  # so that its document is not deleted in between
            if not vault.count(ObjectRecord, "id = ?", [one.id]):
                return False
            vault.objects.put_note(_stored(one), about)
    except KnownError:
        return False
    return True


def _with_name(vault: Vault, object_id: str, problem: str, it_is: str) -> str:
    rows: list[dict[str, Any]] = vault.query(
        "SELECT title, file_name FROM evidence WHERE object_id = ?", [object_id]
    )
    name = rows[0]["title"] or rows[0]["file_name"] if rows else ""
    return f"{problem} {it_is} the document {name}." if name else problem
