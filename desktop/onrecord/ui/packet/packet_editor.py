"""The packet editor: what goes to one recipient, in order, with its real pages beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from onrecord.errors import Cancelled
from onrecord.ui.clipboard import can_keep, sources_of
from onrecord.ui.design import DropOverlay, NoticeBar, Rule, Space, set_look, theme
from onrecord.ui.desk import Desk, Place
from onrecord.ui.packet.beside import Beside
from onrecord.ui.packet.bringing_in import BringingIn
from onrecord.ui.packet.check_bar import CheckBar, ReasonGiven, RemedyAsked
from onrecord.ui.packet.document_picker import DocumentPicker, DocumentsPicked
from onrecord.ui.packet.exhibit_strip import ExhibitStrip
from onrecord.ui.packet.exporting import Exporting, ExportMade
from onrecord.ui.packet.file_options import FileOptionsEdited, RevealAsked
from onrecord.ui.packet.language_box import bring_words
from onrecord.ui.packet.line_acts import LineActs
from onrecord.ui.packet.marking import Marking
from onrecord.ui.packet.marking_panel import MarkingPanel
from onrecord.ui.packet.next_packet import open_late_additions, open_new_version
from onrecord.ui.packet.open_packet import EditRefused, OpenPacket, PacketShown
from onrecord.ui.packet.options_panel import OptionsEdited, OptionsPanel
from onrecord.ui.packet.packet_contents import PacketContents
from onrecord.ui.packet.packet_head import PacketHead
from onrecord.ui.packet.packet_list import LineChosen, movable
from onrecord.ui.packet.preview_panel import PreviewMade, PreviewPanel
from onrecord.ui.packet.remedies import do_remedy, open_letter
from onrecord.ui.packet.sending import SendingSheet
from onrecord.ui.packet.smaller_page import SmallerPage
from onrecord.ui.view_keys import ViewKeys


class PacketEditor(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = self.desk = desk
        self.packet = OpenPacket(desk, self)
        self._make()
        self._lay_out()
        self._connect()
        self.keys = ViewKeys(
            desk,
            self,
            {
                "export_packet": self.check.press,
                "black_out": lambda: self.marking.take("black_out"),
                "circle": lambda: self.marking.take("circle"),
                "move_up": lambda: self.acts.move_chosen(-1),
                "move_down": lambda: self.acts.move_chosen(1),
                "zoom_in": self.preview.pages.zoom_in,
                "zoom_out": self.preview.pages.zoom_out,
                "fit_width": lambda: self.preview.pages.set_fit("width"),
                "previous_page": self.preview.pages.previous_page,
                "next_page": self.preview.pages.next_page,
            },
        )
        self.setAcceptDrops(True)
        self._overlay = DropOverlay(self)

    def _make(self) -> None:
        desk = self._desk
        self.head = PacketHead(self)
        self.title, self.who, self.rules = self.head.title, self.head.who, self.head.rules
        self.versions, self.options_button = self.head.versions, self.head.options
        self.contents = PacketContents(self)
        self.list, self.add = self.contents.list, self.contents.add
        self.left_out = self.contents.left_out
        self.form_button, self.say_button = self.contents.form, self.contents.say
        self.options = OptionsPanel(self)
        self.picker = DocumentPicker(self)
        self.left = QStackedWidget(self)
        self.preview = PreviewPanel(desk, self)
        self.strip = ExhibitStrip(self)
        self.marks = MarkingPanel(self)
        self.marking = Marking(
            desk, self.packet, self.preview, self.preview.marking, self.marks, self
        )
        self.beside = Beside(desk, self.packet, self)
        self.acts = LineActs(self.packet, self.list, self.strip, self.preview, self)
        self.bringing = BringingIn(desk, self.packet, self)
        self.check = CheckBar(self)
        self.exporting = Exporting(desk, self.check, self)
        self.sending = SendingSheet(desk, self, self.exporting.with_passphrase)
        self.smaller = SmallerPage(desk, self)
        self.sent: NoticeBar | None = None
        self._notices = QVBoxLayout()

    def _lay_out(self) -> None:
        set_look(self, "look", "surface")
        for part in (self.contents, self.options, self.picker, self.marks, *self.beside.pages):
            self.left.addWidget(part)
        set_look(self.left, "look", "window")
        right = QWidget(self)
        pages = QVBoxLayout(right)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.preview, 1)
        pages.addWidget(Rule(right))
        pages.addWidget(self.strip)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self._desk.keep_splitter(self.splitter, "packet", [290, 600])
        theme.follow(self._make_room)
        self._notices.setContentsMargins(Space.L, 0, Space.L, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(self._notices)
        whole.addWidget(Rule(self))
        self.area = QStackedWidget(self)
        self.area.addWidget(self.splitter)
        self.area.addWidget(self.sending)
        self.area.addWidget(self.smaller)
        whole.addWidget(self.area, 1)
        whole.addWidget(Rule(self))
        whole.addWidget(self.exporting)

    def _make_room(self) -> None:
        self.left.setMinimumWidth(theme.current().metrics.px(248))

    def _connect(self) -> None:
        self.packet.shown.connect(self._show)
        self.packet.saved.connect(self._saved)
        self.packet.judged.connect(self.preview.refresh)
        self.packet.refused.connect(self._refused)
        self.list.line_chosen.connect(self._line_chosen)
        self.list.clicked.connect(lambda _index: self._go_to_line())
        self.head.back_asked.connect(self._desk.go_back)
        self.head.recipient_asked.connect(self.beside.show_recipients)
        self.head.options_asked.connect(self.show_options)
        self.contents.add_asked.connect(self.show_picker)
        self.contents.form_asked.connect(self.beside.show_form)
        self.contents.say_asked.connect(self.beside.show_say)
        self.acts.options_asked.connect(self.show_options)
        self.acts.letter_asked.connect(lambda: open_letter(self))
        self.options.edited.connect(self._options_edited)
        self.options.files.edited.connect(self._file_options_edited)
        self.options.files.reveal_asked.connect(self._reveal_asked)
        self.options.files.sizes_asked.connect(lambda _asked: self._ask_sizes())
        self.options.closed.connect(self.show_list)
        self.picker.picked.connect(self._picked)
        self.picker.from_disk_asked.connect(self.bringing.from_disk)
        self.picker.closed.connect(self.show_list)
        self.marking.opened.connect(self._show_marks)
        self.marking.closed.connect(self.show_list)
        self.left.currentChanged.connect(self._left_turned)
        self.preview.made.connect(self._preview_made)
        self._desk.place_changed.connect(self._place_changed)
        for told in (self.packet.asked, self.preview.asked):
            told.connect(self._settle_check)
        for told in (self.packet.shown, self.preview.made, self.preview.failed):
            told.connect(lambda _told: self._settle_check())
        self.check.remedy_asked.connect(self._remedy)
        self.check.reason_given.connect(self._reason)
        self.beside.shown.connect(self._show_beside)
        self.beside.closed.connect(self.show_list)
        self.check.export_asked.connect(self._export)
        self.check.save_asked.connect(self.beside.save_check)
        self.check.sent_asked.connect(self._show_what_was_sent)
        self.versions.look_asked.connect(lambda bundle_id: self.exporting.look_at(bundle_id))
        self.versions.save_asked.connect(lambda bundle_id: self.exporting.save_again(bundle_id))
        self.versions.compare_asked.connect(self.beside.show_compare)
        self.versions.send_asked.connect(self.show_sending)
        self.versions.late_asked.connect(
            lambda bundle_id: open_late_additions(self._desk, bundle_id, self)
        )
        self.exporting.begun.connect(self.preview.rest)
        self.exporting.ended.connect(self.preview.wake)
        self.exporting.made.connect(self._made)
        self.area.currentChanged.connect(lambda _page: self._settle_foot())
        self.exporting.currentChanged.connect(lambda _page: self._settle_foot())
        self.sending.closed.connect(self.show_pages)
        self.smaller.closed.connect(self.show_pages)
        self.options.files.fit_asked.connect(self.show_smaller)
        self.options.files.language.bring_asked.connect(
            lambda: bring_words(self._desk, self, self.preview.refresh)
        )

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        """Open the packet of ``place``, or the sheet for sending one of its revisions."""
        if place.id == self.packet.id and self.preview.is_running:
            if place.sending:
                self.show_sending(place.sending)
            return
        self.flush()  # into the packet that was open
        self.exporting.show_check()
        self.area.setCurrentWidget(self.splitter)
        self.show_list()
        self.contents.clear()
        self.strip.show_nothing()
        self.head.show_nothing()
        if place.id != self.packet.id:
            self.check.begin()
        self.packet.open(place.id)
        self.preview.start(place.id)
        if place.sending:
            self.show_sending(place.sending)

    def flush(self) -> None:
        """Keep what is typed now, wherever it is typed."""
        self.strip.flush()
        self.options.flush()
        self.beside.flush()

    def refresh(self) -> None:
        self.packet.load()

    def _show(self, shown: PacketShown) -> None:
        detail = shown.detail
        packet = detail.packet
        first = not self.list.lines.lines
        self.head.show_packet(shown, fixed=self.packet.fixed)
        self.options.show_packet(packet)
        self.options.files.show_options(detail.options, detail.exhibits, detail.languages)
        self.picker.show_documents(detail.others)
        self._show_sent(detail)
        before = [line.key for line in self.list.lines.lines]
        self._show_lines()
        after = [line.key for line in self.list.lines.lines]
        if before != after and sorted(before) == sorted(after):
            self.acts.keep_up()
        if first:
            self.list.setCurrentIndex(self.list.lines.index(0))
            if not (packet.recipient or packet.agency_id or detail.bundles or self.packet.fixed):
                self.beside.show_recipients()
        self._line_chosen(LineChosen(self.list.chosen()))
        self._show_read(shown)
        self.check.set_sent(on=self.packet.fixed)
        self.check.show_fit(shown.fit)
        self.check.show_lines(shown.checks, shown.settled)
        self.beside.refresh()

    def _show_read(self, shown: PacketShown) -> None:
        from onrecord.services.packet_for import profile_of

        pages = shown.fit.measured.own_pages if shown.fit is not None else 0
        self.options.show_read(pages, profile_of(shown.detail.packet).pages or 0)

    def _show_beside(self, page: QWidget) -> None:
        self.strip.flush()
        self.options.flush()
        self.strip.hide()
        self.left.setCurrentWidget(page)

    def _show_lines(self) -> None:
        detail = self.packet.detail
        if detail is not None:
            report = self.preview.report
            self.contents.show_packet(detail, report, fixed=self.packet.fixed)

    def _show_sent(self, detail: Any) -> None:
        if self.sent is not None:
            self._notices.removeWidget(self.sent)
            self.sent.deleteLater()
            self.sent = None
        if not self.packet.fixed:
            return
        from onrecord.domain.when import When

        when = next((b.sent_when for b in detail.bundles if b.sent_when), "")
        said = self.tr("Sent {0}.").format(When(when).words()) if when else self.tr("Sent.")
        self.sent = NoticeBar(
            f"{said} {self.tr('It stays as it was. Change it as a new version.')}",
            "info",
            self,
            action=self.tr("New version"),
            on_action=lambda: open_new_version(self._desk, self.packet.id, self),
            closable=False,
        )
        self._notices.addWidget(self.sent)

    def _preview_made(self, made: PreviewMade) -> None:
        self._show_lines()
        self.packet.measure(made.report)
        length = 0 if made.report.waiting else made.report.length  # grey pages weigh nothing
        self.check.show_size(made.report.page_count, length)
        if length:
            self.options.files.show_size(length)
        self.acts.follow()

    def _settle_check(self) -> None:
        """It waits for the pages, too: some of the recipient's limits are about them."""
        current = self.packet.is_current and self.preview.is_current
        self.check.set_looking(on=not current)

    def _saved(self) -> None:
        self.preview.refresh()
        self.exporting.look_again()

    # ---------------------------------------------------------------- the list

    def _line_chosen(self, chosen: LineChosen) -> None:
        line = chosen.line
        elsewhere = (self.options, self.marks, *self.beside.pages)
        if line is None or self.left.currentWidget() in elsewhere:
            self.strip.show_nothing()
            return
        fixed = self.packet.fixed
        document = self.packet.document(line.key) if line.kind != "part" else None
        if document is not None:
            self.strip.show_document(document, fixed=fixed)
            place, count = self.packet.place_of(line.key)
            self.strip.set_ends(first=place <= 0, last=place >= count - 1)
        elif line.kind == "part":
            self.strip.show_part(
                self._about_part(line.key), fixed=fixed, movable=movable(line),
                opens=line.key == "letter" and self._has_letter(),
            )  # fmt: skip
            place, count = self.packet.place_of(line.key)
            self.strip.set_ends(first=place <= 0, last=place >= count - 1)
        if line.first_page and self.sender() is self.list:
            self.preview.go_to_page(line.first_page)

    def _about_part(self, name: str) -> str:
        if self.packet.fixed:
            return self.tr("Set from what was on record when it was sent.")
        if name == "letter":
            return self.tr("A letter filled from what is on record. It is written like any other.")
        if name in ("cover", "brief"):
            return self.tr("Set from what is on record. What you ask for is under Options.")
        return self.tr("Set from what is on record.")

    def _has_letter(self) -> bool:
        detail = self.packet.detail
        return detail is not None and bool(detail.packet.letter_id)

    def _go_to_line(self) -> None:
        """A click on the line that is chosen already leads back to its first page."""
        line = self.list.chosen()
        if line is not None:
            self.preview.go_to_page(line.first_page)

    def _refused(self, refused: EditRefused) -> None:
        if refused.field.startswith("volume_"):
            self.show_options(self.options.files.files.head)
            self.options.files.say_wrong(refused.field, refused.sentence)
        elif refused.field:
            self.strip.say_wrong(refused.field, refused.sentence)
        else:
            self._desk.session.notices.error(refused.sentence)

    # ---------------------------------------------------------------- options and documents

    def show_list(self) -> None:
        self.left.setCurrentIndex(0)
        self.strip.setEnabled(True)
        if self.packet.detail is not None:
            self._line_chosen(LineChosen(self.list.chosen()))
        self.list.setFocus()

    def show_options(self, focus: QWidget | None = None) -> None:
        self.strip.flush()
        self.strip.hide()
        self.left.setCurrentWidget(self.options)
        if focus is None or self.options.cover.isAncestorOf(focus):
            self.options.open_cover()
        self.options.write_in(focus or self.options.recipient)

    def _left_turned(self, place: int) -> None:
        if self.left.widget(place) is not self.marks:
            self.marking.leave()

    def _show_marks(self) -> None:
        self.strip.flush()
        self.strip.hide()
        self.left.setCurrentWidget(self.marks)

    def show_picker(self) -> None:
        self.strip.flush()
        self.left.setCurrentWidget(self.picker)
        self.picker.setFocus()

    def _file_options_edited(self, edited: FileOptionsEdited) -> None:
        self.packet.set_options(edited.values)

    def _reveal_asked(self, asked: RevealAsked) -> None:
        self.packet.reveal(asked.evidence_id, reveal=asked.reveal)

    def _ask_sizes(self) -> None:
        """How large the PDF is with each way of making pictures smaller."""
        workshop, packet_id = self._desk.session.workshop, self.packet.id

        def work(job: Any) -> Any:
            from onrecord.services.picture_sizes import picture_sizes

            try:
                return picture_sizes(workshop, packet_id, job.progress, job.cancelled)
            except Cancelled:
                return {}

        def done(sizes: Any) -> None:
            if self.packet.id == packet_id and sizes:
                self.options.files.show_sizes(sizes)

        self._desk.session.job(self.tr("Comparing sizes"), work, done, self)

    def _options_edited(self, edited: OptionsEdited) -> None:
        self.packet.edit(edited.values)

    def _picked(self, picked: DocumentsPicked) -> None:
        self.packet.add(picked.ids)

    # ---------------------------------------------------------------- check and export

    def _remedy(self, asked: RemedyAsked) -> None:
        do_remedy(self, asked)

    def _reason(self, given: ReasonGiven) -> None:
        if given.reason:
            self.packet.settle(given.line, given.reason)
        else:
            self.packet.ask_again(given.line)

    def show_sending(self, bundle_id: str) -> None:
        """What it takes to send this revision, in place of the pages."""
        self.sending.open(bundle_id)
        self.area.setCurrentWidget(self.sending)

    def _show_what_was_sent(self) -> None:
        detail = self.packet.detail
        sent = next((b for b in detail.bundles if b.sent_when), None) if detail else None
        if sent is not None:
            self.show_sending(sent.id)

    def show_smaller(self) -> None:
        """What fits a size and how it looks, in place of the pages."""
        self.flush()
        self.area.setCurrentWidget(self.smaller)
        self.smaller.open(self.packet.id)

    def _settle_foot(self) -> None:
        """Beside a page with its own next step there is nothing to check."""
        checking = self.area.currentWidget() is self.splitter
        self.exporting.setVisible(checking or self.exporting.has_news)

    def show_pages(self) -> None:
        self.area.setCurrentWidget(self.splitter)
        self.list.setFocus()

    def _made(self, made: ExportMade) -> None:
        if self.isVisible():
            pdfs = [path for path in made.paths if path.suffix.lower() in (".pdf", ".zip")]
            self.sending.open(made.bundle_id, pdfs)
            self.area.setCurrentWidget(self.sending)

    def _export(self) -> None:
        self.flush()
        self.exporting.begin(self.packet.id)

    # ---------------------------------------------------------------- events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_keep(event.mimeData()) and not self.packet.fixed:
            self._overlay.show_words(self.tr("Drop to add to this packet"))
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: object) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.hide()
        if can_keep(event.mimeData()):
            event.acceptProposedAction()
            self.bringing.attach(sources_of(event.mimeData()), "drop")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.flush()
            self.packet.close()
            if self._desk.place.kind != "letter":  # from there one comes back in a moment
                self.preview.stop()

    def _place_changed(self, place: Place) -> None:
        if place.kind not in ("packet", "letter") and not self.isVisible():
            self.preview.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        here = self._desk.place.kind == "packet" and self._desk.place.id == self.packet.id
        if event.spontaneous() or not here:
            return
        self.packet.open(self.packet.id)
        if self.preview.is_running:
            self.preview.refresh()
        else:
            self.preview.start(self.packet.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
