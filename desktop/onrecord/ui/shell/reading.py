"""Understood second: reads what waits to be read, after everything else, one run at a time. Last of
all come the words in pictures, which make room for any document that comes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer

from onrecord.ui.desk import Desk
from onrecord.ui.jobs import Job
from onrecord.ui.notices import Notice
from onrecord.ui.relay import relay
from onrecord.ui.steps import start_step


class Reading(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._pictures: Job | None = None
        self._again = False
        self._stopped = False
        desk.read_wanted.connect(lambda _none: self.start())

    def start(self) -> None:
        """Read all that waits; asked while reading, it looks again afterwards."""
        if self._stopped:
            return
        if self._job is not None:
            self._again = True
            if self._pictures is not None:
                self._pictures.cancel()
            return
        session = self._desk.session
        workshop = session.workshop

        def work(job: Any) -> Any:
            from onrecord.services.read_documents import read_documents

            return read_documents(
                workshop.vault,
                workshop.reader,
                progress=job.progress,
                cancelled=job.cancelled,
            )

        self._job = session.job(
            self.tr("Reading documents"), work, self._done, self, failed=self._failed, quiet=True
        )

    def stop(self) -> None:
        self._stopped = True

    @property
    def pictures(self) -> Job | None:
        """The job that reads words in pictures, while it runs: it can be broken off at any page,
        so nothing waits for it."""
        return self._pictures

    def _done(self, result: Any) -> None:
        if result.read:
            self._ask_about(frozenset(result.read))
        self._next()

    def _ask_about(self, read: frozenset[str]) -> None:
        """Right after it came: a paper from a company that owes an answer may be that answer."""
        session, desk = self._desk.session, self._desk

        def query() -> Any:
            from onrecord.services.views.answers import open_questions

            return [one for one in open_questions(session.vault) if one.evidence_id in read]

        def came(questions: Any) -> None:
            for one in questions[:1]:  # the others are on Today

                def show(one: Any = one) -> None:
                    start_step(desk, "answer", one.evidence_id, one.dispute_id)

                words = self.tr("Answer")
                session.notices.tell(Notice("info", one.words, words, show, "answer"))

        session.ask(query, came, self, "answer")

    def _failed(self, error: object) -> None:
        self._desk.session.notices.error(str(error))
        self._next()

    def _next(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            QTimer.singleShot(0, self.start)
        elif not self._stopped:
            self._look_for_pictures()

    def _look_for_pictures(self) -> None:
        if not self._desk.preferences.reads_pictures:
            return
        vault = self._desk.session.vault

        def query() -> int:
            from onrecord.services.read_pictures import pictures_waiting

            return len(pictures_waiting(vault))

        self._desk.session.ask(query, self._read_pictures, self, "pictures")

    def _read_pictures(self, waiting: int) -> None:
        """Reads the words in pictures; stopped by the user, the rest waits for the next document
        or the next unlocking."""
        if not waiting or self._stopped or self._job is not None:
            return
        session = self._desk.session
        workshop, preferences = session.workshop, self._desk.preferences
        desk, post = self._desk, relay().post

        def found(evidence_id: str) -> None:
            post(desk, lambda: desk.words_seen.emit(evidence_id))

        def work(job: Any) -> Any:
            from onrecord.services.read_pictures import read_pictures

            def unwanted() -> bool:
                return job.cancelled() or not preferences.reads_pictures

            return read_pictures(
                workshop.vault, workshop.machine, job.progress, unwanted, found_in=found
            )

        def over(_result: Any) -> None:
            self._job = self._pictures = None
            if self._again:
                self._again = False
                QTimer.singleShot(0, self.start)

        def failed(error: object) -> None:
            session.notices.error(str(error))
            over(None)

        self._job = self._pictures = session.job(
            self.tr("Reading words in pictures"), work, over, self, failed=failed, quiet=True
        )
