from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.vault import vault as vault_module
from onrecord.vault.settle import Settle
from onrecord.vault.vault import Vault


def test_work_is_done_after_a_touch_and_again_until_it_succeeds() -> None:
    answers = iter([False, False, True])
    done = threading.Event()

    def work() -> bool:
        answer = next(answers)
        if answer:
            done.set()
        return answer

    settle = Settle(0.001, work)
    settle.touch()
    assert done.wait(30)
    settle.stop()
    assert next(answers, None) is None


def test_without_a_touch_nothing_is_done_and_after_a_stop_nothing_begins() -> None:
    done: list[int] = []
    settle = Settle(0.0, lambda: bool(done.append(1)) or True)
    settle.stop()
    settle.touch()
    settle.stop()
    assert done == []


def test_soon_after_the_last_commit_the_log_is_empty_and_the_head_is_remembered(
    new_vault: Callable, memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "SETTLE_S", 0.001)
    vault: Vault = new_vault()
    settled = threading.Event()
    checkpoint = vault.checkpoint
    monkeypatch.setattr(vault, "checkpoint", lambda: (checkpoint(), settled.set())[0])
    with vault.change("Opened a dispute") as tx:
        tx.insert(Dispute())
    assert settled.wait(30)
    assert (vault.path / "vault.db-wal").stat().st_size == 0
    seen = memory.recall(vault.vault_id)
    assert (seen.length, seen.head) == (1, vault.custody_head().sha256)
