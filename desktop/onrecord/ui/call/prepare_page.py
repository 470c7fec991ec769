"""Before a call or a letter: what is missing, what to have ready, what to ask; and which way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from onrecord.domain.channel_adviser import (
    AS_OF,
    CHANNELS,
    MATTERS,
    advice_for,
    suggested_matter,
)
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Body,
    Button,
    Card,
    ChipGroup,
    ElidedButton,
    Field,
    Label,
    LinkButton,
    Muted,
    Option,
    PrimaryButton,
    Space,
    TextStyle,
)
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.shell.page import Page
from onrecord.ui.words import Words


class PreparePage(Page):
    wide = 680

    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute_id
        self._words = Words(self)
        self.sheet: Any = None
        self._kept_least = ""
        """As it is on record, or on its way there."""
        self.set_words(self.tr("Before a call"))
        self.companion = PrimaryButton(
            self.tr("Call companion"), self, icon="call", on_click=self._call,
            hint=self.tr("Timer, large buttons, and what stands here at hand"),
        )  # fmt: skip
        self.save = Button(
            self.tr("Save as one page"), self, icon="print", on_click=self._save,
            hint=self.tr("A PDF outside the vault, to print"),
        )  # fmt: skip
        buttons = QHBoxLayout()
        buttons.addWidget(self.companion)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.missing = Card(self.tr("Missing"), self)
        self.missing_words = Body("", self.missing)
        self.edit = LinkButton(self.tr("Fill it in"), self.missing, on_click=self._fill_in)
        self.missing.body.addWidget(self.missing_words)
        self.missing.body.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.missing)
        self._make_way()
        self.ready = Card(self.tr("Have ready"), self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self.ready.body.addLayout(self._grid)
        self.bill = ElidedButton("", self.ready, icon="bill", on_click=self._open_bill)
        self.ready.body.addWidget(self.bill, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.ready)
        self.ask = Card(self.tr("Ask"), self)
        self.ask_words = Label("", self.ask, style=TextStyle.STRONG, wrap=True)
        self.questions = Body("", self.ask)
        want, least = QLineEdit(self), QLineEdit(self)
        self.want = Field(self.tr("What I want, in one sentence"), want, self.ask)
        self.least = Field(
            self.tr("The least I would accept"), least, self.ask,
            hint=self.tr("For you alone: it goes into no letter and no PDF for others"),
        )  # fmt: skip
        want.editingFinished.connect(self._keep_want)
        least.editingFinished.connect(self._keep_least)
        for part in (self.ask_words, self.want, self.least, self.questions):
            self.ask.body.addWidget(part)
        self.body.addWidget(self.ask)
        for part in (self.missing, self.ready, self.ask):
            part.hide()
        self.refresh()

    def _make_way(self) -> None:
        self.way = Card(self.tr("Call or write?"), self)
        self.matter = ChipGroup(
            [Option(m.matter, m.words) for m in MATTERS], self.tr("What it is about"), self.way
        )
        self.advice = Label("", self.way, style=TextStyle.STRONG, wrap=True)
        self.reason = Body("", self.way)
        self.log = Muted("", self.way)
        self.fold = Fold(self.tr("Every way, with its two sides"), self.way)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for n, channel in enumerate(CHANNELS):
            grid.addWidget(Label(channel.words, self.fold, style=TextStyle.SMALL_STRONG), n, 0)
            grid.addWidget(Label(f"+ {channel.good}", self.fold, wrap=True), n, 1)
            grid.addWidget(Label(f"− {channel.bad}", self.fold, muted=True, wrap=True), n, 2)
        self.fold.body.addLayout(grid)
        self.fold.body.addWidget(
            Muted(self.tr("Our own view, {0}.").format(When(AS_OF).words()), self.fold)
        )
        self.write = Button(self.tr("Write to them"), self.way, icon="letter", on_click=self._write)
        for part in (self.matter, self.advice, self.reason, self.log):
            self.way.body.addWidget(part)
        self.way.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.way.body.addWidget(self.fold)
        self.matter.chosen.connect(lambda choice: self._advise(choice.key))
        self.body.addWidget(self.way)

    def open_page(self) -> None:
        self.companion.setFocus()

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id

        def query() -> Any:
            from onrecord.domain.dispute import Dispute
            from onrecord.services.views.call_sheet import call_sheet
            from onrecord.services.views.company_log import (
                CompanyLog,
                company_log,
                log_sentences,
            )

            company = vault.get(Dispute, dispute_id).counterparty_id
            log = company_log(vault, company) if company else CompanyLog()
            return call_sheet(vault, dispute_id), log.in_a_row, log_sentences(log)

        self.desk.session.ask(query, self._show, self, "sheet")

    def _show(self, found: Any) -> None:
        sheet, attempts, log = found
        first, self.sheet = self.sheet is None, sheet
        self.set_words(
            self.tr("Before a call to {0}").format(sheet.company)
            if sheet.company
            else self.tr("Before a call"),
            sheet.title,
        )
        self.missing_words.setText(self.tr("Still missing: {0}.").format("; ".join(sheet.missing)))
        self.missing.setVisible(bool(sheet.missing))
        if first:  # later it is what was chosen here
            matter = suggested_matter(sheet.title, attempts)
            self.matter.set_value(matter)
            self._advise(matter)
        self.log.setText("\n".join(log))
        self.log.setVisible(bool(log))
        rows = [(self._words.reference(kind), value) for kind, value in sheet.numbers]
        rows += [
            (self.tr("Phone"), ", ".join(sheet.phones)),
            (self.tr("Hours"), sheet.hours),
            (self.tr("Best time"), sheet.best_time),
            (self.tr("They prefer"), sheet.preferred_channel),
            (self.tr("They say they answer within"), sheet.stated_response),
        ]
        rows += [(self._words.contact(c.kind), c.words()) for c in sheet.contacts]
        rows += [(self.tr("Not kept"), words) for words in sheet.broken]
        rows += [(self.tr("Promised"), words) for words in sheet.open]
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [row for row in rows if row[1]]
        for n, (name, words) in enumerate(shown):
            self._grid.addWidget(
                Muted(name, self.ready, wrap=False), n, 0, Qt.AlignmentFlag.AlignTop
            )
            self._grid.addWidget(Label(words, self.ready, wrap=True, selectable=True), n, 1)
        if sheet.bill:
            page = self.tr(", page {0}").format(sheet.bill.page) if sheet.bill.page else ""
            self.bill.setText(self.tr("Open {0}{1}").format(sheet.bill.title, page))
        self.bill.setVisible(sheet.bill is not None)
        self.ready.setVisible(bool(shown) or sheet.bill is not None)
        self.ask_words.setText(sheet.ask)
        self.ask_words.setVisible(bool(sheet.ask))
        self.want.setVisible(not sheet.ask)
        edit = self.least.control
        assert isinstance(edit, QLineEdit)
        if not edit.hasFocus() or edit.text() == self._kept_least:
            edit.setText(sheet.least)
        self._kept_least = sheet.least
        self.questions.setText("\n".join(sheet.questions))
        self.ask.show()

    def _advise(self, matter: str) -> None:
        advice = advice_for(matter)
        self.advice.setText(f"{advice.advice}.")
        self.reason.setText(advice.reason)
        self.write.setVisible(advice.channel == "email")

    # ---------------------------------------------------------------- acts

    def _call(self) -> None:
        self.close_page()
        self.desk.call_companion()

    def _write(self) -> None:
        """What was advised: the letter for it, or the choice of letters."""
        quote = self.matter.value == "quote"
        self.close_page()
        if quote:
            self.desk.start_letter("quotation")
        else:
            self.desk.new_letter()

    def _keep_want(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id
        edit = self.want.control
        assert isinstance(edit, QLineEdit)
        words = edit.text()
        if not words.strip() or self.want.isHidden():
            return
        edit.clear()

        def verb() -> Any:
            from onrecord.services.call_goal import set_ask

            return set_ask(vault, dispute_id, words)

        def failed(error: KnownError) -> None:
            edit.setText(edit.text() or words)
            self.desk.session.notices.error(str(error))

        self.desk.session.do(verb, lambda _change: self.refresh(), self, failed=failed)

    def _keep_least(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id
        edit = self.least.control
        assert isinstance(edit, QLineEdit)
        words = edit.text().strip()
        if self.sheet is None or words == self._kept_least:
            return
        was, self._kept_least = self._kept_least, words

        def verb() -> Any:
            from onrecord.services.call_goal import set_least

            return set_least(vault, dispute_id, words)

        def failed(error: KnownError) -> None:
            self._kept_least = was
            self.desk.session.notices.error(str(error))

        self.desk.session.do(verb, lambda _change: self.refresh(), self, failed=failed)

    def hideEvent(self, event: QHideEvent) -> None:
        """The page is closed, or the vault locked: what was typed and not left yet is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._keep_want()
            self._keep_least()

    def _fill_in(self) -> None:
        """Numbers and the company at the side, what stands on this page here, else a document."""
        known = self.sheet.numbers and self.sheet.phones
        if known and not (self.sheet.ask and self.sheet.least):
            field = self.least if self.sheet.ask else self.want
            field.control.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.close_page()
        if known and self.sheet.bill is None:
            self.desk.show_dispute(self._dispute_id, "documents")
        else:
            self.desk.select("dispute", (self._dispute_id,))

    def _open_bill(self) -> None:
        bill = self.sheet.bill
        self.close_page()
        self.desk.open_document(bill.evidence_id, bill.page or 1)

    def _save(self) -> None:
        target = ask_for_file(
            self, self.tr("Save as one page"), self.tr("Call sheet.pdf"),
            {self.tr("PDF (*.pdf)"): ".pdf"},
        )  # fmt: skip
        if target is None:
            return
        workshop, dispute_id = self.desk.session.workshop, self._dispute_id

        def work(_job: Any) -> Path:
            from onrecord.services.print_call_sheet import print_call_sheet

            return print_call_sheet(workshop, dispute_id, target)

        def done(path: Path) -> None:
            self.desk.session.notices.done(self.tr("Saved as {0}.").format(path.name))

        self.desk.session.job(self.tr("Making a page"), work, done, self)
