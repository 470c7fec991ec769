"""The call companion: the form for a call as a small window with a timer and large buttons.

It is the quick form again: the same entry, the same draft, one save. Its store is the vault, or,
while that is locked, the inbox. It never takes the focus from another window by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.hang_up import confirmation
from onrecord.domain.ids import new_id
from onrecord.domain.transcript import Told
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.call.call_clock import CallClock, clock_words
from onrecord.ui.call.call_fields import CallFields
from onrecord.ui.call.call_notes import CallNotes
from onrecord.ui.call.chat_paste import ChatPaste
from onrecord.ui.call.companion_faces import DONE, ENDED, RUNNING, CompanionFaces
from onrecord.ui.call.companion_foot import CompanionFoot
from onrecord.ui.call.companion_head import CompanionHead
from onrecord.ui.call.hang_up_card import HangUpCard
from onrecord.ui.call.large_buttons import FlowButtons
from onrecord.ui.call.note_slot import NoteSlot
from onrecord.ui.call.ready_card import ReadyCard
from onrecord.ui.call.sealed_store import SealedStore
from onrecord.ui.call.writing import Writing
from onrecord.ui.contact.keeping import Keeping, Store, Ticket
from onrecord.ui.contact.said_editor import SaidEditor
from onrecord.ui.design import (
    Label,
    LinkButton,
    Muted,
    Rule,
    Space,
    TextStyle,
    set_look,
    theme,
)

WIDE, HIGH = 400, 760
"""Pixels at text size 100 %."""
HEARTBEAT_S = 10
"""While a call runs, its length goes to the disk this often though nothing is typed."""


class CallCompanion(QWidget):
    closed = Signal()
    cover_wanted = Signal()
    told = Signal(str)
    """A sentence for the main window, once the companion is gone."""
    pinned = Signal(bool)
    sealed = Signal()
    """A call that was noted while locked is in the inbox, whole."""
    letter_wanted = Signal(object)
    """Write the confirmation of the contact with this id."""

    def __init__(
        self,
        store: Store,
        *,
        locked: bool = False,
        currency: str = "USD",
        my_names: tuple[str, ...] = (),
        pinned: bool = False,
        clock: Callable[..., CallClock] = CallClock,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("OnRecord")
        self.setObjectName("call-companion")
        set_look(self, "look", "surface")
        self._entry = ContactEntry()
        self._make_clock = clock
        self.clock = clock()
        self._locked = locked
        self._sheet: Any = None
        self._before = ""
        self._cut_off = False
        self.copy_out: Callable[[str, str], object] = _to_clipboard
        """Takes a text out to the clipboard; the second says in the history what it was."""
        self.keeping = Keeping(store, self.entry, self)
        self.head = CompanionHead(self, pinned=pinned)
        self.ready = ReadyCard(self)
        self.said = SaidEditor(self, tall=True, blind=locked)
        self.hint = Muted(self.tr("Sealed into your vault. You will see it when you unlock."), self)
        self.slot = NoteSlot(self, currency)
        self.flow = FlowButtons(self)
        self._name_parts()
        self.notes = CallNotes(self.said, self.terms, self)
        self.chat = ChatPaste(
            self.names_page, my_names, self._take_chat, lambda: self.show_page("names"), self
        )
        self.chat.company = lambda: self.company_page.values()["company"]
        self.hang_up = HangUpCard(self)
        self.more_button = LinkButton(
            self.tr("More"), self, on_click=lambda: self.show_page("more"),
            hint=self.tr("Goal, paste a chat, report a fault, recording"),
        )  # fmt: skip
        self._contact_id = ""
        self.foot = CompanionFoot(self)
        self.saved, self.back, self.end_button = self.foot.saved, self.foot.back, self.foot.next
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.fields = CallFields(self.slot, self.said, self.hang_up, self.faces)
        self.writing = Writing(
            self.slot, self.said, self.ready, self.hang_up, self.notes, self.area, self
        )
        self._lay_out()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._second)
        px = theme.current().metrics.px
        self.setMinimumWidth(px(360))
        # With large text still on the screen: the button that ends the call is at its foot.
        room = self.screen().availableSize() * 0.92
        self.resize(QSize(px(WIDE), px(HIGH)).boundedTo(room))
        self.set_locked(locked)
        if pinned:
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, True)

    # ---------------------------------------------------------------- parts

    def _name_parts(self) -> None:
        self.company_menu, self.company_button = self.head.company_menu, self.head.company_button
        self.timer, self.pin, self.cover = self.head.timer, self.head.pin, self.head.cover
        self.hold, self.transferred, self.cut = (
            self.flow.hold, self.flow.transferred, self.flow.cut,
        )  # fmt: skip
        self.big, self.pages = self.slot.buttons.by_name, self.slot.pages
        self.name_page, self.refused_page = self.slot.name, self.slot.refused
        self.company_page, self.names_page = self.slot.company, self.slot.names
        self.terms, self.terms_page = self.slot.terms, self.slot.terms_page
        self.more_page, self.kind = self.slot.more, self.slot.more.kind
        self.faces = CompanionFaces(self)
        self.end_page, self.done_page = self.faces.end_page, self.faces.done_page
        self.area = self.faces.area

    def _lay_out(self) -> None:
        self.hang_up.head.addWidget(self.more_button)
        self.faces.fill(
            [self.head, self.flow, self.ready, self.hint, self.said, self.slot],
            self.said,
            self.hang_up,
        )
        wrong = QVBoxLayout()
        wrong.setContentsMargins(Space.M, 0, Space.M, 0)
        wrong.addWidget(self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.faces, 1)
        whole.addWidget(Rule(self))
        whole.addLayout(wrong)
        whole.addWidget(self.foot)
        self.writing.fit()

    def _connect(self) -> None:
        self.keeping.said.connect(self.saved.setText)
        for part in (self.said, self.terms, self.hang_up.reference, self.end_page):
            part.changed.connect(self._typed)
        for page in self.pages.values():
            page.changed.connect(self._typed)
        self.foot.back_wanted.connect(self._go_on)
        self.foot.next_wanted.connect(self._end_or_save)
        self.kind.chosen.connect(self._kind_chosen)
        self.head.company_wanted.connect(lambda: self.show_page("company"))
        self.head.cover_wanted.connect(self.cover_wanted)
        self.head.pinned.connect(self._pin)
        self.slot.buttons.pressed.connect(self.act)
        self.hold.clicked.connect(self._hold)
        self.transferred.clicked.connect(self._transfer)
        self.cut.clicked.connect(self._cut)
        self.hang_up.wanted.connect(self.act)
        self.more_page.paste_wanted.connect(self.chat.paste)
        self.chat.failed.connect(self.say_problem)
        self.more_page.fault_wanted.connect(self._fault)
        self.more_page.law_wanted.connect(lambda: self.show_page("law"))
        self.ready.copy_wanted.connect(
            lambda number: self.copy_out(number, self.tr("Copied a number they know me by"))
        )
        self.end_page.copy_wanted.connect(self._copy_confirmation)
        keys: dict[str, Callable[[], object]] = {
            "F8": self._hold, "F10": self._transfer, "F11": self._cut, "F12": self._end_or_save,
            "Esc": self._escape, "Ctrl+Return": self._end_or_save,
        }  # fmt: skip
        for name, button in self.big.items():
            keys[button.key] = lambda name=name: self.act(name)
        self._cover_key = QShortcut(QKeySequence("F9"), self)  # unlocked, the window's own works
        self._cover_key.activated.connect(self.cover_wanted.emit)
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    # ---------------------------------------------------------------- opening

    def open(
        self,
        entry: ContactEntry | None = None,
        ticket: Ticket | None = None,
        began: datetime | None = None,
        kind: str = "call",
        dispute_id: str = "",
    ) -> None:
        """A new call, or one that another form began: its entry and its draft go on here."""
        now = datetime.now()
        if entry is None:
            zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
            entry = ContactEntry(
                kind=kind,
                dated=When.of_minute(now).text,
                zone=zone,
                dispute_ids=(dispute_id,) if dispute_id else (),
            )
        handed = ticket is not None
        self.keeping.begin(ticket or Ticket(dispute_id=dispute_id))
        already = entry.duration_s or ((now - began).total_seconds() if began else 0)
        self.clock = self._make_clock(already, entry.hold_s or 0)
        self._before = ""
        self._show(entry)
        if handed:
            self._typed()
        self._tick.start()
        self._second()

    def show_end(self) -> None:
        """What was noted before, with the clock as it stood; one press goes back to the call."""
        self._end()

    def _show(self, entry: ContactEntry) -> None:
        self._entry = entry
        self._cut_off = False
        self.fields.show(entry)
        self.notes.begin()
        self.say_problem("")
        self.saved.setText("")
        self._show_face(RUNNING)
        self.show_line()
        self._show_entry()

    def show_sheet(self, sheet: Any) -> None:
        """What to have ready, once it was read. It fills the goal where none is written."""
        self._sheet = sheet
        self.ready.show_sheet(None if self._locked else sheet, self._before)
        if sheet is not None:
            self.more_page.suggest(sheet.ask, sheet.least)
            if sheet.company and not self.company_page.values()["company"]:
                self.company_page.show_values({"company": sheet.company})
            self.slot.law.show_places(sheet.place, sheet.their_place)
            if sheet.currency:
                self.terms.use_currency(sheet.currency)
            self.terms.use_working_days(sheet.is_working_day)
        self._show_entry()

    def set_dispute(self, dispute_id: str, company: str) -> None:
        """Chosen from the list of disputes during the call."""
        self._entry = replace(
            self._entry, dispute_ids=(dispute_id,) if dispute_id else (), counterparty_id=""
        )
        self.keeping.ticket.dispute_id = dispute_id
        self.company_page.show_values({"company": company})
        self._typed()

    @property
    def dispute_id(self) -> str:
        return next(iter(self._entry.dispute_ids), "")

    @property
    def is_open(self) -> bool:
        return self.keeping.is_open

    def set_locked(self, locked: bool) -> None:
        """While the vault is locked nothing of what is in it is shown, and no line that was kept."""
        self._locked = locked
        self.said.set_blind(locked)
        self.hint.setVisible(locked)
        self._cover_key.setEnabled(locked)
        self.keeping.kept_words = self.tr("Sealed {0}") if locked else self.tr("Saved {0}")
        self.show_sheet(self._sheet)

    def use_store(self, store: Store) -> None:
        """The vault was opened while a call runs: it goes on there, under a new ticket."""
        self.keeping.save_now()
        self.keeping.store = store
        self.keeping.begin(Ticket(dispute_id=self.dispute_id))
        self.set_locked(False)
        self._typed()
        self.keeping.save_now()

    # ---------------------------------------------------------------- what stands in it

    def entry(self) -> ContactEntry:
        """The call as it stands now."""
        return self.fields.read(self._entry, self.clock)

    def _typed(self) -> None:
        self.keeping.touched()
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.entry()
        self.terms.use_day(entry)  # a chat that was pasted brings its own
        self.hang_up.show_entry(entry)
        self.head.say_company(entry.company, locked=self._locked)
        if self.faces.currentIndex():
            self.end_page.show_gaps(entry)

    def _second(self) -> None:
        seconds = self.clock.elapsed()
        self.timer.setText(clock_words(seconds))
        if self.clock.is_on_hold:
            words = self.tr("On hold {0}").format(clock_words(int(self.clock.this_hold())))
            self.hold.say(words, on=True)
        if self.clock.is_running and seconds % HEARTBEAT_S == 0 and self._has_words():
            self.keeping.touched()

    def _has_words(self) -> bool:
        return bool(self.keeping.ticket.draft_id or self.keeping.is_dirty or self._locked)

    def save_now(self) -> None:
        """What was noted goes to the disk at once: the vault is about to close."""
        if self.is_open and self.clock.is_running and self._has_words():
            self.keeping.is_dirty = True
        self.keeping.save_now()

    # ---------------------------------------------------------------- the large buttons

    def act(self, name: object) -> None:
        """What a large button or its key does."""
        if self.faces.currentIndex() == RUNNING:
            self.writing.act(str(name))

    def show_page(self, name: str) -> None:
        """A page in place of the large buttons."""
        self.writing.show_page(name)

    def show_line(self) -> None:
        """Back to the large buttons, the cursor where the next line is written."""
        self.writing.show_line()

    def _escape(self) -> None:
        if self.faces.currentIndex():
            self._go_on()
        else:
            self.show_line()

    def _hold(self) -> None:
        if self.faces.currentIndex():
            return
        self.notes.hold(self.clock)
        if self.clock.is_on_hold:
            self._second()
        else:
            self.hold.say(self.tr("Hold"))
        self.said.edit.setFocus()

    def _transfer(self) -> None:
        """This part goes on record; the next one is a contact of its own in the same thread."""
        if self.faces.currentIndex():
            return
        self.show_line()
        self.notes.transferred()
        if self.clock.is_on_hold:
            self.clock.resume()
            self.hold.say(self.tr("Hold"))
        thread = self._entry.thread_id or new_id()
        self._entry = replace(self._entry, thread_id=thread)
        first = self.entry()
        self.transferred.setEnabled(False)

        def done() -> None:
            self.transferred.setEnabled(True)
            self._second_part(first)

        def failed(error: KnownError) -> None:
            self.transferred.setEnabled(True)
            self.say_problem(str(error))

        self.keeping.record(done, failed)

    def _second_part(self, first: ContactEntry) -> None:
        """What was typed while the first part was on its way to the disk stays for the next."""
        typed = self.said.lines()[len(first.lines) :]
        who = first.agent_name or self.tr("name not noted")
        reference = first.reference or self.tr("no reference")
        before = f"{self._before}; " if self._before else ""
        dispute_id = self.dispute_id
        self.keeping.begin(Ticket(dispute_id=dispute_id))
        self.clock = self._make_clock()
        self._before = f"{before}{who}, {reference}"
        self._show(
            ContactEntry(
                kind=first.kind,
                direction=first.direction,
                dated=When.of_minute(datetime.now()).text,
                zone=first.zone,
                number="",
                company=first.company,
                counterparty_id=first.counterparty_id,
                thread_id=first.thread_id,
                goal=first.goal,
                fallback=first.fallback,
                dispute_ids=first.dispute_ids,
                lines=typed,
            )
        )
        self.ready.show_sheet(None if self._locked else self._sheet, self._before)
        self._typed()
        self._second()

    def _cut(self) -> None:
        if self.faces.currentIndex():
            return
        self.notes.cut_off()
        self._cut_off = True
        self._end()

    def _fault(self) -> None:
        self.notes.fault()
        self.show_line()

    # ---------------------------------------------------------------- a chat

    def _kind_chosen(self) -> None:
        self._typed()
        self._say_end()

    def _take_chat(self, lines: Sequence[Said], chat: Told) -> None:
        """Its lines, and what it says of itself where nothing was noted yet."""
        if self.kind.kind == "call":
            self.kind.set_value("chat", self.kind.direction)
        dated = chat.dated or ("" if chat.unsure else self._entry.dated)
        today = f"{dated[:10]}T{chat.clock}"
        if not chat.dated and chat.clock and today < dated:  # earlier today, then
            dated = today
        self._entry = replace(self._entry, dated=dated, duration_s=chat.length_s)
        self.end_page.ask_day(chat.unsure)
        if chat.agent and not self.name_page.values()["agent_name"]:
            self.name_page.show_values({**self.name_page.values(), "agent_name": chat.agent})
        if chat.reference and self.hang_up.reference.value()[0] == "unknown":
            self.hang_up.reference.set_value("given", chat.reference)
        self.said.add(*lines)
        self._say_end()
        self.show_line()

    # ---------------------------------------------------------------- the end

    def _show_face(self, number: int) -> None:
        self.faces.setCurrentIndex(number)
        if number == DONE:
            self.saved.setText("")  # the page says so itself, and its button takes the room
        self._say_end()

    def _say_end(self) -> None:
        self.foot.show_face(self.faces.currentIndex(), self.kind.kind, locked=self._locked)

    def _end_or_save(self) -> None:
        if self.faces.currentIndex() == DONE:
            self.letter_wanted.emit(self._contact_id)
        elif self.faces.currentIndex():
            self._put_on_record()
        else:
            self._end()

    def _end(self) -> None:
        self.show_line()
        if self.writing.show_problem():
            return
        self.said.keep()
        self.clock.stop()
        self._tick.stop()
        self.hold.say(self.tr("Hold"))
        self.end_page.show_entry(self.entry(), cut_off=self._cut_off, locked=self._locked)
        self._show_face(ENDED)
        self._typed()
        self.end_page.setFocus()

    def _go_on(self) -> None:
        """It was not over after all."""
        if self.faces.currentIndex() == DONE:
            self.close()
            return
        if not self.faces.currentIndex():
            return
        self.clock.go_on()
        self._cut_off = False
        self._tick.start()
        self._show_face(RUNNING)
        self.show_line()

    def _put_on_record(self) -> None:
        if not self.end_page.is_readable or not self.end_button.isEnabled():
            return
        self.end_button.setEnabled(False)

        def done() -> None:
            self.end_button.setEnabled(True)
            if self._locked:
                self.sealed.emit()
                self._finish()
            elif self.dispute_id and not self.end_page.attempt.isChecked():
                self._show_done()
            else:
                self._finish()

        def failed(error: KnownError) -> None:
            self.end_button.setEnabled(True)
            self.say_problem(str(error))

        self.keeping.record(done, failed, self.end_page.ending())

    def _show_done(self) -> None:
        """On record; what is left is to confirm it to them in writing, the same day."""
        self._contact_id = self.keeping.ticket.contact_id
        ending = self.end_page.ending()
        self.done_page.show_done(self.end_page.got.text(), ending)
        self.keeping.end()
        self._show_face(DONE)
        self.end_button.setFocus()

    def _copy_confirmation(self) -> None:
        self.copy_out(confirmation(self.entry()), self.tr("Copied the confirmation of a call"))
        self.saved.setText(self.tr("Copied. Paste it into a message."))

    def say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    # ---------------------------------------------------------------- the window

    def _pin(self, on: bool) -> None:
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        self.show()
        self.pinned.emit(on)

    def stop(self) -> None:
        """What was sealed last is on the disk; only for a locked vault."""
        if isinstance(self.keeping.store, SealedStore):
            self.keeping.store.stop()

    def _finish(self) -> None:
        self._tick.stop()
        self.keeping.end()
        self.hide()
        self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was noted stays: a draft that Today names, or sealed."""
        if self.is_open:
            kept = self._has_words()
            self.save_now()
            if kept and not self._locked:
                self.told.emit(self.tr("Kept as a draft. It is on Today."))
            self._tick.stop()
            self.keeping.end()
            self.closed.emit()
        elif self.faces.currentIndex() == DONE:
            self.closed.emit()
        super().closeEvent(event)


def _to_clipboard(text: str, _words: str) -> None:
    """While the vault is locked nothing can come out of it: what was typed here is copied."""
    QGuiApplication.clipboard().setText(text)
