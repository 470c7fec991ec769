"""Faults that were reported: to whom, when it began and ended, and what a credit may be worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.diary import FaultReport
from onrecord.domain.money import Money, parse_money
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.ui.call.shown_amount import currency_of
from onrecord.ui.design import Body, Card, EmptyState, Field, Label, Muted, Space, TextStyle
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.shell.page import Page


def report_now(desk: Desk, then: Callable[[], None]) -> None:
    """One key: it is on record at once, and the page to fill in the rest opens."""
    vault, dispute_id = desk.vault, desk.dispute_id

    def verb() -> Change:
        from onrecord.services.report_fault import report_fault

        return report_fault(vault, dispute_id)

    desk.session.do(verb, lambda _change: then(), desk, say=True)


class FaultsPage(Page):
    wide = 620

    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute_id
        self.cards: dict[str, FaultCard] = {}
        self.set_words(
            self.tr("Faults and outages"),
            self.tr("The first report dates a fault. Report again when it comes back."),
        )
        self.empty = EmptyState(
            "flag",
            self.tr("No fault reported yet"),
            self.tr("Press F8 when you report one: the minute is on record, the rest can wait."),
            self,
        )
        self.body.addWidget(self.empty)
        self.empty.hide()
        desk.session.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        vault, dispute_id = self.desk.vault, self._dispute_id

        def query() -> Any:
            from onrecord.services.views.faults import faults

            return faults(vault, dispute_id)

        self.desk.session.ask(query, self._show, self, "faults")

    def _changed(self, change: Change) -> None:
        if change.tables() & {"fault_report", "contact"}:
            self.refresh()

    def _show(self, rows: Any) -> None:
        here = [row.report.id for row in rows]
        for id in [id for id in self.cards if id not in here]:
            card = self.cards.pop(id)
            card.hide()
            card.deleteLater()
        fresh = [row.report.id for row in rows if row.report.id not in self.cards]
        for row in reversed(rows):
            if row.report.id not in self.cards:
                card = FaultCard(self.desk, self)
                self.cards[row.report.id] = card
                self.body.insertWidget(0, card)
            self.cards[row.report.id].show_row(row)
        self.empty.setVisible(not rows)
        if fresh and here:
            first = self.cards[here[0]]
            QTimer.singleShot(0, first, first.reference.setFocus)


class FaultCard(Card):
    """Two rows of fields; what is typed is saved when the field is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._row: Any = None
        self.title_label = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.who = QLineEdit(self)
        self.reference = QLineEdit(self)
        self.started = QLineEdit(self)
        self.ended = QLineEdit(self)
        self.monthly = QLineEdit(self)
        saver = self._saver = Saver(desk, FaultReport, self, verb=self._save)
        fields = (
            saver.bind(Field(self.tr("Reported to"), self.who, self), "who",
                       show=lambda _r: self._row.who),
            saver.bind(Field(self.tr("Reference number"), self.reference, self), "reference",
                       show=lambda _r: self._row.reference),
            saver.bind(Field(self.tr("It began"), self.started, self), "started",
                       show=lambda r: _shown(r.started), read=lambda t: {"started": _read(t)}),
            saver.bind(Field(self.tr("It ended"), self.ended, self), "ended",
                       show=lambda r: _shown(r.ended), read=lambda t: {"ended": _read(t)}),
            saver.bind(Field(self.tr("Price a month"), self.monthly, self), "monthly_minor",
                       show=self._show_price, read=self._read_price),
        )  # fmt: skip
        self.price = fields[-1]  # asked for once there is a length to price
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for n, field in enumerate(fields):
            # What is wrong with one field is no gap above its neighbour.
            grid.addWidget(field, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
        self.credit = Body("", self)
        self.note = Muted(
            self.tr(
                "An estimate of ours, by the days of a 30-day month. Their terms, or the scheme of "
                "a regulator, may say otherwise."
            ),
            self,
        )
        self.body.addWidget(self.title_label)
        self.body.addLayout(grid)
        self.body.addWidget(self.credit)
        self.body.addWidget(self.note)

    def show_row(self, row: Any) -> None:
        self._row = row
        company = f", {row.company}" if row.company else ""
        self.title_label.setText(self.tr("Reported on {0}{1}").format(row.reported, company))
        self._saver.fill(row.report)
        lasted = self.tr("It lasted {0}.").format(row.length) if row.length else ""
        credit = self.tr("Credit: {0}").format(row.credit.formula) if row.credit else ""
        self.credit.setText("\n".join(p for p in (lasted, credit) if p))
        self.credit.setVisible(bool(lasted or credit))
        self.price.setVisible(bool(row.length))
        self.note.setVisible(bool(credit))

    def _save(self, id: str, words: str, values: dict[str, Any]) -> Change:
        """On the vault thread."""
        from onrecord.services.edit_record import edit_record
        from onrecord.services.report_fault import complete_report, time_outage

        vault = self._desk.vault
        if "who" in values or "reference" in values:
            return complete_report(vault, id, values.get("who"), values.get("reference"))
        if "monthly_minor" in values:
            return edit_record(vault, FaultReport, id, words or "Price of a month", **values)
        report = vault.get(FaultReport, id)
        times = {"started": report.started, "ended": report.ended, **values}
        return time_outage(vault, id, **times)

    def _show_price(self, report: FaultReport) -> str:
        if report.monthly_minor is None or not report.currency:
            return ""
        return Money(report.monthly_minor, report.currency).plain()

    def _read_price(self, text: str) -> dict[str, Any]:
        if not text.strip():
            return {"monthly_minor": None, "currency": ""}
        currency = self._row.report.currency or self._row.currency or currency_of(self._desk)
        try:
            price = parse_money(text, currency)
        except ValueError as error:
            raise Refused(str(error)) from None
        return {"monthly_minor": price.minor, "currency": price.currency}


def _shown(text: str) -> str:
    return When(text).words() if text else ""


def _read(text: str) -> str:
    try:
        return parse_when(text).text
    except ValueError as error:
        raise Refused(str(error)) from None
