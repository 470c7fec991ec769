"""A copied chat becomes lines of theirs and mine; who is who is asked where it is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from onrecord.domain.contact_entry import Said
from onrecord.domain.transcript import Told, heads, names, said, told, who_is_me
from onrecord.ui.call.names_page import NamesPage


class ChatPaste(QObject):
    failed = Signal(str)
    """Why nothing was taken; "" once something was."""

    def __init__(
        self,
        page: NamesPage,
        my_names: tuple[str, ...],
        take: Callable[[Sequence[Said], Told], None],
        ask_names: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._my_names = my_names
        self._take = take
        self._ask_names = ask_names
        self._text = ""
        self.company: Callable[[], str] = str
        """Whom it is with: no name of a person in it."""
        page.chosen.connect(self._chat_of)

    def paste(self) -> None:
        self._text = QGuiApplication.clipboard().text()
        _, found = heads(self._text)
        if not found:
            self.failed.emit(
                self.tr(
                    "There is no chat with names on the clipboard. Copy it whole, then try again."
                )
            )
            return
        self.failed.emit("")
        me = who_is_me(found, self._my_names)
        self._page.show_names(found, names(found))
        if me:
            self._chat_of(me)
        else:
            self._ask_names()

    def _chat_of(self, me: object) -> None:
        self._take(said(self._page.turns, str(me)), told(self._text, str(me), self.company()))
