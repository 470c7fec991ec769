"""What differs between two versions that were made, in place of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    Field,
    Label,
    Muted,
    ScrollArea,
    Space,
    TextStyle,
    Title,
    under_head,
)
from onrecord.ui.design.discard import discard


@dataclass(frozen=True)
class CompareAsked:
    """Ids of two versions, the earlier first."""

    before: str
    after: str


class ComparePage(QWidget):
    compare_asked = Signal(object)  # CompareAsked
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Title(self.tr("Compare versions"), self)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.closed.emit)
        self.before, self.after = QComboBox(self), QComboBox(self)
        self.inside = QWidget(self)
        whole = QVBoxLayout(self.inside)
        whole.setContentsMargins(Space.L, 0, Space.L, Space.L)
        whole.setSpacing(Space.S)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, Space.S, 0, 0)
        self._column.setSpacing(Space.S)
        self.rows: list[Label] = []
        # All of it scrolls: where it is low, the two choices would be pressed flat.
        whole.addWidget(Field(self.tr("&From"), self.before, self))
        whole.addWidget(Field(self.tr("&To"), self.after, self))
        whole.addLayout(self._column, 1)
        scroll = ScrollArea(self.inside, self, focus=Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(self.heading.text())
        column = under_head(self, self.heading, self.done)
        column.addWidget(scroll, 1)
        for box in (self.before, self.after):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
            box.activated.connect(lambda _at: self._ask())

    def show_versions(self, versions: Sequence[tuple[str, str]]) -> None:
        """(id, words), the newest first. The last two are compared at first."""
        for box, at in ((self.before, 1), (self.after, 0)):
            box.clear()
            for at_row, (id, words) in enumerate(versions):
                box.addItem(words, id)
                box.setItemData(at_row, words, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(min(at, len(versions) - 1))
        self.show_rows(())
        self._ask()
        self.before.setFocus()

    def show_rows(self, rows: Sequence[Any], told: str = "") -> None:
        """``Difference`` of ``services.compare_versions``; ``told`` where there is none."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                discard(widget)
        self.rows = []
        heads = {
            "added": self.tr("New"), "removed": self.tr("No longer there"),
            "changed": self.tr("Changed"),
        }  # fmt: skip
        for one in rows:
            self._column.addWidget(
                Label(f"{heads[one.kind]}: {one.where}", self.inside, style=TextStyle.SMALL_STRONG)
            )
            for sign, text in (("−", one.before), ("+", one.after)):
                if text:
                    row = Label(f"{sign} {text}", self.inside, wrap=True, selectable=True)
                    self._column.addWidget(row)
                    self.rows.append(row)
        if told:
            self._column.addWidget(Muted(told, self.inside))
        self._column.addStretch(1)

    def _ask(self) -> None:
        one, other = self.before.currentData(), self.after.currentData()
        if one and other:
            self.compare_asked.emit(CompareAsked(str(one), str(other)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
