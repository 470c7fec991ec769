"""How a form for a call keeps what stands in it: a draft while it is typed, on record when saved.

The quick form and the call companion share this, so one can hand what it holds to the other: the
``Ticket`` says which draft and which contact on record it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import ContactEntry
from onrecord.errors import KnownError
from onrecord.ui.desk import Desk

DRAFT_MS = 400
"""Milliseconds without a key after which what was typed goes to the disk."""
DRAFT_LATEST_MS = 800
"""While typing goes on without a pause, it goes to the disk this often."""


@dataclass(eq=False)
class Ticket:
    """One opened form. ``draft_id`` is set once the first draft is on the disk."""

    contact_id: str = ""
    draft_id: str = ""
    dispute_id: str = ""


@dataclass(frozen=True)
class Ending:
    """What the end of a call adds to its entry: the next step and its day (a ``When`` text)."""

    next_step: str = ""
    next_day: str = ""


def read_draft(vault: Any, draft_id: str) -> tuple[ContactEntry, Ticket]:
    """What a draft holds. Raises NotFound where it is gone."""
    from onrecord.domain.housekeeping import Draft

    body = dict(vault.get(Draft, draft_id).body)
    contact_id = str(body.pop("contact_id", ""))
    entry = ContactEntry.from_body(body)
    return entry, Ticket(contact_id, draft_id, next(iter(entry.dispute_ids), ""))


class Store(Protocol):
    """Where a form's content goes. Both come back on the GUI thread."""

    def keep(self, ticket: Ticket, entry: ContactEntry, kept: Callable[[], None]) -> None: ...

    def record(
        self,
        ticket: Ticket,
        entry: ContactEntry,
        ending: Ending,
        done: Callable[[], None],
        failed: Callable[[KnownError], None],
    ) -> None: ...


class VaultStore:
    """The open vault. ``owner`` is the form: when it is gone, nobody waits for an answer.
    ``companion``: what is kept is opened there again."""

    def __init__(self, desk: Desk, owner: QObject, *, companion: bool = False) -> None:
        self._desk = desk
        self._owner = owner
        self._companion = companion

    def keep(self, ticket: Ticket, entry: ContactEntry, kept: Callable[[], None]) -> None:
        body = {**entry.to_body(), "contact_id": ticket.contact_id, "companion": self._companion}
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.drafts import save_draft

            change = save_draft(vault, "contact", body, ticket.draft_id, ticket.dispute_id)
            ticket.draft_id = change.result
            return change

        self._desk.session.do(verb, lambda _change: kept(), self._owner, undoable=False)

    def record(
        self,
        ticket: Ticket,
        entry: ContactEntry,
        ending: Ending,
        done: Callable[[], None],
        failed: Callable[[KnownError], None],
    ) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.drafts import discard_draft
            from onrecord.services.end_call import end_call

            change = end_call(vault, entry, ticket.contact_id, ending.next_step, ending.next_day)
            if ticket.draft_id:
                discard_draft(vault, ticket.draft_id)
                ticket.draft_id = ""
            ticket.contact_id = change.result
            return change

        fresh = not ticket.contact_id

        def recorded(change: Change) -> None:
            from onrecord.ui.letters.after_call import offer_confirmation

            done()
            if fresh and not self._companion:  # which offers it itself, at its end
                offer_confirmation(self._desk, entry, change.result)

        self._desk.session.do(verb, recorded, self._owner, failed=failed, say=True)


class Keeping(QObject):
    """Sends what stands in a form to its store, in time. ``entry`` reads the form."""

    said = Signal(str)
    """A word on where it stands, for the foot of the form."""

    def __init__(self, store: Store, entry: Callable[[], ContactEntry], parent: QObject) -> None:
        super().__init__(parent)
        self.store = store
        self._entry = entry
        self.ticket = Ticket()
        self.is_open = False
        self.is_dirty = False
        self.kept_words = self.tr("Draft kept {0}")
        self._pause = self._timer(DRAFT_MS)
        self._latest = self._timer(DRAFT_LATEST_MS)

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(self.save_now)
        return timer

    def begin(self, ticket: Ticket) -> None:
        """Another form is shown; what stood in the last one goes to the disk first."""
        self.save_now()
        self.ticket = ticket
        self.is_open = True
        self.is_dirty = False

    def touched(self) -> None:
        """Something was typed."""
        if not self.is_open:
            return
        self.is_dirty = True
        self.said.emit(self.tr("Saving…"))
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def save_now(self) -> None:
        """What stands in the form goes to the disk, as a draft."""
        if not (self.is_open and self.is_dirty):
            return
        self._rest()
        self.is_dirty = False
        ticket = self.ticket

        def kept() -> None:
            if ticket is self.ticket and not self.is_dirty:
                self.said.emit(self.kept_words.format(datetime.now().strftime("%H:%M:%S")))

        self.store.keep(ticket, self._entry(), kept)

    def record(
        self,
        done: Callable[[], None],
        failed: Callable[[KnownError], None],
        ending: Ending = Ending(),
    ) -> None:
        """Put it on record. Where that fails, it is a draft again."""
        self._rest()
        self.is_dirty = False

        # The form may be gone by the time the answer comes: what it held is safe all the same.
        def is_done() -> None:
            if isValid(self):
                done()

        def not_done(error: KnownError) -> None:
            if isValid(self):
                failed(error)
                self.touched()

        self.store.record(self.ticket, self._entry(), ending, is_done, not_done)

    def end(self) -> None:
        """The form is closed, or what it holds was handed on."""
        self._rest()
        self.is_open = False
        self.is_dirty = False
        self.ticket = Ticket()

    def _rest(self) -> None:
        self._pause.stop()
        self._latest.stop()
