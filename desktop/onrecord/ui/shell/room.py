"""Everything that lives between unlock and lock: session, desk, window, jobs, idle watch."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from onrecord.ui.call.companions import Companions
from onrecord.ui.design import ViewMemory
from onrecord.ui.desk import TO_READ, Act, Desk
from onrecord.ui.jobs import JobCenter
from onrecord.ui.notices import Notice, NoticeBus
from onrecord.ui.preferences import Preferences
from onrecord.ui.session import Session
from onrecord.ui.shell.commands import Commands
from onrecord.ui.shell.cover import Cover
from onrecord.ui.shell.idle import IdleWatch
from onrecord.ui.shell.main_window import MainWindow
from onrecord.ui.shell.reading import Reading
from onrecord.ui.time.reminding import ReminderKeeper


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
        by_code: bool = False,
        work_factor: int = 18,
    ) -> None:
        """``by_code``: opened with the recovery code. ``work_factor`` is for new key slots."""
        super().__init__(parent)
        from onrecord.services.workshop import Workshop

        self.vault = vault
        self.notices = NoticeBus(self)
        self.jobs = JobCenter(self)
        self.session = Session(Workshop(vault), self.notices, self.jobs, self)
        self.desk = Desk(self.session, preferences, self)
        self.window = MainWindow(self.desk, memory)
        self.commands = Commands(self.desk, self.window, work_factor=work_factor)
        self.companions = Companions(self.desk, self)
        self.reminders = ReminderKeeper(self.desk, self)
        self.cover = Cover(self)
        self.reading = Reading(self.desk, self)
        self.idle = IdleWatch(lambda: preferences.idle_minutes, self._is_busy, self)
        self._path = vault.path
        self._by_code = by_code
        self._work_factor = work_factor
        self._leaving = False
        self._asked = False
        self.window.closing.connect(self.close)
        self.cover.locked_out.connect(self.lock)
        self.desk.act_wanted.connect(self._act)
        self.companions.opened.connect(self.idle.watch)
        self.idle.idled.connect(self.lock)
        self.idle.deferred.connect(self._say_deferred)

    def show(self) -> None:
        self.window.show()
        self.idle.watch(self.window)
        self.desk.go(self.desk.place)
        self.window.sidebar.refresh()
        for sentence in self.session.vault.warnings:
            key = TO_READ if sentence == self.session.vault.only_to_read else ""
            self.notices.tell(Notice("warning", sentence, key=key))
        if self._by_code:
            self.commands.change_passphrase(by_code=True)
        if not self.session.vault.read_only:
            self._bring_in()
        else:
            self._say_left_sealed()

    def _say_left_sealed(self) -> None:
        def query() -> str:
            from onrecord.services.collect_inbox import left_sealed

            return left_sealed(self.session.vault)

        def say(words: str) -> None:
            if words:
                self.notices.warning(words)

        self.session.ask(query, say, self, "sealed")

    def _bring_in(self) -> None:
        """What arrived while locked comes into To sort; then waiting documents are read."""

        def work(job: Any) -> Any:
            from onrecord.services.collect_inbox import collect_inbox

            return collect_inbox(self.session.vault, job.progress, job.cancelled)

        def came(result: Any) -> None:
            for sentence in result.problems[:3]:
                self.notices.warning(sentence)
            if result.count:
                words = self.tr("{0}. Who sent it is not proven.").format(result.change.words)
                self.notices.tell(
                    Notice("info", words, self.tr("Show To sort"), self.desk.show_to_sort)
                )
            self._empty_trash()
            self.reading.start()

        self.session.job(
            self.tr("Taking in what arrived"), work, came, self,
            failed=lambda error: self._not_brought_in(str(error)), quiet=True,
        )  # fmt: skip

    def _empty_trash(self) -> None:
        """What has been in the trash for 30 days is deleted for good, and it is said."""

        def verb() -> Any:
            from onrecord.services.trash import purge_trash

            return purge_trash(self.session.vault)

        def done(change: Any) -> None:
            if change.touched:
                self.notices.info(
                    self.tr("{0}: in the trash for 30 days.").format(change.words), key="trash"
                )

        self.session.do(verb, done, self, undoable=False)

    def _not_brought_in(self, sentence: str) -> None:
        self.notices.error(sentence)
        self.reading.start()

    def _act(self, act: Act) -> None:
        if act.name == "cover":
            self.cover.put_on()
        elif act.name == "lock":
            self.lock()

    # ---------------------------------------------------------------- the end

    def lock(self) -> None:
        """Close the vault; the app goes on with a fresh process at the unlock window."""
        self._leave(self.locked, self._path)

    def close(self) -> None:
        """The person leaves. At the first time, while there is none, the recovery sheet is asked
        for."""
        if self._asked or self.cover.is_on:
            self.end()
            return
        self._asked = True

        def query() -> bool:
            from onrecord.services.recovery_sheet import ask_for_recovery_sheet

            return ask_for_recovery_sheet(self.session.vault)

        self.session.ask(query, self._ask_or_end, self)

    def _ask_or_end(self, ask: bool) -> None:
        if not ask:
            self.end()
            return
        from onrecord.ui.shell.recovery_sheet import RecoverySheet

        page = RecoverySheet(self.desk, self.window, leaving=True, work_factor=self._work_factor)
        page.put_off.connect(self._put_off)
        page.kept.connect(self.end)
        self.window.show_page(page)

    def _put_off(self) -> None:
        def verb() -> Any:
            from onrecord.services.recovery_sheet import note_recovery_sheet_asked

            return note_recovery_sheet_asked(self.session.vault)

        self.session.do(verb, lambda _change: self.end(), self, undoable=False)

    def end(self) -> None:
        """Leave now, asking nothing."""
        self._leave(self.ended)

    def _leave(self, signal: Any, *values: object) -> None:
        """Drafts to the disk, the vault closed, then the signal. Asked twice, done once."""
        if self._leaving:
            return
        self._leaving = True
        self.idle.stop()
        self.window.save_now()
        self.companions.close()
        self.window.hide()
        self.reading.stop()
        self.session.close()
        signal.emit(*values)

    def _is_busy(self) -> bool:
        """A running job or a call being noted defers the lock for want of use."""
        noting = self.window.contact.is_open or self.companions.is_open
        reading = self.reading.pictures  # goes on where it was: an hour of it defers nothing
        return any(job is not reading for job in self.jobs.running()) or noting

    def _say_deferred(self) -> None:
        self.notices.info(
            self.tr("Not locked yet: work is under way, or a call is being noted."), key="idle"
        )
