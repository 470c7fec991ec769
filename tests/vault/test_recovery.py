"""Everything comes back with stock tools alone, by the steps README-RECOVERY.txt prints.

Nothing of ours runs between locking the vault and looking at what was recovered.
"""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.tables import RECORDS
from onrecord.vault.inbox import seal_to_inbox
from onrecord.vault.vault import Vault
from vault.conftest import PASSPHRASE, WORK_FACTOR

pytestmark = [
    pytest.mark.skipif(not shutil.which("age"), reason="needs the program age"),
    pytest.mark.skipif(os.name != "posix", reason="the steps are for a POSIX shell"),
]

DOCUMENTS = {
    "bill-march.pdf": b"%PDF-1.7 an invented bill" * 9000,
    "Ünïcode – 請求書.txt": "総額 九十ドル".encode(),
    "nothing much.bin": bytes(range(256)),
}


def steps() -> dict[str, list[str]]:
    """The commands printed under each numbered heading, as scripts, in order."""
    from onrecord.vault.recovery import TEXT

    sections = re.split(r"^\d\. (.+)\n", TEXT, flags=re.MULTILINE)[1:]
    return {
        heading: [
            textwrap.dedent(block)
            for block in re.findall(
                r"^ {3}\S.*\n(?: {3}.*\n)*|^python3 - <<'END'\n(?:.*\n)*?END\n", text, re.MULTILINE
            )
        ]
        for heading, text in zip(sections[::2], sections[1::2], strict=True)
    }


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment whose python3 has the package sqlcipher3 and cannot see ours."""
    tools = tmp_path / "tools"
    tools.mkdir()
    hide = "import sys; sys.modules['onrecord'] = None; exec(sys.stdin.read())"
    (tools / "python3").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "{hide}"\n', encoding="utf-8"
    )
    (tools / "python3").chmod(0o755)
    return {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def run(script: str, folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-euc", script], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def run_typing(script: str, answer: str, folder: Path, environment: dict[str, str]) -> None:
    """Run a command that asks for a passphrase at the terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe("bash", ["bash", "-euc", script], environment)
    said = b""
    typed = False
    while True:
        try:
            piece = os.read(terminal, 1000)
        except OSError:  # how Linux says that the other end is closed
            piece = b""
        if not piece:
            break
        said += piece
        if not typed and b":" in said:
            os.write(terminal, answer.encode() + b"\n")
            typed = True
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, said.decode()


@pytest.fixture
def lost(tmp_path: Path, keep_document: Callable) -> tuple[Path, str, dict[str, Any]]:
    """A copy of a full vault, its recovery code, and what was in it."""
    vault, code = Vault.create(
        tmp_path / "v.onrecord", PASSPHRASE, work_factor=WORK_FACTOR, memory=None
    )
    ids = {
        keep_document(vault, content, name).object_id: name for name, content in DOCUMENTS.items()
    }
    with vault.change("Call on record") as tx:
        tx.insert(Dispute(title="They billed me twice"))
        tx.insert(Contact(reference="NT-4471", notes="She promised a refund"))
    with vault.change("Removed") as tx:
        tx.remove(Contact, vault.find(Contact)[0].id)
    tables = {cls.TABLE: vault.query(f"SELECT * FROM {cls.TABLE} ORDER BY id") for cls in RECORDS}
    tables["custody"] = vault.query("SELECT * FROM custody ORDER BY seq")
    vault.close()
    seal_to_inbox(
        vault.path,
        vault.keyring.inbox_public_key,
        "note",
        {"noted": "while locked"},
        [b"She called"],
    )
    copy = tmp_path / "copy of the folder"
    shutil.copytree(vault.path, copy)
    return copy, code, {"ids": ids, "tables": tables}


def check(folder: Path, known: dict[str, Any]) -> None:
    recovered = folder / "recovered"
    names = (recovered / "names.txt").read_text("utf-8")
    for id, name in known["ids"].items():
        assert (recovered / id).read_bytes() == DOCUMENTS[name]
        assert any(json.loads(line)["about"]["file_name"] == name for line in names.splitlines())
    plain = sqlite3.connect(recovered / "records.db")
    plain.row_factory = sqlite3.Row
    for table, rows in known["tables"].items():
        order = "seq" if table == "custody" else "id"
        found = [dict(row) for row in plain.execute(f"SELECT * FROM {table} ORDER BY {order}")]
        assert found == rows, table
    assert any(b"She called" in one.read_bytes() for one in recovered.glob("inbox-*"))
    # And the history can be checked by whoever reads schemas/VAULT.md.
    previous = "0" * 64
    for row in known["tables"]["custody"]:
        assert row["previous_sha256"] == previous
        covered = {name: value for name, value in row.items() if name != "sha256"}
        text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert row["sha256"] == previous
    plain.close()


@pytest.mark.parametrize("secret", ["passphrase", "recovery code"])
def test_all_documents_and_records_come_back_by_the_printed_steps(
    lost: tuple[Path, str, dict[str, Any]], shell: dict[str, str], secret: str
) -> None:
    folder, code, known = lost
    printed = steps()
    assert list(printed) == [
        "THE KEYS", "THE DOCUMENTS", "THE RECORDS", "WHAT ARRIVED WHILE THE VAULT WAS LOCKED",
    ]  # fmt: skip
    by_passphrase, by_code = printed["THE KEYS"]
    if secret == "passphrase":
        run_typing(by_passphrase, PASSPHRASE, folder, shell)
    else:
        run_typing(by_code, code, folder, shell)
    for script in printed["THE DOCUMENTS"]:
        run(script, folder, shell)
    with_python, with_program = printed["THE RECORDS"]
    run(with_python, folder, shell)
    for script in printed["WHAT ARRIVED WHILE THE VAULT WAS LOCKED"]:
        run(script, folder, shell)
    check(folder, known)

    # The program's own commands are SQL: another reader of the same format runs them as printed.
    (folder / "recovered" / "records.db").unlink()
    key = re.search('"vault_db": "([0-9a-f]{96})"', (folder / "keys.txt").read_text())
    assert key
    sql = with_program.replace("PUT THE 96 CHARACTERS HERE", key[1])
    assert sql != with_program
    run(
        "python3 <<'END'\nimport sqlcipher3\ndb = sqlcipher3.connect('vault.db', isolation_level=None)\n"
        f"for one in '''{sql}'''.split(';'): db.execute(one).fetchall()\nEND",
        folder,
        shell,
    )
    check(folder, known)


def test_the_records_come_back_with_what_is_still_in_the_log(
    vault: Vault, shell: dict[str, str], tmp_path: Path
) -> None:
    with vault.change("Added") as tx:
        dispute = tx.insert(Dispute(title="only in the log"))
    copy = tmp_path / "copy"
    shutil.copytree(vault.path, copy)  # as a backup program copies a vault that is open
    assert (copy / "vault.db-wal").stat().st_size > 0
    run_typing(steps()["THE KEYS"][0], PASSPHRASE, copy, shell)
    (copy / "recovered").mkdir()
    run(steps()["THE RECORDS"][0], copy, shell)
    plain = sqlite3.connect(copy / "recovered" / "records.db")
    assert plain.execute("SELECT id, title FROM dispute").fetchall() == [
        (dispute.id, "only in the log")
    ]
    plain.close()


def test_the_steps_are_in_the_vault_itself(vault: Vault) -> None:
    from onrecord.vault.recovery import TEXT

    assert (vault.path / "README-RECOVERY.txt").read_text() == TEXT
    assert vault.find(Evidence) == []
