"""Files of ours open with the stock ``age`` program and ``pyrage``, theirs open here, and a whole
vault comes back by the very commands of its README-RECOVERY.txt.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyrage
import pytest

from onrecord.vault import keys, recovery
from onrecord.vault.agefile import (
    CHUNK,
    ScryptPassphrase,
    X25519Identity,
    X25519Recipient,
    decrypt_bytes,
    encrypt_bytes,
)
from onrecord.vault.inbox import seal_to_inbox
from onrecord.vault.keys import KeyRing
from onrecord.vault.objects import ObjectStore
from onrecord.vault.stored_object import StoredObject

AGE = shutil.which("age")
LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK)
PASSPHRASE = "maple lantern quiet otter cobalt"

needs_age = pytest.mark.skipif(AGE is None, reason="needs the age program")
needs_terminal = pytest.mark.skipif(
    AGE is None or sys.platform == "win32", reason="needs the age program and a terminal"
)


def age(*arguments: str, given: bytes = b"", folder: Path | None = None) -> bytes:
    """The stock program, without a terminal."""
    done = subprocess.run(
        ["age", *arguments], input=given, capture_output=True, check=True, cwd=folder
    )
    return done.stdout


def typed(command: list[str], folder: Path, *lines: str) -> str:
    """Run a command on a terminal of its own and type each line when it asks for one."""
    import pty
    import select

    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover
        try:
            os.chdir(folder)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    said, asked = b"", 0
    deadline = time.monotonic() + 120
    while True:
        ready, _, _ = select.select([terminal], [], [], deadline - time.monotonic())
        if not ready:
            os.kill(child, 9)
            pytest.fail(f"no answer from {command}; it said {said!r}")
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the other end was closed
            part = b""
        if not part:
            break
        said += part
        # The program asks once for each secret, with a line that ends in a colon.
        if asked < len(lines) and len(re.findall(rb"assphrase[^\n]*: ?", said)) > asked:
            os.write(terminal, lines[asked].encode() + b"\n")
            asked += 1
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    return said.decode()


# --- single files ------------------------------------------------------------------------


@needs_age
@pytest.mark.parametrize("length", LENGTHS)
def test_the_age_program_reads_what_is_written_here(length: int, tmp_path: Path) -> None:
    identity = X25519Identity.generate()
    (tmp_path / "key").write_text(identity.to_text() + "\n")
    data = os.urandom(length)
    assert (
        age("-d", "-i", "key", given=encrypt_bytes(data, [identity.recipient]), folder=tmp_path)
        == data
    )


@needs_age
@pytest.mark.parametrize("length", LENGTHS)
def test_what_the_age_program_writes_is_read_here(length: int) -> None:
    identity, other = X25519Identity.generate(), X25519Identity.generate()
    data = os.urandom(length)
    both = ("-r", other.recipient.to_text(), "-r", identity.recipient.to_text())
    assert decrypt_bytes(age(*both, given=data), [identity]) == data


@needs_age
def test_the_age_programs_own_keys_are_understood(tmp_path: Path) -> None:
    if not shutil.which("age-keygen"):
        pytest.skip("needs the age-keygen program")
    made = subprocess.run(["age-keygen"], capture_output=True, check=True, text=True)
    private = made.stdout.splitlines()[-1]
    public = re.search("age1[0-9a-z]+", made.stdout)
    identity = X25519Identity.from_text(private)
    assert public
    assert identity.recipient.to_text() == public[0]
    assert identity.to_text() == private


@pytest.mark.parametrize("length", LENGTHS)
def test_pyrage_and_this_reader_understand_each_other(length: int) -> None:
    ours, theirs = X25519Identity.generate(), pyrage.x25519.Identity.generate()
    data = os.urandom(length)
    to_them = X25519Recipient.from_text(str(theirs.to_public()))
    assert pyrage.decrypt(encrypt_bytes(data, [to_them, ours.recipient]), [theirs]) == data
    to_us = pyrage.x25519.Recipient.from_str(ours.recipient.to_text())
    assert decrypt_bytes(pyrage.encrypt(data, [to_us]), [ours]) == data
    again = pyrage.x25519.Identity.from_str(ours.to_text())
    assert str(again.to_public()) == ours.recipient.to_text()


def test_passphrases_of_pyrage_and_this_reader_agree() -> None:
    data = os.urandom(1000)
    file = encrypt_bytes(data, [ScryptPassphrase("pässword", 10)])
    assert pyrage.passphrase.decrypt(file, "pässword") == data
    assert (
        decrypt_bytes(pyrage.passphrase.encrypt(data, "pässword"), [ScryptPassphrase("pässword")])
        == data
    )


@needs_terminal
def test_passphrases_of_the_age_program_are_read_here(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"content")
    typed(["age", "-p", "-o", "file.age", "plain"], tmp_path, PASSPHRASE, PASSPHRASE)
    file = (tmp_path / "file.age").read_bytes()
    assert decrypt_bytes(file, [ScryptPassphrase(PASSPHRASE)]) == b"content"


# --- a whole vault -----------------------------------------------------------------------

DOCUMENTS = (b"", b"a bill", os.urandom(2 * CHUNK + 9))


class Made:
    """A vault's folder with documents, an inbox item and a database under its key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ring: KeyRing
        self.ring, self.code = keys.create_slots(folder, PASSPHRASE, work_factor=8)
        store = ObjectStore(folder, self.ring, fixed_time=0.0)
        self.stored: list[StoredObject] = [
            store.add([data], meta={"file_name": f"document {number}.pdf"})
            for number, data in enumerate(DOCUMENTS)
        ]
        (folder / "inbox").mkdir()
        self.item = seal_to_inbox(
            folder, self.ring.inbox_public_key, "note", {"text": "They said no."}, [b"content"]
        )
        recovery.write_recovery_steps(folder)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    (tmp_path / "vault").mkdir()
    return Made(tmp_path / "vault")


