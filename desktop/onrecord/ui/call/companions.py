"""Opens the call companion for the unlocked vault: one at a time, with what to have ready."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onrecord.ui.call.companion import CallCompanion
from onrecord.ui.call.sealed_store import SealedStore
from onrecord.ui.contact.contact_panel import system_currency
from onrecord.ui.contact.keeping import VaultStore
from onrecord.ui.desk import CompanionWanted, Desk

_MENU_MOST = 12


class Companions(QObject):
    opened = Signal(object)
    """The window, once it is shown: the idle watch counts what is done in it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.window: CallCompanion | None = None
        desk.companion_wanted.connect(self.open)

    @property
    def is_open(self) -> bool:
        return self.window is not None and self.window.is_open

    def open(self, wanted: CompanionWanted) -> None:
        """A new one; or the one that runs, brought to the front."""
        running = self.window
        if running is not None and running.is_open:
            if wanted.ticket is None:
                running.raise_()
                running.activateWindow()
                return
            running.close()  # what it holds is a draft; the form that was open goes on instead
        preferences = self._desk.preferences
        made = CallCompanion(
            VaultStore(self._desk, self, companion=True),
            currency=preferences.get("currency") or system_currency(),
            pinned=bool(preferences.get("companion_in_front")),
        )
        self._adopt(made)
        made.open(wanted.entry, wanted.ticket, wanted.began, wanted.kind, wanted.dispute_id)
        if wanted.over:
            made.show_end()
        self._place(made)
        made.show()
        made.activateWindow()
        self.read_sheet()
        self.opened.emit(made)

    def take_over(self, companion: CallCompanion) -> None:
        """The vault was unlocked while a call was noted: it goes on in the vault. Called before
        what arrived is taken in; the sealed state goes once the draft is on the disk."""
        sealed = companion.keeping.store
        self._adopt(companion)
        companion.use_store(VaultStore(self._desk, self, companion=True))
        self._desk.session.settle()
        if isinstance(sealed, SealedStore):
            sealed.take_back()
        self.read_sheet()
        self.opened.emit(companion)

    def save_now(self) -> None:
        if self.window is not None:
            self.window.save_now()

    def close(self) -> None:
        """The vault is about to close: the window goes, a draft stays."""
        if self.window is not None:
            self.window.close()

    def _adopt(self, made: CallCompanion) -> None:
        self.window = made
        made.copy_out = self._desk.copy_out
        book = self._desk.book
        if book is not None:
            made.addAction(book.qaction("cover"))
            made.addAction(book.qaction("lock"))
        made.cover_wanted.connect(lambda: self._desk.act("cover"))
        made.told.connect(self._desk.session.notices.info)
        made.pinned.connect(lambda on: self._desk.preferences.set("companion_in_front", on))
        made.letter_wanted.connect(lambda contact: self._write(made, str(contact)))
        made.closed.connect(lambda: self._closed(made))
        self._fill_menu(made)

    def _write(self, made: CallCompanion, contact_id: str) -> None:
        """The confirmation of the call, as a letter of its dispute."""
        self._desk.show_dispute(made.dispute_id)
        self._desk.start_letter("confirm_call", contact_id)
        made.close()
        main = self._desk.book.parent() if self._desk.book is not None else None
        if isinstance(main, QWidget):
            main.raise_()
            main.activateWindow()

    def _closed(self, made: CallCompanion) -> None:
        if self.window is made:
            self.window = None
        made.deleteLater()

    @staticmethod
    def _place(made: CallCompanion) -> None:
        """At the right edge of the screen, so that what one reads stays in view."""
        screen = made.screen().availableGeometry()
        made.resize(made.width(), min(made.height(), screen.height() - 40))
        made.move(max(screen.left(), screen.right() - made.width() - 24), screen.top() + 24)

    # ---------------------------------------------------------------- what it needs from the vault

    def read_sheet(self) -> None:
        made = self.window
        if made is None:
            return
        vault, dispute_id = self._desk.vault, made.dispute_id
        if not dispute_id:
            made.show_sheet(None)
            return

        def query() -> Any:
            from onrecord.services.views.call_sheet import call_sheet

            return call_sheet(vault, dispute_id)

        self._desk.session.ask(query, made.show_sheet, made, "sheet")

    def _fill_menu(self, made: CallCompanion) -> None:
        vault = self._desk.vault

        def query() -> Any:
            return vault.query(
                "SELECT d.id, d.title, coalesce(c.name, '') AS company FROM dispute d"
                " LEFT JOIN counterparty c ON c.id = d.counterparty_id"
                " WHERE d.trashed_at = '' AND d.state != 'closed' ORDER BY d.rowid DESC LIMIT ?",
                [_MENU_MOST],
            )

        def fill(rows: Any) -> None:
            menu = made.company_menu
            menu.clear()
            for row in rows:
                words = f"{row['company']} · {row['title']}".strip(" ·").replace("&", "&&")
                action = menu.addAction(words)
                action.triggered.connect(
                    lambda _on=False, row=row: self._chosen(made, row["id"], row["company"])
                )
            if rows:
                menu.addSeparator()
            other = menu.addAction(self.tr("Another company…"))
            other.triggered.connect(lambda _on=False: made.show_page("company"))

        self._desk.session.ask(query, fill, made, "menu")

    def _chosen(self, made: CallCompanion, dispute_id: str, company: str) -> None:
        made.set_dispute(dispute_id, company)
        self.read_sheet()
