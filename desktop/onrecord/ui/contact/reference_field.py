"""The reference number, or that none was given, or that they refused one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from onrecord.ui.design import Button, Space, set_look


class ReferenceField(QWidget):
    """``value`` is the state (unknown, given, none, refused) and what was typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(self.tr("Reference number"))
        self.none = Button(self.tr("None given"), self, on_click=lambda: self._toggled("none"))
        self.refused = Button(self.tr("Refused"), self, on_click=lambda: self._toggled("refused"))
        self._buttons = {"none": self.none, "refused": self.refused}
        for button in self._buttons.values():
            button.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.none)
        row.addWidget(self.refused)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._typed)

    def value(self) -> tuple[str, str]:
        typed = self.edit.text().strip()
        if typed:
            return "given", typed
        state = next((s for s, b in self._buttons.items() if b.isChecked()), "unknown")
        return state, ""

    def set_value(self, state: str, reference: str) -> None:
        self.edit.setText(reference)
        for name, button in self._buttons.items():
            self._check(button, name == state and not reference)

    def _typed(self, _text: str) -> None:
        for button in self._buttons.values():
            self._check(button, False)
        self.changed.emit()

    def _toggled(self, state: str) -> None:
        on = self._buttons[state].isChecked()
        for name, button in self._buttons.items():
            self._check(button, on and name == state)
        if on:
            self.edit.clear()
        self.changed.emit()

    @staticmethod
    def _check(button: Button, on: bool) -> None:
        button.setChecked(on)
        set_look(button, "on", "true" if on else "false")
