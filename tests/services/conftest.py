"""A real vault for each test, with a passphrase that costs little to try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.services.open_dispute import open_dispute
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    yield made
    made.close()


@pytest.fixture
def workshop(vault: Vault) -> Iterator[Workshop]:
    with Workshop(vault) as made:
        yield made


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    return made
