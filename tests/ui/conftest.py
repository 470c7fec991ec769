"""The main window on a real vault, offscreen, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.ui.design import ViewMemory, theme
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    yield made
    made.close()


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, vault: Vault, tmp_path: Path) -> Iterator[Room]:
    """An unlocked window of 1100 by 720 at Today. What a test puts into the vault first is there;
    what it puts in later is seen when the view it is for is shown."""
    theme.apply(qapp, "light")
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.set("currency", "GBP")
    memory = ViewMemory(qapp, tmp_path / "view.json")
    made = Room(vault, preferences, memory, qapp, work_factor=4)
    made.window.resize(1100, 720)
    made.show()
    qtbot.waitExposed(made.window)
    yield made
    made.end()
    made.window.deleteLater()
    made.deleteLater()
    memory.deleteLater()
