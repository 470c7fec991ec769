"""A vault to try things on, that remembers and leaves nothing outside the test's own folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault

PASSPHRASE = "five invented words for tests"
WORK_FACTOR = 4  # 2**4: quick, and weak on purpose


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """What the test's own "computer" remembers of vaults."""
    return Memory(tmp_path / "computer")


@pytest.fixture
def new_vault(tmp_path: Path, memory: Memory) -> Iterator[Callable[..., Vault]]:
    """Makes vaults, and closes those the test leaves open."""
    made: list[Vault] = []

    def make(name: str = "Sample.onrecord") -> Vault:
        vault, _ = Vault.create(tmp_path / name, PASSPHRASE, work_factor=WORK_FACTOR, memory=memory)
        made.append(vault)
        return vault

    yield make
    for vault in made:
        vault.close()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a vault with nothing in it. Most tests begin with a copy: to make one takes
    six times as long."""
    folder = tmp_path_factory.mktemp("made_once") / "Sample.onrecord"
    vault, _ = Vault.create(folder, PASSPHRASE, work_factor=WORK_FACTOR, memory=None)
    vault.close()
    return folder


@pytest.fixture
def vault(made_once: Path, tmp_path: Path, memory: Memory) -> Iterator[Vault]:
    folder = shutil.copytree(made_once, tmp_path / made_once.name)
    vault = Vault.open(folder, PASSPHRASE, memory=memory)
    yield vault
    vault.close()


@pytest.fixture
def unlock(memory: Memory) -> Iterator[Callable[..., Vault]]:
    """Opens a vault by path, as this computer would; closes what the test leaves open."""
    opened: list[Vault] = []

    def open_(path: Path, *, elsewhere: bool = False) -> Vault:
        vault = Vault.open(path, PASSPHRASE, memory=None if elsewhere else memory)
        opened.append(vault)
        return vault

    yield open_
    for vault in opened:
        vault.close()


@pytest.fixture
def keep_document() -> Callable[..., Evidence]:
    """Puts a document into a vault as the app does: the object, then its rows in one change."""

    def keep(vault: Vault, content: bytes, name: str = "bill.txt") -> Evidence:
        stored = vault.objects.add([content], meta={"file_name": name})
        with vault.change(f"Added {name}") as tx:
            tx.insert(ObjectRecord(**vars(stored)))
            return tx.insert(Evidence(object_id=stored.id, file_name=name, read_state="read"))

    return keep
