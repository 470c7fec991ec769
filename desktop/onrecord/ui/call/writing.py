"""Where the next thing of a call is written: in the line, or on a page in place of the buttons."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea

from onrecord.ui.call.call_notes import CallNotes
from onrecord.ui.call.hang_up_card import HangUpCard
from onrecord.ui.call.note_slot import NoteSlot
from onrecord.ui.call.ready_card import ReadyCard
from onrecord.ui.contact.said_editor import SaidEditor


class Writing(QObject):
    """``area`` is what scrolls around them; ``ready`` makes room while a page is open."""

    def __init__(
        self, slot: NoteSlot, said: SaidEditor, ready: ReadyCard, hang_up: HangUpCard,
        notes: CallNotes, area: QScrollArea, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._slot, self._said, self._ready = slot, said, ready
        self._hang_up, self._notes, self._area = hang_up, notes, area
        for page in slot.pages.values():
            page.done.connect(self._page_done)
        hang_up.reference.edit.returnPressed.connect(self._reference_done)

    def act(self, name: str) -> None:
        """What a large button or its key does."""
        if name == "reference":
            self.show_line(focus=False)
            self._hang_up.reference.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name == "supervisor":
            self._notes.supervisor()
            self.show_line()
        elif name in ("promise", "offer"):
            self._open_term(name)
        else:
            self.show_page(name)

    def show_page(self, name: str) -> None:
        self._note_terms()
        if name == "refused":
            self._slot.refused.show_values({})
        page = self._slot.pages[name]
        self._slot.setCurrentWidget(page)
        self.fit()
        page.setFocus()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._slot, 0, 0))

    def show_line(self, *, focus: bool = True) -> None:
        """Back to the large buttons, the cursor where the next line is written."""
        self._note_terms()
        self._slot.setCurrentIndex(0)
        self.fit()
        if focus:
            self._said.edit.setFocus()

    def show_problem(self) -> bool:
        """To an amount or a day that cannot be read; False where all of them can."""
        if self._slot.terms.is_readable:
            return False
        self.show_page("terms")
        self._slot.terms.go_to_problem()
        return True

    def fit(self) -> None:
        slot = self._slot
        slot.fit()
        self._ready.set_aside(slot.is_writing)
        self._said.setVisible(slot.currentWidget() not in (slot.more, slot.law))

    def _open_term(self, kind: str) -> None:
        self.show_page("terms")
        terms = self._slot.terms
        editors = terms.promises if kind == "promise" else terms.offers
        empty = [e for e in editors if not (e.term().words or e.term().amount_minor)]
        missing = [e for e in editors if not e.term().by] if kind == "promise" else []
        if empty:
            empty[0].setFocus()
        elif missing:
            missing[0].by.setFocus()
        elif kind == "promise":
            terms.add_promise().setFocus()
        else:
            terms.add_offer().setFocus()

    def _note_terms(self) -> None:
        if self._slot.currentWidget() is self._slot.terms_page:
            self._notes.terms_written()

    def _page_done(self) -> None:
        page = self._slot.currentWidget()
        if page is self._slot.refused:
            self._notes.refused(self._slot.refused.values()["words"])
        elif page is self._slot.terms_page and self._slot.terms.go_to_problem():
            return
        self.show_line()

    def _reference_done(self) -> None:
        _state, reference = self._hang_up.reference.value()
        self._notes.reference(reference)
        self.show_line()
