"""Amounts that are worked out: days without service, and interest on an amount, with the formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from onrecord.domain.change import Change
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.when import When
from onrecord.errors import KnownError, Refused
from onrecord.ui.design import (
    Button,
    Card,
    Field,
    FlowLayout,
    LinkButton,
    Muted,
    QuietButton,
    Space,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_lines import amount_words
from onrecord.ui.dispute.money_rows import column_of
from onrecord.ui.dispute.tall_page import bring_into_view


class FormulaForms(QWidget):
    """How figures came about, and two links below; each opens a form of four fields."""

    form_opened = Signal()
    form_closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dispute_id = self._currency = ""
        self.part_link = LinkButton(
            self.tr("Add days without service…"), self, on_click=lambda: self._open(self.part)
        )
        self.interest_link = LinkButton(self.tr("Add interest…"), self, on_click=self._choose_line)
        self.links = QWidget(self)
        row = FlowLayout(self.links, gap=Space.L)
        row.addWidget(self.part_link)
        row.addWidget(self.interest_link)
        self.part = WorkedOutForm(
            self.tr("Days without service"),
            self.tr("The price times the days without it, divided by the days it is for."),
            (
                ("words", self.tr("&What for"), self.tr("like: no internet")),
                ("price", self.tr("&Price of the whole time"), ""),
                ("period", self.tr("It is &for"), self.tr("like March 2026")),
                (
                    "without",
                    self.tr("&Days without it"),
                    self.tr("like 3 March 2026 to 11 March 2026"),
                ),
            ),
            self._add_part,
            self,
        )
        self.interest = WorkedOutForm(
            self.tr("Interest"),
            self.tr(
                "Simple interest: amount × yearly rate × days ÷ 365. The rate is yours to know: it "
                "is printed with where it is from."
            ),
            (
                (
                    "percent",
                    self.tr("Rate a &year, in percent"),
                    self.tr("like 8; of a day: 0.02 a day"),
                ),
                (
                    "source",
                    self.tr("Where the rate is &from"),
                    self.tr("like: contract, section 7"),
                ),
                ("since", self.tr("Fr&om which day"), self.tr("like 3 February 2026")),
                ("until", self.tr("&Until which day"), ""),
            ),
            self._add_interest,
            self,
        )
        self.lines: list[ClaimLine] = []
        self._line_id = ""
        self.menu = QMenu(self)
        self.formulas = Muted("", self)
        column = column_of(self)
        for widget in (self.formulas, self.links, self.part, self.interest):
            column.addWidget(widget)
            if isinstance(widget, WorkedOutForm):
                widget.closed = self._closed

    def show_lines(self, dispute_id: str, currency: str, lines: Sequence[ClaimLine]) -> None:
        if dispute_id != self._dispute_id:
            for form in (self.part, self.interest):
                form.put_away()
        self._dispute_id, self._currency = dispute_id, currency
        told = [f"{line.words}: {line.formula}" for line in lines if line.formula]
        self.formulas.setText("\n".join(told))
        self.formulas.setVisible(bool(told))
        self.lines = [
            line
            for line in lines
            if not line.undisputed and line.currency and line.kind != "interest"
        ]
        self.interest_link.setVisible(bool(self.lines))
        if self._line_id not in {line.id for line in self.lines}:
            self.interest.put_away()

    def _choose_line(self) -> None:
        """On which amount: asked only where there are several."""
        if len(self.lines) == 1:
            self._open_interest(self.lines[0])
            return
        self.menu.clear()
        for line in self.lines:
            words = f"{line.words} ({amount_words(line.amount_minor, line.currency)})"
            action = self.menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, line=line: self._open_interest(line))
        self.menu.popup(self.interest_link.mapToGlobal(self.interest_link.rect().bottomLeft()))

    def _open_interest(self, line: ClaimLine) -> None:
        self._line_id = line.id
        title = self.interest.title
        if title is not None:
            amount = amount_words(line.amount_minor, line.currency)
            title.setText(self.tr("Interest on “{0}”, {1}").format(line.words, amount))
        self._open(self.interest)

    def put_away(self) -> None:
        """One form at a time: another one opens."""
        for form in (self.part, self.interest):
            form.put_away()

    def _open(self, form: WorkedOutForm) -> None:
        self.form_opened.emit()
        self.links.hide()
        if form is self.interest:
            form.edit("until").setText(When.of_day(date.today()).words())
        form.open()

    def _closed(self) -> None:
        self.links.show()
        self.form_closed.emit()
        if self.isVisible():
            self.part_link.setFocus()

    def _add_part(self, form: WorkedOutForm) -> None:
        vault, dispute_id, usual = self._desk.vault, self._dispute_id, self._currency
        typed = form.typed()

        def verb() -> Change:
            from onrecord.services.worked_out_lines import add_pro_rata

            return add_pro_rata(vault, dispute_id, usual=usual, **typed)

        self._desk.session.do(
            verb, lambda _change: form.put_away(), self, failed=form.failed, say=True
        )

    def _add_interest(self, form: WorkedOutForm) -> None:
        vault, line_id, typed = self._desk.vault, self._line_id, form.typed()

        def verb() -> Change:
            from onrecord.services.worked_out_lines import add_interest

            return add_interest(vault, line_id, **typed)

        self._desk.session.do(
            verb, lambda _change: form.put_away(), self, failed=form.failed, say=True
        )


class WorkedOutForm(Card):
    """Four fields and what is done with them. Hidden until asked for; Esc puts it away."""

    def __init__(
        self,
        title: str,
        hint: str,
        fields: Sequence[tuple[str, str, str]],
        add: Callable[[WorkedOutForm], None],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self.closed: Callable[[], None] = lambda: None
        self.fields: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for at, (name, label, example) in enumerate(fields):
            edit = QLineEdit(self)
            edit.setPlaceholderText(example)
            field = Field(label, edit, self)
            edit.returnPressed.connect(lambda: add(self))
            edit.textEdited.connect(lambda _text, f=field: f.set_error(""))
            self.fields[name] = field
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.body.addWidget(Muted(hint, self))
        self.add = Button(self.tr("Add it"), self, on_click=lambda: add(self))
        row = FlowLayout(gap=Space.S)
        row.addWidget(self.add)
        row.addWidget(QuietButton(self.tr("Cancel"), self, on_click=self.put_away))
        self.body.addLayout(row)
        self.setMaximumWidth(theme.current().metrics.px(720))
        self.hide()

    def edit(self, name: str) -> QLineEdit:
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def typed(self) -> dict[str, str]:
        return {name: self.edit(name).text() for name in self.fields}

    def open(self) -> None:
        self.show()
        self.edit(next(iter(self.fields))).setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: bring_into_view(self))  # once it has its place

    def put_away(self) -> None:
        was_open = not self.isHidden()
        for name, field in self.fields.items():
            self.edit(name).clear()
            field.set_error("")
        self.hide()
        if was_open:
            self.closed()

    def failed(self, error: KnownError) -> None:
        path = error.path if isinstance(error, Refused) else ""
        name = path if path in self.fields else next(iter(self.fields))
        self.fields[name].set_error(str(error))
        self.edit(name).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)
