"""A protected document asks for its own password, once, where its pages would be."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Field,
    Label,
    PassphraseEdit,
    PrimaryButton,
    Space,
    TextStyle,
    icons,
    theme,
)


@dataclass(frozen=True)
class PasswordGiven:
    password: str


class PasswordGate(QWidget):
    given = Signal(object)  # PasswordGiven

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label(
            self.tr("This document has a password of its own"), self, style=TextStyle.TITLE
        )
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit = PassphraseEdit(self)
        self.field = Field(
            self.tr("Its password"),
            self.edit,
            self,
            hint=self.tr("Kept in your vault, so that it is asked only once."),
        )
        self.button = PrimaryButton(self.tr("Show the document"), self, on_click=self._give)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        inside = QWidget(self)
        self._inside = inside
        form = QVBoxLayout(inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(Space.M)
        form.addWidget(self.picture)
        form.addWidget(self.title)
        form.addWidget(self.field)
        form.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        middle = QHBoxLayout()  # an aligned item keeps its height when a sentence wraps
        middle.addStretch(1)
        middle.addWidget(inside)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(3)
        self.setFocusProxy(self.edit)
        theme.follow(self._refresh)

    def ask(self, sentence: str = "") -> None:
        """Ask; ``sentence`` says why again."""
        self.field.set_error(sentence)
        self.button.setEnabled(True)
        self.edit.setEnabled(True)

    def wait(self) -> None:
        self.button.setEnabled(False)
        self.edit.setEnabled(False)

    def forget(self) -> None:
        self.edit.clear()
        self.field.set_error("")

    def keyPressEvent(self, event: object) -> None:
        key = getattr(event, "key", lambda: 0)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)  # pyright: ignore[reportArgumentType]

    def _give(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.edit.text():
            self.field.set_error(self.tr("Type the document's password."))
            return
        self.wait()
        self.given.emit(PasswordGiven(self.edit.text()))

    def _refresh(self) -> None:
        th = theme.current()
        side = th.metrics.px(36)
        self.picture.setPixmap(icons.icon("lock", "faint", side).pixmap(side))
        self._inside.setFixedWidth(th.metrics.px(360))
