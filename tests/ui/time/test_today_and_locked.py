"""What Today tells after a while away, how it asks about reminders, and what a lock can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.housekeeping import Setting
from onrecord.services.diary import add_deadline
from onrecord.services.open_dispute import open_dispute
from onrecord.services.recovery_sheet import note_recovery_sheet
from onrecord.services.reminders import reminding
from onrecord.ui.shell.room import Room
from onrecord.ui.start.unlock import Unlock
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]
IN_NINE = date.today() + timedelta(days=9)


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    monkeypatch.setattr("platformdirs.user_state_dir", lambda *_a, **_k: str(state))


@pytest.fixture
def away(vault: Vault) -> str:
    """Ten days away; one date passed meanwhile, one is ahead."""
    note_recovery_sheet(vault)
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    add_deadline(vault, made, "Send the form", (date.today() - timedelta(days=3)).isoformat())
    add_deadline(vault, made, "Collect it", IN_NINE.isoformat())
    with vault.change("x") as tx:
        tx.put(Setting(id="last_visit", value=(date.today() - timedelta(days=10)).isoformat()))
    return made


def test_it_says_once_what_passed_and_leads_there(
    qtbot: QtBot, away: str, room: Room, wait: Wait
) -> None:
    card = room.window.view("today").since
    wait(card.isVisible)
    assert "1 date passed" in card.words.text()
    qtbot.mouseClick(card.lines[0], Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.selection.kind == "dates")
    assert room.desk.dispute_id == away


def test_a_plain_list_lets_a_locked_vault_say_what_is_due(
    qtbot: QtBot, away: str, room: Room, wait: Wait, vault: Vault
) -> None:
    card = room.window.view("today").remind
    wait(card.isVisible)
    qtbot.mouseClick(card.plain, Qt.MouseButton.LeftButton)
    wait(lambda: reminding(vault).way == "list")
    wait(lambda: not card.isVisible())
    locked = Unlock(vault.path)
    qtbot.addWidget(locked)
    said = f"{IN_NINE.day} {IN_NINE:%B}"
    assert locked.due.text().startswith(f"1 item overdue, 1 item due {said}")
    assert locked.due.isVisibleTo(locked)
    other = Unlock(vault.path.with_name("Other.onrecord"))
    qtbot.addWidget(other)
    assert not other.due.isVisibleTo(other)


def test_the_calendar_file_is_kept_up_to_date(
    qtbot: QtBot, away: str, room: Room, wait: Wait, vault: Vault, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / "dates.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    card = room.window.view("today").remind
    wait(card.isVisible)
    qtbot.mouseClick(card.calendar, Qt.MouseButton.LeftButton)
    wait(file.exists)
    before = file.read_bytes().count(b"BEGIN:VEVENT")
    room.session.do(lambda: add_deadline(vault, away, "Ring them", IN_NINE.isoformat()))
    wait(lambda: file.read_bytes().count(b"BEGIN:VEVENT") == before + 1)
