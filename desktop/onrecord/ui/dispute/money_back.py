"""What came back: the entries on record, a form for one more, and rows of statements that fit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from onrecord.domain.balance import CAME_BACK
from onrecord.domain.change import Change
from onrecord.domain.matching import Match, Target
from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Space,
    TextStyle,
    Title,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_form import RecordForm
from onrecord.ui.dispute.money_rows import MatchCard, QuestionCard, column_of

_MOST = 3  # suggestions in view


class MoneyBack(QWidget):
    form_opened = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dispute_id = ""
        self.title = Title(self.tr("What came back"), self)
        self.hint = Muted("", self)
        self.record = Button(
            self.tr("Record a refund or credit…"), self, icon="money", on_click=self.open_form
        )
        self.form = RecordForm(desk, self)
        self.form.closed.connect(self._form_closed)
        self._listed, self._asked = QWidget(self), QWidget(self)
        self._entries, self._cards = column_of(self._listed), column_of(self._asked)
        self.entries: list[EntryLine] = []
        self.cards: list[MatchCard | QuestionCard] = []
        self.more = Muted("", self)
        self.unread = Muted("", self)
        self.unread.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        button = QHBoxLayout()
        button.addWidget(self.record)
        button.addStretch(1)
        self.all_rows = LinkButton("", self, on_click=self._show_rows)
        self.name_columns = LinkButton(
            self.tr("Say which column is which"), self, on_click=self._name_columns
        )
        self.all_rows.hide()
        self.name_columns.hide()
        self._statements: tuple[tuple[str, str], ...] = ()
        self._unread: tuple[tuple[str, str], ...] = ()
        left = Qt.AlignmentFlag.AlignLeft
        for widget in (self.title, self._listed, self._asked, self.more):
            column.addWidget(widget)
        column.addWidget(self.all_rows, 0, left)
        column.addWidget(self.unread)
        column.addWidget(self.name_columns, 0, left)
        column.addWidget(self.hint)
        column.addWidget(self.form)
        column.addLayout(button)

    # ---------------------------------------------------------------- showing

    def show_money(
        self, dispute_id: str, currency: str, view: Any, rows: Any, documents: Any
    ) -> None:
        """``view`` of the amounts, ``rows`` of the statements, (id, title) of the documents."""
        self._dispute_id = dispute_id
        self.form.show_targets(dispute_id, currency, rows.targets, documents)
        _clear(self._entries, self.entries)
        self.entries = [
            EntryLine(self._desk, one, self._remove, self._listed) for one in view.entries
        ]
        for line in self.entries:
            self._entries.addWidget(line)
        titles = {one.evidence_id: one.title for one in rows.statements}
        made: list[MatchCard | QuestionCard] = [
            QuestionCard(one.question, one.title, self._answer, self._asked)
            for one in rows.statements
            if one.question is not None
        ]
        made += [
            MatchCard(
                match, titles[match.movement.evidence_id], self._record, self._refuse,
                self._show_row, self._asked,
            )
            for match in rows.matches[:_MOST]
        ]  # fmt: skip
        at = QApplication.focusWidget()
        inside = (n for n, card in enumerate(self.cards) if at and card.isAncestorOf(at))
        focused = next(inside, -1)
        _clear(self._cards, self.cards)
        self.cards = made
        for card in made:
            self._cards.addWidget(card)
        if focused >= 0:
            self._focus_card(focused)
        hidden = len(rows.matches) - _MOST
        self.more.setText(
            self.tr("1 more row fits; it is shown when one of these is settled.")
            if hidden == 1
            else self.tr("{0} more rows fit; they are shown as these are settled.").format(hidden)
        )
        self.more.setVisible(hidden > 0)
        self._listed.setVisible(bool(self.entries))
        self._asked.setVisible(bool(made))
        self._unread = rows.unread
        self.unread.setText(self._not_read(rows.unread))
        self.unread.setVisible(bool(rows.unread))
        self.name_columns.setVisible(bool(rows.unread))
        self._statements = tuple(titles.items())
        one = len(self._statements) == 1
        self.all_rows.setText(
            self.tr("All rows of {0}").format(_short(self._statements[0][1])).replace("&", "&&")
            if one
            else self.tr("All rows of a statement…")
        )
        self.all_rows.setVisible(bool(self._statements))
        nothing = self.tr("None of the rows of your statements fits what is still owed.")
        self.hint.setText(nothing if rows.statements else self._teach())
        self.hint.setVisible(not made and not (self.entries and not rows.statements))

    def _not_read(self, tables: tuple[tuple[str, str], ...]) -> str:
        if not tables:
            return ""
        names = [name for _id, name in tables]
        said = ", ".join(f"“{name}”" for name in names[:2]) + ("…" if len(names) > 2 else "")
        return self.tr(
            "{0}: which column holds the day and which the amount is not clear, so no payment is "
            "looked for in it. If it is a statement, say which column is which."
        ).format(said)

    def _show_rows(self) -> None:
        self._choose(self.all_rows, self._statements, "statement_rows")

    def _name_columns(self) -> None:
        self._choose(self.name_columns, self._unread, "name_columns")

    def _choose(self, button: LinkButton, of: tuple[tuple[str, str], ...], act: str) -> None:
        """Straight to the only one, else by a menu."""
        if len(of) == 1:
            self._desk.act(act, of[0][0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id, title in of:
            chosen = menu.addAction(title.replace("&", "&&"))
            chosen.triggered.connect(lambda _on=False, id=id: self._desk.act(act, id))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _teach(self) -> str:
        return self.tr(
            "When money comes back, add the statement of your bank or card (CSV or OFX). Its row "
            "is looked for here."
        )

    def _focus_card(self, at: int) -> None:
        """Who answers one by key goes on with the next."""
        if self.cards:
            card = self.cards[min(at, len(self.cards) - 1)]
            buttons = (
                list(card.buttons.values()) if isinstance(card, QuestionCard) else card.buttons
            )
            if buttons:
                buttons[0].setFocus()
        else:
            self.record.setFocus()

    # ---------------------------------------------------------------- doing

    def open_form(self) -> None:
        self.form_opened.emit()
        self.record.hide()
        self.form.open()

    def _form_closed(self) -> None:
        self.record.show()
        if self.isVisible():
            self.record.setFocus()

    def _record(self, match: Match, target: Target, back: bool) -> None:
        vault, dispute_id, row = self._desk.vault, self._dispute_id, match.movement

        def verb() -> Change:
            from onrecord.services.ledger import record_row

            return record_row(
                vault, dispute_id, row.evidence_id, row.number, came_back=back,
                claim_line_id=target.claim_line_id, promise_id=target.promise_id if back else "",
            )  # fmt: skip

        self._desk.session.do(verb, say=True)

    def _refuse(self, match: Match) -> None:
        vault, dispute_id, row = self._desk.vault, self._dispute_id, match.movement

        def verb() -> Change:
            from onrecord.services.answer_statement import not_this_row

            return not_this_row(vault, dispute_id, row.evidence_id, row.number)

        self._desk.session.do(verb, say=True)

    def _answer(self, question: Any, answer: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.answer_statement import answer_statement

            return answer_statement(vault, question.evidence_id, question.about, answer)

        self._desk.session.do(verb, say=True)

    def _remove(self, id: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.ledger import remove_entries

            return remove_entries(vault, [id])

        self._desk.session.do(verb, say=True)

    def _show_row(self, match: Match) -> None:
        row = match.movement
        self._desk.open_document(row.evidence_id, row.page or 1, row.rect)


class EntryLine(QWidget):
    """One movement on record, what shows it, and a way to take it out."""

    def __init__(self, desk: Desk, view: Any, remove: Any, parent: QWidget) -> None:
        super().__init__(parent)
        entry = view.entry
        self.entry = entry
        px = theme.current().metrics.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        day = Label(When(entry.dated).short(), self, muted=True)
        day.setMinimumWidth(px(96))
        self.words = Label(view.settles or entry.words or self.tr("The dispute as a whole"), self,
                           elide=True)  # fmt: skip
        row.addWidget(day)
        row.addWidget(self.words, 1)
        self.shown: LinkButton | None = None
        if view.shown is not None:
            place = view.shown
            number = self.tr("row {0}").format(entry.row) if entry.row else ""
            number = number or (self.tr("p. {0}").format(place.page) if place.page else "")
            name = ", ".join(part for part in (_short(place.title), number) if part)
            self.shown = LinkButton(
                name.replace("&", "&&"),
                self,
                on_click=lambda: desk.open_document(place.evidence_id, place.page or 1, place.rect),
            )
            self.shown.setToolTip(place.title)
            row.addWidget(self.shown)
        else:
            row.addWidget(Muted(self.tr("nothing shows it yet"), self, wrap=False))
        back = entry.direction in CAME_BACK
        words = view.amount.words() if back else self.tr("charged {0}").format(view.amount.words())
        self.amount = Label(words, self, style=TextStyle.STRONG if back else TextStyle.BODY)
        row.addWidget(self.amount)
        self.remove = IconButton(
            "close", self.tr("Take this entry out"), self, on_click=lambda: remove(entry.id),
            small=True,
        )  # fmt: skip
        row.addWidget(self.remove)


def _short(title: str) -> str:
    return title if len(title) <= 28 else f"{title[:26].rstrip()}…"


def _clear(column: QVBoxLayout, widgets: Any) -> None:
    for widget in widgets:
        column.removeWidget(widget)
        discard(widget)
