"""The dates of a dispute: what is due, what I plan, what is over; and a form to add one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Button,
    Field,
    FlowLayout,
    Label,
    Muted,
    Option,
    QuietButton,
    Segmented,
    Space,
    TextStyle,
    Title,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.inspector.panel import Panel
from onrecord.ui.time.date_line import DateLine
from onrecord.ui.time.whose_body import WhoseBody


@dataclass(frozen=True)
class _Found:
    title: str
    due: tuple[Any, ...]
    plans: tuple[Any, ...]
    over: tuple[Any, ...]
    today: date
    bodies: tuple[Any, ...] = ()


class DatesPanel(Panel):
    TABLES = frozenset(
        {"deadline", "planned_action", "promise", "stage_event", "track", "contact", "dispute",
         "counterparty", "dispute_person", "dispute_contact", "agency_override", "letter"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.heading = Title("", self, wrap=True)
        self.add = Button(self.tr("Add a date"), self, icon="add", on_click=self.open_form)
        self.form = self._make_form()
        self.none = Muted(
            self.tr(
                "No date yet. Promises bring their own; rules bring theirs once the dispute "
                "says where it is and what it is about."
            ),
            self,
        )
        self.body = WhoseBody(desk, self)
        self.due_words = Label(self.tr("Due"), self, style=TextStyle.SMALL_STRONG)
        self.plan_words = Label(self.tr("What I plan"), self, style=TextStyle.SMALL_STRONG)
        self.over = Fold(self.tr("Over"), self)
        self._due, self._plans = QVBoxLayout(), QVBoxLayout()
        for part in (self._due, self._plans):
            part.setSpacing(Space.S)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.form)
        self.column.addWidget(self.none)
        self.column.addWidget(self.body)
        self.column.addWidget(self.due_words)
        self.column.addLayout(self._due)
        self.column.addWidget(self.plan_words)
        self.column.addLayout(self._plans)
        self.column.addWidget(self.over)
        self.column.addStretch(1)
        self.foot_rule.hide()
        self.lines: list[DateLine] = []

    def _make_form(self) -> QWidget:
        form = QWidget(self)
        self.kind = Segmented(
            [
                Option("deadline", self.tr("It is due")),
                Option("plan", self.tr("I plan it")),
            ],
            self.tr("What kind of date"),
            form,
            value="deadline",
        )
        self.what = Field(self.tr("What"), QLineEdit(form), form)
        self.when = Field(
            self.tr("When"),
            QLineEdit(form),
            form,
            hint=self.tr("14 March 2026, in 3 weeks, or 90 days from 3 March 2026"),
        )
        self.save = Button(self.tr("Add"), form, on_click=self._save)
        cancel = QuietButton(self.tr("Cancel"), form, on_click=self._close_form)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.kind, self.what, self.when):
            column.addWidget(widget)
        row = FlowLayout(gap=Space.S)
        row.addWidget(self.save)
        row.addWidget(cancel)
        column.addLayout(row)
        for field in (self.what, self.when):
            edit = field.control
            assert isinstance(edit, QLineEdit)
            edit.returnPressed.connect(self._save)
        form.hide()
        return form

    # ---------------------------------------------------------------- showing

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.domain.dispute import Dispute
        from onrecord.services.complaint_body import body_choices
        from onrecord.services.views.deadlines import SETTLED, deadlines, plans

        rows, own = deadlines(vault, id), plans(vault, id)
        return _Found(
            vault.get(Dispute, id).title,
            tuple(row for row in rows if row.state not in SETTLED),
            tuple(row for row in own if row.state not in SETTLED),
            tuple(row for row in (*rows, *own) if row.state in SETTLED),
            date.today(),
            body_choices(vault, id),
        )

    def fill(self, found: _Found) -> None:
        self.heading.setText(found.title)
        opened = {line.row.key for line in self.lines if line.details.isVisible()}
        for line in self.lines:
            discard(line)
        self.lines = []
        for rows, layout in (
            (found.due, self._due),
            (found.plans, self._plans),
            (found.over, self.over.body),
        ):
            for row in rows:
                line = DateLine(row, found.today, self._settle, self)
                line.details.setVisible(row.key in opened)
                layout.addWidget(line)
                line.show()
                self.lines.append(line)
        self.body.fill(found.bodies)
        self._show_body()
        self.due_words.setVisible(bool(found.due))
        self.plan_words.setVisible(bool(found.plans))
        self.over.setVisible(bool(found.over))
        self.none.setVisible(not (found.due or found.plans or found.over))

    def show_id(self, id: str) -> None:
        if id != self.id:
            self._close_form()
        super().show_id(id)

    # ---------------------------------------------------------------- changing

    def open_form(self) -> None:
        """For another date; the cursor in its first field."""
        self.add.hide()
        self.form.show()
        self._show_body()
        self.what.setFocus()

    def _close_form(self) -> None:
        for field in (self.what, self.when):
            edit = field.control
            assert isinstance(edit, QLineEdit)
            edit.clear()
            field.set_error("")
        self.form.hide()
        self.add.show()
        self._show_body()

    def _show_body(self) -> None:
        """Not beside the form: a person is asked one thing at a time."""
        self.body.setVisible(bool(self.body.fields) and self.form.isHidden())

    def _save(self) -> None:
        vault, id, kind = self._desk.vault, self.id, self.kind.value
        what, when = self.what.control, self.when.control
        assert isinstance(what, QLineEdit) and isinstance(when, QLineEdit)
        words, day = what.text(), when.text()
        for field in (self.what, self.when):
            field.set_error("")

        def verb() -> Change:
            from onrecord.services.diary import add_deadline, plan_action

            return (add_deadline if kind == "deadline" else plan_action)(vault, id, words, day)

        def failed(error: KnownError) -> None:
            field = self.what if not words.strip() else self.when
            field.set_error(str(error))
            field.setFocus()

        self.do(verb, lambda _change: self._close_form(), failed=failed)

    def _settle(self, row: Any, state: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.diary import settle_date

            return settle_date(vault, row, state)

        self.do(verb, say=True)
