"""Gives every action of the registry something to do in the main window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from onrecord.ui.actions import ActionBook
from onrecord.ui.desk import Desk, Place
from onrecord.ui.shell.drops import paste
from onrecord.ui.shell.main_window import MainWindow


class Commands(QObject):
    """Owned by the window. Acts on the selection and the place that the desk knows."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.book = ActionBook(window, keys=desk.preferences.get("keys") or {})
        undo = desk.session.undo
        acts: dict[str, Callable[[], object]] = {
            "new_dispute": desk.new_dispute,
            "add_documents": desk.add_documents,
            "paste": self._paste,
            "undo": undo.undo,
            "redo": undo.redo,
            "log_call": desk.log_contact,
            "log_message": lambda: desk.log_contact("email"),
            "new_packet": desk.new_packet,
            "show_timeline": lambda: desk.show_tab("timeline"),
            "show_documents": lambda: desk.show_tab("documents"),
            "show_money": lambda: desk.show_tab("money"),
            "show_packets": lambda: desk.show_tab("packets"),
            "show_today": desk.show_today,
            "show_to_sort": desk.show_to_sort,
            "back": desk.go_back,
            "quit": window.close,
        }
        for name in (
            "recovery_sheet", "change_passphrase", "verify", "settings", "cover", "lock", "search",
            "shortcuts", "about", "trash_view", "larger_text", "smaller_text",
        ):  # fmt: skip
            acts[name] = lambda name=name: desk.act(name)
        for action in self.book:
            if action.id in acts:
                self.book.connect_to(action.id, acts[action.id])
        window.addActions([self.book.qaction(a.id) for a in self.book if a.scope == "window"])
        self.book.fill_menu_bar(window.menuBar())
        pasting = QShortcut(QKeySequence.StandardKey.Paste, window)
        pasting.activated.connect(self._paste)
        desk.place_changed.connect(self._place)
        undo.changed.connect(lambda _state: self._undo_words())
        self._undo_words()
        self._place(desk.place)

    def _place(self, place: Place) -> None:
        in_dispute = bool(self._desk.dispute_id)
        self.book.set_enabled(
            "new_packet", "show_timeline", "show_documents", "show_money", "show_packets",
            on=in_dispute,
        )  # fmt: skip
        self.book.set_enabled("back", on=place.kind in ("document", "packet"))

    def _undo_words(self) -> None:
        stack = self._desk.session.undo
        self.book.set_enabled("undo", on=stack.can_undo)
        self.book.set_enabled("redo", on=stack.can_redo)

    def _paste(self) -> None:
        """Into a text field where one has the focus, else as a document."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
            focus.paste()
        elif not paste(self._desk):
            self._desk.session.notices.info(
                self.tr("There is no picture and no file on the clipboard.")
            )
