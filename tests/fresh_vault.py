"""A real vault for each test, with a passphrase that costs little to try."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def vault(tmp_path: Path, empty_vault: Path) -> Iterator[Vault]:
    """``Mine.onrecord`` in the test's own folder, open."""
    folder = shutil.copytree(empty_vault, tmp_path / empty_vault.name)
    made = Vault.open(folder, PASSPHRASE, memory=None)
    yield made
    made.close()


@pytest.fixture
def workshop(vault: Vault) -> Iterator[Workshop]:
    """That vault with a real reader of documents."""
    with Workshop(vault) as made:
        yield made
