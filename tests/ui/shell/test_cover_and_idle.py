"""Somebody walks in, or nobody is there: what is on screen, and when the vault locks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from onrecord.ui.shell.idle import LONGEST_S, IdleWatch
from onrecord.ui.shell.room import Room


def covered(window: QWidget) -> bool:
    """Whether nothing of the window can be seen but the sheet over it."""
    top = window.childAt(window.rect().center())
    while top is not None and top.accessibleName() != "Covered":
        top = top.parentWidget()
    return top is not None and top.geometry() == window.rect()


def test_f9_covers_every_window_at_once_and_escape_brings_them_back(
    room: Room, qtbot: QtBot
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    with qtbot.waitActive(room.window):
        room.window.activateWindow()
    room.window.sidebar.list.setFocus()
    qtbot.keyClick(room.window, Qt.Key.Key_F9)
    assert room.cover.is_on
    assert covered(room.window)
    assert covered(other)
    sheet = room.window.childAt(room.window.rect().center())
    assert sheet is not None
    while sheet.accessibleName() != "Covered":
        sheet = sheet.parentWidget()
    qtbot.keyClick(sheet, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not room.window.contact.is_open, "no shortcut works below the cover"
    qtbot.keyClick(sheet, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() in (sheet, None)
    room.window.resize(900, 640)
    assert covered(room.window)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not room.cover.is_on
    assert not covered(room.window)
    assert room.window.sidebar.list.hasFocus()


def test_nobody_comes_back_within_a_minute_and_the_vault_locks(room: Room, qtbot: QtBot) -> None:
    room.cover.put_on()
    assert room.cover.timer.isActive()
    assert room.cover.timer.interval() == 60_000
    with qtbot.waitSignal(room.locked, timeout=20_000):
        room.cover.timer.timeout.emit()
    assert not room.window.isVisible()


def test_lock_closes_the_vault_and_leaves_no_log_behind(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.locked, timeout=20_000):
        room.lock()
    assert not (room.vault.path / "vault.db-wal").exists()
    assert '"state": "clean"' in (room.vault.path / "format.json").read_text()


class _Time:
    now = 0.0
    busy = False


def _watch(qapp: QApplication, time: _Time) -> tuple[IdleWatch, list[str]]:
    told: list[str] = []
    watch = IdleWatch(lambda: 5, lambda: time.busy, qapp, clock=lambda: time.now)
    watch.idled.connect(lambda: told.append("idle"))
    watch.deferred.connect(lambda: told.append("deferred"))
    return watch, told


def test_five_minutes_without_use_lock(qapp: QApplication) -> None:
    time = _Time()
    watch, told = _watch(qapp, time)
    time.now = 290.0
    watch.look()
    assert told == []
    watch.note_use()
    time.now = 400.0
    watch.look()
    assert told == []
    time.now = 591.0
    watch.look()
    assert told == ["idle"]
    watch.stop()


def test_what_is_under_way_defers_the_lock_visibly_for_two_hours_at_most(
    qapp: QApplication,
) -> None:
    time = _Time()
    watch, told = _watch(qapp, time)
    time.busy = True
    for minutes in (6, 30, 119):
        time.now = minutes * 60.0
        watch.look()
    assert told == ["deferred"]
    time.now = LONGEST_S + 1.0
    watch.look()
    assert told == ["deferred", "idle"]
    watch.stop()


def test_a_call_being_noted_and_a_running_job_count_as_under_way(room: Room, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not room._is_busy())  # what came while locked is looked for first
    room.desk.log_contact()
    assert room._is_busy()
    room.window.contact.close_form()
    qtbot.waitUntil(lambda: not room._is_busy())
    job = room.jobs.start("Reading documents")
    assert room._is_busy()
    job.finish()
    assert not room._is_busy()
