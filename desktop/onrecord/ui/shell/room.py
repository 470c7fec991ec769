"""Everything that lives between unlock and lock: session, desk, window, jobs, idle watch."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from onrecord.ui.design import ViewMemory
from onrecord.ui.desk import Act, Desk
from onrecord.ui.jobs import JobCenter
from onrecord.ui.notices import NoticeBus
from onrecord.ui.preferences import Preferences
from onrecord.ui.session import Session
from onrecord.ui.shell.commands import Commands
from onrecord.ui.shell.cover import Cover
from onrecord.ui.shell.main_window import MainWindow
from onrecord.ui.shell.reading import Reading

_USES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)


class Room(QObject):
    locked = Signal(object)
    """The vault is closed; the path of its folder, for the unlock window."""
    ended = Signal()
    """The vault is closed and the person wants to leave."""

    def __init__(
        self,
        vault: Any,
        preferences: Preferences,
        memory: ViewMemory,
        parent: QObject,
        *,
        is_new: bool = False,
    ) -> None:
        super().__init__(parent)
        from onrecord.services.workshop import Workshop

        self.notices = NoticeBus(self)
        self.jobs = JobCenter(self)
        self.session = Session(Workshop(vault), self.notices, self.jobs, self)
        self.desk = Desk(self.session, preferences, self)
        self.window = MainWindow(self.desk, memory)
        self.commands = Commands(self.desk, self.window)
        self.cover = Cover(self)
        self.reading = Reading(self.desk, self)
        self._path = vault.path
        self._leaving = False
        self.window.closing.connect(self.close)
        self.cover.locked_out.connect(self.lock)
        self.desk.act_wanted.connect(self._act)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(preferences.idle_minutes * 60_000)
        self._idle.timeout.connect(self._idled)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._is_new = is_new

    def show(self) -> None:
        self.window.show()
        self._idle.start()
        self.desk.place_changed.emit(self.desk.place)
        self.window.sidebar.refresh()
        for sentence in self.session.vault.warnings:
            self.notices.warning(sentence)
        self._bring_in()

    def _bring_in(self) -> None:
        """What arrived while locked comes into To sort; then waiting documents are read."""
        from onrecord.services.bring_in import bring_in

        def came(result: Any) -> None:
            if result.words:
                self.notices.info(result.words)
            self.reading.start()

        self.session.do(lambda: bring_in(self.session.vault), came, self, undoable=False)

    # ---------------------------------------------------------------- acts of the window

    def _act(self, act: Act) -> None:
        if act.name == "cover":
            self.cover.put_on()
        elif act.name == "lock":
            self.lock()
        elif act.name == "add_documents":
            self._choose_files()

    def _choose_files(self) -> None:
        from pathlib import Path

        paths, _ = QFileDialog.getOpenFileNames(self.window, self.tr("Add documents"))
        if paths:
            self.desk.attach([Path(p) for p in paths], "dialog")

    # ---------------------------------------------------------------- the end

    def lock(self) -> None:
        self._leave(self.locked, self._path)

    def close(self) -> None:
        self._leave(self.ended)

    def _leave(self, signal: Any, *values: object) -> None:
        """Drafts to the disk, the vault closed, then the signal. Asked twice, done once."""
        if self._leaving:
            return
        self._leaving = True
        self._idle.stop()
        self.window.contact.save_now()
        self.window.hide()
        self.reading.stop()
        self.session.close()
        signal.emit(*values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES:
            self._idle.start()
        return False

    def _idled(self) -> None:
        if self.jobs.running():
            self._idle.start(60_000)
        else:
            self.lock()
