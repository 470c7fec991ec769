"""From a button of the send panel to a file, the clipboard, or the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from onrecord.domain.change import Change
from onrecord.domain.letter import Letter
from onrecord.errors import KnownError, Refused
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk


class Sending(QObject):
    told = Signal(str, str)
    """What was written out, and the way it will most likely go."""
    recorded = Signal()
    day_refused = Signal(str)
    """Why the day it was sent or delivered cannot be kept."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self._folder: Path | None = None
        self._asking = False
        """A file name is being asked for, or about to be."""

    def pdf(self, letter: Letter) -> None:
        """The letter as a PDF; its copies are saved beside it."""
        self._when_ready(letter, lambda: self._pdf(letter))

    def _pdf(self, letter: Letter) -> None:
        target = self._target(letter, ".pdf", self.tr("PDF (*.pdf)"))
        if target is None:
            return
        workshop = self._desk.session.workshop

        def work(_job: Any) -> Any:
            from onrecord.services.letters.letter_pdf import write_letter

            return write_letter(workshop, letter.id, target)

        def done(written: Any) -> None:
            count = len(written.names)
            words = self.tr("Saved as {0}").format(written.path.name)
            if count == 1:
                words = self.tr("{0}, with its copy beside it").format(words)
            elif count:
                words = self.tr("{0}, with its {1} copies beside it").format(words, count)
            self.told.emit(f"{words}. {written.problem}".strip(), "post")

        self._desk.session.job(self.tr("Saving a letter"), work, done, self)

    def mail(self, letter: Letter) -> None:
        """A mail draft that the person's own mail program sends."""
        self._when_ready(letter, lambda: self._mail(letter))

    def _mail(self, letter: Letter) -> None:
        target = self._target(letter, ".eml", self.tr("Mail draft (*.eml)"))
        if target is None:
            return
        workshop = self._desk.session.workshop

        def work(_job: Any) -> Any:
            from onrecord.services.letters.letter_pdf import write_mail

            return write_mail(workshop, letter.id, target)

        def done(written: Any) -> None:
            words = self.tr("Saved as {0}. Open it with your mail program and send it from there.")
            if not written.to:
                words += " " + self.tr("To is empty: their email address is not known.")
            words = f"{words.format(written.path.name)} {written.problem}".strip()
            self.told.emit(words, "email")

        self._desk.session.job(self.tr("Saving a mail draft"), work, done, self)

    def text(self, letter: Letter) -> None:
        """The words alone, on the clipboard."""
        vault = self._desk.vault

        def query() -> str:
            from onrecord.services.letters.letter_pdf import letter_text

            return letter_text(vault, letter.id)

        def done(text: str) -> None:
            self._desk.copy_out(text, self.tr("Copied the text of a letter"), "letter", letter.id)
            words = self.tr("Copied. Paste it into their form; the subject is not part of it.")
            self.told.emit(words, "website")

        self._after_saving(lambda: self._desk.session.ask(query, done, self))

    def record(self, letter: Letter, way: str, day: str) -> None:
        """It was sent: kept as it went out, and on record in the dispute."""
        workshop = self._desk.session.workshop

        def work(_job: Any) -> Change:
            from onrecord.services.letters.send_letter import mark_letter_sent

            return mark_letter_sent(workshop, letter.id, way, day)

        self._after_saving(
            lambda: self._desk.session.job(
                self.tr("Keeping the letter"),
                work,
                lambda _change: self.recorded.emit(),
                self,
                failed=self._refused,
                say=True,
            )
        )

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, Refused) and error.path in ("dated", "delivered"):
            self.day_refused.emit(str(error))
        else:
            self._desk.session.notices.error(str(error))

    def delivered(self, letter: Letter, day: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.letters.send_letter import note_delivery

            return note_delivery(vault, letter.id, day)

        self._desk.session.do(verb, owner=self, failed=self._refused, say=True)

    def proof(self, letter: Letter) -> None:
        """A file that proves it was posted, kept as a document of the dispute."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Add the proof of posting"))
        if not chosen:
            return
        vault, source = self._desk.vault, Path(chosen)

        def work(_job: Any) -> Change:
            from onrecord.services.attach_files import attach_files
            from onrecord.services.letters.send_letter import note_delivery

            kept = attach_files(vault, [source], dispute_id=letter.dispute_id, arrived="dialog")
            if not kept.outcomes or not kept.outcomes[0].evidence_id:
                raise Refused(kept.outcomes[0].sentence if kept.outcomes else "No file was added.")
            return note_delivery(vault, letter.id, proof_id=kept.outcomes[0].evidence_id)

        def done(_change: Change) -> None:
            self._desk.read_wanted.emit(None)

        self._desk.session.job(self.tr("Adding documents"), work, done, self, say=True)

    def _when_ready(self, letter: Letter, act: Callable[[], None]) -> None:
        """A letter that cannot go out is refused before anybody is asked for a file name; a second
        click while one is about to be asked is none."""
        if self._asking:
            return
        self._asking = True
        vault = self._desk.vault

        def check() -> None:
            from onrecord.services.letters.letter_pdf import check_ready

            check_ready(vault, letter.id)

        def ask() -> None:
            try:
                act()
            finally:
                self._asking = False

        def asked(_none: None) -> None:
            QTimer.singleShot(0, self, ask)  # the answer is dealt with before a dialog opens

        def refused(error: KnownError) -> None:
            self._asking = False
            self._desk.session.notices.error(str(error))

        # The vault thread takes one thing after another: this comes behind every edit.
        self._desk.session.do(check, asked, self, failed=refused, undoable=False)

    def _after_saving(self, act: Any) -> None:
        """The vault thread takes one thing after another: this comes behind every edit."""
        self._desk.session.do(lambda: None, lambda _none: act(), self)

    def _target(self, letter: Letter, ending: str, kinds: str) -> Path | None:
        """A neutral name: a list of recent files says nothing of the dispute."""
        name = self.tr("Letter {0}").format(letter.dated[:10]).strip() + ending
        suggested = self._folder / name if self._folder else name
        target = ask_for_file(self._window, self.tr("Save the letter"), suggested, {kinds: ending})
        if target is not None:
            self._folder = target.parent
        return target
