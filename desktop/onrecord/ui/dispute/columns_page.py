"""Which column of a bank's table is which: seen with examples, kept for the next one laid out
alike."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.intake.table_layout import ROLES
from onrecord.ui.design import Card, Label, Muted, PrimaryButton, Space, TextStyle
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page


class ColumnsPage(Page):
    wide = 720

    def __init__(self, desk: Desk, evidence_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._evidence_id = evidence_id
        self.look: Any = None
        self.boxes: list[QComboBox] = []
        self.set_words(
            self.tr("Which column is which?"),
            self.tr("Asked once for each bank: the next table laid out like this one is known."),
        )
        self._words = {
            "": self.tr("not used"),
            "date": self.tr("the day"),
            "amount": self.tr("the amount"),
            "out": self.tr("paid out"),
            "in": self.tr("paid in"),
            "words": self.tr("what it was for"),
            "reference": self.tr("a reference"),
            "currency": self.tr("the currency"),
            "flow": self.tr("debit or credit"),
        }
        self._box = QWidget(self)
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        for column, stretch in ((0, 2), (1, 3), (2, 2)):
            self._grid.setColumnStretch(column, stretch)
        self.read_as = Card(self.tr("Read so"), self)
        self.rows = Label("", self.read_as, wrap=True)
        self.count = Muted("", self.read_as)
        self.read_as.body.addWidget(self.rows)
        self.read_as.body.addWidget(self.count)
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.use = PrimaryButton(self.tr("Use these columns"), self, on_click=self._use)
        self.use.setEnabled(False)
        for widget in (self._box, self.read_as, self.problem):
            self.body.addWidget(widget)
        self.body.addWidget(self.use)
        self.use.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._read(None)

    def _read(self, roles: dict[int, str] | None) -> None:
        workshop, evidence_id = self.desk.session.workshop, self._evidence_id

        def query() -> Any:
            from onrecord.services.name_columns import look_at_table

            try:
                return look_at_table(workshop, evidence_id, roles)
            except KnownError as error:
                return error

        def came(found: Any) -> None:
            if isinstance(found, KnownError):
                self._failed(found)
            else:
                self._show(found)

        self.desk.session.ask(query, came, self, "columns")

    def _show(self, look: Any) -> None:
        self.look = look
        if len(self.boxes) != len(look.columns):
            self._make(look)
        for at, box in enumerate(self.boxes):
            box.setCurrentIndex(max(0, box.findData(look.roles.get(at, ""))))
        self.rows.setText("\n".join(look.rows) or self.tr("No row can be read so."))
        told = self.tr("Say which column holds the day, and which the amount.")
        if look.count and look.left_out:
            told = self.tr("{0} rows in all; {1} lines hold no payment.")
        elif look.count:
            told = self.tr("{0} rows in all.")
        self.count.setText(told.format(look.count, look.left_out))
        self.use.setEnabled(bool(look.count))
        self._say("")

    def _make(self, look: Any) -> None:
        for at, heading in enumerate(look.columns):
            name = heading or self.tr("Column {0}").format(at + 1)
            examples = ", ".join(look.examples[at]) if at < len(look.examples) else ""
            box = QComboBox(self._box)
            for role in ("", *ROLES):
                box.addItem(self._words[role], role)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setAccessibleName(self.tr("What stands in the column {0}").format(name))
            box.setAccessibleDescription(examples)
            box.activated.connect(lambda _index: self._chosen())
            self._grid.addWidget(Label(name, self._box, style=TextStyle.STRONG, elide=True), at, 0)
            self._grid.addWidget(Label(examples, self._box, muted=True, elide=True), at, 1)
            self._grid.addWidget(box, at, 2)
            self.boxes.append(box)
        if self.boxes:
            self.boxes[0].setFocus()

    def _chosen(self) -> None:
        roles = {at: str(box.currentData()) for at, box in enumerate(self.boxes)}
        self.use.setEnabled(False)
        self._read({at: role for at, role in roles.items() if role})

    def _use(self) -> None:
        vault, evidence_id, look = self.desk.vault, self._evidence_id, self.look

        def verb() -> Change:
            from onrecord.services.name_columns import name_columns

            return name_columns(vault, evidence_id, look)

        def done(_change: Change) -> None:
            self.desk.read_wanted.emit(None)
            self.close_page()

        self.desk.session.do(verb, done, self, say=True, failed=self._failed)

    def _failed(self, error: KnownError) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
