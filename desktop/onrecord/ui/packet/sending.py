"""Now send it: the sheet after an export, in the place of the editor's pages.

The app opens no connection. What has to go out is copied, dragged or saved by the person; an
address is handed to the system's browser on a click, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from onrecord.errors import Cancelled, KnownError, Refused
from onrecord.ui.contact.form_drops import FormDrops
from onrecord.ui.design import (
    Button,
    FlowLayout,
    Heading,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Rule,
    Space,
    TextStyle,
    announce,
    set_look,
    theme,
)
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.outside import open_in_browser
from onrecord.ui.packet.exporting import ABOUT
from onrecord.ui.packet.out_files import OutFiles
from onrecord.ui.packet.sending_record import RecordCard, ReplyTyped, SentAsked, SentList
from onrecord.ui.packet.sending_ways import BrowseAsked, CopyAsked, WayHelp

if TYPE_CHECKING:
    from onrecord.services.views.send_sheet import SendSheet

_TABLES = frozenset(
    {"sending", "packet", "bundle", "letter", "counterparty", "stage_event", "track", "deadline",
     "evidence"}
)  # fmt: skip
_PLAN = "in 3 weeks"


Asking = Callable[[str, Callable[[str], None]], None]
"""Of a packet: goes on with the passphrase of its PDF, asked for where it wants one."""


@dataclass(frozen=True)
class _Found:
    sheet: Any
    following: str


class SendingSheet(QWidget):
    closed = Signal()

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, with_passphrase: Asking | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._with_passphrase = with_passphrase or (lambda _packet_id, go_on: go_on(""))
        self.bundle_id = ""
        self.sheet: SendSheet | None = None
        self._saved: dict[str, list[Path]] = {}
        """Where each revision was saved while the window is open; no longer, and nowhere else."""
        self._proof_id = ""
        self._planned = ""
        self._again = False
        """It was sent, and the person wants to send it once more."""
        self._folder: Path | None = None
        self.setAccessibleName(self.tr("Now send it"))
        self.title = Heading(self.tr("Now send it"), self)
        self.about = Muted("", self)
        self.back = IconButton(
            "close", self.tr("Back to the packet"), self, on_click=self.closed.emit,
            shortcut="Esc",
        )  # fmt: skip
        self.files = OutFiles(self)
        self.save = Button(
            self.tr("Save to a folder…"), self, icon="folder", on_click=self.save_folder,
            hint=self.tr("Everything in a new folder, unencrypted, with how to check it"),
        )  # fmt: skip
        self.help = WayHelp(self)
        self.record = RecordCard(self)
        self.sent = SentList(self)
        self.once_more = LinkButton(
            self.tr("Send it once more, by another way"), self, on_click=self._once_more
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        set_look(self, "look", "window")
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        head.setSpacing(Space.M)
        head.addWidget(self.title)
        head.addWidget(self.about, 1)
        head.addWidget(self.back)
        self.inner = QWidget(self)
        column = QVBoxLayout(self.inner)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        save = FlowLayout(gap=Space.S)
        save.addWidget(self.save)
        self.to_send = QWidget(self.inner)
        steps = QVBoxLayout(self.to_send)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(Space.S)
        self.what_goes = Label(self.tr("What goes"), self, style=TextStyle.STRONG)
        self.how = Label(self.tr("How"), self, style=TextStyle.STRONG)
        steps.addWidget(self.what_goes)
        steps.addWidget(self.files)
        steps.addLayout(save)
        steps.addSpacing(Space.S)
        steps.addWidget(self.how)
        steps.addWidget(self.help)
        steps.addSpacing(Space.S)
        steps.addWidget(self.record)
        column.addWidget(self.sent)
        column.addWidget(self.once_more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.to_send)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setAccessibleName(self.tr("Now send it"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        centred = QWidget(self.area)
        line = QHBoxLayout(centred)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.inner, 12)
        line.addStretch(1)
        self.area.setWidget(centred)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Rule(self))
        whole.addWidget(self.area, 1)
        QWidget.setTabOrder(self.back, self.area)  # and from there into what stands in it
        theme.follow(self._dress)

    def _connect(self) -> None:
        self.help.copy_asked.connect(self._copy)
        self.help.browse_asked.connect(self._browse)
        self.help.mail_asked.connect(self.save_mail)
        self.help.stick_asked.connect(lambda: self.save_folder(remind=True))
        self.help.print_asked.connect(self._print)
        self.record.asked.connect(self._record)
        self.record.proof_asked.connect(self._choose_proof)
        self.sent.typed.connect(self._reply)
        self.sent.proof_asked.connect(lambda _id: self._choose_proof())
        self.sent.look_asked.connect(self._desk.open_document)
        self.sent.plan_asked.connect(self._plan)
        self._desk.session.changed.connect(self._changed)
        FormDrops(self, self.take_proof, self.tr("Drop to keep it as proof that it was sent"))

    # ---------------------------------------------------------------- showing

    def open(self, bundle_id: str, saved: Sequence[Path] = ()) -> None:
        """The sheet of this revision; ``saved`` is where its files were just written."""
        if saved:
            self._saved[bundle_id] = [*saved]
        self.bundle_id, self.sheet = bundle_id, None
        self._proof_id = self._planned = ""
        self._again = False
        self.record.open()
        self.to_send.hide()
        self.once_more.hide()
        self.sent.show_rows((), "")
        self.refresh()
        self.area.setFocus()

    def refresh(self) -> None:
        vault, bundle_id = self._desk.vault, self.bundle_id
        if not bundle_id:
            return

        def query() -> _Found:
            from onrecord.services.views.packet_history import what_next
            from onrecord.services.views.send_sheet import send_sheet

            sheet = send_sheet(vault, bundle_id)
            last = next((row.id for row in sheet.sent if row.id), "")
            return _Found(sheet, what_next(vault, last).words if last else "")

        self._desk.session.ask(query, self._show, self, key=f"sending {id(self)}")

    def _show(self, found: _Found) -> None:
        sheet: SendSheet = found.sheet
        if sheet.bundle_id != self.bundle_id:
            return
        first = self.sheet is None
        self.sheet = sheet
        to = self.tr("to {0}").format(sheet.recipient) if sheet.recipient else ""
        version = self.tr("version {0}").format(sheet.number) if sheet.number > 1 else ""
        self.about.setText(", ".join(part for part in (to, version) if part))
        if first or [row.name.text() for row in self.files.rows] != [n for n, _ in sheet.files]:
            self.files.show_files(sheet.files)
            self.files.show_saved(self._saved.get(self.bundle_id, ()))
        self.help.show_sheet(sheet, keep_way=not first)
        done = bool(sheet.sent)
        self.title.setText(self.tr("It is sent") if done else self.tr("Now send it"))
        self.sent.show_rows(sheet.sent, found.following, self._planned == self.bundle_id)
        self.once_more.setVisible(done and not self._again)
        self.to_send.setVisible(not done or self._again)

    def _once_more(self) -> None:
        self._again = True
        self.record.open()
        self._proof_id = ""
        self.once_more.hide()
        self.to_send.show()
        self.help.way.setFocus()

    def _changed(self, change: Any) -> None:
        if self.isVisible() and _TABLES & change.tables():
            self.refresh()

    def _dress(self) -> None:
        self.inner.setMaximumWidth(theme.current().metrics.px(820))

    # ---------------------------------------------------------------- out it goes

    def _copy(self, asked: CopyAsked) -> None:
        self._desk.copy_out(asked.text, asked.what, "bundle", self.bundle_id)
        self._desk.session.notices.info(self.tr("Copied."))

    def _browse(self, asked: BrowseAsked) -> None:
        open_in_browser(self._desk, asked.address)

    def _print(self) -> None:
        """By whatever shows PDFs here; for that it has to be saved."""
        saved = self.files.saved()
        if saved:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(saved[0])))
        else:
            self.save_folder(then=self._print)

    def save_folder(self, remind: bool = False, then: Any = None) -> None:
        """Everything into a new folder of the person's choice."""
        sheet = self.sheet
        if sheet is None:
            return
        folder = self._ask_folder(remind)
        if folder is not None:
            self._with_passphrase(
                sheet.packet_id, lambda phrase: self._save(sheet, folder, phrase, remind, then)
            )

    def _save(self, sheet: SendSheet, folder: Path, phrase: str, remind: bool, then: Any) -> None:
        vault, workshop = self._desk.vault, self._desk.session.workshop
        bundle_id, packet_id = sheet.bundle_id, sheet.packet_id

        def work(job: Any) -> Any:
            from onrecord.services.send_files import plan_to_delete, save_to_folder

            try:
                names = save_to_folder(
                    workshop, bundle_id, folder, job.progress, job.cancelled, passphrase=phrase
                )
            except Cancelled as stopped:
                return stopped
            return names, plan_to_delete(vault, packet_id, folder) if remind else None

        def done(result: Any) -> None:
            notices = self._desk.session.notices
            if isinstance(result, Cancelled):
                notices.info(self.tr("Stopped. No file was written."))
                return
            names, planned = result
            go = {name for name, _ in sheet.files}  # a manifest and what is for you do not go
            self._saved[bundle_id] = [folder / name for name in names if name in go]
            if bundle_id == self.bundle_id:
                self.files.show_saved(self._saved[bundle_id])
            if planned is not None:
                change, day = planned
                self._desk.session.undo.push(change)
                said = self.tr("Saved. On {0} you are asked to delete it.").format(day)
            else:
                said = self.tr("Saved: {0}").format(folder)
            notices.done(said)
            announce(self, said)
            if then is not None:
                then()

        words = self.tr("Saving the packet")
        self._desk.session.job(words, work, done, self, about=ABOUT)

    def save_mail(self) -> None:
        sheet, target = self.sheet, self._ask_file()
        if sheet is not None and target is not None:
            self._with_passphrase(
                sheet.packet_id, lambda phrase: self._write_mail(sheet.bundle_id, target, phrase)
            )

    def _write_mail(self, bundle_id: str, target: Path, phrase: str) -> None:
        workshop = self._desk.session.workshop

        def work(_job: Any) -> Any:
            from onrecord.services.send_mail import write_packet_mail

            return write_packet_mail(workshop, bundle_id, target, phrase)

        def done(_written: Any) -> None:
            self._desk.session.notices.done(
                self.tr("Saved {0}. Open it with your mail program and send it from there.").format(
                    target.name
                )
            )

        words = self.tr("Saving a mail draft")
        self._desk.session.job(words, work, done, self, about=ABOUT)

    def _ask_folder(self, remind: bool) -> Path | None:
        start = self._folder or Path(platformdirs.user_documents_dir())
        name = self.tr("Packet")
        words = self.tr("Save for a USB stick") if remind else self.tr("Save to a new folder")
        chosen, _ = QFileDialog.getSaveFileName(
            self, words, str(start / name), "", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if not chosen:
            return None
        self._folder = Path(chosen).parent
        return Path(chosen)

    def _ask_file(self) -> Path | None:
        name, kinds = self.tr("Packet.eml"), {self.tr("Mail draft (*.eml)"): ".eml"}
        suggested = self._folder / name if self._folder else name
        target = ask_for_file(self, self.tr("Save the mail draft"), suggested, kinds)
        if target is not None:
            self._folder = target.parent
        return target

    # ---------------------------------------------------------------- on record

    def _record(self, asked: SentAsked) -> None:
        vault, bundle_id, proof_id = self._desk.vault, self.bundle_id, self._proof_id
        way = self.help.way.value or "email"

        def verb() -> Any:
            from onrecord.services.send_packet import record_sending

            return record_sending(
                vault, bundle_id, way, asked.day, reference=asked.reference, proof_id=proof_id
            )

        def done(_change: Any) -> None:
            self._again = False
            self._proof_id = ""
            self.area.setFocus()

        self._desk.session.do(verb, done, self, failed=self._refused, say=True)

    def _refused(self, error: KnownError) -> None:
        field = error.path if isinstance(error, Refused) else ""
        if not self.record.say_wrong(field, str(error)):
            self._desk.session.notices.error(str(error))

    def _reply(self, typed: ReplyTyped) -> None:
        vault = self._desk.vault

        def verb() -> Any:
            from onrecord.services.send_packet import note_reply

            return note_reply(
                vault, typed.id, reference=typed.reference, acknowledged=typed.acknowledged
            )

        def wrong(error: KnownError) -> None:
            field = error.path if isinstance(error, Refused) else ""
            for card in self.sent.cards:
                if card.row.id == typed.id:
                    card.say_wrong(field, str(error))

        self._desk.session.do(verb, None, self, failed=wrong)

    def _choose_proof(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Add the proof that it was sent"))
        if chosen:
            self.take_proof([Path(chosen)])

    def take_proof(self, sources: Sequence[Any]) -> None:
        """A file that was dropped or chosen: kept as a document, and as the proof."""
        sheet = self.sheet
        if sheet is None:
            return
        open_row = next((row for row in sheet.sent if row.id and not row.proof_id), None)
        vault, bundle_id = self._desk.vault, self.bundle_id
        sending_id = open_row.id if open_row else ""

        def kept(ids: tuple[str, ...]) -> None:
            if self.to_send.isVisible() or not sending_id:
                if bundle_id == self.bundle_id:
                    self._proof_id = ids[0]
                    self._name_proof(ids[0])
                return

            def verb() -> Any:
                from onrecord.services.send_packet import note_reply

                return note_reply(vault, sending_id, proof_id=ids[0])

            self._desk.session.do(verb, None, self, say=True)

        self._desk.attach(sources, "proof", into=sheet.dispute_id, then=kept)

    def _name_proof(self, evidence_id: str) -> None:
        vault = self._desk.vault

        def query() -> str:
            from onrecord.domain.evidence import Evidence

            found = vault.get(Evidence, evidence_id)
            return found.title or found.file_name

        self._desk.session.ask(query, self.record.show_proof, self)

    def _plan(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        vault, bundle_id = self._desk.vault, self.bundle_id
        words = self.tr("See whether {0} answered").format(sheet.recipient or self.tr("they"))

        def verb() -> Any:
            from onrecord.services.diary import plan_action

            return plan_action(vault, sheet.dispute_id, words, _PLAN)

        def done(_change: Any) -> None:
            self._planned = bundle_id
            self.refresh()

        self._desk.session.do(verb, done, self, say=True)
