from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.errors import Damaged
from onrecord.vault import snapshots
from onrecord.vault.db import Store
from onrecord.vault.vault import Vault


def add(vault: Vault, title: str) -> Dispute:
    with vault.change("Opened a dispute") as tx:
        return tx.insert(Dispute(title=title))


def files(vault: Vault) -> list[Path]:
    return sorted((vault.path / "snapshots").iterdir())


def test_locking_takes_one_when_something_changed(vault: Vault, unlock: Callable) -> None:
    add(vault, "one")
    vault.close()
    assert len(files(vault)) == 1
    unlock(vault.path).close()
    assert len(files(vault)) == 1


def test_one_put_in_the_place_of_the_records_brings_them_back(
    vault: Vault, unlock: Callable
) -> None:
    dispute = add(vault, "kept")
    vault.close()
    (vault.path / "vault.db").write_bytes(b"gone" * 5000)
    with pytest.raises(Damaged, match="snapshots folder"):
        unlock(vault.path)
    shutil.copy(files(vault)[0], vault.path / "vault.db")
    assert unlock(vault.path).get(Dispute, dispute.id) == dispute


def test_it_is_taken_while_others_read_and_write(vault: Vault) -> None:
    add(vault, "one")
    with vault.store.reading(steady=True) as reader:
        reader.execute("SELECT * FROM dispute").fetchall()
        taken = vault.snapshot()
    add(vault, "two")
    copy = Store(taken, vault._key)
    assert [row["title"] for row in copy.rows("SELECT title FROM dispute")] == ["one"]
    copy.close()


def test_a_copy_that_is_not_right_does_not_count(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(vault, "one")
    kept = vault.snapshot()
    whole = Store.copy_to

    def cut_off(store: Store, path: Path) -> None:
        whole(store, path)
        with path.open("r+b") as file:
            file.truncate(8192)

    monkeypatch.setattr(Store, "copy_to", cut_off)
    with pytest.raises(Damaged):
        vault.snapshot()
    assert files(vault) == [kept]
    vault.close()  # which tries once more, and closes all the same
    assert any("snapshot" in words for words in vault.warnings)


def test_the_last_three_and_one_of_each_of_seven_days_are_kept(tmp_path: Path) -> None:
    now = datetime(2026, 3, 20, 18, 0, tzinfo=UTC)
    for hours in range(0, 24 * 12, 6):
        moment = now - timedelta(hours=hours)
        (tmp_path / f"{moment:%Y-%m-%dT%H%M%SZ}.db").touch()
    (tmp_path / "notes.txt").touch()
    snapshots.prune(tmp_path, now)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-03-14T180000Z.db", "2026-03-15T180000Z.db", "2026-03-16T180000Z.db",
        "2026-03-17T180000Z.db", "2026-03-18T180000Z.db", "2026-03-19T180000Z.db",
        "2026-03-20T060000Z.db", "2026-03-20T120000Z.db", "2026-03-20T180000Z.db",
        "notes.txt",
    ]  # fmt: skip


def test_old_ones_stay_when_there_are_no_newer(tmp_path: Path) -> None:
    for day in (1, 2, 3, 4):
        (tmp_path / f"2026-01-0{day}T120000Z.db").touch()
    snapshots.prune(tmp_path, datetime(2026, 3, 1, tzinfo=UTC))
    assert sorted(path.name[:10] for path in tmp_path.iterdir()) == [
        "2026-01-02", "2026-01-03", "2026-01-04",
    ]  # fmt: skip


def test_two_within_one_second_are_two(vault: Vault) -> None:
    assert len({vault.snapshot() for _ in range(3)}) == 3
    assert snapshots.listed(vault.path / "snapshots")[0][1].name.endswith(".db")
