"""Who can help with a dispute: the best three in view, all others one click away."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from onrecord.domain.agency import NOT_LEGAL_ADVICE
from onrecord.domain.change import Change
from onrecord.domain.matter import CARD
from onrecord.errors import KnownError
from onrecord.ui.design import Body, ChoiceBox, Field, FlowLayout, LinkButton, Muted, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.help.body_card import BodyCard
from onrecord.ui.help.body_row import BodyRow
from onrecord.ui.help.keep_focus import keep_focus
from onrecord.ui.help.question_card import QuestionCard
from onrecord.ui.help.track_form import TrackForm
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.outside import open_in_browser
from onrecord.ui.shell.page import Page

_TABLES = {
    "dispute", "counterparty", "contact", "dispute_contact", "stage_event", "track", "claim_line",
    "agency_override", "matter_answer",
}  # fmt: skip


class HelpPage(Page):
    wide = 860

    def __init__(
        self, desk: Desk, dispute_id: str, parent: QWidget | None = None, ask: str = ""
    ) -> None:
        super().__init__(desk, parent)
        self._dispute = dispute_id
        self._company = ""
        self._aside = ask
        """The code of a question that was chosen, out of its turn."""
        self._again = ""
        """The code of an answer that is being taken back: its question comes anew."""
        self.view: Any = None
        self.cards: list[BodyCard] = []
        self.rows: list[BodyRow] = []
        self.form: TrackForm | None = None
        self.set_words(self.tr("Who can help"), self.tr(NOT_LEGAL_ADVICE))
        self.company = Field(self.tr("Against"), ChoiceBox(self), self)
        self.question = QuestionCard(self._answer, self)
        self.none = Body("", self)
        self.add_body = LinkButton(
            self.tr("Add a body"), self, icon="add", on_click=lambda: desk.act("add_body")
        )
        self._best = QVBoxLayout()
        self._best.setSpacing(Space.M)
        self.others = LinkButton("", self, on_click=self._turn_rest)
        self.rest = QWidget(self)
        self._rest = QVBoxLayout(self.rest)
        self._rest.setContentsMargins(0, 0, 0, 0)
        self._rest.setSpacing(Space.S)
        self.said = Fold(self.tr("What you said"), self)
        self.directory = LinkButton(
            self.tr("Look up, correct or add a body"), self, on_click=lambda: desk.act("agencies")
        )
        self.steps = LinkButton(
            self.tr("The way up so far"), self, on_click=lambda: desk.act("ladder")
        )
        foot = FlowLayout(gap=Space.L)
        for button in (self.others, self.steps, self.directory):
            foot.addWidget(button)
        for part in (self.company, self.question, self.none):
            self.body.addWidget(part)
            part.hide()
        self.body.addWidget(self.add_body, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_body.hide()
        self.body.addLayout(self._best)
        self.body.addWidget(self.said)
        self.body.addLayout(foot)
        self.body.addWidget(self.rest)
        self.said.hide()
        self.rest.hide()
        box = self.company.control
        assert isinstance(box, QComboBox)
        box.activated.connect(lambda _at: self._against(str(box.currentData())))
        desk.session.changed.connect(self._changed)
        self.refresh()

    def open_page(self) -> None:
        super().open_page()
        if self.view is not None and self.view.question is not None and not self.view.best:
            self.question.set_focus()

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        vault, dispute, company = self.desk.vault, self._dispute, self._company

        def query() -> Any:
            from onrecord.services.views.help import help_view

            return help_view(vault, dispute, counterparty_id=company)

        self.desk.session.ask(query, self._show, self, "help")

    def _changed(self, change: Change) -> None:
        if change.tables() & _TABLES:
            self.refresh()

    def _show(self, view: Any) -> None:
        fresh, self.view = self.view is None, view
        put_back = keep_focus(self)
        focus = QApplication.focusWidget()
        answering = focus is not None and self.question.isAncestorOf(focus)
        box = self.company.control
        assert isinstance(box, QComboBox)
        box.clear()
        for id, name in view.companies:
            box.addItem(name, id)
        box.setCurrentIndex(max(0, box.findData(view.counterparty_id)))
        self.company.setVisible(len(view.companies) > 1)
        best = view.best
        asides = [day for one in view.cards for day in one.to_say if day.code == self._aside]
        if asides:
            self.question.show_question(asides[0], 0)
        elif view.question is not None:
            self.question.show_question(view.question, view.more_questions)
        self.question.setVisible(bool(asides) or view.question is not None)
        add_it = self.tr("add it below")
        nobody = view.nobody(add_it) or view.no_decider(add_it)
        self.none.setText(nobody)
        self.none.setVisible(bool(nobody))
        self.add_body.setVisible(bool(view.place and view.sector and nobody))
        opened = {card.card.id for card in self.cards if card.details and card.details.isVisible()}
        for card in self.cards:
            discard(card)
        self.cards = []
        for number, one in enumerate(best):
            card = BodyCard(one, self._act, self, leads=number == 0)
            if one.id in opened:
                card.turn()
            self._best.addWidget(card)
            card.show()
            self.cards.append(card)
        self._show_rest(view)
        self._show_said(view)
        if answering:
            # Whoever answered sees what came of it, from the top; after the last, who helps.
            if self.question.isHidden() and self.cards and self.cards[0].packet:
                self.cards[0].packet.setFocus()
            QTimer.singleShot(0, self.area, lambda: self.area.verticalScrollBar().setValue(0))
        put_back()
        if self._again and all(one.code != self._again for one in view.answered):
            self._again = ""
            self._go_to_question()
        if fresh and self.isVisible() and (asides or (not best and view.question is not None)):
            self.question.set_focus()

    def _show_rest(self, view: Any) -> None:
        for row in self.rows:
            discard(row)
        self.rows = []
        self.others.setVisible(bool(view.rest))
        self._name_rest()
        if self.rest.isHidden():
            return
        heading = ""
        for one in view.rest:
            words = _HEADINGS[one.verdict]
            row = BodyRow(one, self._act, self.rest, heading=words if words != heading else "")
            heading = words
            self._rest.addWidget(row)
            row.show()
            self.rows.append(row)

    def _name_rest(self) -> None:
        count = len(self.view.rest) if self.view else 0
        if not self.rest.isHidden():
            self.others.setText(self.tr("Show only the best"))
        elif self.view is not None and self.view.best:
            self.others.setText(self.tr("{0} others, and why not").format(count))
        else:
            self.others.setText(self.tr("Show all {0}").format(count))

    def _turn_rest(self) -> None:
        self.rest.setVisible(self.rest.isHidden())
        if self.view is not None:
            self._show_rest(self.view)

    def _show_said(self, view: Any) -> None:
        while (item := self.said.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                discard(widget)
        for one in view.answered:
            line = _Said(one, self._ask_again, self.said)
            self.said.body.addWidget(line)
            line.show()
        self.said.setVisible(bool(view.answered))

    # ---------------------------------------------------------------- answering

    def _answer(self, code: str, said: str) -> None:
        vault, dispute, company = self.desk.vault, self._dispute, self._company
        shown = self.view.counterparty_id if self.view else ""

        def verb() -> Change:
            from onrecord.services.track_complaint import track_at
            from onrecord.services.who_can_help_answers import answer

            with vault.change("Answered a question"):
                track = track_at(vault, dispute, counterparty_id=company).result
                return answer(vault, dispute, code, said, counterparty_id=shown, track_id=track)

        def failed(error: KnownError) -> None:
            self.question.refuse(str(error))

        self._aside = "" if code == self._aside else self._aside
        self.desk.session.do(verb, lambda _c: None, self, failed=failed, say=False)

    def _ask_again(self, one: Any) -> None:
        """An answer is taken back, so that its question comes anew; of what has a row of its own
        it is put at once, with the answer that stands."""
        if one.code in ("place", "sector", "company_country", CARD):
            from onrecord.domain.asking import Asked

            self._ask(Asked(one.code, one.words, one.kind))
            return
        vault, dispute = self.desk.vault, self._dispute
        shown = self.view.counterparty_id if self.view else ""
        self._again = one.code

        def verb() -> Change:
            from onrecord.services.who_can_help_answers import take_back

            return take_back(vault, dispute, one.code, counterparty_id=shown)

        self.desk.session.do(verb, say=True)

    def _ask(self, asked: Any) -> None:
        """A question that was chosen, above those who can help."""
        self._aside = asked.code
        self.question.show_question(asked, 0)
        self.question.show()
        self._go_to_question()

    def _go_to_question(self) -> None:
        """The cursor in the question that is asked now, and the question in view."""
        if self.question.isHidden():
            self.said.button.setFocus()
            return
        self.question.set_focus()
        QTimer.singleShot(0, self.area, lambda: self.area.ensureWidgetVisible(self.question))

    def _against(self, company: str) -> None:
        self._company = company
        self.refresh()

    # ---------------------------------------------------------------- acting

    def _act(self, what: str, card: Any, button: QWidget) -> None:
        if what == "packet":
            self.desk.packet_for(card.id)
        elif what == "track":
            company = self.view.counterparty_id if self.view else ""
            if self.form is not None:
                discard(self.form)
            self.form = TrackForm(self.desk, self._dispute, company, card, self)
            self.form.show_at(button)
        elif what == "day":
            self._ask(card)
        elif what == "steps":
            self.desk.act("ladder")
        elif what == "correct":
            self.desk.act("agencies", card.id)
        elif what == "page":
            open_in_browser(self.desk, card.page.words)
        elif what == "copy":
            words = self.tr("Copied the address of {0}").format(card.name)
            self.desk.copy_out(card.page.words, words)
            self.desk.session.notices.info(self.tr("The address is on the clipboard."))


class _Said(QWidget):
    def __init__(self, one: Any, change: Any, parent: QWidget) -> None:
        super().__init__(parent)
        row = FlowLayout(self, gap=Space.S)
        row.addWidget(Muted(f"{one.words} {one.said}", self, wrap=False))
        self.change = LinkButton(self.tr("Change"), self, on_click=lambda: change(one))
        self.change.setAccessibleName(self.tr("Change: {0}").format(one.words))
        row.addWidget(self.change)


_HEADINGS = {
    "now": "Also", "perhaps": "Also", "later": "Also", "expired": "Too late", "cannot": "Cannot help",
}  # fmt: skip
