"""The first window: a new vault, or the locked one. It imports nothing heavy before it is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from onrecord.ui.background import Background
from onrecord.ui.design import ScrollArea, theme
from onrecord.ui.design.labels import set_look
from onrecord.ui.design.tokens import Space
from onrecord.ui.preferences import Preferences, default_vault_path
from onrecord.ui.start.capture_strip import CaptureStrip, FilesDropped, NoteWanted
from onrecord.ui.start.first_run import FirstRun, VaultWanted
from onrecord.ui.start.unlock import Unlock, UnlockWanted

if TYPE_CHECKING:
    from onrecord.ui.call.companion import CallCompanion
    from onrecord.vault.vault import Vault

WORK_FACTOR = 18
"""scrypt work factor of new key slots, as a power of two (DESIGN, "The vault on disk")."""


@dataclass(frozen=True)
class VaultOpened:
    """``by_code``: with the recovery code, so that a new passphrase is to be chosen."""

    vault: Vault
    by_code: bool = False


class StartWindow(QWidget):
    """Ends with ``vault_opened``; closing it ends the app."""

    vault_opened = Signal(object)  # VaultOpened
    closed = Signal()

    def __init__(
        self,
        preferences: Preferences,
        path: Path | None = None,
        *,
        work_factor: int = WORK_FACTOR,
        parent: QWidget | None = None,
    ) -> None:
        """``path`` is the vault to open; where nothing is yet, a new one is to be made there."""
        super().__init__(parent)
        self.setWindowTitle("OnRecord")
        self.setObjectName("start-window")
        set_look(self, "look", "surface")
        self._preferences = preferences
        self._work_factor = work_factor
        self._background = Background(self)
        self._warmed = False
        self._busy = False
        known = path.absolute() if path else preferences.last_vault
        new = known if known is not None and not known.exists() else None
        self.first_run = FirstRun(new or default_vault_path(), _suggest, self)
        self.unlock = Unlock(known or Path(), self)
        self.strip = CaptureStrip(self)
        self.locked = QWidget(self)
        column = QVBoxLayout(self.locked)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.unlock)
        column.addStretch(1)
        column.addSpacing(Space.XL)
        column.addWidget(self.strip)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.first_run)
        self.pages.addWidget(self.locked)
        self.pages.setCurrentWidget(self.locked if known and not new else self.first_run)
        inner = QWidget(self)
        inset = QVBoxLayout(inner)
        inset.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XL)
        inset.addWidget(self.pages)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollArea(inner, self))
        px = theme.current().metrics.px
        theme.follow(self._make_room)
        # With large text still on the screen, its foot and its frame too.
        room = self.screen().availableSize() * 0.92
        self.resize(QSize(px(560), px(560)).boundedTo(room))

        self.first_run.vault_wanted.connect(self._create)
        self.first_run.existing_wanted.connect(self._choose_existing)
        self.unlock.unlock_wanted.connect(self._unlock)
        self.unlock.other_wanted.connect(self._choose_existing)
        self.unlock.new_wanted.connect(self._show_first_run)
        self.strip.files_dropped.connect(self._seal_files)
        self.strip.note_wanted.connect(self._seal_note)
        self.strip.companion_wanted.connect(self.open_companion)
        self.companion: CallCompanion | None = None

    def _make_room(self) -> None:
        """In a window that is wide a line of text, and a field, is still no longer than this."""
        self.pages.setMaximumWidth(theme.current().metrics.px(680))

    # ---------------------------------------------------------------- opening

    def _create(self, wanted: VaultWanted) -> None:
        factor = self._work_factor

        def work() -> Vault:
            from onrecord.vault.vault import Vault

            vault, _code = Vault.create(wanted.path, wanted.passphrase, work_factor=factor)
            return vault

        def done(vault: Vault) -> None:
            self._preferences.set("shared_computer", wanted.shared_computer)
            self._preferences.set("idle_minutes", 5 if wanted.shared_computer else 30)
            self._opened(VaultOpened(vault))

        self._run(work, done, self.first_run.show_problem, self.first_run.set_busy)

    def _unlock(self, wanted: UnlockWanted) -> None:
        def work() -> Vault:
            from onrecord.vault.vault import Vault

            if wanted.by_system:
                from onrecord.services.system_unlock import unlock_by_system

                return unlock_by_system(wanted.path)
            if wanted.by_code:
                return Vault.open_with_recovery_code(wanted.path, wanted.secret)
            return Vault.open(wanted.path, wanted.secret)

        self._run(
            work,
            lambda vault: self._opened(VaultOpened(vault, by_code=wanted.by_code)),
            self.unlock.show_problem,
            self.unlock.set_busy,
        )

    def _run(
        self,
        work: Callable[[], Vault],
        done: Callable[[Vault], None],
        show_problem: Callable[[str], None],
        set_busy: Callable[[bool], None],
    ) -> None:
        if self._busy:  # Enter pressed twice
            return
        self._busy = True
        set_busy(True)

        def failed(sentence: str) -> None:
            self._busy = False
            set_busy(False)
            show_problem(sentence)

        self._background.run(work, done, failed)

    def _opened(self, opened: VaultOpened) -> None:
        self._preferences.remember_vault(opened.vault.path)
        self.vault_opened.emit(opened)

    def _choose_existing(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open a vault"), str(Path.home()))
        if chosen:
            self.unlock.show_vault(Path(chosen))
            self.pages.setCurrentWidget(self.locked)
            self.unlock.focus_first()

    def _show_first_run(self) -> None:
        self.pages.setCurrentWidget(self.first_run)
        self.first_run.passphrase.setFocus()

    # ---------------------------------------------------------------- kept while locked

    def _seal_files(self, dropped: FilesDropped) -> None:
        path = self.unlock.path

        def work() -> str:
            from onrecord.services.keep_while_locked import seal_files

            return seal_files(path, dropped.sources)

        self.strip.say(self.tr("Sealing…"))
        self._background.run(work, self.strip.say, self.strip.say)

    def _seal_note(self, note: NoteWanted) -> None:
        path = self.unlock.path

        def work() -> None:
            from onrecord.services.keep_while_locked import seal_note

            seal_note(path, note.company, note.reference, note.words, note.began)

        self._background.run(work, lambda _none: self._note_kept(), self._note_not_kept)

    def _note_kept(self) -> None:
        self.strip.note_kept()
        if self._closing:
            self.close()

    def _note_not_kept(self, sentence: str) -> None:
        self._closing = False
        self.strip.say(sentence)

    def open_companion(self) -> None:
        """A call is noted while the vault is locked: about every second it is sealed."""
        if self.companion is not None:
            self.companion.raise_()
            self.companion.activateWindow()
            return
        from onrecord.ui.call.companion import CallCompanion
        from onrecord.ui.call.sealed_store import SealedStore
        from onrecord.ui.contact.contact_panel import system_currency
        from onrecord.ui.shell.cover import Cover

        store = SealedStore(self.unlock.path, self)
        made = CallCompanion(
            store,
            locked=True,
            currency=self._preferences.get("currency") or system_currency(),
            pinned=bool(self._preferences.get("companion_in_front")),
        )
        cover = Cover(made)
        store.problem.connect(made.say_problem)
        made.cover_wanted.connect(cover.put_on)
        made.pinned.connect(lambda on: self._preferences.set("companion_in_front", on))
        made.sealed.connect(self.strip.note_kept)
        made.closed.connect(self._companion_closed)
        self.companion = made
        made.open()
        made.show()
        made.activateWindow()

    def _companion_closed(self) -> None:
        made, self.companion = self.companion, None
        if made is not None:
            made.stop()
            made.deleteLater()

    def give_companion(self) -> CallCompanion | None:
        """The call that is being noted, to go on in the vault that was just opened."""
        made, self.companion = self.companion, None
        if made is not None:
            made.closed.disconnect(self._companion_closed)
        return made

    # ---------------------------------------------------------------- the window itself

    _closing = False

    def leave(self) -> None:
        """The main window is there: nothing that was typed here stays."""
        self.first_run.passphrase.clear()
        self.unlock.forget()
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.pages.currentWidget() is self.first_run:
            self.first_run.passphrase.setFocus()
        else:
            self.unlock.focus_first()
        if not self._warmed:
            self._warmed = True
            QTimer.singleShot(50, self, self._warm)

    def _warm(self) -> None:
        """Load what unlocking needs while the person types."""
        self._background.run(_import_what_unlocking_needs, _nothing, _nothing)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.strip.has_unkept_words() and not self._closing:
            self._closing = True  # kept first; the window closes when it is sealed
            self.strip.keep_note()
            event.ignore()
            return
        if self.companion is not None:
            self.companion.close()
        super().closeEvent(event)
        self.closed.emit()


def _suggest() -> str:
    from onrecord.vault.words import suggest_passphrase

    return suggest_passphrase()


def _import_what_unlocking_needs() -> None:
    """In a thread, after the first paint: the vault, its database, the services of first views."""
    for name in (
        "vault.vault", "vault.db", "vault.index", "vault.records", "services.workshop",
        "services.collect_inbox", "services.views.disputes", "services.views.today",
    ):  # fmt: skip
        import_module(f"onrecord.{name}")


def _nothing(_value: object) -> None:
    pass
