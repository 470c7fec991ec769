"""What the world may do to a vault: a full disk, a disk taken away, a clock set back. One
sentence each, and nothing that was said to be safe is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.errors import KnownError
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.drafts import save_draft
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.stored import original_chunks
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"


@pytest.mark.parametrize("how", ["deleted", "moved away"])
@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps its folder there")
def test_a_vault_whose_folder_is_gone_says_so_instead_of_saving_into_nothing(
    vault: Vault, dispute: str, tmp_path: Path, how: str
) -> None:
    kept = attach_files(vault, [Pasted("a.txt", b"kept")], dispute_id=dispute).added
    there, away = vault.path, tmp_path / "away"
    if how == "deleted":
        shutil.copytree(there, away)
        shutil.rmtree(there)
    else:
        there.rename(away)
    for work in (
        lambda: log_contact(vault, ContactEntry(dated="2026-03-01", outcome="Promised")),
        lambda: save_draft(vault, "contact", {"notes": "typed"}),
        lambda: vault.change_passphrase("another five plain words", work_factor=4),
        lambda: vault.snapshot(),
    ):
        with pytest.raises(KnownError, match="Connect its disk again") as said:
            work()
        assert "\n" not in str(said.value)
    (outcome,) = attach_files(vault, [Pasted("b.txt", b"new")], dispute_id=dispute).outcomes
    assert (outcome.state, outcome.evidence_id) == ("refused", "")
    assert "Connect its disk again" in outcome.sentence
    vault.close()
    assert all("Errno" not in words for words in vault.warnings)
    if how == "moved away":
        away.rename(there)
        with Vault.open(there, PASSPHRASE, memory=None) as again:
            (one,) = again.find(Evidence)
            assert one.id == kept[0]
            assert b"".join(original_chunks(again, one)) == b"kept"
            assert again.verify().ok


def test_a_folder_put_back_goes_on_as_if_nothing_had_been(
    vault: Vault, dispute: str, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("an open file keeps its folder there")
    vault.path.rename(tmp_path / "away")
    with pytest.raises(KnownError):
        open_dispute(vault, "Hotel (sample)", "Kept the deposit")
    (tmp_path / "away").rename(vault.path)
    open_dispute(vault, "Hotel (sample)", "Kept the deposit")
    assert vault.count(Dispute) == 2
    assert vault.verify().ok


_FULL = """
import json, os, sys
from pathlib import Path
from onrecord.errors import KnownError
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.export_data import export_data
from onrecord.services.import_data import import_data
from onrecord.services.open_dispute import open_dispute
from onrecord.services.stored import original_chunks
from onrecord.domain.evidence import Evidence
from onrecord.vault.vault import Vault

disk, outside = map(Path, sys.argv[1:])
vault, _ = Vault.create(disk / "Mine.onrecord", "five words", work_factor=4, memory=None)
other, _ = Vault.create(outside / "Other.onrecord", "five words", work_factor=4, memory=None)
big = open_dispute(other, "Hotel", "A large one").result
attach_files(other, [Pasted("big.txt", b"b" * 3_000_000)], dispute_id=big)
export_data(other, outside / "big.json")
other.close()
id = open_dispute(vault, "Northline", "Charged").result
said = []
files = [Pasted(f"{n}.txt", b"%03d" % n * 20_000) for n in range(60)]
result = attach_files(vault, files, dispute_id=id)
safe = {o.evidence_id: int(o.name[:-4]) for o in result.outcomes if o.state == "added"}
said += [o.sentence for o in result.outcomes if o.state == "refused"]
for work in (
    lambda: import_data(vault, outside / "big.json"),
    lambda: export_data(vault, disk / "out.json"),
    lambda: vault.snapshot(),
    lambda: [open_dispute(vault, "x" * 40_000, "y" * 40_000) for _ in range(100)],
):
    try:
        work()
    except KnownError as error:
        said.append(str(error))
left = [str(p.relative_to(disk)) for p in disk.rglob("*.part")]
if not (disk / "out.json").exists():  # written whole, or nothing of it
    left += [str(p.relative_to(disk)) for p in disk.glob("out*")]
elif len(list((disk / "out.files").iterdir())) != len(safe):
    left.append("out.json")
(disk / "filler").unlink()
vault.close()
vault = Vault.open(vault.path, "five words", memory=None)
read = {e: b"".join(original_chunks(vault, vault.get(Evidence, e))) == b"%03d" % n * 20_000
        for e, n in safe.items()}
open_dispute(vault, "Northline", "There is room again")
print(json.dumps({
    "said": said, "safe": len(safe), "read": all(read.values()), "left": left,
    "kept": vault.count(Evidence), "problems": vault.verify().problems,
    "warnings": vault.warnings,
}))
vault.close()
"""


def _small_disk(tmp_path: Path) -> tuple[list[str], Path]:
    """What a command is put behind, so that it finds a small disk in that folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = (
        'mount -t tmpfs -o size=6000k none "$1" && head -c 1500000 /dev/zero > "$1/filler"'
        ' && shift && exec "$@"'
    )
    small_disk = ["unshare", "-m", "sh", "-c", mounting, "_", str(disk)]
    if not shutil.which("unshare") or subprocess.run([*small_disk, "true"]).returncode:
        pytest.skip("only root on Linux can mount a small disk")
    return small_disk, disk


