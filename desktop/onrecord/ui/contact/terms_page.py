"""Promises and offers of one contact, each in three small fields."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.contact_entry import ContactEntry, Offered, Promised
from onrecord.domain.deadline import WorkingDay
from onrecord.domain.when import When
from onrecord.ui.contact.terms_editor import Term, TermEditor
from onrecord.ui.design import Label, QuietButton, Space, TextStyle


class TermsPage(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currency = "USD"
        self.said_on: date | None = date.today()
        self.is_working_day: WorkingDay | None = None
        self.promises: list[TermEditor] = []
        self.offers: list[TermEditor] = []
        self._heads: dict[str, Label] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for name, words in (
            ("promise", self.tr("They promised")),
            ("offer", self.tr("They offered")),
        ):
            self._heads[name] = Label(words, self, style=TextStyle.SMALL_STRONG)
            self._columns[name] = QVBoxLayout()
            self._columns[name].setSpacing(Space.M)
            column.addWidget(self._heads[name])
            column.addLayout(self._columns[name])
        row = QHBoxLayout()
        self.more_promise = QuietButton(
            self.tr("Another promise"), self, icon="promise", on_click=self.add_promise
        )
        self.more_offer = QuietButton(
            self.tr("An offer"), self, icon="offer", on_click=self.add_offer
        )
        row.addWidget(self.more_promise)
        row.addWidget(self.more_offer)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._say_heads()

    def show_entry(self, entry: ContactEntry) -> None:
        self.said_on = _day_of(entry)
        for editor in [*self.promises, *self.offers]:
            self._drop(editor)
        for p in entry.promises:
            self.add_promise().set_term(Term(p.words, p.amount_minor, p.currency, p.due, p.id))
        for o in entry.offers:
            self.add_offer().set_term(Term(o.words, o.amount_minor, o.currency, o.expires, o.id))

    def use_currency(self, currency: str) -> None:
        """That of the dispute, once it is known: for all that is not on record yet."""
        self.currency = currency
        for editor in [*self.promises, *self.offers]:
            editor.use_currency(currency)

    def use_working_days(self, test: WorkingDay | None) -> None:
        """Those of the dispute's place, once they are known; None where they are not."""
        self.is_working_day = test
        for editor in [*self.promises, *self.offers]:
            editor.is_working_day = test

    def promised(self) -> tuple[Promised, ...]:
        terms = [editor.term() for editor in self.promises]
        return tuple(Promised(t.words, t.by, t.amount_minor, t.currency, t.id) for t in terms)

    def offered(self) -> tuple[Offered, ...]:
        terms = [editor.term() for editor in self.offers]
        return tuple(
            Offered(t.words, "them", t.amount_minor, t.currency, t.by, t.id) for t in terms
        )

    def summary(self) -> list[str]:
        """A line for each that says something."""
        lines: list[str] = []
        for words, editors in (
            (self.tr("Promise"), self.promises),
            (self.tr("Offer"), self.offers),
        ):
            said = [editor.summary() for editor in editors]
            lines += [f"{words}: {one}" for one in said if one]
        return lines

    @property
    def is_readable(self) -> bool:
        readable = [editor.is_readable for editor in [*self.promises, *self.offers]]
        return all(readable)

    def go_to_problem(self) -> bool:
        """The cursor goes to the first field that cannot be read; False where all can."""
        return any(editor.go_to_problem() for editor in [*self.promises, *self.offers])

    def use_day(self, entry: ContactEntry) -> None:
        """The day of the call was changed: from it "within ten days" counts."""
        self.said_on = _day_of(entry)
        for editor in [*self.promises, *self.offers]:
            editor.said_on = self.said_on

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """In the first field. No focus proxy: what is added later stands behind all else in the
        order, and Tab would jump to it over all that lies between."""
        first = next(iter([*self.promises, *self.offers]), self.more_promise)
        first.setFocus(reason)

    def add_promise(self) -> TermEditor:
        return self._add("promise", self.promises, self.tr("What they promised"))

    def add_offer(self) -> TermEditor:
        return self._add("offer", self.offers, self.tr("What they offered"))

    def _add(self, kind: str, editors: list[TermEditor], name: str) -> TermEditor:
        editor = TermEditor(name, self.currency, self, promise=kind == "promise")
        editor.said_on = self.said_on
        editor.is_working_day = self.is_working_day
        editors.append(editor)
        self._columns[kind].addWidget(editor)
        editor.changed.connect(self.changed)
        editor.removed.connect(self._removed)
        self._say_heads()
        self._keep_order()
        editor.setFocus()
        return editor

    def _keep_order(self) -> None:
        """Tab goes as the eye does: what was made after all else stands before the buttons here."""
        fields = [one for editor in [*self.promises, *self.offers] for one in editor.in_order]
        for before, after in pairwise([self.more_promise, *fields]):
            QWidget.setTabOrder(before, after)
        QWidget.setTabOrder(fields[-1], self.more_promise)

    def _removed(self, editor: object) -> None:
        if isinstance(editor, TermEditor):
            self._drop(editor)
            self.setFocus()
            self.changed.emit()

    def _drop(self, editor: TermEditor) -> None:
        for kind, editors in (("promise", self.promises), ("offer", self.offers)):
            if editor in editors:
                editors.remove(editor)
                self._columns[kind].removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self._say_heads()

    def _say_heads(self) -> None:
        self._heads["promise"].setVisible(bool(self.promises))
        self._heads["offer"].setVisible(bool(self.offers))


def _day_of(entry: ContactEntry) -> date | None:
    """The day of the call where it is known to the day."""
    when = When(entry.dated)
    return when.first_day if when.precision in ("day", "minute") else None
