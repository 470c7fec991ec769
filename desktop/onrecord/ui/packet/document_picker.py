"""Documents that are not in the packet yet, in place of the list, while some are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from onrecord.ui.design import Button, FlowLayout, Muted, Space, Title, icons, theme, under_head
from onrecord.ui.words import Words, icon_of


@dataclass(frozen=True)
class DocumentsPicked:
    ids: tuple[str, ...]


class DocumentPicker(QWidget):
    picked = Signal(object)  # DocumentsPicked
    from_disk_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._others: list[tuple[str, str, str, str]] = []
        self._words = Words(self)
        self.heading = Title(self.tr("Add documents"), self)
        self.list = QListWidget(self)
        self.list.setProperty("look", "sidebar")
        self.list.setAccessibleName(self.tr("Documents that are not in the packet"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.add_chosen())
        self.list.itemSelectionChanged.connect(self._say)
        self.hint = Muted("", self)
        self.add = Button(self.tr("Add"), self, icon="add", on_click=self.add_chosen)
        self.disk = Button(
            self.tr("From disk…"), self, icon="folder", on_click=self.from_disk_asked.emit
        )
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.closed.emit)
        foot = FlowLayout(gap=Space.S)
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.addWidget(self.add)
        foot.addWidget(self.disk)
        hint = QHBoxLayout()
        hint.setContentsMargins(Space.L, Space.XS, Space.L, Space.S)
        hint.addWidget(self.hint)
        column = under_head(self, self.heading, self.done)
        column.addLayout(hint)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.list)
        theme.follow(self._refresh)

    def show_documents(self, others: Sequence[tuple[str, str, str, str]]) -> None:
        """``(id, title, date in words, kind)``."""
        self._others = list(others)
        self._fill()

    def _fill(self) -> None:
        chosen = {i.data(Qt.ItemDataRole.UserRole) for i in self.list.selectedItems()}
        self.list.clear()
        for id, title, date, kind in self._others:
            about = ", ".join((self._words.kind(kind), date or self.tr("no date")))
            item = QListWidgetItem(f"{title}\n{about}")
            item.setIcon(icons.icon(icon_of(kind), "muted"))
            item.setData(Qt.ItemDataRole.UserRole, id)
            item.setToolTip(title)
            self.list.addItem(item)
            item.setSelected(id in chosen)
        if not chosen and self.list.count():
            self.list.setCurrentRow(0)
        self._say()

    def _say(self) -> None:
        self.add.setEnabled(bool(self.list.selectedItems()))
        self.hint.setText(
            self.tr("The documents of this dispute that are not in the packet.")
            if self._others
            else self.tr("All documents of this dispute are in the packet or left out of it.")
        )

    def add_chosen(self) -> None:
        ids = tuple(i.data(Qt.ItemDataRole.UserRole) for i in self.list.selectedItems())
        if ids:
            self.picked.emit(DocumentsPicked(ids))

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self._fill()
