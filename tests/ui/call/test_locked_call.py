"""A call on a locked vault: sealed as it is typed, there after unlocking whatever happens."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact, ContactLine, Promise
from onrecord.domain.housekeeping import Draft
from onrecord.services.collect_inbox import collect_inbox
from onrecord.ui.application import App
from onrecord.ui.call.companion import CallCompanion
from onrecord.ui.design import ViewMemory
from onrecord.ui.preferences import Preferences
from onrecord.vault.vault import Vault
from ui.conftest import PASSPHRASE
from ui.start.programs import line, run

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    made.close()
    return made.path


NOTING = """
def started(app):
    when(app.start.isActiveWindow, lambda: begin(app))

def begin(app):
    QTest.mouseClick(app.start.strip.companion, Qt.MouseButton.LeftButton)
    noting(app.start.companion)

def say(call, words):
    QTest.keyClicks(call.said.edit, words)
    QTest.keyClick(call.said.edit, Qt.Key.Key_Return)

def noting(call):
    say(call, "shows cancelled on 3 February")
    call.act("name")
    QTest.keyClicks(call.name_page.edits["agent_name"], "Priya")
    call.show_line()
    call.act("promise")
    (promise,) = call.terms.promises
    QTest.keyClicks(promise.what, "Refund")
    QTest.keyClicks(promise.amount, "84.20")
    QTest.keyClicks(promise.by, "14 March 2027")
    call.act("reference")
    QTest.keyClicks(call.hang_up.reference.edit, "4471-K")
    call.show_line()
    say(call, "goodbye")
    when(lambda: call.saved.text().startswith("Sealed"), lambda: print("sealed", flush=True))
"""


def test_a_whole_call_noted_while_locked_survives_a_kill(locked: Path) -> None:
    program = run(locked, NOTING)
    try:
        line(program, "sealed")
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert not any(b"4471-K" in p.read_bytes() for p in locked.rglob("*") if p.is_file())
    with Vault.open(locked, PASSPHRASE, memory=None) as vault:
        result = collect_inbox(vault)
        assert (result.count, result.problems) == (1, ())
        (contact,) = vault.find(Contact)
        assert (contact.agent_name, contact.reference) == ("Priya", "4471-K")
        words = [x.words for x in vault.find(ContactLine, order="position")]
        assert words[0] == "shows cancelled on 3 February"
        assert words[-1] == "goodbye"
        (promise,) = vault.find(Promise)
        assert (promise.amount_minor, promise.due) == (8420, "2027-03-14")
        assert not vault.inbox.items()


@pytest.fixture
def app(
    qtbot: QtBot, qapp: QApplication, locked: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[App]:  # fmt: skip
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = App(
        qapp, locked, work_factor=4, preferences=Preferences(tmp_path / "p.json"),
        memory=ViewMemory(qapp, tmp_path / "v.json"),
    )  # fmt: skip
    made._end = lambda: None  # pyright: ignore  # the test's own program goes on
    made.show()
    yield made
    if made.room is not None:
        made.room.end()
        made.room.window.deleteLater()
    made.start.close()
    made.start.deleteLater()


def begin(app: App, wait: Wait) -> CallCompanion:
    app.start.open_companion()
    call = app.start.companion
    assert call is not None
    wait(call.isActiveWindow)
    return call


def test_what_was_noted_while_locked_is_not_shown_again(app: App, qtbot: QtBot, wait: Wait) -> None:
    call = begin(app, wait)
    qtbot.keyClicks(call.said.edit, "they will ring back")
    qtbot.keyClick(call.said.edit, Qt.Key.Key_Return)
    assert not call.said.list.isVisible()
    assert not call.said.list.count()
    assert not call.ready.isVisible()
    assert "Sealed into your vault" in call.hint.text()
    wait(lambda: call.saved.text().startswith("Sealed"))


def test_each_seal_replaces_the_one_before(
    app: App, qtbot: QtBot, wait: Wait, locked: Path
) -> None:
    call = begin(app, wait)
    for words in ("one", "two", "three"):
        call.saved.setText("")
        qtbot.keyClicks(call.said.edit, words)
        qtbot.keyClick(call.said.edit, Qt.Key.Key_Return)
        wait(lambda: call.saved.text().startswith("Sealed"))
    assert len(list((locked / "inbox").glob("*.age"))) == 1
    qtbot.keyClick(call, Qt.Key.Key_F12)
    with qtbot.waitSignal(call.closed, timeout=30_000):
        qtbot.keyClick(call, Qt.Key.Key_F12)
    assert "You will see it when you unlock" in app.start.strip.said.text()
    assert len(list((locked / "inbox").glob("*.age"))) == 1


def test_unlocking_while_a_call_runs_goes_on_in_the_vault(
    app: App, qtbot: QtBot, wait: Wait, locked: Path
) -> None:
    call = begin(app, wait)
    qtbot.keyClicks(call.said.edit, "noted while locked")
    qtbot.keyClick(call.said.edit, Qt.Key.Key_Return)
    wait(lambda: call.saved.text().startswith("Sealed"))
    qtbot.keyClicks(app.start.unlock.passphrase.edit, PASSPHRASE)
    qtbot.keyClick(app.start.unlock.passphrase.edit, Qt.Key.Key_Return)
    wait(lambda: app.room is not None and app.room.companions.is_open)
    room = app.room
    assert room is not None
    wait(lambda: not room.jobs.running())
    assert not list((locked / "inbox").glob("*.age"))
    assert not room.vault.count(Contact)
    assert room.vault.count(Draft) == 1
    assert call.said.list.count() == 1
    call.end_button.click()
    with qtbot.waitSignal(call.closed, timeout=30_000):
        call.end_button.click()
    assert [x.words for x in room.vault.find(ContactLine)] == ["noted while locked"]
    assert not room.vault.find(Draft)
