"""All documents of a dispute: a table that finds, sorts and shows what each is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import Choice, EmptyState, Muted, Space, theme
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.document_table import PAGE, DocumentTable

_TABLES = {"evidence", "dispute_evidence"}
_PAUSE_MS = 150
"""After the last key, before the search is asked."""


class DocumentsTab(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = ""
        self.find = QLineEdit(self)
        self.find.setPlaceholderText(self.tr("Find in titles and pages"))
        self.find.setAccessibleName(self.tr("Find a document by its title or its pages"))
        self.find.setClearButtonEnabled(True)
        self.count = Muted("", self, wrap=False)
        self.table = DocumentTable(desk, self)
        self.none = EmptyState(
            "search",
            self.tr("No document has these words"),
            self.tr("Titles, sources, tags and the text of the pages were searched."),
            self,
            actions=[Choice(self.tr("Show all"), self.find.clear)],
        )
        self.empty = EmptyState(
            "document",
            self.tr("No documents yet"),
            self.tr(
                "Drop bills, screenshots, letters or whole folders anywhere in this window, or "
                "paste a picture. The originals are kept as they came."
            ),
            self,
            actions=[Choice(self.tr("Add documents"), desk.add_documents, "add")],
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self.find.textChanged.connect(lambda _text: self._pause.start())
        self.find.installEventFilter(self)
        self.table.order_changed.connect(lambda _none: self.refresh())
        self.top = QWidget(self)
        row = QHBoxLayout(self.top)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(Space.M)
        row.addWidget(self.find)
        row.addWidget(self.count)
        row.addStretch(1)
        self.stack = QStackedLayout()
        for page in (self.table, self.none, self.empty):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(self.stack, 1)
        self.setFocusProxy(self.table)
        desk.session.changed.connect(self._changed)
        theme.follow(self._sizes)

    def _sizes(self) -> None:
        self.find.setFixedWidth(theme.current().metrics.px(260))

    def show_dispute(self, dispute_id: str) -> None:
        self._id = dispute_id
        was = self.find.blockSignals(True)
        self.find.clear()
        self.find.blockSignals(was)
        self.table.clearSelection()
        self.table.documents.show_ids(dispute_id, [], {})
        self.refresh()

    def refresh(self) -> None:
        if not self._id:
            return
        vault, dispute_id, search = self._desk.vault, self._id, self.find.text().strip()
        column, descending = self.table.order

        def query() -> tuple[str, list[str], dict[str, Any]]:
            from onrecord.services.views.document_table import document_ids, document_page

            ids = document_ids(vault, dispute_id, search, column, descending)
            return dispute_id, ids, document_page(vault, dispute_id, ids[:PAGE])

        self._desk.session.ask(query, lambda found: self._fill(*found), self, "documents")

    def _fill(self, dispute_id: str, ids: list[str], first: dict[str, Any]) -> None:
        if dispute_id != self._id:
            return
        self.table.show_ids(dispute_id, ids, first)
        searched = bool(self.find.text().strip())
        self.top.setVisible(bool(ids) or searched)
        page = self.table if ids else self.none if searched else self.empty
        self.stack.setCurrentWidget(page)
        count = len(ids)
        if searched:
            self.count.setText(self.tr("{0} found").format(f"{count:,}") if count else "")
        else:
            self.count.setText("")

    def _changed(self, change: Change) -> None:
        if change.tables() & _TABLES:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, Down and Enter go into the table; Escape empties it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                if self.table.currentIndex().row() < 0 and self.table.documents.rowCount():
                    self.table.selectRow(0)
                return True
            if event.key() == Qt.Key.Key_Escape and self.find.text():
                self.find.clear()
                return True
        return super().eventFilter(watched, event)
