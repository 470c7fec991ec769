"""What was said, line by line: Enter keeps a line, and the next one is ready."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.contact_entry import Said
from onrecord.ui.design import IconButton, Muted, Option, Segmented, Space, set_look, theme

_NOBODYS = frozenset({"hold", "resumed", "transferred", "cut_off", "reference"})
"""Events that are nobody's words."""


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


class _LineEdit(QLineEdit):
    """Up and Down say who speaks, so that both hands stay where they are."""

    other_side = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.other_side.emit()
        else:
            super().keyPressEvent(event)


class SaidEditor(QWidget):
    """``tall`` fills the room it is given, for the call companion; ``blind`` shows no line that
    was kept, for a vault that is locked."""

    changed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, tall: bool = False, blind: bool = False
    ) -> None:
        super().__init__(parent)
        self._lines: list[Said] = []
        self._taken: Said | None = None
        self._tall = tall
        self._blind = blind
        self._going_on = True
        self._known: Container[str] = ()
        self.list = _Lines(self)
        self.list.setAccessibleName(self.tr("What was said"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        if tall:
            self.list.setMinimumHeight(60)
        self.side = Segmented(
            [Option("them", self.tr("Them")), Option("me", self.tr("Me"))],
            self.tr("Who said it"),
            self,
        )
        self.edit = _LineEdit(self)
        self.edit.setAccessibleName(self.tr("What was said, one line"))
        self.edit.setPlaceholderText(
            # in a form its label says what was said
            self.tr("What was said, then Enter") if tall else self.tr("A line, then Enter")
        )
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
        column.addWidget(self.list, 1 if tall else 0)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.edit)
        if tall:
            for control in (*self.side.buttons.values(), self.edit, self.quote):
                set_look(control, "big", "true")
        self.edit.returnPressed.connect(self.keep)
        self.edit.other_side.connect(self._turn_side)
        self.edit.textEdited.connect(self._edited)
        self.quote.toggled.connect(self.hint.setVisible)
        self.list.removed.connect(self._remove)
        self.list.taken_up.connect(self._take_up)
        self.list.itemDoubleClicked.connect(lambda _item: self._take_up(self.list.currentRow()))

    def lines(self) -> tuple[Said, ...]:
        """Those kept, and the one still being typed."""
        typed = self.edit.text().strip()
        lines = [*self._lines, self._line(typed)] if typed else self._lines
        return tuple(self._told(line) for line in lines)

    def set_lines(self, lines: tuple[Said, ...]) -> None:
        self._lines = list(lines)
        self._taken = None
        self.edit.clear()
        self._show()

    def set_blind(self, blind: bool) -> None:
        self._blind = blind
        policy = QSizePolicy.Policy.Maximum if blind else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._show()

    def set_going_on(self, going_on: bool, known: Container[str]) -> None:
        """What was said before, or never aloud, has no time of day but the ``known`` ones: that
        of writing it down is not its own. Where it turns out to go on after all, they are back."""
        self._going_on, self._known = going_on, known
        self._show()

    def _told(self, line: Said) -> Said:
        own = self._going_on or line.said_at in self._known
        return line if own else replace(line, said_at="")

    def add(self, *lines: Said) -> None:
        """Lines that were not typed here: what a button noted, or a chat that was pasted."""
        self._lines.extend(lines)
        self._show()
        self.changed.emit()

    def _line(self, words: str) -> Said:
        """Words in quotation marks are their exact words."""
        quoted = len(words) > 2 and words[0] in '"“' and words[-1] in '"”'
        form = "quote" if quoted or self.quote.isChecked() else "paraphrase"
        words = words[1:-1].strip() if quoted else words
        was = self._taken  # a line that is corrected keeps its time and what it was
        now = datetime.now().strftime("%H:%M") if self._going_on else ""
        clock = was.said_at if was else now
        return Said(
            words, self.side.value, form, clock, was.id if was else "", was.event if was else ""
        )

    def _edited(self, text: str) -> None:
        if not text:
            self._taken = None  # taken out altogether; what is typed next is a new line
        self.changed.emit()

    def _turn_side(self) -> None:
        self.side.set_value("me" if self.side.value == "them" else "them")

    def keep(self) -> None:
        """The line being typed is kept, and the next one is ready."""
        typed = self.edit.text().strip()
        if not typed:
            return
        self._lines.append(self._line(typed))
        self._taken = None
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
        self._taken = line
        self._show()
        self.side.set_value(line.side)
        self.quote.setChecked(line.form == "quote")
        self.edit.setText(line.words)
        self.edit.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.list.clear()
        for line in () if self._blind else map(self._told, self._lines):
            who = self.tr("Them") if line.side == "them" else self.tr("Me")
            words = f"“{line.words}”" if line.form == "quote" else line.words
            clock = f"{line.said_at}  " if line.said_at else ""
            item = QListWidgetItem(
                f"{clock}{words}" if line.event in _NOBODYS else f"{clock}{who}:  {words}",
                self.list,
            )
            if line.event in _NOBODYS:
                item.setForeground(theme.current().colour("muted"))
        if self._tall:
            self.list.setVisible(not self._blind)
        else:
            self.list.setVisible(bool(self._lines))
            rows = min(len(self._lines), 6)
            self.list.setFixedHeight(max(1, rows) * (self.fontMetrics().height() + 10) + 8)
        self.list.scrollToBottom()
