"""A process is killed while it writes; whatever it acknowledged is there afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import Draft
from onrecord.vault.vault import Vault
from vault.conftest import PASSPHRASE

# Says each thing on its standard output only after the vault has acknowledged it.
_WRITER = """
import sys, itertools
from pathlib import Path
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import Draft
from onrecord.vault import vault as module
from onrecord.vault.remembered import Memory
module.SETTLE_S = 0.005
vault = module.Vault.open(sys.argv[1], sys.argv[2], memory=Memory(Path(sys.argv[3])))
for warning in vault.warnings:
    print("warning", warning, flush=True)
print("open", flush=True)
for number in itertools.count():
    with vault.change("Opened a dispute") as tx:
        dispute = tx.insert(Dispute(title=f"Number {number}"))
    print("dispute", dispute.id, flush=True)
    with vault.change("Draft saved") as tx:
        tx.put(Draft(id="typing", body={"notes": number}))
    print("draft", number, flush=True)
    stored = vault.objects.add([b"original " * (number % 7 * 3000)], meta={})
    with vault.change("Added a document") as tx:
        tx.insert(ObjectRecord(**vars(stored)))
        tx.insert(Evidence(object_id=stored.id))
    print("object", stored.id, flush=True)
    vault.undo(tx.change) if number % 5 == 4 else None
    if number % 11 == 10:
        vault.snapshot()
"""


@pytest.mark.parametrize("round_", range(4))
def test_what_was_acknowledged_survives_being_killed_at_any_moment(
    vault: Vault, unlock: Callable, tmp_path: Path, round_: int
) -> None:
    vault.close()
    chance = random.Random(round_)
    for _ in range(3):
        acknowledged: list[list[str]] = []
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(vault.path), PASSPHRASE, str(tmp_path / "computer")],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert writer.stdout
        lines = chance.randrange(1, 60)
        for line in writer.stdout:
            acknowledged.append(line.split(maxsplit=1))
            if len(acknowledged) > lines:
                break
        for _ in range(chance.randrange(20_000)):  # somewhere within the next step
            pass
        writer.kill()
        # What it had said before it died, and we had not read yet, counts as well.
        rest, problem = writer.communicate()
        acknowledged += [line.split(maxsplit=1) for line in rest.splitlines()]
        assert not problem

        again = unlock(vault.path)
        assert again.warnings == []
        assert ["warning"] not in [line[:1] for line in acknowledged]
        for what, *id in (line for line in acknowledged if len(line) == 2):
            value = id[0].strip()
            if what == "dispute":
                assert again.get(Dispute, value)
            elif what == "object":
                assert again.objects.check(again.get(ObjectRecord, value)) is None
            elif what == "draft":
                assert int(str(again.get(Draft, "typing").body["notes"])) >= int(value)
        report = again.verify()
        assert report.problems == ()
        assert not list(again.path.rglob("*.part"))
        assert again.count(Evidence) <= again.count(ObjectRecord)
        again.close()
        assert not list(again.path.glob("*-wal"))


def test_a_full_disk_is_one_sentence_and_nothing_is_half_saved(
    vault: Vault, tmp_path: Path
) -> None:
    # A limit on the size of files stands in for the full disk.
    vault.close()
    program = """
import resource, signal, sys
from onrecord.domain.dispute import Dispute
from onrecord.errors import KnownError
from onrecord.vault.vault import Vault
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
vault = Vault.open(sys.argv[1], sys.argv[2], memory=None)
with vault.change("Fits") as tx:
    kept = tx.insert(Dispute(title="kept"))
limit = (vault.path / "vault.db-wal").stat().st_size + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    with vault.change("Too much") as tx:
        for number in range(3000):
            tx.insert(Dispute(title="x" * 1000))
except KnownError as error:
    print(error)
print([one.title for one in vault.find(Dispute)], vault.custody_head().length)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with vault.change("Fits again") as tx:
    tx.patch(Dispute, kept.id, title="still works")
assert vault.verify().ok
vault.close()
"""
    limited = subprocess.run(
        [sys.executable, "-c", program, str(vault.path), PASSPHRASE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert limited.returncode == 0, limited.stderr
    sentence, rows = limited.stdout.splitlines()
    assert sentence.startswith("This was not saved: the disk")
    assert rows == "['kept'] 1"
    with Vault.open(vault.path, PASSPHRASE, memory=None) as again:
        assert [one.title for one in again.find(Dispute)] == ["still works"]
        assert again.verify().ok
