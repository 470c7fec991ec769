"""The real program in a process of its own, offscreen, with a script that stands for the person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PERSON = """
import os
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
import onrecord.ui.application as application

def when(true, then, every=20):
    timer = QTimer(QApplication.instance())
    def look():
        if true():
            timer.stop()
            then()
    timer.timeout.connect(look)
    timer.start(every)

def started(app):
    start = app.start
    QTest.keyClicks(start.unlock.passphrase.edit, "five plain words for tests")
    QTest.keyClick(start.unlock.passphrase.edit, Qt.Key.Key_Return)
    when(lambda: in_use(app), lambda: unlocked(app))

def in_use(app):
    # A key pressed before the window is the active one goes nowhere, as on any desktop.
    return (
        app.room is not None
        and app.room.window.isActiveWindow()
        and not app.start.isVisible()
        and not app.room.jobs.running()
    )

def unlocked(app):
    pass

{script}

class App(application.App):
    def show(self):
        super().show()
        QTimer.singleShot(0, lambda: started(self))
        QTimer.singleShot(280_000, lambda: os._exit(3))  # never stay behind, whatever goes wrong

def failed(*problem):
    sys.__excepthook__(*problem)
    os._exit(4)

sys.excepthook = failed

application.App = App
sys.exit(application.run_window(Path(sys.argv[1])))
"""


def run(vault: Path, script: str) -> subprocess.Popen[str]:
    """The program on this vault; ``script`` replaces ``unlocked(app)``, called when it is open."""
    home = vault.parent
    return subprocess.Popen(
        [sys.executable, "-c", PERSON.format(script=script), str(vault)],
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "QT_QPA_PLATFORM": "offscreen",
        },
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def line(program: subprocess.Popen[str], said: str) -> None:
    """Wait until the program says this; what it complained of where it ends instead."""
    assert program.stdout is not None
    assert program.stderr is not None
    for text in program.stdout:
        if text.strip() == said:
            return
    raise AssertionError(program.stderr.read())
