"""The main window on a real vault, offscreen, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fresh_vault import PASSPHRASE, vault
from onrecord.ui.collecting import Collector
from onrecord.ui.design import ViewMemory, theme
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault
from ui.late import make_late

__all__ = ["PASSPHRASE", "vault"]


@pytest.fixture(autouse=True, scope="session")
def _collector(qapp: QApplication) -> None:
    """As in the running program: no widget is deleted on another thread."""
    Collector(qapp)


@pytest.fixture(autouse=True)
def _late(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``--late``: what threads do for the window takes as long as on a very busy machine."""
    if most := request.config.getoption("--late"):
        make_late(monkeypatch, most)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, vault: Vault, tmp_path: Path) -> Iterator[Room]:
    """An unlocked window of 1100 by 720 at Today. What a test puts into the vault first is there;
    what it puts in later is seen when the view it is for is shown."""
    theme.apply(qapp, "light")
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.set("currency", "GBP")
    preferences.set("theme", "light")
    memory = ViewMemory(qapp, tmp_path / "view.json")
    made = Room(vault, preferences, memory, qapp, work_factor=4)
    made.window.resize(1100, 720)
    with qtbot.waitActive(made.window):  # a key pressed before goes nowhere
        made.show()
    yield made
    made.end()
    made.window.deleteLater()
    made.deleteLater()
    memory.deleteLater()


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], Any]], None]:
    """``wait(lambda: ...)`` until it is true; long, because a busy machine is no fault."""

    def until(true: Callable[[], Any]) -> None:
        qtbot.waitUntil(lambda: bool(true()))

    return until


@pytest.fixture
def dispute(room: Room) -> str:
    """A dispute with nothing in it yet; its id."""
    from onrecord.services.open_dispute import open_dispute

    return open_dispute(room.vault, "Northline Telecom (sample)", "Charged after cancelling").result


@pytest.fixture(autouse=True)
def _as_it_was(qapp: QApplication) -> Iterator[None]:
    """A test may change the look; the next one begins with the usual one."""
    yield
    theme.apply(qapp, "light")


@pytest.fixture
def undo(qtbot: QtBot, room: Room) -> Callable[[], None]:
    """Take back the last change, as Ctrl+Z does, once all that was begun is saved."""

    def take_back() -> None:
        saved: list[bool] = []
        room.session.do(lambda: None, lambda _none: saved.append(True))
        qtbot.waitUntil(lambda: bool(saved))
        room.session.undo.undo()

    return take_back
