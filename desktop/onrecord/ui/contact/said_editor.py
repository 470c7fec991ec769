"""What was said, line by line: Enter keeps a line, and the next one is ready."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.contact_entry import Said
from onrecord.ui.design import IconButton, Muted, Option, Segmented, Space


class _Lines(QListWidget):
    """Delete takes a line out; Enter puts it back into the field to be changed."""

    removed = Signal(object)
    taken_up = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken_up.emit(row)
        else:
            super().keyPressEvent(event)


class SaidEditor(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Said] = []
        self.list = _Lines(self)
        self.list.setAccessibleName(self.tr("What was said"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        self.side = Segmented(
            [Option("them", self.tr("Them")), Option("me", self.tr("Me"))],
            self.tr("Who said it"),
            self,
        )
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(self.tr("What was said, one line"))
        self.edit.setPlaceholderText(self.tr("What was said, then Enter"))
        self.quote = IconButton("chat", self.tr("Their exact words"), self, checkable=True)
        self.hint = Muted(self.tr("In their exact words: it is kept as a quotation."), self)
        self.hint.hide()
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.side)
        row.addWidget(self.edit, 1)
        row.addWidget(self.quote)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.list)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.edit)
        self.edit.returnPressed.connect(self._keep)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.quote.toggled.connect(self.hint.setVisible)
        self.list.removed.connect(self._remove)
        self.list.taken_up.connect(self._take_up)
        self.list.itemDoubleClicked.connect(lambda _item: self._take_up(self.list.currentRow()))

    def lines(self) -> tuple[Said, ...]:
        """Those kept, and the one still being typed."""
        typed = self.edit.text().strip()
        return (*self._lines, self._line(typed)) if typed else tuple(self._lines)

    def set_lines(self, lines: tuple[Said, ...]) -> None:
        self._lines = list(lines)
        self.edit.clear()
        self._show()

    def _line(self, words: str) -> Said:
        form = "quote" if self.quote.isChecked() else "paraphrase"
        return Said(words, self.side.value, form, datetime.now().strftime("%H:%M"))

    def _keep(self) -> None:
        typed = self.edit.text().strip()
        if not typed:
            return
        self._lines.append(self._line(typed))
        self.edit.clear()
        self.quote.setChecked(False)
        self._show()
        self.changed.emit()

    def _remove(self, row: int) -> None:
        del self._lines[row]
        self._show()
        self.changed.emit()

    def _take_up(self, row: int) -> None:
        line = self._lines.pop(row)
        self._show()
        self.side.set_value(line.side)
        self.quote.setChecked(line.form == "quote")
        self.edit.setText(line.words)
        self.edit.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.list.clear()
        for line in self._lines:
            who = self.tr("Them") if line.side == "them" else self.tr("Me")
            words = f"“{line.words}”" if line.form == "quote" else line.words
            clock = f"{line.said_at}  " if line.said_at else ""
            QListWidgetItem(f"{clock}{who}:  {words}", self.list)
        self.list.setVisible(bool(self._lines))
        rows = min(len(self._lines), 6)
        self.list.setFixedHeight(max(1, rows) * (self.fontMetrics().height() + 10) + 8)
        self.list.scrollToBottom()
