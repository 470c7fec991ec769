"""What is dropped or noted while the vault is locked is there, and only there, after unlocking."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from onrecord.domain.contact import Contact, ContactLine
from onrecord.domain.evidence import Evidence
from onrecord.errors import Refused
from onrecord.services.collect_inbox import collect_inbox
from onrecord.services.extract_original import extract_original
from onrecord.services.gathering import Pasted
from onrecord.services.keep_while_locked import seal_files, seal_note
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "state")


@pytest.fixture
def locked(tmp_path: Path, memory: Memory) -> Path:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=memory)
    made.close()
    return made.path


def test_files_and_a_note_arrive_at_the_next_unlock(
    locked: Path, memory: Memory, folder: Path, tmp_path: Path
) -> None:
    bill = folder / "bill of March.txt"
    bill.write_bytes(b"Amount due 84.20")
    said = seal_files(locked, [bill, Pasted("Pasted picture.png", b"\x89PNG")], memory)
    assert said == "2 files sealed into your vault. You will see them when you unlock."
    seal_note(locked, "Northline (sample)", "4471-K", "Credit by Friday", _began(), memory)
    assert not any(b"84.20" in p.read_bytes() for p in locked.rglob("*") if p.is_file())

    with Vault.open(locked, PASSPHRASE, memory=memory) as vault:
        result = collect_inbox(vault)
        assert (result.count, result.problems) == (3, ())
        evidence = {e.file_name: e for e in vault.find(Evidence)}
        assert set(evidence) == {"bill of March.txt", "Pasted picture.png"}
        assert {e.arrived for e in evidence.values()} == {"inbox"}
        extract_original(vault, evidence["bill of March.txt"].id, tmp_path / "back.txt")
        assert (tmp_path / "back.txt").read_bytes() == b"Amount due 84.20"
        call = vault.find(Contact)[0]
        assert (call.reference, call.dated) == ("4471-K", "2026-03-01T14:21")
        assert vault.find(ContactLine)[0].words == "Credit by Friday"
        assert not vault.inbox.items()


def test_a_file_that_cannot_be_kept_does_not_stop_the_others(
    locked: Path, memory: Memory, folder: Path
) -> None:
    good, nothing = folder / "a.txt", folder / "b.txt"
    good.write_bytes(b"a")
    nothing.write_bytes(b"")
    said = seal_files(locked, [good, nothing], memory)
    assert said.startswith("1 file sealed into your vault.")
    assert "b.txt is empty" in said
    with pytest.raises(Refused, match="is empty"):
        seal_files(locked, [nothing], memory)


def test_nothing_is_sealed_to_a_key_that_was_exchanged(
    locked: Path, memory: Memory, tmp_path: Path
) -> None:
    other, _ = Vault.create(tmp_path / "Other.onrecord", PASSPHRASE, work_factor=4, memory=None)
    other.close()
    ours, theirs = locked / "format.json", other.path / "format.json"
    own = ours.read_text()
    import json

    swapped = {
        **json.loads(own),
        "inbox_public_key": json.loads(theirs.read_text())["inbox_public_key"],
    }
    ours.write_text(json.dumps(swapped))
    with pytest.raises(Refused, match="was changed since it was last open here"):
        seal_note(locked, "", "1", "", _began(), memory)
    assert not list((locked / "inbox").glob("*.age"))


def _began() -> datetime:
    return datetime(2026, 3, 1, 14, 21, 30)
