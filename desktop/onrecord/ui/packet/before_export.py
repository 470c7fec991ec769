"""One calm question before the first export: the recovery sheet, now or later."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.ui.design import (
    FlowLayout,
    Label,
    PrimaryButton,
    QuietButton,
    Space,
    announce,
    icons,
    theme,
)


@dataclass(frozen=True)
class BeforeExportAnswered:
    """``now``: make the sheet first. Either way the export goes on."""

    now: bool


class BeforeExport(QWidget):
    answered = Signal(object)  # BeforeExportAnswered

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.words = Label(
            self.tr(
                "If you forget the passphrase, nobody can open this vault again. Save the recovery "
                "sheet before the PDF is made?"
            ),
            self,
            wrap=True,
        )
        self.now = PrimaryButton(
            self.tr("Save it now"), self, icon="key", on_click=lambda: self._answer(now=True)
        )
        self.later = QuietButton(
            self.tr("Later"), self, on_click=lambda: self._answer(now=False),
            hint=self.tr("Goes on with the PDF; Today keeps naming the sheet"),
        )  # fmt: skip
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.words, 1)
        row = FlowLayout(gap=Space.S, lines="end")
        row.addWidget(self.later)
        row.addWidget(self.now)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.S)
        column.addLayout(top)
        column.addLayout(row)
        theme.follow(self._refresh)

    def ask(self) -> None:
        """The cursor on the first answer; Enter and Space press it, Esc is the second."""
        announce(self, self.words.text())
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, *, now: bool) -> None:
        self.answered.emit(BeforeExportAnswered(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._answer(now=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._answer(now=not self.later.hasFocus())
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        side = theme.current().metrics.px(18)
        self.picture.setPixmap(icons.icon("key", "warning", side).pixmap(side))
