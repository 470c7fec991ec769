"""A real vault and a real worker that reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.services.open_dispute import open_dispute
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the person lives: local times of a file without a zone are meant there."""
    monkeypatch.setenv("TZ", "Europe/London")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = Vault.create(
        tmp_path / "Mine.onrecord", "five plain words", work_factor=4, memory=None
    )
    yield made
    made.close()


@pytest.fixture
def workshop(vault: Vault) -> Iterator[Workshop]:
    with Workshop(vault) as made:
        yield made


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
