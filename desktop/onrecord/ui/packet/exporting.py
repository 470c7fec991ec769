"""From the button to the file: check, progress, and one calm line about what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from onrecord.errors import Cancelled, KnownError
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.packet.before_export import BeforeExport, BeforeExportAnswered
from onrecord.ui.packet.check_bar import CheckBar
from onrecord.ui.packet.export_strip import AfterExport, ExportProgress, ExportResultLine
from onrecord.ui.packet.passphrase_ask import PassphraseAsk, PassphraseGiven
from onrecord.ui.viewer.quick_look import QuickLook

ABOUT = "files of a packet"
"""What a problem with writing them is about, whichever way they are written."""


@dataclass(frozen=True)
class ExportMade:
    """A revision that was made, and where its files were just saved, the PDF first."""

    bundle_id: str
    paths: tuple[Path, ...]


class Exporting(QStackedWidget):
    """The bar at the foot of the packet editor. One export at a time."""

    begun = Signal()
    ended = Signal()  # whatever came of it
    made = Signal(object)  # ExportMade

    def __init__(self, desk: Desk, check: CheckBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._desk = desk
        self._check = check
        self._folder: Path | None = None
        self._path: Path | None = None
        self._bundle_id = ""
        self._quick: QuickLook | None = None
        self.progress = ExportProgress(desk.session.jobs, self)
        self.result = ExportResultLine(self)
        self.question = BeforeExport(self)
        self._waiting = ""
        """The packet whose export goes on once the recovery sheet is dealt with."""
        self.passphrase = PassphraseAsk(self)
        self._asked_for: Callable[[str], None] | None = None
        for part in (check, self.progress, self.result, self.question, self.passphrase):
            self.addWidget(part)
        self.passphrase.given.connect(self._passphrase_given)
        self.question.answered.connect(self._answered)
        desk.page_closed.connect(lambda _page: self._go_on())
        desk.place_changed.connect(lambda _place: self._left())
        self.result.asked.connect(self._after)
        self.result.closed.connect(self.show_check)
        self.currentChanged.connect(lambda _i: self._settle())
        self._settle()

    @property
    def is_running(self) -> bool:
        return self.currentWidget() is self.progress

    @property
    def has_news(self) -> bool:
        """Whether it shows anything but the check."""
        return self.currentWidget() is not self._check

    def show_check(self) -> None:
        """Back to the check; an export that runs, or waits for an answer, is not disturbed."""
        if not self.is_running and not self._waiting and self._asked_for is None:
            self.setCurrentWidget(self._check)

    def look_again(self) -> None:
        """Something changed: back to the check, unless what was just made is still what the packet
        prints. What was done elsewhere, or told late, takes no result out of view."""
        if self.currentWidget() is not self.result:
            self.show_check()
            return
        vault, bundle_id = self._desk.vault, self._bundle_id

        def query() -> bool:
            from onrecord.services.export_bundle import stands_as_made

            try:
                return stands_as_made(vault, bundle_id)
            except KnownError:  # what is wrong with it the preview says
                return False

        def then(stands: bool) -> None:
            if not stands and self.currentWidget() is self.result and bundle_id == self._bundle_id:
                self.show_check()

        self._desk.session.ask(query, then, self, "stands")

    def _settle(self) -> None:
        """Only as high as what it shows now."""
        for part in (self._check, self.progress, self.result, self.question, self.passphrase):
            part.setVisible(part is self.currentWidget())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        part = self.currentWidget()
        return super().sizeHint() if part is None else self._as_high(part.sizeHint())

    def minimumSizeHint(self) -> QSize:
        part = self.currentWidget()
        return super().minimumSizeHint() if part is None else self._as_high(part.minimumSizeHint())

    def hasHeightForWidth(self) -> bool:
        """A stack would ask every part, also those not shown: an opened check is a high one."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _as_high(self, hint: QSize) -> QSize:
        part = self.currentWidget()
        if part is not None and part.hasHeightForWidth():
            hint.setHeight(part.heightForWidth(self.width()))
        return hint

    # ---------------------------------------------------------------- making

    def begin(self, packet_id: str) -> None:
        """Ask where to, after what was typed last is in the vault; then make it."""
        if not self.is_running:
            # The vault thread takes one thing after another: this comes behind every edit.
            self._desk.session.do(self._must_ask, lambda ask: self._begin(packet_id, ask), self)

    def _must_ask(self) -> bool:
        from onrecord.services.recovery_sheet import ask_before_export, note_asked_before_export

        ask = ask_before_export(self._desk.vault)
        if ask:
            note_asked_before_export(self._desk.vault)
        return ask

    def _begin(self, packet_id: str, ask: bool) -> None:
        if not ask:
            self._make(packet_id)
            return
        self._waiting = packet_id
        self.setCurrentWidget(self.question)
        self.question.ask()

    def _answered(self, answer: BeforeExportAnswered) -> None:
        """The export goes on either way; first the sheet, where it is wanted now."""
        if answer.now:
            self._desk.act("recovery_sheet")
        else:
            self._go_on()

    def _go_on(self) -> None:
        place, packet_id = self._desk.place, self._waiting
        self._waiting = ""
        if packet_id and (place.kind, place.id) == ("packet", packet_id):
            self.setCurrentWidget(self._check)
            self._make(packet_id)

    def _left(self) -> None:
        """To another place: an export that was not begun is forgotten."""
        self._asked_for = None
        self.passphrase.edit.clear()
        if self.currentWidget() is self.passphrase:
            self.setCurrentWidget(self._check)
        if self._waiting and self._desk.place.id != self._waiting:
            self._waiting = ""
            self.show_check()

    def _make(self, packet_id: str) -> None:
        self.with_passphrase(packet_id, lambda phrase: self._write(packet_id, phrase))

    def with_passphrase(self, packet_id: str, go_on: Callable[[str], None]) -> None:
        """Goes on with the passphrase of the PDF, asked for where the packet wants one."""
        vault = self._desk.vault

        def wanted() -> bool:
            from onrecord.services.packet_options import packet_options

            return packet_options(vault, packet_id).locked

        def ask(locked: bool) -> None:
            if not locked:
                go_on("")
                return
            self._asked_for = go_on
            self.setCurrentWidget(self.passphrase)
            self.passphrase.ask()

        self._desk.session.ask(wanted, ask, self, "passphrase")

    def _passphrase_given(self, given: PassphraseGiven) -> None:
        go_on, self._asked_for = self._asked_for, None
        self.setCurrentWidget(self._check)
        if go_on is not None and given.passphrase:
            go_on(given.passphrase)

    def _write(self, packet_id: str, passphrase: str) -> None:
        target = self._ask_target()
        if target is None:
            return
        session = self._desk.session
        workshop = session.workshop

        def work(job: Any) -> Any:
            from onrecord.services.export_bundle import export_bundle

            try:
                return export_bundle(
                    workshop, packet_id, target, job.progress, job.cancelled, passphrase
                )
            except Cancelled as stopped:
                return stopped

        words = self.tr("Making the PDF")
        self.begun.emit()
        job = session.job(words, work, self._made, self, failed=self._failed, about=ABOUT)
        self.setCurrentWidget(self.progress)
        self.progress.follow(job, words)

    def _ask_target(self) -> Path | None:
        """A neutral name: a list of recent files says nothing of the dispute."""
        name = self.tr("Packet {0}.pdf").format(date.today().isoformat())
        suggested = self._folder / name if self._folder else name
        kinds = {self.tr("PDF (*.pdf)"): ".pdf"}
        target = ask_for_file(self, self.tr("Export the PDF"), suggested, kinds)
        if target is not None:
            self._folder = target.parent
        return target

    def _made(self, result: Any) -> None:
        self.ended.emit()
        if isinstance(result, Cancelled):
            self._desk.session.notices.info(
                self.tr("Stopped. No file was written and nothing was changed.")
            )
            self.setCurrentWidget(self._check)
            return
        self._show_result(result.bundle_id, result.page_count, result.problems, result.path)
        self.made.emit(ExportMade(result.bundle_id, result.paths))

    def _failed(self, error: KnownError) -> None:
        self.ended.emit()
        self.setCurrentWidget(self._check)
        self._desk.session.notices.error(str(error))

    def _show_result(
        self, bundle_id: str, page_count: int, problems: tuple[str, ...], path: Path | None
    ) -> None:
        self._bundle_id, self._path = bundle_id, path
        self.result.show_result(page_count, problems, path)
        self.setCurrentWidget(self.result)
        self.result.folder.setFocus()

    # ---------------------------------------------------------------- afterwards

    def _after(self, asked: AfterExport) -> None:
        if asked.what == "folder" and self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
        elif asked.what == "open" and self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))
        elif asked.what == "look":
            self.look_at(self._bundle_id)
        elif asked.what == "again":
            self.save_again(self._bundle_id)

    def look_at(self, bundle_id: str) -> None:
        """The PDF as it is kept in the vault, over the window."""
        if self._quick is None:
            self._quick = QuickLook(self._desk, self.window())
        self._quick.show_bundle(bundle_id, self.tr("The PDF as it was made"))

    def save_again(self, bundle_id: str) -> None:
        """A version that was made, byte for byte, to another place."""
        vault = self._desk.vault

        def of_packet() -> str:
            from onrecord.domain.packet import Bundle

            return vault.get(Bundle, bundle_id).packet_id

        def ask(packet_id: str) -> None:
            self.with_passphrase(packet_id, lambda phrase: self._save_again(bundle_id, phrase))

        self._desk.session.ask(of_packet, ask, self, "save again")

    def _save_again(self, bundle_id: str, passphrase: str) -> None:
        target = self._ask_target()
        if target is None:
            return
        session = self._desk.session
        workshop = session.workshop

        def work(_job: Any) -> Path:
            from onrecord.services.export_bundle import write_bundle

            return write_bundle(workshop, bundle_id, target, passphrase)[0]

        def done(path: Path) -> None:
            session.notices.done(self.tr("Saved again: {0}").format(path))

        session.job(self.tr("Saving a copy"), work, done, self, about=ABOUT)
