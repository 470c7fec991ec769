"""A real vault for each test, and a dispute in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fresh_vault import PASSPHRASE, vault, workshop
from onrecord.services.open_dispute import open_dispute
from onrecord.vault.vault import Vault

__all__ = ["PASSPHRASE", "vault", "workshop"]


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    return made
