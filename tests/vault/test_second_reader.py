"""A second reader, written from ``schemas/VAULT.md`` alone: it knows ``pyrage`` for age files, a
SQLCipher 4 library, and nothing of OnRecord. It must get everything back from a vault of ours.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
import pytest
import sqlcipher3

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import Setting
from onrecord.domain.person import Person
from onrecord.vault.inbox import seal_to_inbox
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault

TEXT = Path(__file__).parents[2] / "schemas" / "VAULT.md"
FIRST_COLUMNS = ["id", "revision", "created_at", "changed_at"]
NOT_IN_CUSTODY = {
    "setting", "draft", "letter", "letter_template", "packet_reason", "packet_profile",
}  # fmt: skip
PASSPHRASE = "five invented words for tests"

Row = dict[str, Any]


@dataclass(frozen=True)
class Keys:
    identities: list[Any]
    vault_id: str
    vault_db: str
    index_db: str


def open_slot(folder: Path, slot: str, secret: str) -> Keys:
    text = pyrage.passphrase.decrypt(
        (folder / "keys" / f"{slot}.age").read_bytes(), secret
    ).decode()
    lines = text.split("\n")
    newest = json.loads(next(line for line in lines if line.startswith("# generation "))[13:])
    assert lines[0] == newest["identity"]
    identities = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    return Keys(
        [pyrage.x25519.Identity.from_str(one) for one in identities],
        newest["vault_id"],
        newest["vault_db"],
        newest["index_db"],
    )


def rows_of(path: Path, key: str, sql: str) -> list[Row]:
    database = sqlcipher3.connect(str(path))
    try:
        database.execute(f"PRAGMA key = \"x'{key}'\"")
        found = database.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    finally:
        database.close()


def read_object(folder: Path, keys: Keys, row: Row) -> bytes:
    id = row["id"]
    file = (folder / "objects" / id[:2] / f"{id}.age").read_bytes()
    assert len(file) == row["ciphertext_length"]
    header = re.match(rb"age-encryption\.org/v1\n(?:[^\n]*\n)*?--- [A-Za-z0-9+/]{43}\n", file)
    assert header
    assert hashlib.sha256(file[: header.end() + 16]).hexdigest() == row["header_sha256"]
    plain = pyrage.decrypt(file, keys.identities)
    assert len(plain) == row["length"]
    assert hashlib.sha256(plain).hexdigest() == row["sha256"]
    return plain


def canonical(value: Row) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verify_custody(folder: Path, keys: Keys, tables: list[str]) -> tuple[int, str]:
    """Length and head of the chain, every rule of the text checked."""
    entries = rows_of(folder / "vault.db", keys.vault_db, "SELECT * FROM custody ORDER BY seq")
    head, last = "0" * 64, dict[tuple[str, str], str]()
    for number, entry in enumerate(entries, 1):
        assert entry["seq"] == number
        assert entry["previous_sha256"] == head
        head = entry.pop("sha256")
        assert hashlib.sha256(canonical(entry)).hexdigest() == head
        last[entry["of_table"], entry["of_id"]] = entry["row_sha256"]
    for table in tables:
        if table in NOT_IN_CUSTODY:
            continue
        for row in rows_of(folder / "vault.db", keys.vault_db, f'SELECT * FROM "{table}"'):
            assert last.pop((table, row["id"])) == hashlib.sha256(canonical(row)).hexdigest()
    assert set(last.values()) <= {""}
    return len(entries), head


def tables_in_text() -> dict[str, list[str]]:
    """Table -> its columns as the text gives them, after the four first ones."""
    listed = TEXT.read_text("utf-8").split("<!-- tables: begin -->")[1].split("<!-- tables: end")[0]
    found = re.findall(r"^\| `(\w+)` \| (.*) \|$", listed, re.MULTILINE)
    return {table: columns.split(", ") for table, columns in found}


@pytest.fixture
def made(tmp_path: Path, memory: Memory) -> tuple[Path, str, list[bytes]]:
    folder = tmp_path / "Sample.onrecord"
    vault, code = Vault.create(folder, PASSPHRASE, work_factor=4, memory=memory)
    originals = [b"", "Rechnung 12,50 €".encode(), bytes(200_000)]
    with vault, vault.objects.begin_group() as group:
        added = [group.add([data], meta={"file_name": "a.pdf"}) for data in originals]
        group.seal()
        with vault.change('Attached "three" documents\n') as change:
            for number, stored in enumerate(added):
                change.insert(ObjectRecord(**vars(stored)))
                change.insert(
                    Evidence(object_id=stored.id, file_name=f"{number}.pdf", tags=("é", "b"))
                )
            person = change.insert(Person(name="Ada Example (sample)"))
            change.put(Setting(id="language", value="en"))
        with vault.change("Removed a person") as change:
            change.remove(Person, person.id)
        key = vault.keyring.inbox_public_key
    seal_to_inbox(folder, key, "note", {"text": "They said no."}, [b"one\ntwo"])
    return folder, code, originals


def test_everything_comes_back_without_onrecord(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, originals = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    evidence = rows_of(
        folder / "vault.db", keys.vault_db, "SELECT * FROM evidence ORDER BY file_name"
    )
    objects = {
        row["id"]: row
        for row in rows_of(folder / "vault.db", keys.vault_db, "SELECT * FROM object")
    }
    got = [read_object(folder, keys, objects[row["object_id"]]) for row in evidence]
    assert got == originals
    assert json.loads(evidence[0]["tags"]) == ["é", "b"]


def test_the_recovery_code_opens_the_same_keys(made: tuple[Path, str, list[bytes]]) -> None:
    folder, code, _ = made
    by_code, by_words = (
        open_slot(folder, "recovery", code),
        open_slot(folder, "passphrase", PASSPHRASE),
    )
    assert (by_code.vault_id, by_code.vault_db) == (by_words.vault_id, by_words.vault_db)
    for slot in ("passphrase", "recovery"):
        first, second = (folder / "keys" / f"{slot}{end}" for end in (".age", ".2.age"))
        assert first.read_bytes() == second.read_bytes()


def test_each_object_has_the_note_the_text_describes(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, _ = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    for row in rows_of(folder / "vault.db", keys.vault_db, "SELECT * FROM object"):
        note = folder / "objects" / row["id"][:2] / f"{row['id']}.meta.age"
        plain = pyrage.decrypt(note.read_bytes(), keys.identities)
        assert len(plain) % 1024 == 0
        told = json.loads(plain)
        assert told.pop("about") == {"file_name": "a.pdf"}
        assert told == {name: row[name] for name in told}
        assert set(told) == {*row} - {"revision", "created_at", "changed_at"}


def test_the_history_holds_by_the_rules_of_the_text(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, _ = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    length, head = verify_custody(folder, keys, list(tables_in_text()))
    assert length == 8
    with Vault.open(folder, PASSPHRASE, memory=None) as vault:
        assert (vault.custody_head().length, vault.custody_head().sha256) == (length, head)


def test_format_json_and_the_session_agree_after_locking(
    made: tuple[Path, str, list[bytes]],
) -> None:
    folder, _, _ = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    told = json.loads((folder / "format.json").read_bytes())
    (session,) = rows_of(
        folder / "vault.db", keys.vault_db, "SELECT generation, token FROM session"
    )
    assert set(told) == {"created_at", "format", "inbox_public_key", "session", "vault_id"}
    assert (told["format"], told["vault_id"]) == (1, keys.vault_id)
    assert told["session"] == {**session, "state": "clean"}
    assert told["inbox_public_key"] in {str(one.to_public()) for one in keys.identities}
    assert not (folder / "vault.db-wal").exists()


def test_the_inbox_the_index_and_a_snapshot_open_too(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, _ = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    (item,) = (folder / "inbox").glob("*.age")
    line, content = pyrage.decrypt(item.read_bytes(), keys.identities).split(b"\n", 1)
    assert content == b"one\ntwo"
    told = json.loads(line)
    assert (told["kind"], told["text"]) == ("note", "They said no.")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", told["sealed_at"])

    assert rows_of(folder / "index.db", keys.index_db, "PRAGMA user_version") == [
        {"user_version": 4}
    ]
    snapshot = next((folder / "snapshots").iterdir())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?\.db", snapshot.name)
    assert len(rows_of(snapshot, keys.vault_db, "SELECT * FROM evidence")) == 3


def test_both_databases_begin_with_their_salt(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, _ = made
    keys = open_slot(folder, "passphrase", PASSPHRASE)
    for name, key in (("vault.db", keys.vault_db), ("index.db", keys.index_db)):
        assert (folder / name).read_bytes()[:16].hex() == key[64:]


def test_the_folder_holds_only_what_the_text_names(made: tuple[Path, str, list[bytes]]) -> None:
    folder, _, _ = made
    named = {
        "README-RECOVERY.txt", "format.json", "keys", "vault.db", "index.db", "objects", "inbox",
        "snapshots", "lock", "lock.json",
    }  # fmt: skip
    assert {path.name for path in folder.iterdir()} <= named


def test_the_text_lists_every_column_of_every_table(
    new_vault: Callable[..., Vault],
) -> None:
    vault = new_vault()
    found: dict[str, list[str]] = {}
    for table in vault.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"):
        columns = vault.query("SELECT * FROM pragma_table_info(?)", [table["name"]])
        if [column["name"] for column in columns[:4]] == FIRST_COLUMNS:
            found[table["name"]] = [
                column["name"]
                + (" int" if column["type"] == "INTEGER" else "")
                + ("" if column["notnull"] else "?")
                for column in columns[4:]
            ]
    assert tables_in_text() == found, "describe the tables in schemas/VAULT.md"


def test_the_text_names_every_column_that_is_json() -> None:
    from typing import get_type_hints

    from onrecord.domain.tables import RECORDS

    json_columns = {
        f"{record.TABLE}.{name}"
        for record in RECORDS
        for name, hint in get_type_hints(record).items()
        if str(hint).startswith(("tuple", "dict"))
    }
    listed = TEXT.read_text("utf-8").split("JSON text: ")[1].split(". Money")[0]
    assert set(re.findall(r"`([\w.]+)`", listed)) == json_columns


def test_the_text_names_the_tables_without_history() -> None:
    from onrecord.domain.tables import RECORDS

    assert {record.TABLE for record in RECORDS if not record.CITABLE} == NOT_IN_CUSTODY
    text = TEXT.read_text("utf-8")
    assert (
        "over all tables above but `setting`,\n`draft`, `letter`, `letter_template`,"
        " `packet_reason` and `packet_profile`" in text
    )