def commands() -> list[str]:
    """The blocks of the text that are to be pasted into a terminal, in their order."""
    indented = re.findall(r"^   \S.*\n(?:   .*\n)*", recovery.TEXT, re.MULTILINE)
    return [block for block in indented if not block.lstrip().startswith("PRAGMA")]


@needs_terminal
@pytest.mark.parametrize("slot", ["passphrase.age", "passphrase.2.age", "recovery.age"])
def test_a_document_opens_with_the_stock_program_and_a_slot_as_it_stands(
    made: Made, slot: str
) -> None:
    stored = made.stored[2]
    name = f"objects/{stored.id[:2]}/{stored.id}.age"
    secret = made.code if slot.startswith("recovery") else PASSPHRASE
    typed(["age", "-d", "-i", f"keys/{slot}", "-o", "out", name], made.folder, secret)
    assert (made.folder / "out").read_bytes() == DOCUMENTS[2]


@needs_terminal
@pytest.mark.parametrize("by", ["passphrase", "recovery code"])
def test_the_steps_of_the_recovery_text_bring_everything_back(made: Made, by: str) -> None:
    by_passphrase, by_code, documents, notes, inbox = commands()
    first, secret = (by_passphrase, PASSPHRASE) if by == "passphrase" else (by_code, made.code)
    typed(["sh", "-c", first], made.folder, secret)
    for block in (documents, notes, inbox):
        subprocess.run(["sh", "-e", "-c", block], cwd=made.folder, check=True)

    recovered = made.folder / "recovered"
    for stored, data in zip(made.stored, DOCUMENTS, strict=True):
        assert (recovered / stored.id).read_bytes() == data
    names = [
        json.loads(line)
        for line in (recovered / "names.txt").read_text().splitlines()
        if line.strip()
    ]
    assert {one["id"]: one["about"]["file_name"] for one in names} == {
        stored.id: f"document {number}.pdf" for number, stored in enumerate(made.stored)
    }
    line, content = (recovered / f"inbox-{made.item.stem}").read_bytes().split(b"\n", 1)
    assert json.loads(line)["text"] == "They said no."
    assert content == b"content"


def test_the_records_come_back_by_the_python_steps_of_the_recovery_text(made: Made) -> None:
    sqlcipher3 = pytest.importorskip("sqlcipher3")
    current = made.ring.current
    database = sqlcipher3.connect(str(made.folder / "vault.db"))
    database.execute(f"PRAGMA key = \"x'{current.db_key}{current.db_salt}'\"")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE evidence(object_id, file_name)")
    database.execute("INSERT INTO evidence VALUES ('ab', 'bill.pdf')")
    database.commit()
    (made.folder / "keys.txt").write_bytes(keys.to_payload(made.ring))
    (made.folder / "recovered").mkdir()

    program = re.search(r"python3 - <<'END'\n(.*?)\nEND\n", recovery.TEXT, re.DOTALL)
    assert program
    subprocess.run([sys.executable, "-c", program[1]], cwd=made.folder, check=True)
    plain = sqlite3.connect(made.folder / "recovered" / "records.db")
    assert plain.execute("SELECT * FROM evidence").fetchall() == [("ab", "bill.pdf")]
    plain.close()
    database.close()


def test_the_same_statements_are_given_for_the_sqlcipher_program() -> None:
    for statement in (
        "ATTACH DATABASE 'recovered/records.db' AS plain KEY ''",
        "SELECT sqlcipher_export('plain')",
        "DETACH DATABASE plain",
    ):
        assert recovery.TEXT.count(statement) == 2


def test_the_recovery_text_is_plain_and_fits_a_terminal() -> None:
    assert recovery.TEXT.isascii()
    assert max(map(len, recovery.TEXT.splitlines())) < 80


def test_the_database_salt_is_what_the_file_begins_with(made: Made) -> None:
    sqlcipher3 = pytest.importorskip("sqlcipher3")
    current = made.ring.current
    path = made.folder / "vault.db"
    database = sqlcipher3.connect(str(path))
    database.execute(f"PRAGMA key = \"x'{current.db_key}{current.db_salt}'\"")
    database.execute("CREATE TABLE t(a)")
    database.close()
    assert path.read_bytes()[:16].hex() == current.db_salt
