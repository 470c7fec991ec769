"""Unlock without typing: turned on in Settings, used in the unlock window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.ui.shell.settings_page import SettingsPage
from onrecord.ui.shell.system_unlock import SystemUnlockChoice
from onrecord.ui.start.start_window import StartWindow, VaultOpened
from onrecord.vault import keys, system_store
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault
from system_keys import InMemory

PASSPHRASE = "five plain words for tests"
Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    memory = Memory(tmp_path / "computer")
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=memory)
    yield made
    made.close()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemory]:
    before, made = keyring.get_keyring(), InMemory()
    monkeypatch.setattr(system_store, "SECURE", {InMemory.__module__})
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def locking(room: Room) -> SystemUnlockChoice:
    room.desk.act("settings")
    page = room.window.page
    assert isinstance(page, SettingsPage)
    page.part.buttons["lock"].click()
    return page.by_system


def test_it_is_off_says_what_it_means_and_follows_who_uses_the_computer(
    store: InMemory, room: Room, wait: Wait
) -> None:
    choice = locking(room)
    page = room.window.page
    assert isinstance(page, SettingsPage)
    wait(lambda: choice.field.hint.text())
    assert choice.choice.value == "off"
    assert not choice.choice.isEnabled()
    assert "you alone" in choice.field.hint.text()
    page.others.buttons["me"].click()
    assert choice.choice.isEnabled()
    assert "never your passphrase" in choice.field.hint.text()
    assert not keys.has_slot(room.vault.path, keys.KEYRING)
    choice.choice.buttons["on"].click()
    wait(lambda: choice.choice.isEnabled())
    assert keys.has_slot(room.vault.path, keys.KEYRING)
    page.others.buttons["others"].click()
    wait(lambda: choice.choice.value == "off")
    assert not keys.has_slot(room.vault.path, keys.KEYRING)
    assert not store.kept


def test_without_a_safe_store_it_cannot_be_turned_on(room: Room, wait: Wait) -> None:
    room.desk.preferences.set("shared_computer", False)
    choice = locking(room)
    wait(lambda: choice.field.hint.text())
    assert not choice.choice.isEnabled()
    assert "no safe place" in choice.field.hint.text()


def test_a_store_that_fails_is_said_beside_the_choice(
    store: InMemory, room: Room, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.preferences.set("shared_computer", False)
    choice = locking(room)
    wait(lambda: choice.choice.isEnabled())
    monkeypatch.setattr(store, "set_password", lambda *_: None)
    choice.choice.buttons["on"].click()
    wait(lambda: choice.field.error.text())
    assert choice.choice.value == "off"
    assert choice.choice.isEnabled()


def test_the_unlock_window_offers_it_only_where_it_is_on(
    store: InMemory, vault: Vault, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    from onrecord.services.system_unlock import allow_system_unlock

    allow_system_unlock(vault, work_factor=4)
    vault.close()
    other, _ = Vault.create(tmp_path / "b.onrecord", PASSPHRASE, work_factor=4, memory=None)
    other.close()
    opened: list[VaultOpened] = []
    window = StartWindow(Preferences(tmp_path / "w.json"), vault.path, work_factor=4)
    qtbot.addWidget(window)
    window.vault_opened.connect(opened.append)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert window.unlock.by_system.isVisible()
    assert window.unlock.passphrase.edit.hasFocus(), "the passphrase stays the first way"
    kept = dict(store.kept)
    store.kept.clear()
    window.unlock.by_system.click()
    wait(lambda: "Type the passphrase" in window.unlock.passphrase_field.error.text())
    store.kept.update(kept)
    wait(lambda: window.unlock.by_system.isEnabled())
    qtbot.keyClick(window.unlock.by_system, Qt.Key.Key_Space)
    wait(lambda: opened)
    opened[0].vault.close()
    window.unlock.show_vault(other.path)
    assert not window.unlock.by_system.isVisible()
