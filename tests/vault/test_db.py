from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from onrecord.errors import BugError, Damaged, KnownError
from onrecord.vault.db import Store

KEY = "1f" * 32 + "2e" * 16


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path / "some.db", KEY)
    with store.writing("Not saved") as connection:
        connection.execute("CREATE TABLE note (words TEXT) STRICT")
    yield store
    store.close()


def write(store: Store, words: str) -> None:
    with store.writing("Not saved") as connection:
        connection.execute("INSERT INTO note VALUES (?)", [words])


def notes(store: Store) -> list[str]:
    return [row["words"] for row in store.rows("SELECT words FROM note ORDER BY rowid")]


def test_what_is_written_is_not_readable_in_the_file(store: Store) -> None:
    write(store, "CANARY-They-billed-me-twice")
    store.checkpoint()
    everything = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert b"CANARY" not in everything
    assert not store.path.read_bytes().startswith(b"SQLite format 3")


def test_another_key_is_refused_with_a_sentence(store: Store) -> None:
    store.close()
    with pytest.raises(Damaged, match=r"^The vault's some.db cannot be opened: .*\.$"):
        Store(store.path, "3d" * 48)


def test_a_plain_database_in_its_place_is_refused(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE note (words TEXT)")
    plain.commit()
    plain.close()
    with pytest.raises(Damaged, match="not encrypted"):
        Store(tmp_path / "plain.db", KEY)


def test_a_key_that_is_no_key_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(BugError):
        Store(tmp_path / "some.db", "'; DROP TABLE note; --")


def test_a_write_that_fails_is_known_to_fail(store: Store) -> None:
    # With the wrong database library under sqlite-utils this passed without an error.
    with store.writing("Not saved") as connection:
        connection.execute("CREATE TABLE one (id TEXT PRIMARY KEY)")
    table = store.db["one"]
    table.insert({"id": "a"}, pk="id")
    with pytest.raises(Exception, match="UNIQUE constraint failed"):
        table.insert({"id": "a"}, pk="id")
    assert store.rows("SELECT count(*) AS n FROM one") == [{"n": 1}]


def test_an_error_in_the_middle_takes_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing("Not saved") as connection:
        connection.execute("INSERT INTO note VALUES ('never')")
        raise ZeroDivisionError
    assert notes(store) == []


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(KnownError), store.reading() as reader:
        reader.execute("INSERT INTO note VALUES ('by a reader')")
    assert notes(store) == []


def test_reading_does_not_wait_for_a_writer(store: Store) -> None:
    write(store, "before")
    with store.writing("Not saved") as connection:
        connection.execute("INSERT INTO note VALUES ('in the middle')")
        seen: list[list[str]] = []
        reader = threading.Thread(target=lambda: seen.append(notes(store)))
        reader.start()
        reader.join()
    assert seen == [["before"]]
    assert notes(store) == ["before", "in the middle"]


def test_a_steady_view_does_not_change_while_others_write(store: Store) -> None:
    with store.reading(steady=True) as reader:
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (0,)
        write(store, "meanwhile")
        assert reader.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert notes(store) == ["meanwhile"]


def test_many_threads_write_and_nothing_is_lost(store: Store) -> None:
    threads = [
        threading.Thread(target=lambda n=n: [write(store, f"{n}.{i}") for i in range(20)])
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(notes(store)) == sorted(f"{n}.{i}" for n in range(5) for i in range(20))


def test_after_closing_no_log_remains_and_it_says_it_is_locked(store: Store) -> None:
    write(store, "kept")
    notes(store)
    store.close()
    assert [path.name for path in store.path.parent.iterdir()] == ["some.db"]
    for use in (lambda: notes(store), lambda: write(store, "late")):
        with pytest.raises(KnownError, match="locked"):
            use()


def test_a_checkpoint_leaves_nothing_in_the_log(store: Store) -> None:
    write(store, "moved")
    log = store.path.with_name("some.db-wal")
    assert log.stat().st_size > 0
    assert store.checkpoint()
    assert log.stat().st_size == 0


def test_a_copy_is_encrypted_under_the_same_key_and_whole(store: Store, tmp_path: Path) -> None:
    write(store, "in both")
    store.copy_to(tmp_path / "copy.db")
    copy = Store(tmp_path / "copy.db", KEY)
    assert notes(copy) == ["in both"]
    assert copy.check() == []
    copy.close()


def test_a_flipped_bit_is_found(store: Store) -> None:
    for number in range(200):
        write(store, f"note {number}")
    store.checkpoint()
    with store.path.open("r+b") as file:
        file.seek(store.path.stat().st_size - 2000)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    assert store.check()


def test_settings_that_guard_every_connection(store: Store) -> None:
    def of(connection: sqlite3.Connection, pragma: str) -> str:
        return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    with store.reading() as reader:
        for connection in (reader, store.db.conn):
            assert of(connection, "cipher_version").startswith("4.")
            assert of(connection, "journal_mode") == "wal"
            assert of(connection, "synchronous") == "2"  # FULL
            assert of(connection, "foreign_keys") == "1"
            assert of(connection, "temp_store") == "2"  # memory


def test_the_module_refuses_to_come_too_late() -> None:
    late = subprocess.run(
        [sys.executable, "-c", "import sqlite_utils, onrecord.vault.db"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert late.returncode != 0
    assert "before the encrypted database" in late.stderr
