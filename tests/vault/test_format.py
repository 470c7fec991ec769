from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Setting
from onrecord.errors import NewerFormat, Refused
from onrecord.vault.format import FILE, MIXED, NO_LOG, read_format
from onrecord.vault.remembered import Memory, capture_key
from onrecord.vault.vault import Vault
from vault.conftest import PASSPHRASE


def add(vault: Vault, title: str = "one") -> Dispute:
    with vault.change("Opened a dispute") as tx:
        return tx.insert(Dispute(title=title))


def session(vault: Vault) -> tuple[int, str]:
    found = read_format(vault.path).session
    return found.generation, found.state


def copy_of(vault: Vault, tmp_path: Path, *, without: str = "") -> Path:
    """A copy of the folder as it lies now, as a file manager or a sync program makes one."""
    target = tmp_path / "copies" / os.urandom(4).hex()
    shutil.copytree(vault.path, target, ignore=shutil.ignore_patterns(without) if without else None)
    return target


def edit_format(folder: Path, **values: object) -> None:
    known = json.loads((folder / FILE).read_text())
    (folder / FILE).write_text(json.dumps({**known, **values}))


def test_it_names_nobody_and_no_dispute(vault: Vault) -> None:
    add(vault, "CANARY")
    known = json.loads((vault.path / FILE).read_text())
    assert set(known) == {"format", "vault_id", "inbox_public_key", "created_at", "session"}
    assert known["format"] == 1
    assert known["inbox_public_key"].startswith("age1")


def test_a_session_is_open_from_its_first_commit_until_it_is_locked(
    vault: Vault, unlock: Callable
) -> None:
    assert session(vault) == (0, "clean")
    for generation in (1, 2):
        add(vault)
        assert session(vault) == (generation, "open")
        add(vault)
        assert session(vault) == (generation, "open")
        vault.close()
        assert session(vault) == (generation, "clean")
        vault = unlock(vault.path)
        assert vault.warnings == []
        assert session(vault) == (generation, "clean")
    vault.close()
    assert session(vault) == (2, "clean")


def test_a_whole_copy_made_while_open_is_complete(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    dispute = add(vault)
    copied = unlock(copy_of(vault, tmp_path))
    assert copied.get(Dispute, dispute.id) == dispute
    assert copied.warnings == []


def test_a_copy_without_its_log_is_recognised(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    add(vault)
    copied = unlock(copy_of(vault, tmp_path, without="*-wal"), elsewhere=True)
    assert copied.warnings == [NO_LOG]
    assert copied.count(Dispute) == 0  # which is why it must be said


def test_a_copy_without_its_log_made_after_a_quiet_moment_is_complete(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    add(vault)
    vault.checkpoint()
    copied = unlock(copy_of(vault, tmp_path, without="*-wal"), elsewhere=True)
    assert copied.count(Dispute) == 1


def test_the_files_of_two_copies_mixed_are_recognised(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    add(vault)
    vault.close()
    other = copy_of(vault, tmp_path)
    for path in (vault.path, other):
        again = unlock(path, elsewhere=True)
        add(again)
        again.close()
    for name in (FILE, "vault.db"):
        mixed = copy_of(vault, tmp_path)
        shutil.copy(other / name, mixed / name)
        opened = unlock(mixed, elsewhere=True)
        assert opened.warnings == [MIXED]
        add(opened)
        opened.close()
        assert unlock(mixed, elsewhere=True).warnings == []


def test_an_older_database_put_back_is_recognised(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    add(vault)
    vault.close()
    older = copy_of(vault, tmp_path)
    again = unlock(vault.path)
    add(again)
    again.close()
    shutil.copy(older / "vault.db", vault.path / "vault.db")
    assert MIXED in unlock(vault.path, elsewhere=True).warnings


def test_an_older_copy_of_the_whole_folder_is_recognised_on_this_computer(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    vault.close()
    older = copy_of(vault, tmp_path)
    again = unlock(vault.path)
    add(again)
    add(again)
    again.close()
    there = unlock(older, elsewhere=True)
    assert there.warnings == []
    there.close()
    [warning] = unlock(older).warnings
    assert warning.startswith("This is an older copy of the vault: 2 entries")


def memory_of(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "computer")


def test_two_copies_that_were_both_changed_are_recognised(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    add(vault)
    vault.close()
    other = copy_of(vault, tmp_path)
    there = unlock(other, elsewhere=True)
    add(there, "added there")
    add(there, "and more")
    there.close()
    here = unlock(vault.path)
    add(here, "added here")
    here.close()
    [warning] = unlock(other).warnings
    assert "both changed" in warning


def test_two_copies_whose_history_is_the_same_but_not_their_drafts_are_recognised(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    vault.close()
    other = copy_of(vault, tmp_path)
    for path, elsewhere in ((other, True), (vault.path, False)):
        opened = unlock(path, elsewhere=elsewhere)
        with opened.change("Setting") as tx:
            tx.put(Setting(id="theme", value="dark"))
        opened.close()
    [warning] = unlock(other).warnings
    assert "both changed" in warning


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe"])
def test_a_missing_or_damaged_one_is_written_again(
    vault: Vault, unlock: Callable, content: bytes | None
) -> None:
    dispute = add(vault)
    vault.close()
    path = vault.path / FILE
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    again = unlock(vault.path)
    assert again.get(Dispute, dispute.id) == dispute
    assert len(again.warnings) == 1
    assert "written again" in again.warnings[0]
    again.close()
    assert unlock(vault.path).warnings == []


def test_a_newer_format_is_refused_with_a_sentence(vault: Vault, unlock: Callable) -> None:
    vault.close()
    edit_format(vault.path, format=2)
    with pytest.raises(NewerFormat, match=r"^This vault was written by a newer version .+\.$"):
        unlock(vault.path)
    assert not (vault.path / "lock.json").exists()


def test_an_exchanged_inbox_key_is_refused_while_locked_and_put_right_at_unlock(
    vault: Vault, new_vault: Callable, unlock: Callable, memory: Memory
) -> None:
    add(vault)
    vault.close()
    right = capture_key(vault.path, memory)
    assert right == vault.keyring.inbox_public_key
    edit_format(vault.path, inbox_public_key=new_vault("Other").keyring.inbox_public_key)
    with pytest.raises(Refused, match="inbox was changed"):
        capture_key(vault.path, memory)
    again = unlock(vault.path)
    assert "inbox key had been exchanged" in again.warnings[0]
    again.close()
    assert capture_key(vault.path, memory) == right


def test_a_memory_that_cannot_be_read_or_written_is_no_obstacle(
    vault: Vault, tmp_path: Path
) -> None:
    vault.close()
    (tmp_path / "file").write_text("in the way")
    Vault.open(vault.path, PASSPHRASE, memory=Memory(tmp_path / "file" / "x")).close()
    (tmp_path / "computer" / f"{vault.vault_id}.json").write_text("{nonsense")
    with Vault.open(vault.path, PASSPHRASE, memory=memory_of(tmp_path)) as again:
        assert again.warnings == []
