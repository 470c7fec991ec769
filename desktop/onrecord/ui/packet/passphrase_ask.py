"""Before a PDF goes out that opens with a passphrase only: which one this time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    Field,
    FlowLayout,
    LinkButton,
    PassphraseEdit,
    PrimaryButton,
    QuietButton,
    Space,
    announce,
)

_SHORTEST = 8


@dataclass(frozen=True)
class PassphraseGiven:
    """``passphrase`` is empty where the export is not to go on."""

    passphrase: str


class PassphraseAsk(QWidget):
    given = Signal(object)  # PassphraseGiven

    def __init__(self, parent: QWidget | None = None, *, filled: bool = True) -> None:
        """``filled``: nothing else in view has the one filled button."""
        super().__init__(parent)
        self.edit = PassphraseEdit(self, judge=True)
        self.field = Field(
            self.tr("Passphrase of the PDF"), self.edit, self,
            hint=self.tr(
                "Tell it to the recipient by another way than the PDF. It is kept nowhere:"
                " write it down."
            ),
        )  # fmt: skip
        self.suggest = LinkButton(self.tr("Suggest six words"), self, on_click=self._suggest)
        self.stop = QuietButton(self.tr("Not now"), self, on_click=lambda: self._give(""))
        kind = PrimaryButton if filled else Button
        self.go_on = kind(self.tr("Go on"), self, icon="export", on_click=self._go_on)
        row = FlowLayout(gap=Space.S, lines="end")
        row.addWidget(self.stop)
        row.addWidget(self.go_on)
        below = QHBoxLayout()
        below.addWidget(self.suggest)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(self.field)
        column.addLayout(below)
        column.addLayout(row)

    def ask(self) -> None:
        self.edit.clear()
        self.field.set_error("")
        announce(self, self.tr("Passphrase of the PDF"))
        self.edit.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _suggest(self) -> None:
        from onrecord.vault.words import suggest_passphrase

        self.edit.set_text(suggest_passphrase(6), shown=True)

    def _go_on(self) -> None:
        typed = self.edit.text()
        if len(typed) < _SHORTEST:
            self.field.set_error(self.tr("Use at least {0} characters.").format(_SHORTEST))
            self.edit.edit.setFocus()
            return
        self._give(typed)

    def _give(self, passphrase: str) -> None:
        self.edit.clear()
        self.given.emit(PassphraseGiven(passphrase))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)
