"""While the vault is locked, a call is sealed into its inbox as it stands, about every second.

Each seal replaces the one before. Nothing here can read what it wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.ids import new_object_id
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.contact.keeping import Ending, Ticket

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Call:
    """One contact of the inbox: what it is known by there, and the file it is in now."""

    id: str
    turn: int = 0
    file: Path | None = None
    waiting: ContactEntry | None = None


@dataclass(frozen=True)
class _Answer:
    deliver: Callable[[], None]


class SealedStore(QObject):
    problem = Signal(str)
    """One sentence: what was noted could not be sealed."""
    _came = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._calls: dict[Ticket, _Call] = {}
        self._done: set[Ticket] = set()
        self._thread = ThreadPoolExecutor(1, "seal")
        self._came.connect(self._deliver)

    def keep(self, ticket: Ticket, entry: ContactEntry, kept: Callable[[], None]) -> None:
        call = self._calls.setdefault(ticket, _Call(new_object_id()))
        newest = call.waiting is None
        call.waiting = entry
        if newest:  # else the one that waits for its turn takes this along
            self._run(call, kept, lambda error: self.problem.emit(str(error)))

    def record(
        self,
        ticket: Ticket,
        entry: ContactEntry,
        ending: Ending,
        done: Callable[[], None],
        failed: Callable[[KnownError], None],
    ) -> None:
        """The last seal of this call; the next step is written into its notes."""
        call = self._calls.setdefault(ticket, _Call(new_object_id()))
        if ending.next_step:
            by = f", {When(ending.next_day).words()}" if ending.next_day else ""
            step = f"Next: {ending.next_step}{by}"
            entry = replace(entry, notes="\n".join(p for p in (entry.notes, step) if p))
        call.waiting = entry

        def sealed() -> None:
            self._done.add(ticket)
            done()

        self._run(call, sealed, failed)

    def stop(self) -> None:
        """Wait until what was noted is sealed; short, and only when a window goes."""
        self._thread.shutdown(wait=True)

    def take_back(self) -> None:
        """The calls that go on in the open vault are removed from the inbox again."""
        from onrecord.vault.durable import remove

        self.stop()
        for ticket, call in self._calls.items():
            if ticket not in self._done and call.file is not None:
                remove(call.file)

    def _run(
        self, call: _Call, done: Callable[[], None], failed: Callable[[KnownError], None]
    ) -> None:
        def work() -> None:
            from onrecord.services.keep_while_locked import seal_call

            entry, call.waiting = call.waiting, None
            try:
                if entry is not None:
                    call.turn += 1
                    call.file = seal_call(self._folder, call.id, call.turn, entry, call.file)
            except KnownError as error:
                problem = error
                self._came.emit(_Answer(lambda: failed(problem)))
            except Exception:
                log.exception("unexpected")
                wrong = KnownError("This was not sealed: something went wrong inside OnRecord.")
                self._came.emit(_Answer(lambda: failed(wrong)))
            else:
                self._came.emit(_Answer(done))

        self._thread.submit(work)

    def _deliver(self, answer: _Answer) -> None:
        answer.deliver()
