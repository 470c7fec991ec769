"""Between the window and the vault: every question and every change leaves the GUI thread here.

``ask`` reads, ``do`` changes, ``job`` takes long. Each returns at once; the answer comes back on
the GUI thread, in ``then``, unless its ``owner`` is gone by that time. Changes are made one after
another on the vault thread; reads and jobs have threads of their own, so that a note typed
during an import is saved between two of its groups.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from onrecord.domain.change import Change
from onrecord.domain.record import Record
from onrecord.errors import Cancelled, KnownError
from onrecord.ui.jobs import Job, JobCenter
from onrecord.ui.notices import NoticeBus
from onrecord.ui.undo import UndoStack

T = TypeVar("T")
GATHER_MS = 100
"""Views hear of changes at most this often, however fast an import commits, and not before what
they asked for after the last one has come: where reading is slow, a newer question would else
make every answer out of date, and an import would show nothing until its end."""
_TURN_S = 0.001
"""A thread that computes lets the others have their turn after this. The window asks for its turn
many times while it draws, and with Python's own 5 ms it stood still for as long each time."""
log = logging.getLogger(__name__)

BUG = (
    "Something went wrong inside OnRecord. What you saved is safe; "
    "please try again, and report it if it happens twice."
)


@dataclass
class _Errand:
    """What a thread is to do, and what then. It is known to threads by its number alone: what
    belongs to the window (an owner, what a function remembers of it) is let go on the GUI thread,
    as a widget whose last name goes on another thread is deleted there."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[KnownError], None]
    owner: QObject | None
    settled: Callable[[], None] | None
    what: str
    """The place in the code that asks for it, and for what: tried again, it has the same."""


@dataclass(frozen=True)
class _Answer:
    errand: int
    value: Any = None
    error: KnownError | None = None


class _Skipped:
    """In place of the answer to what was asked anew before it was read."""


_SKIPPED = _Skipped()


class Session(QObject):
    """One unlocked vault in the window. ``workshop`` holds its collaborators."""

    changed = Signal(object)
    """A ``Change`` that has been committed, whoever made it: an import tells of each group it has
    saved, so that what is safe is seen. Changes that come fast arrive merged."""
    busy_changed = Signal(object)
    """True while a change is on its way to the disk, False when all is saved."""
    _answered = Signal(object)
    _committed = Signal(object)

    def __init__(
        self, workshop: Any, notices: NoticeBus, jobs: JobCenter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self.workshop = workshop
        self.vault = workshop.vault
        self.notices = notices
        self.jobs = jobs
        self.undo = UndoStack(self._undo, self)
        self._writer = ThreadPoolExecutor(1, "vault")
        self._reader = ThreadPoolExecutor(1, "reader")
        self._workers = ThreadPoolExecutor(4, "job")
        self._newest: dict[tuple[int, str], int] = {}
        self._writing = 0
        self._reading = 0
        self._closed = threading.Event()
        self._errands: dict[int, _Errand] = {}
        self._numbers = count()
        self._answered.connect(self._deliver)
        self._untold: Change | None = None
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._tell_changes)
        self._committed.connect(self._change_came)
        self._stop_listening = self.vault.on_change(self._saved)

    # ---------------------------------------------------------------- asking and doing

    def ask(
        self,
        query: Callable[[], T],
        then: Callable[[T], None],
        owner: QObject,
        key: str = "",
    ) -> None:
        """Run ``query`` off the GUI thread. With a ``key``, an older answer to the same question
        is dropped, so that fast typing never shows yesterday's result; and what is asked again
        while it waits is read once, the newest."""
        turn = 0
        if key:
            turn = self._newest.get((id(owner), key), 0) + 1
            self._newest[(id(owner), key)] = turn

        about = (id(owner), key)

        def is_newest() -> bool:
            return not key or self._newest.get(about) == turn

        def read() -> T | _Skipped:
            return query() if is_newest() else _SKIPPED

        def deliver(value: T | _Skipped) -> None:
            if is_newest():
                then(cast("T", value))

        self._reading += 1
        self._submit(
            self._reader,
            read,
            deliver,
            lambda error: self._fail(error, None),
            owner,
            settled=self._has_read,
            what=_name_of(query),
        )

    def aside(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        owner: QObject,
        *,
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """As ``ask``, for what takes a worker a second and nobody waits for: it holds up no
        reads and stands in no list of jobs."""
        self._submit(self._workers, work, then, lambda error: self._fail(error, failed), owner)

    def do(
        self,
        verb: Callable[[], T],
        then: Callable[[T], None] | None = None,
        owner: QObject | None = None,
        *,
        failed: Callable[[KnownError], None] | None = None,
        say: bool = False,
        undoable: bool = True,
    ) -> None:
        """Make a change. A ``Change`` (or a result with ``.change``) goes on the undo stack; with
        ``say`` its words are shown with Undo beside them."""
        self._writing += 1
        self.busy_changed.emit(True)

        if undoable:
            self.undo.expect()

        def done(value: T) -> None:
            with self.notices.of(_change_of(value)):
                try:
                    self._note(value, say=say, undoable=undoable)
                finally:
                    if undoable:
                        self.undo.came()
                if then is not None and (owner is None or isValid(owner)):
                    then(value)

        def refused(error: KnownError) -> None:
            if undoable:
                self.undo.came(failed=True)
            self._fail(error, failed)

        self._submit(self._writer, verb, done, refused, None, settled=self._settle)

    def job(
        self,
        words: str,
        work: Callable[[Job], T],
        then: Callable[[T], None] | None = None,
        owner: QObject | None = None,
        *,
        failed: Callable[[KnownError], None] | None = None,
        say: bool = False,
        quiet: bool = False,
        about: str = "",
    ) -> Job:
        """Long work with a place in the job list. ``work`` gets the job: ``job.progress`` and
        ``job.cancelled`` have the form services take. ``words`` name no dispute and no company.
        ``quiet`` work of the app's own is not put on the undo stack. A problem told of it goes when
        it, or other work ``about`` the same, goes well."""
        job = self.jobs.start(words)

        def run() -> T:
            try:
                return work(job)
            finally:
                job.finish()

        def done(value: T) -> None:
            with self.notices.of(_change_of(value)):
                if not quiet:
                    self._note(value, say=say, undoable=True)
                if then is not None and (owner is None or isValid(owner)):
                    then(value)

        self._submit(
            self._workers, run, done, lambda error: self._fail(error, failed), None,
            what=about or _name_of(work),
        )  # fmt: skip
        return job

    def _undo(self, change: Change, then: Callable[[Change], None]) -> None:
        """Put a change's rows back on the vault thread; ``then`` gets the change that did it."""

        def done(made: Change) -> None:
            then(made)
            self.notices.undone(change)
            self.notices.info(made.words, key="undo")

        def verb() -> Change:
            from onrecord.services.undo_change import undo_change

            return undo_change(self.vault, change)

        self.do(verb, done, undoable=False)

    # ---------------------------------------------------------------- what was saved

    def _saved(self, change: Change) -> None:
        """On the thread that made the change."""
        if not self._closed.is_set():
            self._committed.emit(change)

    def _change_came(self, change: Change) -> None:
        self._untold = change if self._untold is None else self._untold.merge(change)
        if not self._gather.isActive():
            self._tell_changes()

    def _tell_changes(self) -> None:
        if self._reading and self._untold is not None:
            self._gather.start()
            return
        change, self._untold = self._untold, None
        if change is not None:
            self._gather.start()
            self.changed.emit(change)

    # ---------------------------------------------------------------- the way back

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[KnownError], None],
        owner: QObject | None,
        settled: Callable[[], None] | None = None,
        what: str = "",
    ) -> None:
        if self._closed.is_set():
            return
        number = next(self._numbers)
        self._errands[number] = _Errand(work, done, failed, owner, settled, what or _name_of(work))
        pool.submit(self._run, number)

    def _run(self, number: int) -> None:
        """On a thread of a pool."""
        try:
            answer = _Answer(number, self._errands[number].work())
        except KnownError as error:
            answer = _Answer(number, error=_bare(error))
        except Exception:
            log.exception("unexpected")
            answer = _Answer(number, error=KnownError(BUG))
        self._send(answer)

    def _send(self, answer: _Answer) -> None:
        if not self._closed.is_set():
            self._answered.emit(answer)

    def _deliver(self, answer: _Answer) -> None:
        errand = self._errands.pop(answer.errand)
        if errand.settled is not None:
            errand.settled()
        if errand.owner is not None and not isValid(errand.owner):
            return
        if answer.error is not None:
            with self.notices.about(errand.what):
                errand.failed(answer.error)
        elif (
            answer.value is not _SKIPPED
        ):  # what it then tells of one file or another is not over when it is done again
            self.notices.succeeded(errand.what)
            errand.done(answer.value)

    def _fail(self, error: KnownError, failed: Callable[[KnownError], None] | None) -> None:
        if isinstance(error, Cancelled):
            self.notices.info(str(error))
        elif failed is not None:
            failed(error)
        else:
            self.notices.error(str(error))

    def _note(self, value: Any, *, say: bool, undoable: bool) -> None:
        change = _change_of(value)
        if change is None or not change.touched:
            return
        if undoable:
            self.undo.push(change)
            self.changed.emit(change)
            if say:
                self.notices.done(change.words, undo=lambda: self.undo.undo_this(change))
        elif say:
            self.notices.done(change.words)

    def _has_read(self) -> None:
        self._reading -= 1

    def _settle(self) -> None:
        self._writing -= 1
        if not self._writing:
            self.busy_changed.emit(False)

    # ---------------------------------------------------------------- the end

    def settle(self) -> None:
        """Wait until what was asked to be saved is on the disk. Only for the end and for tests."""
        self._writer.submit(lambda: None).result(timeout=120)

    def close(self) -> None:
        """Stop taking work, let changes under way reach the disk, close the vault."""
        if self._closed.is_set():
            return
        self.jobs.cancel_all()
        self._writer.submit(lambda: None).result()
        self._closed.set()
        self._stop_listening()
        for pool in (self._workers, self._reader, self._writer):
            pool.shutdown(wait=True, cancel_futures=True)
        self.workshop.close()


def _name_of(work: Callable[..., Any]) -> str:
    """The place in the code and the ids of what it is done to: another letter saved well says
    nothing of the one that was not."""
    held: list[Any] = []
    for cell in getattr(work, "__closure__", None) or ():
        with suppress(ValueError):  # a name that is bound only later
            held.append(cell.cell_contents)
    ids = [one.id if isinstance(one, Record) else one for one in held]
    names = [one for one in ids if isinstance(one, str) and re.fullmatch(r"[0-9a-f]{16}", one)]
    place = (getattr(work, "__module__", ""), getattr(work, "__qualname__", ""))
    return ".".join((*place, *names))


def _change_of(value: Any) -> Change | None:
    change = value if isinstance(value, Change) else getattr(value, "change", None)
    return change if isinstance(change, Change) else None


def _bare(error: KnownError) -> KnownError:
    """Without the places it came through, which would keep alive what was known there."""
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return error
