"""Record a refund or credit by hand: how much, when, for what, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.matching import Target
from onrecord.errors import KnownError, Refused
from onrecord.ui.design import Button, Card, ChoiceBox, Field, FlowLayout, Muted, QuietButton, Space
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.tall_page import bring_into_view


class RecordForm(Card):
    """Hidden until asked for; Esc or Cancel puts it away, and what was typed with it."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(self.tr("Record a refund or credit"), parent)
        self._desk = desk
        self._dispute_id = ""
        self._currency = ""
        self._targets: tuple[Target, ...] = ()
        self._documents: Sequence[tuple[str, str]] = ()
        self.amount = Field(self.tr("&Amount"), QLineEdit(self), self)
        self.dated = Field(self.tr("&When it came"), QLineEdit(self), self)
        self.target = ChoiceBox(self)
        self.shown_by = ChoiceBox(self)
        self._titles = QStringListModel([self.tr("Nothing shows it yet")], self)
        self.shown_by.setModel(self._titles)
        self._edit(self.dated).setPlaceholderText(self.tr("like 14 March 2026"))
        for box in (self.target, self.shown_by):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(14)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, fields in (
            (first, (self.amount, self.dated)),
            (
                second,
                (
                    Field(self.tr("&For"), self.target, self),
                    Field(self.tr("Shown &by"), self.shown_by, self),
                ),
            ),
        ):
            row.setSpacing(Space.M)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)
        self.note = Muted(
            self.tr(
                "A promise of money stays open until a statement or another document shows that "
                "it came."
            ),
            self,
        )
        self.body.addWidget(self.note)
        self.record = Button(self.tr("Record it"), self, on_click=self._record)
        self.cancel = QuietButton(self.tr("Cancel"), self, on_click=self.put_away)
        buttons = FlowLayout(gap=Space.S)
        buttons.addWidget(self.record)
        buttons.addWidget(self.cancel)
        self.body.addLayout(buttons)
        for field in (self.amount, self.dated):
            self._edit(field).returnPressed.connect(self._record)
            self._edit(field).textEdited.connect(lambda _text, f=field: f.set_error(""))
        self.target.activated.connect(self._target_chosen)
        self.hide()

    @staticmethod
    def _edit(field: Field) -> QLineEdit:
        control = field.control
        assert isinstance(control, QLineEdit)
        return control

    def show_targets(
        self,
        dispute_id: str,
        currency: str,
        targets: Sequence[Target],
        documents: Sequence[tuple[str, str]],
    ) -> None:
        """What it may be for and what may show it; what is being typed stays."""
        if dispute_id != self._dispute_id:
            self.put_away()
        self._dispute_id, self._currency = dispute_id, currency
        fresh = self.isHidden()
        chosen = None if fresh else self.target.currentData()
        shown = "" if fresh else self._document()
        self._targets = tuple(
            one for one in targets if one.coming and (one.promise_id or one.claim_line_id)
        )
        self.target.clear()
        for one in self._targets:
            words = f"{one.words} ({one.amount.words()})"
            self.target.addItem(words, (one.promise_id, one.claim_line_id))
        self.target.addItem(self.tr("The dispute as a whole"), ("", ""))
        at = next((n for n in range(self.target.count()) if self.target.itemData(n) == chosen), -1)
        if at >= 0:
            self.target.setCurrentIndex(at)
        if documents != self._documents:  # there may be very many, and they seldom change
            self._documents = documents
            titles = [title for _, title in documents]
            self._titles.setStringList([self.tr("Nothing shows it yet"), *titles])
        row = next((n for n, one in enumerate(documents, 1) if shown and one[0] == shown), 0)
        self.shown_by.setCurrentIndex(row)

    def _document(self) -> str:
        """The id of the document chosen, or empty."""
        row = self.shown_by.currentIndex()
        return self._documents[row - 1][0] if row > 0 else ""

    def open(self) -> None:
        """Filled with what is waited for first."""
        self._target_chosen()
        self.show()
        edit = self._edit(self.amount)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.selectAll()
        QTimer.singleShot(0, self, lambda: bring_into_view(self))  # once it has its place

    def put_away(self) -> None:
        was_open = not self.isHidden()
        for field in (self.amount, self.dated):
            self._edit(field).clear()
            field.set_error("")
        if self.target.count():
            self.target.setCurrentIndex(0)
        if self.shown_by.count():
            self.shown_by.setCurrentIndex(0)
        self.hide()
        if was_open:
            self.closed.emit()

    def _target_chosen(self) -> None:
        """The amount waited for is what most often came: filled in, to be changed."""
        at = self.target.currentIndex()
        if 0 <= at < len(self._targets):
            self._edit(self.amount).setText(self._targets[at].amount.words())

    def _record(self) -> None:
        amount, dated = self._edit(self.amount).text(), self._edit(self.dated).text()
        if not amount.strip():
            self.amount.set_error(self.tr("Write the amount, like 84.20."))
            self._edit(self.amount).setFocus()
            return
        vault, dispute_id, usual = self._desk.vault, self._dispute_id, self._currency
        promise_id, line_id = self.target.currentData() or ("", "")
        evidence_id = self._document()

        def verb() -> Change:
            from onrecord.services.ledger import record_by_hand

            return record_by_hand(
                vault, dispute_id, amount, dated, usual,
                promise_id=promise_id, claim_line_id=line_id, evidence_id=evidence_id,
            )  # fmt: skip

        self._desk.session.do(
            verb, lambda _change: self.put_away(), self, failed=self._failed, say=True
        )

    def _failed(self, error: KnownError) -> None:
        path = error.path if isinstance(error, Refused) else ""
        field = self.dated if path == "dated" else self.amount
        field.set_error(str(error))
        self._edit(field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)
