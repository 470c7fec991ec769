"""The locked vault: one field, and what can be kept without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.ui.design.buttons import PrimaryButton, QuietButton
from onrecord.ui.design.field import Field
from onrecord.ui.design.flow import FlowLayout
from onrecord.ui.design.labels import Heading, Label, Muted
from onrecord.ui.design.passphrase import PassphraseEdit
from onrecord.ui.design.tokens import Space, TextStyle


@dataclass(frozen=True)
class UnlockWanted:
    """A secret typed for a vault; ``by_code`` when it is the recovery code. ``by_system``: nothing
    is typed, the system's own store has the key."""

    path: Path
    secret: str
    by_code: bool
    by_system: bool = False


class Unlock(QWidget):
    """Asks for the passphrase, or on request for the recovery code."""

    unlock_wanted = Signal(object)  # UnlockWanted
    other_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._by_code = False
        self.heading = Heading(self.tr("Unlock your vault"), self)
        self.where = Muted("", self, wrap=False, elide=True)
        self.due = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.passphrase = PassphraseEdit(self)
        self.passphrase_field = Field(self.tr("Passphrase"), self.passphrase, self)
        self.code = QLineEdit(self)
        self.code_field = Field(
            self.tr("Recovery code"),
            self.code,
            self,
            hint=self.tr("From your recovery sheet. Spaces, dashes and capitals do not matter."),
        )
        self.code_field.hide()
        self.unlock = PrimaryButton(self.tr("Unlock"), self, icon="unlock", on_click=self._unlock)
        self.by_system = QuietButton(
            self.tr("Unlock without typing"), self, on_click=self._unlock_by_system
        )
        self.by_code = QuietButton(self.tr("Use the recovery code"), self, on_click=self._switch)
        menu = QMenu(self)
        menu.addAction(self.tr("Open another vault…")).triggered.connect(self._other)
        menu.addAction(self.tr("Make a new vault")).triggered.connect(self._new)
        self.other = QuietButton(self.tr("Another vault"), self, menu=menu)
        buttons = FlowLayout(gap=Space.S)
        for button in (self.unlock, self.by_system, self.by_code, self.other):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.heading)
        column.addWidget(self.where)
        column.addWidget(self.due)
        column.addSpacing(Space.L)
        column.addWidget(self.passphrase_field)
        column.addWidget(self.code_field)
        column.addSpacing(Space.S)
        column.addLayout(buttons)
        self.passphrase.edit.returnPressed.connect(self._unlock)
        self.code.returnPressed.connect(self._unlock)
        self.show_vault(path)

    def show_vault(self, path: Path) -> None:
        self.path = path
        home = str(Path.home())
        said = str(path)
        self.where.setText("~" + said.removeprefix(home) if said.startswith(home) else said)
        slot = path / "keys" / "keyring.age"  # the vault's own code is not loaded before the paint
        self.by_system.setVisible(slot.exists())
        self._show_due()

    def _show_due(self) -> None:
        """From the list of bare days the user may have chosen to keep outside the vault."""
        from onrecord.services.due_list import due_list_path, read_due_list, say_due

        words = say_due(read_due_list(due_list_path(self.path)), date.today())
        self.due.setText(words)
        self.due.setVisible(bool(words))

    def _other(self) -> None:
        self.other_wanted.emit()

    def _new(self) -> None:
        self.new_wanted.emit()

    def forget(self) -> None:
        """Nothing typed stays in the fields."""
        self.passphrase.clear()
        self.code.clear()

    def _switch(self) -> None:
        self._by_code = not self._by_code
        self.passphrase_field.setVisible(not self._by_code)
        self.code_field.setVisible(self._by_code)
        self.by_code.setText(
            self.tr("Use the passphrase") if self._by_code else self.tr("Use the recovery code")
        )
        (self.code if self._by_code else self.passphrase).setFocus()

    def _unlock(self) -> None:
        secret = self.code.text() if self._by_code else self.passphrase.text()
        if not secret:
            self.show_problem(
                self.tr("Type the recovery code, then press Enter.")
                if self._by_code
                else self.tr("Type the passphrase, then press Enter.")
            )
            return
        self.show_problem("")
        self.unlock_wanted.emit(UnlockWanted(self.path, secret, self._by_code))

    def _unlock_by_system(self) -> None:
        self.show_problem("")
        self.unlock_wanted.emit(UnlockWanted(self.path, "", by_code=False, by_system=True))

    def show_problem(self, sentence: str) -> None:
        (self.code_field if self._by_code else self.passphrase_field).set_error(sentence)
        if sentence:
            self.passphrase.edit.selectAll()
            (self.code if self._by_code else self.passphrase).setFocus()

    def set_busy(self, busy: bool) -> None:
        for control in (self.unlock, self.by_system, self.by_code, self.other):
            control.setEnabled(not busy)
        for edit in (self.passphrase.edit, self.code):
            edit.setReadOnly(busy)
        self.unlock.setText(self.tr("Unlocking…") if busy else self.tr("Unlock"))

    def focus_first(self) -> None:
        (self.code if self._by_code else self.passphrase).setFocus()
