"""Which documents belong to this call or message: ticked in a list of the dispute's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from onrecord.ui.design import Muted, Space
from onrecord.ui.desk import Desk

_ID = int(Qt.ItemDataRole.UserRole)


class DocumentsPage(QWidget):
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen: tuple[str, ...] = ()
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setSpacing(Space.XS // 2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Documents that belong to it"))
        self.none = Muted(
            self.tr("There are no documents to choose from yet. Drop one here to add it."), self
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        column.addStretch(0)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(lambda _item: self._ticked())

    def value(self) -> tuple[str, ...]:
        return self._chosen

    def add(self, dispute_id: str, ids: tuple[str, ...]) -> None:
        """These are kept now, and belong to it as well."""
        self.show_for(dispute_id, tuple(dict.fromkeys((*self._chosen, *ids))))
        self.changed.emit()

    def show_for(self, dispute_id: str, chosen: tuple[str, ...]) -> None:
        """List the dispute's documents (all of the vault's where there is no dispute)."""
        self._chosen = chosen
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.views.documents import documents

            return documents(vault, dispute_id or None, limit=500)

        self._desk.session.ask(query, self._fill, self, "documents")

    def _fill(self, rows: Any) -> None:
        was = self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            words = f"{row.title}, {row.date_words}" if row.dated else row.title
            item = QListWidgetItem(words, self.list)
            item.setData(_ID, row.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = row.id in self._chosen
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(was)
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))

    def _ticked(self) -> None:
        shown = [self.list.item(n) for n in range(self.list.count())]
        listed = {str(i.data(_ID)) for i in shown}
        on = [str(i.data(_ID)) for i in shown if i.checkState() == Qt.CheckState.Checked]
        self._chosen = (*(c for c in self._chosen if c not in listed), *on)
        self.changed.emit()
