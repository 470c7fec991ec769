"""How a dispute ended: what became of each thing, what worked, what to do next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.money import Money
from onrecord.domain.typed_amount import amount_at_end
from onrecord.domain.when import When
from onrecord.errors import KnownError, Refused
from onrecord.services.closing import ClosingForm, Ended
from onrecord.services.views.lessons import lesson_words
from onrecord.ui.call.shown_amount import currency_of
from onrecord.ui.closing.ended_row import EndedRow
from onrecord.ui.design import (
    Body,
    Button,
    Card,
    Field,
    FlowLayout,
    Muted,
    PrimaryButton,
    QuietButton,
    Space,
)
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import note_edit
from onrecord.ui.shell.page import Page

DRAFT_MS = 400
"""Milliseconds without a key after which what was typed goes to the disk."""

_TABLES = {
    "dispute",
    "closure",
    "desired_outcome",
    "claim_line",
    "ledger_entry",
    "promise",
    "letter",
}


class ClosingPage(Page):
    wide = 640

    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute_id
        self._draft_id = ""
        self._currency = currency_of(desk)
        self._closed = False
        self.form: ClosingForm | None = None
        self.rows: list[EndedRow] = []
        self.set_words(self.tr("Close the dispute"))
        self.owed = Card(self.tr("Still owed"), self)
        self.owed_words = Body("", self.owed)
        self.owed.body.addWidget(self.owed_words)
        self.owed.hide()
        self.ended = Card(self.tr("What became of what you asked for"), self)
        self.ended.body.setSpacing(Space.M)
        self.none = Muted(
            self.tr("You had not written down what you want. Add what you got, if anything."),
            self.ended,
        )
        self.ended.body.addWidget(self.none)
        self.usual = QWidget(self.ended)
        usual = FlowLayout(self.usual, gap=Space.S)
        for words in (self.tr("Money back"), self.tr("An apology"), self.tr("A correction")):
            add = QuietButton(
                words, self.usual, icon="add", on_click=lambda w=words: self._usual(w)
            )
            add.setAccessibleName(self.tr("Add what came of it: {0}").format(words))
            usual.addWidget(add)
        self.ended.body.addWidget(self.usual)
        self.more = QLineEdit(self)
        self.more.setPlaceholderText(
            self.tr("Something else they did, such as: service payment 100.00; then Enter")
        )
        self.more.setAccessibleName(self.tr("Something else they did, with an amount if any"))
        self.more.returnPressed.connect(self._add)
        self.ended.body.addWidget(self.more)
        self.worked = self._note(self.tr("What &worked"))
        self.next_time = self._note(self.tr("What to do &next time"))
        self.close_it = PrimaryButton("", self, icon="check", on_click=self._close)
        self.thanks = Button(
            self.tr("Write thanks and feedback"), self, icon="letter", on_click=self._feedback
        )
        self.open_again = Button(self.tr("Open it again"), self, on_click=self._reopen)
        foot = FlowLayout(gap=Space.S)
        for part in (self.close_it, self.thanks, self.open_again):
            foot.addWidget(part)
        self.earlier = Muted("", self)
        for part in (self.owed, self.ended, self.worked, self.next_time):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.body.addWidget(self.earlier)
        self._waiting = (self.ended, self.worked, self.next_time)
        """Out of sight until what is on record is here: nothing is typed into what then moves."""
        for part in (*self._waiting, self.close_it, self.thanks, self.open_again, self.earlier):
            part.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DRAFT_MS)
        self._wait.timeout.connect(self.save_now)
        self._touched = False
        self._just_closed = False
        desk.session.changed.connect(self._changed)
        self.refresh()

    def _changed(self, change: Change) -> None:
        """An undo, or a change elsewhere, is seen here; what is being typed is left alone."""
        if change.tables() & _TABLES and not self._touched:
            self.refresh()

    def _note(self, label: str) -> Field:
        edit = note_edit(self, 2)
        edit.textChanged.connect(self._typed)
        return Field(
            label, edit, self, optional=True, hint=self.tr("Only for you; it goes into no letter")
        )

    def open_page(self) -> None:
        if self.form is None:
            super().open_page()
        elif self.rows:
            self.rows[0].take_focus()
        else:
            self.more.setFocus()

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id

        def query() -> Any:
            from onrecord.services.closing import closing_form
            from onrecord.services.drafts import drafts

            left = [d for d in drafts(vault, "closing") if d.dispute_id == dispute_id]
            return closing_form(vault, dispute_id), left[0] if left else None

        self.desk.session.ask(query, lambda found: self._show(*found), self, "closing")

    def _show(self, form: ClosingForm, draft: Any) -> None:
        first = self.form is None
        if not first and (self._touched or (form == self.form and not self._just_closed)):
            return  # nothing new: what is being typed, and where the cursor stands, stays
        self.form = form
        for part in self._waiting:
            part.show()
        self._closed = form.dispute.state == "closed"
        stands = form.closure if self._closed else None
        self._currency = form.dispute.currency or self._currency
        items = list(form.items)
        worked = stands.worked if stands else ""
        next_time = stands.next_time if stands else ""
        if draft is not None:
            self._draft_id = draft.id
            items = _merged(items, draft.body)
            worked, next_time = str(draft.body["worked"]), str(draft.body["next_time"])
        self._show_rows(items)
        self._set(self.worked, worked)
        self._set(self.next_time, next_time)
        self._touched = draft is not None
        self.set_words(
            self.tr("How it ended") if self._closed else self.tr("Close the dispute"),
            self.tr("Closed on {0}. Everything is kept, and it can be opened again.").format(
                When(stands.dated).words()
            )
            if stands
            else self.tr("Everything is kept, and it can be opened again at any time."),
        )
        self._show_owed(form)
        self.close_it.setText(
            self.tr("Save the changes") if self._closed else self.tr("Close the dispute")
        )
        self.close_it.show()
        self.thanks.setText(
            self.tr("Open the letter of thanks")
            if form.letter
            else self.tr("Write thanks and feedback")
        )
        self.thanks.setVisible(self._closed)
        self.open_again.setVisible(self._closed)
        self._show_earlier(form, stands)
        if first:
            self.open_page()
        elif self._just_closed and self._closed:
            self._just_closed = False
            self.area.ensureVisible(0, 0)
            self.thanks.setFocus()

    def _show_rows(self, items: list[Ended]) -> None:
        focus = self.focusWidget()
        here = next((n for n, row in enumerate(self.rows) if focus and row.isAncestorOf(focus)), -1)
        in_amount = here >= 0 and focus is self.rows[here].amount
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for item in items:
            self._add_row(item)
        self._show_none()
        if 0 <= here < len(self.rows):
            self.rows[here].take_focus(in_amount=in_amount)

    def _show_none(self) -> None:
        self.none.setVisible(not self.rows)
        self.usual.setVisible(not self.rows)

    def _usual(self, words: str) -> None:
        """What is usually asked for, where nothing was written down; money has its amount."""
        money = words == self.tr("Money back")
        row = self._add_row(Ended(words, "got", currency=self._currency if money else ""))
        self._typed()
        row.take_focus(in_amount=money)

    def _add_row(self, item: Ended) -> EndedRow:
        row = EndedRow(item, self._currency, self.ended)
        row.changed.connect(lambda _none: self._typed())
        self.rows.append(row)
        self.ended.body.insertWidget(self.ended.body.count() - 1, row)
        self._show_none()
        return row

    def _show_owed(self, form: ClosingForm) -> None:
        lines = [
            self.tr("{0}, promised{1}").format(
                Money(p.amount_minor, p.currency).words()
                if p.amount_minor is not None and p.currency
                else p.words,
                self.tr(" by {0}").format(When(p.due).words()) if p.due else "",
            )
            for p in form.still_open
        ]
        self.owed_words.setText(
            "\n".join(
                [*lines, self.tr("Closing does not settle this: it stays on Today until it came.")]
            )
        )
        self.owed.setVisible(bool(lines))

    def _show_earlier(self, form: ClosingForm, stands: Any) -> None:
        past = [c for c in (*form.earlier, form.closure) if c is not None and c is not stands]
        lines = [
            " ".join(
                part
                for part in (
                    self.tr("Closed before, on {0}.").format(When(c.dated).words()),
                    f"{c.outcome}." if c.outcome else "",
                    lesson_words(c.worked, c.next_time),
                )
                if part
            )
            for c in past
        ]
        self.earlier.setText("\n".join(lines))
        self.earlier.setVisible(bool(lines))

    @staticmethod
    def _set(field: Field, text: str) -> None:
        edit = field.control
        assert isinstance(edit, QPlainTextEdit)
        if edit.toPlainText() != text:
            was = edit.blockSignals(True)
            edit.setPlainText(text)
            edit.blockSignals(was)

    # ---------------------------------------------------------------- typing

    def _typed(self) -> None:
        self._touched = True
        self._wait.start()

    def save_now(self) -> None:
        """What stands here goes to the disk as a draft."""
        self._wait.stop()
        if not self._touched or self.form is None:
            return
        items: list[dict[str, Any]] = []
        for row in self.rows:
            try:
                items.append(asdict(row.read()))
            except Refused:
                return  # half an amount is no draft; what was kept before stays
        body = {"items": items, "worked": self._text(self.worked),
                "next_time": self._text(self.next_time)}  # fmt: skip
        vault, dispute_id = self.desk.vault, self._dispute_id

        def verb() -> Change:
            from onrecord.services.drafts import save_draft

            change = save_draft(vault, "closing", body, self._draft_id, dispute_id)
            self._draft_id = change.result
            return change

        self.desk.session.do(verb, undoable=False)

    def _add(self) -> None:
        """One more thing; an amount at its end is the money that came with it, and an amount
        alone is money that came back."""
        words = " ".join(self.more.text().split())
        if not words:
            return
        item = with_amount(words, self._currency, self.tr("Money back"))
        row = self._add_row(item)
        self.more.clear()
        self._typed()
        row.take_focus()

    @staticmethod
    def _text(field: Field) -> str:
        edit = field.control
        assert isinstance(edit, QPlainTextEdit)
        return edit.toPlainText().strip()

    # ---------------------------------------------------------------- acts

    def _close(self) -> None:
        self._add()
        try:
            items = [row.read() for row in self.rows]
        except Refused:
            return  # said below the amount
        worked, next_time = self._text(self.worked), self._text(self.next_time)
        vault, dispute_id = self.desk.vault, self._dispute_id
        stands = self.form.closure if self.form and self._closed else None
        dated = stands.dated if stands else ""
        self._wait.stop()
        self._touched = False

        def verb() -> Change:
            from onrecord.services.closing import close_dispute
            from onrecord.services.drafts import discard_draft

            change = close_dispute(
                vault, dispute_id, items, worked=worked, next_time=next_time, dated=dated
            )
            if self._draft_id:
                discard_draft(vault, self._draft_id)
                self._draft_id = ""
            return change

        def done(_change: Change) -> None:
            self._just_closed = True
            self.refresh()

        def failed(error: KnownError) -> None:
            self._touched = True
            self.desk.session.notices.error(str(error))

        self.desk.session.do(verb, done, self, failed=failed, say=True)

    def _reopen(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id

        def verb() -> Change:
            from onrecord.services.closing import reopen_dispute

            return reopen_dispute(vault, dispute_id)

        self.desk.session.do(verb, lambda _change: self.close_page(), self, say=True)

    def _feedback(self) -> None:
        start_feedback(self.desk, self._dispute_id)

    def close_page(self) -> None:
        self.save_now()
        super().close_page()


def start_feedback(desk: Desk, dispute_id: str) -> None:
    """The letter of thanks and feedback, opened; how the dispute ended remembers it."""
    vault = desk.vault

    def query() -> str:
        from onrecord.services.closing import closing_form

        letter = closing_form(vault, dispute_id).letter
        return letter.id if letter is not None else ""

    def verb() -> Change:
        from onrecord.services.closing import write_feedback

        return write_feedback(vault, dispute_id)

    def found(letter_id: str) -> None:
        if letter_id:
            desk.open_letter(letter_id)
        else:
            desk.session.do(verb, lambda change: desk.open_letter(change.result), desk)

    desk.session.ask(query, found, desk, "feedback")


def with_amount(words: str, currency: str, alone: str) -> Ended:
    """``service payment 100.00`` as a thing that was got, with its money; ``alone`` is what an
    amount without words is called."""
    found = amount_at_end(words, currency)
    if found is None:
        return Ended(words, "got")
    head, money = found
    return Ended(head or alone, "got", None, money.minor, money.currency)


def _merged(items: list[Ended], body: Mapping[str, Any]) -> list[Ended]:
    """What was left half said, over what is on record now."""
    left = [Ended(**one) for one in body["items"]]
    by_id = {one.id: one for one in left if one.id}
    shown = [by_id.get(item.id, item) if item.id else item for item in items]
    known = {item.words for item in shown}
    for one in left:
        if one.id:
            continue
        if one.words in known:
            shown = [one if not s.id and s.words == one.words else s for s in shown]
        else:
            shown.append(one)
    return shown
