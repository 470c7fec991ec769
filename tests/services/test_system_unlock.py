"""Unlocking without typing: off until asked for, and only where a secret is kept safely."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import chainer, fail, null

from onrecord.errors import KnownError, Refused, WrongPassphrase
from onrecord.services.change_passphrase import change_passphrase
from onrecord.services.system_unlock import (
    allow_system_unlock,
    forbid_system_unlock,
    system_unlock_state,
    unlock_by_system,
)
from onrecord.vault import keys, system_store
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault
from system_keys import Closed, Forgetful, InMemory

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Vault]:
    memory = Memory(tmp_path / "computer")
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=memory)
    yield made
    made.close()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemory]:
    """This computer's store of secrets, one that counts as safe."""
    before, made = keyring.get_keyring(), InMemory()
    monkeypatch.setattr(system_store, "SECURE", {*system_store.SECURE, InMemory.__module__})
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_it_is_off_until_it_is_turned_on_and_then_opens_the_vault(
    mine: Vault, store: InMemory
) -> None:
    assert system_unlock_state(mine) == "off"
    assert not store.kept
    allow_system_unlock(mine, work_factor=4)
    assert system_unlock_state(mine) == "on"
    assert mine.verify().ok
    mine.close()
    with unlock_by_system(mine.path) as again:
        assert again.vault_id == mine.vault_id


def test_what_the_store_holds_is_not_the_passphrase_and_opens_no_other_slot(
    mine: Vault, store: InMemory
) -> None:
    allow_system_unlock(mine, work_factor=4)
    ((service, name), secret), *more = store.kept.items()
    assert (service, name, more) == ("OnRecord", mine.vault_id, [])
    assert len(secret) == 64 and PASSPHRASE not in secret
    mine.close()
    with pytest.raises(WrongPassphrase):
        Vault.open(mine.path, secret, memory=None)


def test_turned_off_the_secret_opens_nothing_wherever_it_may_be(
    mine: Vault, store: InMemory
) -> None:
    allow_system_unlock(mine, work_factor=4)
    stolen = dict(store.kept)
    forbid_system_unlock(mine)
    assert not store.kept
    assert not keys.has_slot(mine.path, keys.KEYRING)
    assert system_unlock_state(mine) == "off"
    mine.close()
    store.kept.update(stolen)
    with pytest.raises(KnownError):
        unlock_by_system(mine.path)
    Vault.open(mine.path, PASSPHRASE, memory=None).close()


def test_turned_on_again_the_secret_from_before_opens_nothing(mine: Vault, store: InMemory) -> None:
    allow_system_unlock(mine, work_factor=4)
    before = dict(store.kept)
    allow_system_unlock(mine, work_factor=4)
    mine.close()
    store.kept.update(before)
    with pytest.raises(WrongPassphrase, match="Type the passphrase"):
        unlock_by_system(mine.path)


def test_a_new_passphrase_leaves_it_as_it_is(mine: Vault, store: InMemory) -> None:
    allow_system_unlock(mine, work_factor=4)
    change_passphrase(mine, PASSPHRASE, "another five plain words", work_factor=4)
    mine.close()
    unlock_by_system(mine.path).close()


def test_on_another_computer_the_passphrase_is_asked_for(mine: Vault, store: InMemory) -> None:
    allow_system_unlock(mine, work_factor=4)
    mine.close()
    store.kept.clear()
    with pytest.raises(WrongPassphrase, match="Type the passphrase"):
        unlock_by_system(mine.path)


@pytest.mark.parametrize("unsafe", [null.Keyring(), fail.Keyring(), InMemory()])
def test_without_a_safe_store_it_is_not_offered_and_nothing_is_written(
    mine: Vault, unsafe: keyring.backend.KeyringBackend
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(unsafe)
    try:
        assert system_unlock_state(mine) == "unavailable"
        with pytest.raises(Refused, match="no safe store"):
            allow_system_unlock(mine, work_factor=4)
        assert not isinstance(unsafe, InMemory) or not unsafe.kept
    finally:
        keyring.set_keyring(before)
    assert not keys.has_slot(mine.path, keys.KEYRING)


def test_within_a_chain_only_the_safe_one_is_used(
    mine: Vault, store: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring(), store])
    keyring.set_keyring(chainer.ChainerBackend())
    allow_system_unlock(mine, work_factor=4)
    assert len(store.kept) == 1
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring()])
    assert not system_store.is_available()


@pytest.mark.parametrize("kind", [Forgetful, Closed])
def test_a_store_that_keeps_nothing_is_noticed_at_once(
    mine: Vault, store: InMemory, kind: type[InMemory]
) -> None:
    keyring.set_keyring(kind())
    with pytest.raises(KnownError, match="passphrase only"):
        allow_system_unlock(mine, work_factor=4)
    assert not keys.has_slot(mine.path, keys.KEYRING)


def test_a_vault_that_leaves_no_trace_is_not_kept_there(tmp_path: Path, store: InMemory) -> None:
    made, _ = Vault.create(tmp_path / "a.onrecord", PASSPHRASE, work_factor=4, memory=None)
    with made:
        assert system_unlock_state(made) == "unavailable"
        with pytest.raises(Refused, match="without leaving a trace"):
            allow_system_unlock(made, work_factor=4)
    assert not store.kept


_REAL = """
import sys
from onrecord.services.system_unlock import *
from onrecord.vault.vault import Vault
vault, _ = Vault.create(sys.argv[1], "five plain words for tests", work_factor=4)
print(system_unlock_state(vault))
allow_system_unlock(vault, work_factor=4)
vault.close()
vault = unlock_by_system(vault.path)
print(system_unlock_state(vault))
forbid_system_unlock(vault)
print(system_unlock_state(vault))
vault.close()
"""


def test_the_secret_service_of_a_real_desktop_keeps_it(tmp_path: Path) -> None:
    if not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")):
        pytest.skip("needs dbus-run-session and gnome-keyring-daemon")
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700)
    (home / ".local/share/keyrings").mkdir(parents=True, mode=0o700)
    begin = "printf 'x\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    found = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f'{begin}; exec "$@"', "_", sys.executable, "-c",
         _REAL, str(tmp_path / "Mine.onrecord")],
        env={
            **{k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"},
            "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_DATA_HOME": str(home / ".local/share"), "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_STATE_HOME": str(home / "state"),
        },
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert found.stdout.split() == ["off", "on", "off"], found.stderr
