"""Copies of ``vault.db`` inside the vault, against a mistake or a damaged page.

They are whole databases under the same key: where ``vault.db`` is gone, put one in its place.
Those taken before going back to an earlier one (``-before``) stay for thirty days.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from onrecord.domain.times import now_text, parse_utc
from onrecord.errors import Damaged, KnownError, NotFound
from onrecord.vault import durable
from onrecord.vault.db import Store, plain_errors
from onrecord.vault.records import head_of

LAST = 3
DAYS = 7
DAYS_BEFORE = 30
_BEFORE = "-before"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{6}Z)(?:-\d+)?(-before)?\.db")


def take(store: Store, key: str, folder: Path, *, before: bool = False) -> Path:
    """A new snapshot, opened and checked before it counts; older ones are then pruned.

    ``before``: the vault is about to go back to an earlier one. Raises KnownError; what was there
    before stays.
    """
    with plain_errors("No snapshot was made", folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        part = folder / ("new.db" + durable.PART)
        durable.remove(part)
        try:
            with store.lock:  # so that the copy and the head it is compared with belong together
                store.copy_to(part)
                with store.reading() as reader:
                    head = head_of(reader)
            copy = Store(part, key, read_only=True)
            try:
                with copy.reading() as reader:
                    same = head_of(reader) == head
                if not same or copy.check():
                    raise Damaged("No snapshot was made: the copy is not the same. Try again.")
            finally:
                copy.close()
            target = _free_name(folder, _BEFORE if before else "")
            durable.rename(part, target)
            durable.sync_folder(folder)
        except BaseException:
            durable.remove(part)
            raise
    prune(folder)
    return target


def listed(folder: Path) -> list[tuple[datetime, Path]]:
    """All snapshots with their times, newest first."""
    found: list[tuple[datetime, Path]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name:
            found.append((parse_utc(_with_colons(name[1])), path))
    return sorted(found, key=lambda one: (one[0], len(one[1].name), one[1].name), reverse=True)


def prune(folder: Path, now: datetime | None = None) -> None:
    """Keep the last three, the newest of each of the last seven days, and for thirty days those
    taken before going back."""
    today = (now or parse_utc(now_text())).date()
    days: set[object] = set()
    found = listed(folder)
    for moment, path in found:
        if _BEFORE in path.name and today - moment.date() >= timedelta(days=DAYS_BEFORE):
            durable.remove(path)
    usual = [one for one in found if _BEFORE not in one[1].name]
    for number, (moment, path) in enumerate(usual):
        day = moment.date()
        newest_of_day = day not in days and today - day < timedelta(days=DAYS)
        days.add(day)
        if number >= LAST and not newest_of_day:
            durable.remove(path)


@contextmanager
def opened(folder: Path, name: str, key: str) -> Generator[Store]:
    """One of them, to be read. Raises NotFound, Damaged, or NewerFormat."""
    from onrecord.vault import migrations

    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound(f"There is no snapshot {name} in this vault.")
    store = Store(path, key, read_only=True)
    try:
        if not store.rows("SELECT 1 FROM sqlite_master WHERE name = 'custody'"):
            # What was cut off to nothing opens as a database with nothing in it.
            raise Damaged(f"The earlier state {name} is damaged. Choose another one.")
        migrations.pending(store.db)
        yield store
    finally:
        store.close()


def _free_name(folder: Path, mark: str) -> Path:
    name = now_text().replace(":", "")
    path, number = folder / f"{name}{mark}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{mark}.db"
    if number > 1000:
        raise KnownError("No snapshot was made: this computer's clock stands still.")
    return path


def _with_colons(name: str) -> str:
    return f"{name[:13]}:{name[13:15]}:{name[15:]}"
