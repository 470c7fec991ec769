"""Money: what I ask for, never added across currencies; what I want; what they said they'd pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.money import Money
from onrecord.errors import KnownError, Refused
from onrecord.ui.design import (
    Button,
    Label,
    Muted,
    ScrollArea,
    Space,
    TextStyle,
    Title,
    announce,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_back import MoneyBack
from onrecord.ui.dispute.money_formula import FormulaForms
from onrecord.ui.dispute.money_lines import BACK, SHOWN_BY, ClaimModel, WishModel
from onrecord.ui.dispute.money_sums import MoneySums
from onrecord.ui.dispute.money_terms import TermRow, TheirTerms
from onrecord.ui.editable_table import EditableTable, RowsRemoved

_TABLES = {
    "claim_line", "desired_outcome", "promise", "offer", "dispute", "ledger_entry", "citation",
    "evidence", "dispute_evidence", "setting", "contact", "counterparty",
}  # fmt: skip
_WIDEST = 820
_NARROW = 400


class MoneyTab(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dispute_id = ""
        self._currency = ""
        self._make()
        self._lay_out()
        self.setFocusProxy(self.what)
        desk.session.changed.connect(self._changed)
        theme.follow(self._sizes)

    # ---------------------------------------------------------------- parts

    def _make(self) -> None:
        self.tools = QWidget(self)
        self.claims = ClaimModel(self._edit_claim, self)
        self.claim_table = EditableTable(self.tr("Amounts I ask for"), self)
        self.claim_table.setModel(self.claims)
        header = self.claim_table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.claim_table.remove_asked.connect(self._remove_claims)
        header.moveSection(header.visualIndex(SHOWN_BY), 1)
        header.moveSection(header.visualIndex(BACK), 2)
        self.claim_table.clicked.connect(self._cell_opened)
        self.claim_table.activated.connect(self._cell_opened)
        self.sums = MoneySums(self)
        self.back = MoneyBack(self._desk, self)
        self.formulas = FormulaForms(self._desk, self)
        self.formulas.form_opened.connect(self.back.form.put_away)
        self.back.form_opened.connect(self.formulas.put_away)
        for part in (self.formulas, self.back):
            part.form_opened.connect(lambda: self._show_entries(False))
        self.formulas.form_closed.connect(lambda: self._show_entries(True))
        self.back.form.closed.connect(lambda: self._show_entries(True))
        self.what = QLineEdit(self)
        self.what.setPlaceholderText(self.tr("What for, like: charged after cancelling"))
        self.what.setAccessibleName(self.tr("What the amount is for"))
        self.amount = QLineEdit(self)
        self.amount.setAccessibleName(self.tr("Amount"))
        self.add_claim = Button(self.tr("Add"), self, on_click=self._add_claim)
        self.add_claim.setAccessibleName(self.tr("Add the amount"))
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.total = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.owed = Muted("", self)
        self.owed_hint = Muted(
            self.tr(
                "Many companies ask that the part you agree with is paid on time, while the rest is "
                "in dispute. Whether you do is your choice."
            ),
            self,
        )
        self.what.returnPressed.connect(self.amount.setFocus)
        self.amount.returnPressed.connect(self._add_claim)
        for edit in (self.what, self.amount):
            edit.textEdited.connect(lambda _text: self._say(""))
        self.wishes = WishModel(self._edit_wish, self)
        self.wish_table = EditableTable(self.tr("What I want"), self, header=False)
        self.wish_table.setModel(self.wishes)
        self.wish_table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.wish_table.remove_asked.connect(self._remove_wishes)
        self.wish = QLineEdit(self)
        self.wish.setPlaceholderText(self.tr("One thing they should do, then Enter"))
        self.wish.setAccessibleName(self.tr("One thing I want"))
        self.wish.returnPressed.connect(self._add_wish)
        self.add_wish = Button(self.tr("Add"), self, on_click=self._add_wish)
        self.add_wish.setAccessibleName(self.tr("Add what I want"))
        self.theirs = TheirTerms(self._desk, self)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self.sums)
        column.addWidget(Title(self.tr("Amounts I ask for"), self))
        column.addWidget(self.claim_table)
        self.entry = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.entry.setSpacing(Space.S)
        self.entry.addWidget(self.what, 1)
        amount = QHBoxLayout()
        amount.setSpacing(Space.S)
        amount.addWidget(self.amount)
        amount.addWidget(self.add_claim)
        amount.addStretch(0)
        self.entry.addLayout(amount)
        column.addLayout(self.entry)
        column.addWidget(self.problem)
        column.addWidget(self.total)
        column.addWidget(self.owed)
        column.addWidget(self.owed_hint)
        column.addWidget(self.formulas)
        column.addSpacing(Space.XL)
        column.addWidget(self.back)
        column.addSpacing(Space.XL)
        column.addWidget(Title(self.tr("What I want"), self))
        self.wish_hint = Muted(
            self.tr("Someone who can say yes needs one clear request. It opens every packet."), self
        )
        column.addWidget(self.wish_hint)
        column.addWidget(self.wish_table)
        want = QHBoxLayout()
        want.setSpacing(Space.S)
        want.addWidget(self.wish, 1)
        want.addWidget(self.add_wish)
        column.addLayout(want)
        column.addSpacing(Space.XL)
        column.addWidget(self.theirs)
        column.addStretch(1)
        self.area = ScrollArea(inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.problem.hide()

    def _sizes(self) -> None:
        px = theme.current().metrics.px
        self.amount.setFixedWidth(px(130))
        self.claim_table.setColumnWidth(1, px(130))
        self.claim_table.setColumnWidth(2, px(120))
        self.claim_table.setColumnWidth(BACK, px(100))
        self.claim_table.setColumnWidth(SHOWN_BY, px(170))
        self.wish_table.setColumnWidth(1, px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the amount stands below what it is for."""
        super().resizeEvent(event)
        narrow = self.width() < theme.current().metrics.px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.entry.direction() != way:
            self.entry.setDirection(way)

    # ---------------------------------------------------------------- showing

    @property
    def terms(self) -> list[TermRow]:
        """What they promised or offered, row by row."""
        return self.theirs.rows

    @property
    def lists(self) -> QScrollArea:
        """What scrolls here, while the head of the dispute leaves room for it."""
        return self.area

    @property
    def is_empty(self) -> bool:
        """Never: amounts can always be typed."""
        return False

    def show_dispute(self, dispute_id: str) -> None:
        self.dispute_id = dispute_id
        for edit in (self.what, self.amount, self.wish):
            edit.clear()
        self._say("")
        self.refresh()

    def refresh(self) -> None:
        if not self.dispute_id:
            return
        vault, dispute_id = self._desk.vault, self.dispute_id

        usual = usual_currency(self._desk)

        def query() -> tuple[str, Any, str, Any, Any]:
            from onrecord.services.own_currency import own_currency
            from onrecord.services.views.matches import statement_rows
            from onrecord.services.views.money import money, papers

            return (
                dispute_id,
                money(vault, dispute_id),
                own_currency(vault, dispute_id) or usual,
                statement_rows(vault, dispute_id, usual),
                papers(vault, dispute_id),
            )

        self._desk.session.ask(query, lambda found: self._fill(*found), self, "money")

    def _fill(self, dispute_id: str, view: Any, currency: str, rows: Any, papers: Any) -> None:
        if dispute_id != self.dispute_id:
            return
        self._currency = currency
        self.sums.show_balances(view.balances)
        self.back.show_money(dispute_id, currency, view, rows, papers)
        self.formulas.show_lines(dispute_id, currency, view.lines)
        self.amount.setPlaceholderText(self.tr("Amount {0}").format(self._currency))
        self.claims.show(view.lines, view.claims)
        self.claim_table.setColumnHidden(BACK, not any(one.back.minor for one in view.claims))
        self.claim_table.setColumnHidden(SHOWN_BY, not any(one.shown for one in view.claims))
        self.claim_table.setVisible(bool(view.lines))
        self.total.setText(self._total(view))
        self.total.setVisible(not view.asked and bool(self.total.text()))
        self.owed.setText(self.tr("I do owe: {0}").format(joined(view.undisputed)))
        self.owed.setVisible(bool(view.undisputed))
        self.owed_hint.setVisible(bool(view.undisputed))
        self.wishes.show(view.outcomes)
        self.wish_table.setVisible(bool(view.outcomes))
        self.wish_hint.setVisible(not view.outcomes)
        self.theirs.show_terms(view)

    def _total(self, view: Any) -> str:
        if view.asked:
            return self.tr("I ask for {0}").format(joined(view.asked))
        if view.rough is not None:
            return self.tr("About {0}, until amounts are written down").format(view.rough.words())
        return ""

    # ---------------------------------------------------------------- changing

    def _add_claim(self) -> None:
        words, typed = self.what.text().strip(), self.amount.text().strip()
        if not words:
            self._say(self.tr("Say what the amount is for."), self.what)
            return
        if not typed:
            self._say(self.tr("Write the amount, like 84.20."), self.amount)
            return
        from onrecord.services.claim_lines import typed_amounts

        vault, dispute_id, usual = self._desk.vault, self.dispute_id, self._currency
        try:
            typed_amounts(typed, usual)
        except Refused as error:
            self._failed(error)
            return
        self.what.clear()  # at once: what is typed next is the next amount
        self.amount.clear()
        self.what.setFocus()

        def verb() -> Change:
            from onrecord.services.claim_lines import add_claim

            return add_claim(vault, dispute_id, words, typed, usual)

        def failed(error: KnownError) -> None:
            if dispute_id == self.dispute_id and not self.what.text() and not self.amount.text():
                self.what.setText(words)
                self.amount.setText(typed)
            self._failed(error)

        self._desk.session.do(verb, lambda _change: None, self, failed=failed)

    def _edit_claim(self, id: str, name: str, value: Any) -> None:
        vault, usual = self._desk.vault, self._currency

        def verb() -> Change:
            from onrecord.services.claim_lines import edit_claim

            return edit_claim(vault, id, usual, **{name: value})

        self._desk.session.do(verb, failed=self._failed)

    def _show_entries(self, on: bool) -> None:
        """While a form is open its fields are the only ones in view."""
        for widget in (self.what, self.amount, self.add_claim, self.wish, self.add_wish):
            widget.setVisible(on)

    def _cell_opened(self, index: QModelIndex) -> None:
        """A click or Enter on what shows an amount opens it at the very place."""
        if index.column() != SHOWN_BY:
            return
        view = self.claims.views.get(self.claims.lines[index.row()].id)
        if view is not None and view.shown:
            place = view.shown[0]
            self._desk.open_document(place.evidence_id, place.page or 1, place.rect)

    def _remove_claims(self, asked: RowsRemoved) -> None:
        self._remove("claim_line", [self.claims.lines[row].id for row in asked.rows])

    def _add_wish(self) -> None:
        words = self.wish.text().strip()
        if not words:
            return
        vault, dispute_id, position = self._desk.vault, self.dispute_id, self.wishes.rowCount() + 1
        self.wish.clear()

        def verb() -> Change:
            from onrecord.domain.dispute import DesiredOutcome
            from onrecord.services.edit_record import add_record

            row = DesiredOutcome(dispute_id=dispute_id, words=words, position=position)
            return add_record(vault, row, "Added what I want")

        def failed(error: KnownError) -> None:
            self.wish.setText(self.wish.text() or words)
            self._desk.session.notices.error(str(error))

        self._desk.session.do(verb, lambda _change: None, self, failed=failed)

    def _edit_wish(self, id: str, name: str, value: Any) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.domain.dispute import DesiredOutcome
            from onrecord.services.edit_record import edit_record

            return edit_record(vault, DesiredOutcome, id, "Changed what I want", **{name: value})

        self._desk.session.do(verb)

    def _remove_wishes(self, asked: RowsRemoved) -> None:
        self._remove("desired_outcome", [self.wishes.lines[row].id for row in asked.rows])

    def _remove(self, table: str, ids: Sequence[str]) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.claim_lines import remove_lines

            return remove_lines(vault, table, ids)

        self._desk.session.do(verb, say=True)

    def _failed(self, error: KnownError) -> None:
        wrong = self.what if isinstance(error, Refused) and error.path == "words" else self.amount
        self._say(str(error), wrong if wrong.text() else None)
        self.refresh()

    def _say(self, sentence: str, at: QLineEdit | None = None) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        for edit in (self.what, self.amount):
            set_look(edit, "wrong", "true" if edit is at else "false")
        if sentence:
            announce(at or self.problem, sentence)
        if at is not None:
            at.setFocus()

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()


def joined(amounts: Sequence[Money]) -> str:
    """Each currency by itself: ``£84.20 and €12.00``."""
    words = [amount.words() for amount in amounts]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def usual_currency(desk: Desk) -> str:
    """The one set in the preferences, else that of this computer's region."""
    from onrecord.ui.contact.contact_panel import system_currency

    return str(desk.preferences.get("currency", "") or system_currency())
