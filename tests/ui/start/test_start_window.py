"""The first window: two questions, one secret, and what can be kept without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact
from onrecord.domain.evidence import Evidence
from onrecord.ui.design import ViewMemory
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.ui.start.start_window import StartWindow, VaultOpened
from onrecord.vault.vault import Vault
from ui.filled import filled_buttons

PASSPHRASE = "five plain words for tests"
Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "window.json")


@pytest.fixture
def opened() -> Iterator[list[VaultOpened]]:
    found: list[VaultOpened] = []
    yield found
    for one in found:
        one.vault.close()


def shown(
    qtbot: QtBot, preferences: Preferences, path: Path, opened: list[VaultOpened]
) -> StartWindow:
    made = StartWindow(preferences, path, work_factor=4)
    qtbot.addWidget(made)
    made.vault_opened.connect(opened.append)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    made, code = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    made.close()
    (tmp_path / "code.txt").write_text(code)
    return made.path


def test_five_suggested_words_make_a_vault(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path, opened: list[VaultOpened], wait: Wait
) -> None:
    path = tmp_path / "New.onrecord"
    window = shown(qtbot, preferences, path, opened)
    assert window.first_run.passphrase.edit.hasFocus()
    assert len(filled_buttons(window)) == 1
    qtbot.keyClicks(window.first_run.passphrase.edit, "short")
    qtbot.keyClick(window.first_run.passphrase.edit, Qt.Key.Key_Return)
    assert "at least 8" in window.first_run.passphrase_field.error.text()
    window.first_run.suggest.click()
    words = window.first_run.passphrase.text()
    assert len(words.split()) == 5
    window.first_run.others.buttons["me"].click()
    window.first_run.create_button.click()
    wait(lambda: opened)
    assert preferences.last_vault == path
    assert (preferences.shared_computer, preferences.idle_minutes) == (False, 30)
    opened[0].vault.close()
    Vault.open(path, words, memory=None).close()


def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_opens(
    qtbot: QtBot, preferences: Preferences, locked: Path, opened: list[VaultOpened], wait: Wait
) -> None:
    window = shown(qtbot, preferences, locked, opened)
    edit = window.unlock.passphrase.edit
    assert edit.hasFocus()
    qtbot.keyClicks(edit, "not these words")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: window.unlock.passphrase_field.error.text())
    sentence = window.unlock.passphrase_field.error.text()
    assert "passphrase or recovery code" in sentence, "not which of them was wrong"
    assert edit.hasFocus()
    qtbot.keyClicks(edit, PASSPHRASE)  # types over the wrong one, which is selected
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: opened)
    assert not opened[0].by_code
    window.leave()
    assert not window.unlock.passphrase.text()


def test_the_recovery_code_opens_and_a_new_passphrase_is_asked_for(
    qtbot: QtBot,
    qapp: QApplication,
    preferences: Preferences,
    locked: Path,
    opened: list[VaultOpened],
    wait: Wait,
    tmp_path: Path,
) -> None:
    window = shown(qtbot, preferences, locked, opened)
    window.unlock.by_code.click()
    assert window.unlock.code.hasFocus()
    typed = (tmp_path / "code.txt").read_text().lower().replace("-", " ")
    qtbot.keyClicks(window.unlock.code, typed)
    qtbot.keyClick(window.unlock.code, Qt.Key.Key_Return)
    wait(lambda: opened)
    memory = ViewMemory(qapp, tmp_path / "view.json")
    room = Room(opened[0].vault, preferences, memory, qapp, by_code=True, work_factor=4)
    room.show()
    page = room.window.page
    assert page is not None
    page.new.set_text("a fresh passphrase")  # pyright: ignore
    page.change.click()  # pyright: ignore
    wait(lambda: room.window.page is None)
    room.end()
    room.window.deleteLater()
    Vault.open(locked, "a fresh passphrase", memory=None).close()


def test_what_is_dropped_and_noted_while_locked_waits_in_to_sort(
    qtbot: QtBot,
    qapp: QApplication,
    preferences: Preferences,
    locked: Path,
    opened: list[VaultOpened],
    wait: Wait,
    tmp_path: Path,
) -> None:
    bill = tmp_path / "bill.txt"
    bill.write_text("Amount due 84.20")
    window = shown(qtbot, preferences, locked, opened)
    strip = window.strip
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(bill))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), copy, data, left, none)
    QApplication.sendEvent(strip, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(10, 10), copy, data, left, none)
    QApplication.sendEvent(strip, drop)
    wait(lambda: "1 file sealed" in strip.said.text())
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    wait(strip.reference.hasFocus)
    qtbot.keyClicks(strip.reference, "4471-K")
    strip.keep.click()
    wait(lambda: strip.said.text().startswith("Sealed into your vault"))
    assert not strip.has_unkept_words()

    window.unlock.passphrase.set_text(PASSPHRASE)
    window.unlock.unlock.click()
    wait(lambda: opened)
    vault = opened[0].vault
    memory = ViewMemory(qapp, tmp_path / "view.json")
    room = Room(vault, preferences, memory, qapp, work_factor=4)
    room.show()
    said = room.window.notices.bars
    wait(lambda: any("not proven" in bar.label.text() for bar in said()))
    assert any("2 things arrived while the vault was locked" in b.label.text() for b in said())
    assert [e.file_name for e in vault.find(Evidence)] == ["bill.txt"]
    assert vault.find(Contact)[0].reference == "4471-K"
    room.end()
    room.window.deleteLater()


def test_closing_the_window_keeps_a_note_that_was_not_kept_yet(
    qtbot: QtBot, preferences: Preferences, locked: Path, opened: list[VaultOpened], wait: Wait
) -> None:
    window = shown(qtbot, preferences, locked, opened)
    window.strip.note.click()
    qtbot.keyClicks(window.strip.words, "They promised a credit")
    ended: list[bool] = []
    window.closed.connect(lambda: ended.append(True))
    window.close()
    wait(lambda: ended)
    with Vault.open(locked, PASSPHRASE, memory=None) as vault:
        assert [item.kind for item in vault.inbox.items()] == ["note"]


def test_a_picture_is_pasted_into_the_locked_vault(
    qtbot: QtBot, preferences: Preferences, locked: Path, opened: list[VaultOpened], wait: Wait
) -> None:
    window = shown(qtbot, preferences, locked, opened)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(picture)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_V, both)
    wait(lambda: "1 file sealed" in window.strip.said.text())
    with Vault.open(locked, PASSPHRASE, memory=None) as vault:
        (item,) = vault.inbox.items()
        assert item.header["file_name"].startswith("Pasted picture ")
