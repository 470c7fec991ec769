"""A letter being written, with what stands beside it; and before that, the choice of letters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.letter_body import Body
from onrecord.domain.tone import ToneList, TonePoint, tone_points
from onrecord.domain.when import When
from onrecord.packet.glyphs import lacking_spans
from onrecord.ui.design import (
    FlowLayout,
    Heading,
    IconButton,
    Label,
    NoticeBar,
    PrimaryButton,
    QuietButton,
    Rule,
    ScrollArea,
    Space,
    TextStyle,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk, Place
from onrecord.ui.letters.letter_editor import LetterEditor
from onrecord.ui.letters.letter_fields import LetterFields
from onrecord.ui.letters.letter_notes import EnclosuresChosen, LetterNotes, PointChosen
from onrecord.ui.letters.send_panel import SendPanel, SentPanel
from onrecord.ui.letters.sending import Sending
from onrecord.ui.letters.template_editor import TemplateEditor
from onrecord.ui.letters.template_list import TemplateList

_TABLES = {
    "letter", "letter_template", "dispute", "counterparty", "person", "dispute_person",
    "account_ref", "contact", "contact_line", "promise", "offer", "claim_line", "desired_outcome",
    "stage_event", "evidence", "dispute_evidence", "issue",
}  # fmt: skip
SAVE_MS = 700
COUNT_MS = 900


class LetterView(QWidget):
    """``show_place``: the id of a letter, or none, which asks what to write; ``tab`` is then the
    call it is to be about."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = Place("letter")
        self._detail: Any = None
        self._fixed = False
        self._known: dict[str, Any] = {}  # the body as it was loaded or saved last
        self._tone: tuple[ToneList, ...] = ()
        self.pages = QStackedWidget(self)
        self.choose = TemplateList(self.pages)
        self.template = TemplateEditor(desk, self.pages)
        self.write = QWidget(self.pages)
        self.title = Heading("", self, elide=True)
        self.dispute = Label("", self, style=TextStyle.SMALL, muted=True, elide=True)
        self.send = PrimaryButton(
            self.tr("Send…"), self, icon="export", on_click=self.show_send,
            hint=self.tr("As a PDF, as text or as a mail draft"),
        )  # fmt: skip
        self.fields = LetterFields(self)
        self.editor = LetterEditor(self)
        self.notes = LetterNotes(self)
        self.send_panel = SendPanel(self)
        self.sent_panel = SentPanel(self)
        self.sending = Sending(desk, self)
        self.sent: NoticeBar | None = None
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(SAVE_MS)
        self._save.timeout.connect(self.save_now)
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(COUNT_MS)
        self._count.timeout.connect(self._count_pages)
        self._counting = self._count_again = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        back = IconButton(
            "page-prev", self.tr("Back to the dispute"), self, on_click=self._leave,
            shortcut="Alt+Left",
        )  # fmt: skip
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.M, Space.L, Space.S)
        head.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.dispute)
        head.addWidget(back)
        head.addLayout(words, 1)
        head.addWidget(self.send)
        self.tools = FlowLayout(gap=Space.XS)
        for name, act, key in (
            (self.tr("Bold"), self.editor.turn_bold, "Ctrl+B"),
            (self.tr("Italic"), self.editor.turn_italic, "Ctrl+I"),
            (self.tr("List"), lambda: self.editor.turn_list("bullet"), ""),
            (self.tr("Numbers"), lambda: self.editor.turn_list("number"), ""),
        ):
            button = QuietButton(name, self, on_click=act, shortcut=key)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.tools.addWidget(button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self.fields)
        column.addLayout(self.tools)
        column.addWidget(self.editor, 1)
        notes = QWidget(self)
        beside = QVBoxLayout(notes)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.sent_panel)
        beside.addWidget(self.notes, 1)
        self.side = QStackedWidget(self)
        set_look(self.side, "look", "window")
        self.side.addWidget(notes)
        self.side.addWidget(ScrollArea(self.send_panel, self, wide=True))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(ScrollArea(left, self, wide=True))
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        px = theme.current().metrics.px
        self._desk.keep_splitter(self.splitter, "letter", [px(560), px(270)])
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(Space.L, 0, Space.L, 0)
        rows = QVBoxLayout(self.write)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(self._notices)
        rows.addWidget(Rule(self))
        rows.addWidget(self.splitter, 1)
        for page in (self.choose, self.template, self.write):
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        theme.follow(self._dress)

    def _dress(self) -> None:
        px = theme.current().metrics.px
        self.side.setMinimumWidth(px(230))
        self.editor.setMinimumHeight(px(80))

    @property
    def _sending(self) -> bool:
        return self.side.currentIndex() == 1

    def _connect(self) -> None:
        self.choose.chosen.connect(self._start)
        self.choose.edit_asked.connect(self._edit_template)
        self.choose.closed.connect(self._leave)
        self.template.closed.connect(self._back_to_choice)
        self.fields.edited.connect(self._edited)
        self.editor.typed.connect(self._typed)
        self.notes.point_chosen.connect(self._point)
        self.notes.blank_chosen.connect(self.editor.select_blank)
        self.notes.head_chosen.connect(self.fields.to_end)
        self.notes.limit_chosen.connect(self._limit)
        self.notes.enclosures_chosen.connect(self._enclose)
        self.send_panel.closed.connect(self.show_notes)
        self.send_panel.pdf_asked.connect(lambda: self.sending.pdf(self._detail.letter))
        self.send_panel.mail_asked.connect(lambda: self.sending.mail(self._detail.letter))
        self.send_panel.text_asked.connect(lambda: self.sending.text(self._detail.letter))
        self.send_panel.sent_asked.connect(
            lambda way, day: self.sending.record(self._detail.letter, way, day)
        )
        self.sending.told.connect(self.send_panel.tell)
        self.sending.recorded.connect(self.show_notes)
        self.sending.day_refused.connect(self._day_refused)
        self.sent_panel.look_asked.connect(
            lambda: self._desk.open_document(self._detail.letter.pdf_evidence_id)
        )
        self.sent_panel.proof_look_asked.connect(
            lambda: self._desk.open_document(self._detail.letter.proof_evidence_id)
        )
        self.sent_panel.delivered.connect(
            lambda day: self.sending.delivered(self._detail.letter, day)
        )
        self.sent_panel.proof_asked.connect(lambda: self.sending.proof(self._detail.letter))
        self._desk.session.changed.connect(self._changed)

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        if place != self._place:
            self.save_now()
            self.fields.forget()
            self._detail = None
            self._known = {}
            self.show_notes()
        self._place = place
        self.pages.setCurrentWidget(self.write if place.id else self.choose)
        self.refresh()

    def refresh(self) -> None:
        vault, place, dispute_id = self._desk.vault, self._place, self._desk.dispute_id
        if place.id:

            def query() -> Any:
                from onrecord.services.letters.tone_words import tone_words
                from onrecord.services.views.letters import letter_detail

                detail = letter_detail(vault, place.id)
                return place, detail, tone_words(detail.letter.language)

            self._desk.session.ask(query, lambda found: self._show(*found), self, "letter")
        elif dispute_id:

            def choices() -> Any:
                from onrecord.services.views.letters import letter_choices

                return letter_choices(vault, dispute_id, place.tab)

            self._desk.session.ask(choices, self._show_choices, self, "letter")

    def _show_choices(self, choices: Any) -> None:
        self.choose.show_choices(choices)
        if self.pages.currentWidget() is self.choose and self.isVisible():
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, place: Place, detail: Any, tone: tuple[ToneList, ...]) -> None:
        if place != self._place:
            return
        first = self._detail is None
        self._detail, self._tone = detail, tone
        letter = detail.letter
        fixed = letter.state == "sent"
        self.title.setText(letter.title or self.tr("Letter"))
        self.dispute.setText(detail.dispute_title)
        self.fields.show_letter(letter, fixed)
        self.editor.setReadOnly(fixed)
        for at in range(self.tools.count()):
            item = self.tools.itemAt(at)
            button = item.widget() if item is not None else None
            if button is not None:
                button.setVisible(not fixed)
        typing = self._save.isActive()
        if first or fixed != self._fixed or (letter.body != self._known and not typing):
            body = detail.body
            self.editor.show_body(body.unlinked() if fixed else body, detail.labels)
            self._known = dict(letter.body)
            self._fixed = fixed
        elif not fixed:
            self.editor.update_fields(detail.values, detail.labels)
        self.send.setVisible(not fixed and not self._sending)
        self.sent_panel.setVisible(fixed)
        self.sent_panel.show_letter(letter.delivered_dated, bool(letter.proof_evidence_id))
        self._show_sent(letter if fixed else None)
        self.notes.limit.setVisible(not fixed)
        self.notes.show_papers(detail.papers, fixed)
        self.notes.show_rule(detail.rule)
        self._look_over()
        self.send_panel.show_lacks(detail.lacks)
        self._count.start()
        if first and self.isVisible() and not fixed:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if first and place.words and not self.editor.select_words(place.words):
            self.fields.select_words(place.words)

    def _show_sent(self, letter: Any) -> None:
        if self.sent is not None:
            self._notices.removeWidget(self.sent)
            self.sent.deleteLater()
            self.sent = None
        if letter is None:
            return
        way = {
            "email": self.tr("by email"),
            "post": self.tr("by post"),
            "website": self.tr("through their website"),
            "hand": self.tr("by hand"),
            "fax": self.tr("by fax"),
        }.get(letter.sent_way, "")
        words = self.tr("Sent {0} {1}. It stays as it was.")
        said = words.format(way, self.tr("on {0}").format(When(letter.sent_dated).words()))
        self.sent = NoticeBar(said, "success", self, closable=False)
        self._notices.addWidget(self.sent)

    def show_send(self) -> None:
        """The ways out, in place of the notes; the head of the letter is as it goes out."""
        self.save_now()
        self.fields.hide()
        self.side.setCurrentIndex(1)
        self.send.hide()
        self.send_panel.open()

    def show_notes(self) -> None:
        self.fields.show()
        self.side.setCurrentIndex(0)
        fixed = self._detail is not None and self._detail.letter.state == "sent"
        self.send.setVisible(not fixed)

    # ---------------------------------------------------------------- writing

    def _typed(self) -> None:
        self._save.start()
        self._count.start()
        self._look_over()

    def _look_over(self) -> None:
        """Length, gaps and tone, as it stands now."""
        body = self.editor.body()
        self.notes.show_length(len(body.text()), body.limit)
        fixed = self._detail is not None and self._detail.letter.state == "sent"
        lacks = () if fixed or self._detail is None else self._detail.lacks
        self.notes.show_blanks(() if fixed else body.blanks(), lacks)
        text = self.editor.toPlainText()
        points = [] if fixed else tone_points(text, self._tone, self.editor.linked_spans())
        if not fixed:
            points = [*self._not_printed(text), *points]
        self.notes.show_tone(points)
        self.editor.underline([(p.start, p.length) for p in points])

    def _not_printed(self, text: str) -> list[TonePoint]:
        """Characters that no font has; another sign is printed for them."""
        reason = self.tr("No font here has this. Spell it in other letters.")
        return [
            TonePoint(start, length, "letters", text[start : start + length], reason)
            for start, length in lacking_spans(text)
        ]

    def save_now(self) -> None:
        """What stands in the editor and in a field goes to the disk."""
        self._save.stop()
        detail = self._detail
        if detail is None or detail.letter.state == "sent":
            return
        self.editor.settle_now()
        self._save.stop()
        body = self.editor.body()
        plain = body.to_json()
        values = self.fields.values()
        if plain == self._known and not values:
            return
        self._known = plain
        self._keep(body, values)

    def _keep(self, body: Body | None, values: dict[str, Any]) -> None:
        vault, letter_id = self._desk.vault, self._detail.letter.id

        def verb() -> Change:
            from onrecord.services.letters.save_letter import save_letter

            return save_letter(vault, letter_id, body, **values)

        self._desk.session.do(verb)

    def _edited(self, values: dict[str, Any]) -> None:
        if self._detail is not None and self._detail.letter.state != "sent":
            self._keep(None, values)

    def _day_refused(self, why: str) -> None:
        panel = self.send_panel if self._sending else self.sent_panel
        panel.day.set_error(why)

    def _limit(self, most: int) -> None:
        self.editor.limit = most
        self._typed()

    def _enclose(self, chosen: EnclosuresChosen) -> None:
        self._keep(None, {"enclosures": chosen.ids})

    def _point(self, chosen: PointChosen) -> None:
        self.editor.select(chosen.start, chosen.length)

    def _count_pages(self) -> None:
        """The real pages are set and counted; one at a time, the newest words last."""
        if self._detail is None or not self.isVisible():
            return
        if self._counting:
            self._count_again = True
            return
        self._counting = True
        workshop, letter = self._desk.session.workshop, self._detail.letter
        body, wanted = self.editor.body(), self._detail.pages_wanted

        def work() -> int:
            from onrecord.services.letters.letter_pdf import letter_pdf

            return letter_pdf(workshop, letter.id, body).page_count

        def counted(pages: int) -> None:
            self._counting = False
            if self._detail is not None and self._detail.letter.id == letter.id:
                self.notes.show_pages(pages, wanted)
            if self._count_again:
                self._count_again = False
                self._count.start()

        def failed(_error: object) -> None:
            self._counting = False

        self._desk.session.aside(work, counted, self, failed=failed)

    # ---------------------------------------------------------------- coming and going

    def _start(self, template_id: str) -> None:
        self._desk.start_letter(template_id, self._place.tab, self.choose.track)

    def _edit_template(self, template_id: str) -> None:
        self.template.open(template_id)
        self.pages.setCurrentWidget(self.template)

    def _back_to_choice(self) -> None:
        self.pages.setCurrentWidget(self.choose)
        self.refresh()

    def _leave(self) -> None:
        self._desk.go_back()

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._sending:
            self.show_notes()
        elif event.key() == Qt.Key.Key_Escape and self.pages.currentWidget() is self.choose:
            self._leave()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.save_now()
        super().hideEvent(event)

    def setFocus(self, *reason: Any) -> None:  # pyright: ignore
        if self.pages.currentWidget() is self.choose:
            self.choose.setFocus(*reason)
        elif self.pages.currentWidget() is self.write:
            self.editor.setFocus(*reason)