@pytest.mark.parametrize("free_kb", [120, 400, 700, 1400, 2600])
def test_a_full_disk_is_a_sentence_each_time_and_what_was_kept_is_whole(
    tmp_path: Path, free_kb: int
) -> None:
    small_disk, disk = _small_disk(tmp_path)
    program = _FULL.replace(
        "said = []",
        "said = []\n"
        "import shutil\n"
        f"fill = shutil.disk_usage(disk).free - {free_kb} * 1024\n"
        "with (disk / 'filler').open('ab') as file: file.write(bytes(max(0, fill)))",
    )
    made = subprocess.run(
        [*small_disk, sys.executable, "-c", program, str(disk), str(tmp_path)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "Traceback" not in made.stderr
    found = json.loads(made.stdout)
    assert found["said"], "the disk was not full"
    for words in found["said"]:
        assert "the disk is full. Free some space" in words, words
        assert words.endswith(".") and "\n" not in words
    assert found["read"] and found["kept"] == found["safe"]
    assert found["problems"] == [] and found["left"] == []


_TO_READ = """
import json, os, shutil, sys
from pathlib import Path
from onrecord.domain.dispute import Dispute
from onrecord.errors import KnownError
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.open_dispute import open_dispute
from onrecord.services.stored import original_chunks
from onrecord.domain.evidence import Evidence
from onrecord.vault.vault import Vault

disk, free_kb, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
vault, _ = Vault.create(disk / "Mine.onrecord", "five words", work_factor=4, memory=None)
folder = vault.path
id = open_dispute(vault, "Northline (sample)", "Charged twice").result
attach_files(vault, [Pasted("a.txt", b"kept")], dispute_id=id)
if how == "killed":
    copy = shutil.copytree(folder, disk / "copy")
    vault.close()
    shutil.rmtree(folder)
    copy.rename(folder)
    for name in ("vault.db-shm", "index.db-shm"):  # as where the computer went off
        (folder / name).unlink(missing_ok=True)
else:
    vault.close()
before = {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*")}
fill = shutil.disk_usage(disk).free - free_kb * 1024
with (disk / "filler").open("ab") as file: file.write(bytes(fill))
said, read, warned = [], "", []
try:
    vault = Vault.open(folder, "five words", memory=None)
    warned = list(vault.warnings)
    (one,) = vault.find(Evidence)
    read = b"".join(original_chunks(vault, one)).decode()
    vault.count(Dispute), vault.index.search("kept")
    problems = vault.verify().problems
    open_dispute(vault, "x" * 400_000, "y" * 400_000)
except KnownError as error:
    said.append(str(error))
vault.close()
after = {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*")}
(disk / "filler").unlink()
vault = Vault.open(folder, "five words", memory=None)
open_dispute(vault, "Northline (sample)", "There is room again")
print(json.dumps({"said": said, "read": read, "warned": warned, "left": [one for one in after if before.get(one) != after[one] and "index.db-" not in one],
    "later": vault.warnings, "disputes": vault.count(Dispute), "whole": vault.verify().ok}))
vault.close()
"""


@pytest.mark.parametrize(
    ("free_kb", "how"), [(0, "locked"), (20, "locked"), (40, "locked"), (0, "killed")]
)
def test_a_full_disk_keeps_nobody_from_what_is_in_the_vault(
    tmp_path: Path, free_kb: int, how: str
) -> None:
    small_disk, disk = _small_disk(tmp_path)
    made = subprocess.run(
        [*small_disk, sys.executable, "-c", _TO_READ, str(disk), str(free_kb), how],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)
    assert len(found["said"]) == 1 and "the disk is full. Free some space" in found["said"][0]
    if how == "locked":
        assert found["read"] == "kept"
        assert found["warned"] == [
            "The disk is full, so this vault can only be read. Free some space, then open it again."
        ]
        assert found["left"] == [] and found["later"] == []
    else:  # the newest entries are in a log that cannot be read without room
        assert found["read"] == ""
    assert found["disputes"] == 2 and found["whole"]


def test_a_clock_set_back_loses_nothing_and_breaks_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(tmp_path / "computer")
    vault, _ = Vault.create(tmp_path / "a.onrecord", PASSPHRASE, work_factor=4, memory=memory)
    open_dispute(vault, "Hotel (sample)", "Kept the deposit")
    vault.close()
    back = datetime.now(UTC) - timedelta(days=400)
    for module in ("records", "snapshots", "lock", "session_mark"):
        monkeypatch.setattr(
            f"onrecord.vault.{module}.now_text", lambda: f"{back:%Y-%m-%dT%H:%M:%SZ}"
        )
    with Vault.open(vault.path, PASSPHRASE, memory=memory) as again:
        assert again.warnings == []
        open_dispute(again, "Northline (sample)", "Charged after cancelling")
        assert again.verify().ok
        assert again.count(Dispute) == 2
    monkeypatch.undo()
    with Vault.open(vault.path, PASSPHRASE, memory=memory) as last:
        assert last.warnings == []
        assert len(last.snapshots()) == 2
        assert last.verify().ok
