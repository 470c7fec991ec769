"""What a whole session of commands leaves and touches: no socket, no plain word on the disk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from onrecord.intake.machine import can_read_pictures
from onrecord.vault.vault import Vault

CANARY = "Quaggaword"
PASSPHRASE = f"{CANARY} in a passphrase"


class Session:
    """Commands as processes of their own, with a home and a temp folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vault = folder, folder / "Mine.onrecord"
        self.given, self.home, self.temp, self.out = (
            folder / name for name in ("given", "home", "temp", "out")
        )
        for made in (self.given, self.home, self.temp, self.out):
            made.mkdir()
        (self.given / "phrase.txt").write_text(PASSPHRASE, "utf-8")
        self.environment = os.environ | {
            "HOME": str(self.home),
            "TMPDIR": str(self.temp),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            self.environment.pop(name, None)
        Vault.create(self.vault, PASSPHRASE, work_factor=4, memory=None)[0].close()

    def run(self, *words: str | Path, before: tuple[str, ...] = ()) -> str:
        command = [*before, sys.executable, "-m", "onrecord", *map(str, words)]
        command += ["--passphrase-file", str(self.given / "phrase.txt")]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        ).stdout.strip()

    def main_job(self, before: tuple[str, ...] = ()) -> None:
        dispute = self.run(
            "dispute", self.vault, "add", "--company", CANARY, "--what", CANARY, before=before
        )
        self.run("attach", self.vault, dispute, self.papers(), "--wait", before=before)
        self.run(
            "contact", self.vault, "add", "--dispute", dispute, "--them", CANARY, before=before
        )
        self.run("evidence", self.vault, "list", "--search", CANARY, before=before)
        self.run("export", self.vault, dispute, self.out / "bundle.pdf", before=before)
        self.run("verify", self.vault, before=before)

    def papers(self) -> Path:
        folder = self.given / f"{CANARY} papers"
        folder.mkdir()
        (folder / f"{CANARY}.txt").write_text(CANARY, "utf-8")
        out = BytesIO()
        Image.new("RGB", (200, 100), "teal").save(out, "PDF", title=CANARY)
        (folder / "scan.pdf").write_bytes(out.getvalue())
        mail = EmailMessage()
        mail["Subject"] = CANARY
        mail.set_content(CANARY)
        (folder / "mail.eml").write_bytes(bytes(mail))
        return folder


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


def test_no_word_of_the_user_is_plain_on_the_disk_but_in_what_was_exported(
    session: Session,
) -> None:
    session.main_job()
    needles = [CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le")]
    written = [path for path in session.folder.rglob("*") if session.given not in path.parents]
    for path in written:
        if path.is_file() and session.out not in path.parents:
            data = path.read_bytes()
            assert not any(needle in data for needle in needles), path
        assert path.parent == session.out or CANARY not in path.name
    assert sorted(p.name for p in session.out.iterdir()) == ["bundle.manifest.json", "bundle.pdf"]
    assert not list(session.temp.iterdir())


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs the strace program")
def test_a_session_opens_no_socket_to_a_network_and_its_workers_write_no_file(
    session: Session, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    watch = (
        "strace",
        "-f",
        "-qq",
        "-A",
        "-o",
        str(trace),
        "-e",
        "trace=network,execve,openat,open",
    )
    try:
        session.run("dispute", session.vault, "list", before=watch)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"strace may not trace here: {error.stderr[-200:]}")
    session.main_job(watch)
    lines = trace.read_text("utf-8", "replace").splitlines()
    sockets = [line for line in lines if re.search(r"\b(socket|connect|sendto|bind)\(", line)]
    assert not [line for line in sockets if re.search(r"AF_(?!UNIX|LOCAL|UNSPEC)|PF_", line)]
    # The system's own look-up of names and users may ask a local daemon; nothing else is asked.
    assert not [line for line in sockets if "sun_path=" in line and "nscd" not in line]
    workers = {
        line.split()[0] for line in lines if "execve(" in line and "onrecord.worker.child" in line
    }
    assert workers
    writes = [
        line
        for line in lines
        if re.search(r"O_(WRONLY|RDWR|CREAT)", line) and not re.search(r"/dev/(null|shm)", line)
    ]
    if can_read_pictures():
        assert any("rapidocr" in line for line in lines), "the words in the scan were read too"
    assert writes, "the trace shows what the session itself writes"
    assert not [line for line in writes if line.split()[0] in workers]
