"""What only a process of its own can show: a crash while typing, and a lock that forgets the keys."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from onrecord.ui.contact.contact_panel import DRAFT_MS
from onrecord.ui.design import ViewMemory
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault
from ui.start.programs import line, run

PASSPHRASE = "five plain words for tests"
Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    made.close()
    return made.path


NOTING_A_CALL = """
def unlocked(app):
    from onrecord.domain.housekeeping import Draft
    QTest.keyClick(app.room.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(app.room.window.contact.note.reference.edit, "4471-K")
    QTest.keyClicks(app.room.window.contact.note.said.edit, "credit by Friday")
    def kept():
        return any("credit by Friday" in str(draft.body) for draft in app.room.vault.find(Draft))
    when(kept, lambda: print("kept", flush=True))
"""


def test_a_crash_in_the_middle_of_typing_a_call_loses_at_most_the_last_second(
    locked: Path, qtbot: QtBot, qapp: QApplication, wait: Wait, tmp_path: Path
) -> None:
    program = run(locked, NOTING_A_CALL)
    try:
        line(program, "kept")
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    assert DRAFT_MS < 1000

    vault = Vault.open(locked, PASSPHRASE, memory=None)
    again = Room(
        vault, Preferences(tmp_path / "p.json"), ViewMemory(qapp, tmp_path / "v.json"), qapp
    )
    again.show()
    try:

        def today() -> str:
            return "\n".join(label.text() for label in again.window.stack.findChildren(QLabel))

        wait(lambda: "You were noting a call" in today())
        assert "4471-K" in today()
        assert "credit by Friday" in today()
    finally:
        again.end()
        again.window.deleteLater()


LOCKING = """
def unlocked(app):
    QTest.keyClick(
        app.room.window, Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")
def test_locking_ends_the_process_and_a_fresh_one_asks_for_the_passphrase(
    locked: Path, wait: Wait
) -> None:
    program = run(locked, LOCKING)
    try:
        assert program.wait(timeout=300) == 0
        wait(lambda: list(_of(locked)))
        fresh = list(_of(locked))
        assert fresh != [program.pid]
        with Vault.open(locked, PASSPHRASE, memory=None):
            pass  # nobody holds it: the fresh process waits for the passphrase
    finally:
        for pid in _of(locked):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


ENDING = """
def unlocked(app):
    print("open", flush=True)
"""


def test_a_system_that_shuts_down_finds_the_vault_closed(locked: Path) -> None:
    program = run(locked, ENDING)
    try:
        line(program, "open")
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=300) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    assert not (locked / "vault.db-wal").exists()


IN_THE_MIDDLE = """
def unlocked(app):
    import os
    import signal
    with app.room.session._writer._shutdown_lock:  # as where work is just being handed on
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(1000))
"""


def test_a_system_that_shuts_down_in_the_middle_of_something_is_not_kept_waiting(
    locked: Path,
) -> None:
    program = run(locked, IN_THE_MIDDLE)
    try:
        assert program.wait(timeout=300) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    assert not (locked / "vault.db-wal").exists()


def _of(vault: Path) -> Iterator[int]:
    """Processes that were started with this vault as their argument."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            if b"onrecord" in arguments and os.fsencode(vault) in arguments:
                yield int(folder.name)
