"""One thing I wanted, and what became of it: a choice of four, and how much money came."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.money import Money
from onrecord.domain.typed_amount import read_amount
from onrecord.errors import Refused
from onrecord.services.closing import Ended
from onrecord.ui.design import (
    FlowLayout,
    Label,
    Muted,
    Option,
    Segmented,
    Space,
    TextStyle,
    announce,
    set_look,
    theme,
)

_BEGINS_AN_AMOUNT = "0123456789£$€¥"


class EndedRow(QWidget):
    """``changed`` by the person only."""

    changed = Signal(object)  # None

    def __init__(self, item: Ended, usual_currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._is_money = item.asked is not None or item.got is not None or bool(item.currency)
        self._by_amount = False
        """Nothing was chosen before the amount was typed: all of it or a part, as it says."""
        self._usual = item.currency or usual_currency
        self.title = Label(item.words, self, style=TextStyle.STRONG, wrap=True)
        asked = (
            self.tr("asked for {0}").format(Money(item.asked, item.currency).words())
            if item.asked is not None and item.currency
            else ""
        )
        self.asked = Muted(asked, self, wrap=False)
        self.asked.setVisible(bool(asked))
        self.states = Segmented(
            [
                Option("got", self.tr("Got it")),
                Option("partly", self.tr("In part")),
                Option("refused", self.tr("No")),
                Option("dropped", self.tr("No longer wanted")),
            ],
            self.tr("What became of: {0}").format(item.words),
            self,
        )
        self.states.set_value(*([item.state] if item.state != "wanted" else []))
        self.amount = QLineEdit(self)
        self.amount.setPlaceholderText(self.tr("How much came"))
        self.amount.setAccessibleName(self.tr("How much money came for: {0}").format(item.words))
        if item.got is not None and item.currency:
            self.amount.setText(_shown(Money(item.got, item.currency), usual_currency))
        self.error = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.error.hide()
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.asked)
        choice = FlowLayout(gap=Space.S)
        choice.addWidget(self.states)
        choice.addWidget(self.amount)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addLayout(choice)
        column.addWidget(self.error)
        self.states.chosen.connect(lambda _choice: self._chosen())
        self.amount.textEdited.connect(lambda _text: self._typed())
        theme.follow(self._refresh)
        for button in self.states.buttons.values():
            button.installEventFilter(self)
        self._fit()

    def take_focus(self, *, in_amount: bool = False) -> None:
        """The cursor stands here: on the choice, or in the amount where there is one."""
        to = self.amount if in_amount and not self.amount.isHidden() else self.states
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An amount typed while the choice has the cursor is the amount that came."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not (self._is_money and event.text() and event.text() in _BEGINS_AN_AMOUNT):
            return False
        if self.states.value not in ("got", "partly"):
            self._by_amount = True
            self.states.set_value("partly")
            self._fit()
        self.take_focus(in_amount=True)
        self.amount.selectAll()
        self.amount.insert(event.text())
        self._typed()
        return True

    def read(self) -> Ended:
        """What stands here; raises Refused, and says so below."""
        state = self.states.value or "wanted"
        text = self.amount.text().strip() if state in ("got", "partly") else ""
        if not text:
            return replace(self._item, state=state, got=None)
        try:
            money = read_amount(text, self._usual)
        except ValueError as error:
            raise self._wrong(str(error)) from None
        if self._item.asked is not None and money.currency != self._item.currency:
            raise self._wrong(
                self.tr("You asked for {0}; write what came in it, or add it as one more thing.")
                .format(self._item.currency)
            )  # fmt: skip
        return replace(self._item, state=state, got=money.minor, currency=money.currency)

    def _wrong(self, sentence: str) -> Refused:
        self.error.setText(sentence)
        self.error.show()
        set_look(self.amount, "wrong", "true")
        announce(self.amount, sentence)
        return Refused(sentence, "got")

    def _typed(self) -> None:
        self.error.hide()
        set_look(self.amount, "wrong", "false")
        if self._by_amount:
            self.states.set_value("got" if self._is_all() else "partly")
        self.changed.emit(None)

    def _is_all(self) -> bool:
        try:
            return read_amount(self.amount.text(), self._usual).minor >= (self._item.asked or 0)
        except ValueError:
            return False

    def _chosen(self) -> None:
        item = self._item
        self._by_amount = False
        if self.states.value == "got" and not self.amount.text() and item.asked is not None:
            self.amount.setText(_shown(Money(item.asked, item.currency), self._usual))
        self._fit()
        self._typed()

    def _fit(self) -> None:
        self.amount.setVisible(self._is_money and self.states.value in ("got", "partly"))

    def _refresh(self) -> None:
        self.amount.setFixedWidth(theme.current().metrics.px(130))


def _shown(money: Money, usual: str) -> str:
    return money.plain() if money.currency == usual else f"{money.plain()} {money.currency}"
