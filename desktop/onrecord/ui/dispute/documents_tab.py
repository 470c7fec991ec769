"""All documents of a dispute: a table that finds, sorts and shows what each is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import Choice, EmptyState, Muted, Space, theme
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.document_table import DocumentTable
from onrecord.ui.row_pages import PAGE

_TABLES = {"evidence", "dispute_evidence"}
_PAUSE_MS = 150
"""After the last key, before the search is asked."""


class DocumentsTab(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dispute_id = ""
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a document"))
        self.search.setAccessibleName(self.tr("Find a document by its title or its pages"))
        self.search.setClearButtonEnabled(True)
        self.count = Muted("", self, wrap=False)
        self.table = DocumentTable(desk, self)
        self.none = EmptyState(
            "search",
            self.tr("No document has these words"),
            self.tr("Titles, sources, tags and the text of the pages were searched."),
            self,
            actions=[Choice(self.tr("Show all"), self.search.clear)],
        )
        self.empty = EmptyState(
            "document",
            self.tr("No documents yet"),
            self.tr(
                "Drop bills, screenshots, letters or whole folders here, or paste a picture. The "
                "originals are kept as they came."
            ),
            self,
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.installEventFilter(self)
        self.table.order_changed.connect(lambda _none: self.refresh())
        self.tools = QWidget(self)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.M, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(self.search, 2)
        self.stack = QStackedLayout()
        for page in (self.table, self.none, self.empty):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.stack, 1)
        self.setFocusProxy(self.table)
        desk.session.changed.connect(self._changed)
        theme.follow(self._sizes)

    def _sizes(self) -> None:
        self.search.setMaximumWidth(theme.current().metrics.px(260))

    @property
    def lists(self) -> DocumentTable:
        """What scrolls here, while the head of the dispute leaves room for it."""
        return self.table

    @property
    def is_empty(self) -> bool:
        """The dispute has no document."""
        return self.stack.currentWidget() is self.empty

    def show_dispute(self, dispute_id: str) -> None:
        self.dispute_id = dispute_id
        was = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(was)
        self.table.clearSelection()
        self.table.documents.show_ids(dispute_id, [], {})
        self.refresh()

    def refresh(self) -> None:
        if not self.dispute_id:
            return
        vault, dispute_id, search = self._desk.vault, self.dispute_id, self.search.text().strip()
        column, descending = self.table.order
        self._desk.documents_found = (dispute_id, search)

        def query() -> tuple[str, list[str], dict[str, Any]]:
            from onrecord.services.views.document_table import document_ids, document_page

            ids = document_ids(vault, dispute_id, search, column, descending)
            return dispute_id, ids, document_page(vault, dispute_id, ids[:PAGE])

        self._desk.session.ask(query, lambda found: self._fill(*found), self, "documents")

    def _fill(self, dispute_id: str, ids: list[str], first: dict[str, Any]) -> None:
        if dispute_id != self.dispute_id:
            return
        self.table.show_ids(dispute_id, ids, first)
        searched = bool(self.search.text().strip())
        self.search.setVisible(bool(ids) or searched)
        page = self.table if ids else self.none if searched else self.empty
        self.stack.setCurrentWidget(page)
        count = len(ids)
        if searched:
            self.count.setText(self.tr("{0} found").format(f"{count:,}") if count else "")
        else:
            self.count.setText("")

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, Down and Enter go into the table; Escape empties it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                if not self.table.chosen() and self.table.documents.rowCount():
                    self.table.selectRow(max(0, self.table.currentIndex().row()))
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
